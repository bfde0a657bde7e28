"""The OpenAPI document and the page made of it."""

from __future__ import annotations

import re
from typing import Any

import httpx
import jsonschema
import pytest

from chordwork.http.rest.music import COMPUTATIONS


@pytest.fixture
def document(client: httpx.Client) -> dict[str, Any]:
    response = client.get("/openapi.json")
    assert response.headers["content-type"] == "application/json"
    found: dict[str, Any] = response.json()
    return found


def schema_of(document: dict[str, Any], schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({**schema, "components": document["components"]})


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, each) for path, methods in document["paths"].items() for method, each in methods.items()]


def test_it_is_openapi_3_1_and_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    names = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert names <= set(document["components"]["schemas"])
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    ids = [each["operationId"] for _, _, each in operations(document)]
    assert len(ids) == len(set(ids))


def test_every_address_is_in_it(document: dict[str, Any]) -> None:
    wanted = {computation.path for computation in COMPUTATIONS}
    wanted |= {"/analyze", "/instruments", "/grooves", "/healthz", "/readyz", "/metrics", "/models", "/corrections"}
    assert set(document["paths"]) == wanted


def test_every_refusal_is_a_problem_with_a_code(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert "application/problem+json" in response["content"], (path, method, status)
    assert "code" in document["components"]["schemas"]["ProblemDocument"]["required"]


@pytest.mark.parametrize("computation", COMPUTATIONS, ids=lambda computation: computation.path)
def test_examples_and_answers_meet_their_schemas(
    client: httpx.Client, document: dict[str, Any], computation: Any
) -> None:
    operation = document["paths"][computation.path]["post"]
    content = operation["requestBody"]["content"]["application/json"]
    assert len(content["examples"]) == len(computation.examples)
    result = operation["responses"]["200"]["content"]["application/json"]["schema"]
    for example in content["examples"].values():
        schema_of(document, content["schema"]).validate(example["value"])
        schema_of(document, result).validate(client.post(computation.path, json=example["value"]).json())


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/instruments", "/grooves"])
def test_other_answers_meet_their_schemas(client: httpx.Client, document: dict[str, Any], path: str) -> None:
    schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    schema_of(document, schema).validate(client.get(path).json())


def test_problems_meet_their_schema(client: httpx.Client, document: dict[str, Any]) -> None:
    validator = schema_of(document, {"$ref": "#/components/schemas/ProblemDocument"})
    validator.validate(client.get("/nothing").json())
    validator.validate(client.post("/harmony/parse", json={"chords": "C?"}).json())


def test_unknown_fields_are_refused_by_the_schema_as_by_the_server(document: dict[str, Any]) -> None:
    schema = document["components"]["schemas"]["TabRequest"]
    assert schema["additionalProperties"] is False


def test_a_query_carries_nothing_but_texts_and_numbers(document: dict[str, Any]) -> None:
    for _, _, operation in operations(document):
        for parameter in operation["parameters"]:
            kinds = [choice.get("type") for choice in parameter["schema"].get("anyOf", [parameter["schema"]])]
            assert not {"array", "object", "null"} & set(kinds), parameter["name"]


def test_the_page_says_everything_and_needs_nobody_else(client: httpx.Client, document: dict[str, Any]) -> None:
    page = client.get("/docs").text
    for path, _, operation in operations(document):
        assert f'id="{operation["operationId"]}"' in page
        assert path in page
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert set(loaded) == {"docs.css", "docs.js", "data:,", "openapi.json"}
    for name in ("docs.css", "docs.js"):
        text = client.get(f"/{name}").text
        assert not re.search(r"https?://|@import|url\(", text)
    assert "onclick" not in page
    assert "<style" not in page


def test_the_page_is_asked_for_again_only_when_it_changed(client: httpx.Client) -> None:
    tag = client.get("/openapi.json").headers["etag"]
    assert client.get("/openapi.json", headers={"If-None-Match": tag}).status_code == 304
