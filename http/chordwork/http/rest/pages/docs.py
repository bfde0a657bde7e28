"""The OpenAPI document as a page that people read, and can try things on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from importlib import resources
from typing import Any, Final

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
    "media-src blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_METHODS: Final = ("get", "post")


def docs_html(document: Mapping[str, Any]) -> str:
    """The page, from an OpenAPI document."""
    return "".join(_page(document))


def asset(name: str) -> bytes:
    """The style sheet or the script."""
    return resources.files("chordwork.http.rest.pages").joinpath(name).read_bytes()


def _page(document: Mapping[str, Any]) -> Iterator[str]:
    info = document["info"]
    yield (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width, initial-scale=1">'
        f"<title>{escape(info['title'])} {escape(info['version'])}</title>"
        '<link rel="stylesheet" href="docs.css"><link rel="icon" href="data:,"></head><body><header>'
        f"<h1>{escape(info['title'])} <small>{escape(info['version'])}</small></h1>"
        f"<p>{_marked(info.get('description', ''))}</p>"
        '<p>For machines: <a href="openapi.json">openapi.json</a></p>'
        '<div class="key"><input type="text" id="key" autocomplete="off" spellcheck="false" '
        'aria-label="API key" placeholder="API key, if this server wants one"></div></header><main>'
    )
    for tag in document.get("tags", ()):
        operations = list(_tagged(document, tag["name"]))
        if operations:
            yield f"<h2>{escape(tag['name'])}</h2><p>{_marked(tag.get('description', ''))}</p>"
            for path, method, operation in operations:
                yield from _operation(document, path, method, operation)
    yield '</main><script src="docs.js" defer></script></body></html>\n'


def _tagged(document: Mapping[str, Any], tag: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, methods in document["paths"].items():
        for method in reversed(_METHODS):
            if method in methods and tag in methods[method].get("tags", ()):
                yield path, method, methods[method]


def _operation(document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f'<details class="operation" id="{escape(operation["operationId"])}"><summary>'
        f'<span class="method {method}">{method.upper()}</span><code class="path">{escape(path)}</code>'
        f'<span class="what">{escape(operation["summary"])}</span></summary><div class="inside">'
        f"<p>{_marked(operation.get('description', ''))}</p>"
    )
    content = operation.get("requestBody", {}).get("content", {})
    body = content.get("application/json")
    parameters = operation.get("parameters", ())
    if parameters:
        yield "<h3>Query</h3>"
        named = [
            (each["name"], each["schema"], each.get("required", False), each.get("description", ""))
            for each in parameters
        ]
        yield from _table(document, named)
    if body is not None:
        schema = _resolved(document, body["schema"])
        required = schema.get("required", ())
        yield "<h3>Body</h3>"
        rows = [
            (name, field, name in required, field.get("description", ""))
            for name, field in schema["properties"].items()
        ]
        yield from _table(document, rows)
    elif content:
        yield f"<h3>Body</h3><p>{', '.join(f'<code>{escape(media)}</code>' for media in content)}</p>"
    yield from _answers(document, operation)
    yield from _trial(path, method, operation)
    yield "</div></details>"


def _table(document: Mapping[str, Any], rows: list[tuple[str, Mapping[str, Any], bool, str]]) -> Iterator[str]:
    yield "<table><tr><th>name</th><th>values</th><th></th></tr>"
    for name, schema, required, description in rows:
        default = "" if required or schema.get("default") is None else f" = {json.dumps(schema['default'])}"
        need = "needed. " if required else ""
        said = description or _first_description(schema)
        yield (
            f"<tr><td><code>{escape(name)}</code></td><td><code>{escape(_kind(document, schema) + default)}</code></td>"
            f"<td>{need}{_marked(said)}</td></tr>"
        )
    yield "</table>"


def _first_description(schema: Mapping[str, Any]) -> str:
    return next((choice["description"] for choice in schema.get("anyOf", ()) if "description" in choice), "")


def _answers(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[str]:
    yield "<h3>Answers</h3><table>"
    for status, response in operation["responses"].items():
        media = ", ".join(f"<code>{escape(name)}</code>" for name in response.get("content", ()))
        yield f"<tr><td>{status}</td><td>{_marked(response['description'])}</td><td>{media}</td></tr>"
    yield "</table>"
    schema = operation["responses"]["200"].get("content", {}).get("application/json", {}).get("schema")
    if schema is not None:
        yield "<h3>As JSON</h3>"
        resolved = _resolved(document, schema)
        rows = [(name, field, False, field.get("description", "")) for name, field in resolved["properties"].items()]
        yield from _table(document, rows)


def _trial(path: str, method: str, operation: Mapping[str, Any]) -> Iterator[str]:
    yield f'<h3>Try it</h3><form hidden data-path=".{escape(path)}" data-method="{method.upper()}">'
    for parameter in operation.get("parameters", ()):
        name, schema = parameter["name"], parameter["schema"]
        if method == "post" or "example" in parameter or parameter.get("required") or name == "format":
            value = str(parameter.get("example", ""))
            if "enum" in schema:
                choices = "".join(f"<option>{escape(str(choice))}</option>" for choice in schema["enum"])
                yield (
                    f'<label class="row">{escape(name)} <select data-parameter="{escape(name)}">'
                    f"<option></option>{choices}</select></label>"
                )
            else:
                yield (
                    f'<label>{escape(name)} <input type="text" data-parameter="{escape(name)}" '
                    f'value="{escape(value)}"></label>'
                )
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        examples = {
            title: json.dumps(example["value"], indent=2, ensure_ascii=False)
            for title, example in content["application/json"].get("examples", {}).items()
        }
        options = "".join(
            f'<option value="{escape(text)}">{escape(title)}</option>' for title, text in examples.items()
        )
        first = next(iter(examples.values()), "{}")
        yield (
            f'<div class="row"><select class="examples" aria-label="examples">{options}</select></div>'
            f'<textarea spellcheck="false" aria-label="body">{escape(first)}</textarea>'
        )
    elif content:
        yield '<div class="row"><input type="file" accept="audio/*" aria-label="recording"></div>'
    yield '<div class="row"><button>Send</button><span class="status" role="status"></span></div>'
    yield '<div class="answer"></div></form>'


def _kind(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_kind(document, choice) for choice in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(json.dumps(choice) for choice in schema["enum"])
    kind = str(schema.get("type", "any"))
    if kind == "array":
        return f"[{_kind(document, schema.get('items', {}))}]"
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f"{kind} {low:g} … {high:g}"
    return kind


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in schema:
        resolved: Mapping[str, Any] = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return resolved
    return schema


def _marked(text: str) -> str:
    """Text with its `code` marked."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if index % 2 else part for index, part in enumerate(parts))
