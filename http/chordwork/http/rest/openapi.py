"""The OpenAPI 3.1 document, by quart-schema; its schemas come from the attrs classes, by msgspec.

quart-schema 0.25 finds the rules and puts the document together. Three things it does not do are done here: schemas of
classes within classes (it forgets them for attrs), forms other than JSON, and problems.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final

import attrs
import msgspec
from msgspec import Meta
from quart_schema.openapi import OpenAPIProvider
from werkzeug.routing.rules import Rule

from chordwork.http.rest.operation import Operation, operation_of
from chordwork.http.rest.queries import MAX_CHARACTERS
from chordwork.http.wire.problems import PROBLEM_TYPE

REF_TEMPLATE: Final = "#/components/schemas/{name}"
SECURITY_SCHEMES: Final = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "`Authorization: Bearer KEY`"},
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}
ALWAYS: Final = (429, 500, 503)
_NOT_IN_A_QUERY: Final = ("array", "object", "null")
_MEANINGS: Final = {
    304: "You have it already.",
    400: "The request cannot be read: `detail` says where.",
    401: "An API key is needed.",
    403: "This web page may not use this server.",
    406: "There is no such form of the answer.",
    408: "The request took too long to arrive.",
    413: "Too large, or too long.",
    414: "The address is too long: use POST.",
    415: "Not of a kind that can be read.",
    421: "The server is not called like that: the header `Host` has to be one of its names.",
    422: "It can be read, but not be done: `code` and `detail` say why.",
    429: "Too many requests: see `Retry-After`.",
    500: "The server failed.",
    501: "This server lacks what it takes.",
    503: "Busy, or shutting down: see `Retry-After`.",
    507: "The server has no room for it.",
}


@attrs.frozen(kw_only=True)
class ProblemDocument:
    """A refusal (RFC 9457). It may have further members, such as `position` for a text that cannot be read."""

    type: str
    title: str
    status: Annotated[int, Meta(ge=400, le=599)]
    code: Annotated[str, Meta(description="For machines: it never changes.", examples=["chord_symbol"])]
    detail: Annotated[str, Meta(description="For people: what is wrong, and what to do.")]
    request_id: str | None = None


class Provider(OpenAPIProvider):
    """Describes every view that has an :class:`~chordwork.http.rest.operation.Operation`."""

    def generate_rules(self) -> Iterable[Rule]:
        """Those rules, in order of their addresses."""
        rules = (rule for rule in self._app.url_map.iter_rules() if not rule.websocket)
        known = (rule for rule in rules if operation_of(self._app.view_functions[rule.endpoint]) is not None)
        return sorted(known, key=lambda rule: (rule.rule, sorted(rule.methods or ())))

    def build_paths(self, rule: Rule) -> tuple[dict[str, Any], dict[str, Any]]:
        """The methods of one rule, and the schemas that they use."""
        operation = operation_of(self._app.view_functions[rule.endpoint])
        assert operation is not None
        described, components = _described(operation)
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        return {rule.rule: {method.lower(): described for method in sorted(methods)}}, components


def _described(operation: Operation) -> tuple[dict[str, Any], dict[str, Any]]:
    models = [each for each in (operation.body, operation.query, operation.result, ProblemDocument) if each is not None]
    _, components = msgspec.json.schema_components(models, ref_template=REF_TEMPLATE)
    for model in models:
        if model in (operation.body, operation.query):
            components[model.__name__]["additionalProperties"] = False
    result: dict[str, Any] = {}
    if operation.result is not None:
        result = {"$ref": REF_TEMPLATE.format(name=operation.result.__name__)}
    elif operation.result_schema is not None:
        result = _hoisted(operation.result_schema(), components)
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.description,
        "tags": [operation.tag],
        "parameters": _parameters(operation, components),
        "responses": _responses(operation, result),
    }
    if operation.public:
        described["security"] = []
    if operation.body is not None:
        examples = {title: {"value": value} for title, value in operation.examples.items()}
        schema = {"$ref": REF_TEMPLATE.format(name=operation.body.__name__)}
        content = {"application/json": {"schema": schema, "examples": examples}, **operation.body_media}
        described["requestBody"] = {"required": True, "content": content}
    elif operation.body_media:
        described["requestBody"] = {"required": True, "content": dict(operation.body_media)}
    if operation.query is not None and operation.query is not operation.body:
        components.pop(operation.query.__name__, None)  # it became parameters
    return described, components


def _parameters(operation: Operation, components: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    parameters: list[Mapping[str, Any]] = []
    if operation.query is not None:
        model = components[operation.query.__name__]
        for name, schema in model["properties"].items():
            plain = _for_query(schema)
            if plain is None:
                continue
            parameter: dict[str, Any] = {"name": name, "in": "query", "schema": plain}
            if "description" in plain:
                parameter["description"] = plain.pop("description")
            if name in model.get("required", ()):
                parameter["required"] = True
            if name in operation.query_example:
                parameter["example"] = _read(operation.query_example[name])
            parameters.append(parameter)
    parameters += operation.parameters
    if len(operation.formats) > 1:
        names = [form.name for form in operation.formats]
        parameters.append(
            {
                "name": "format",
                "in": "query",
                "description": "Form of the answer; instead of the header `Accept`.",
                "schema": {"type": "string", "enum": names},
            }
        )
    return parameters


def _read(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


def _for_query(schema: Mapping[str, Any]) -> dict[str, Any] | None:
    """What of a schema a query can carry: no lists, no objects, no null; None if that is nothing."""
    if "$ref" in schema:  # an object
        return None
    schema = _bounded_texts(schema)
    fitting = [_for_query(choice) for choice in schema.get("anyOf", ()) if choice.get("type") not in _NOT_IN_A_QUERY]
    choices = [choice for choice in fitting if choice is not None]
    plain = {name: value for name, value in schema.items() if not (name == "default" and value is None)}
    if "anyOf" not in schema:
        return None if schema.get("type") in _NOT_IN_A_QUERY else plain
    if not choices:
        return None
    del plain["anyOf"]
    if len(choices) == 1:
        return {**choices[0], **plain}
    return {"anyOf": choices, **plain}


def _bounded_texts(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "anyOf" in schema:
        return {**schema, "anyOf": [_bounded_texts(choice) for choice in schema["anyOf"]]}
    if schema.get("type") == "string" and "enum" not in schema:
        return {**schema, "maxLength": min(schema.get("maxLength", MAX_CHARACTERS), MAX_CHARACTERS)}
    return schema


def _hoisted(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """A reference to a schema, it and its definitions having been moved to the components."""
    moved = msgspec.json.decode(msgspec.json.encode(schema).replace(b'"#/$defs/', b'"#/components/schemas/'))
    moved.pop("$schema", None)
    components.update(moved.pop("$defs", {}))
    components[moved["title"]] = moved
    return {"$ref": REF_TEMPLATE.format(name=moved["title"])}


def _responses(operation: Operation, result: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for form in operation.formats:
        if form.name == "json" and result:
            schema: Any = result
        elif form.media_type.endswith("+json"):
            schema = {"type": "object"}
        else:
            schema = {"type": "string"} if form.text else {"type": "string", "contentMediaType": form.media_type}
        content[form.media_type] = {"schema": schema}
    done: dict[str, Any] = {"description": "Done.", "content": content}
    headers: dict[str, Any] = {"X-Request-ID": {"schema": {"type": "string"}}}
    if operation.cacheable:
        headers["ETag"] = {"schema": {"type": "string"}}
        headers["Cache-Control"] = {"schema": {"type": "string"}}
    done["headers"] = headers
    responses: dict[str, Any] = {"200": done}
    statuses = {*operation.problems, *ALWAYS}
    if not operation.public:
        statuses |= {401, 403, 421}
    if len(operation.formats) > 1:
        statuses |= {400, 406}
    if operation.body is not None or operation.body_media:
        statuses |= {400, 408, 413}
    if operation.query is not None or operation.parameters:
        statuses |= {400, 414}
    if operation.cacheable and operation.query is not None:
        responses["304"] = {"description": _MEANINGS[304]}
    problem = {PROBLEM_TYPE: {"schema": {"$ref": REF_TEMPLATE.format(name="ProblemDocument")}}}
    for status in sorted(statuses):
        responses[str(status)] = {"description": _MEANINGS[status], "content": problem}
    return responses
