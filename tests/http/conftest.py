from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from chordwork.http.testing import Door
from chordwork.http.transports import writer
from chordwork.http.wire import protocol

DOCS = Path(__file__).parents[2] / "docs"
SERVER_TYPES = {"ping": ("heartbeat", "seedPing")}
"""Definitions that share a ``type``; all others are called by it."""


@pytest.fixture(params=["ws", "stream"])
def door(request: pytest.FixtureRequest) -> Door:
    return "ws" if request.param == "ws" else "stream"


class Schema:
    """``docs/protocol.schema.json``."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = json.loads((DOCS / "protocol.schema.json").read_text())
        jsonschema.Draft7Validator.check_schema(self.document)
        self.error_codes = self.document["definitions"]["error"]["properties"]["code"]["examples"]
        self._validators: dict[tuple[str, bool], Any] = {}

    def faults(self, definition: str, message: Any, *, closed: bool = False) -> list[str]:
        """What is wrong with a message; ``closed`` finds fault with fields that the schema does not know."""
        validator = self._validators.get((definition, closed))
        if validator is None:
            document = _closed(self.document) if closed else self.document
            validator = jsonschema.Draft7Validator({**document, "$ref": f"#/definitions/{definition}"})
            self._validators[definition, closed] = validator
        return [f"{definition}: {error.message}" for error in validator.iter_errors(message)]

    def definitions(self, union: str) -> set[str]:
        """The names of all messages in a union."""
        return {entry["$ref"].rpartition("/")[2] for entry in self.document["definitions"][union]["anyOf"]}


def _closed(node: Any) -> Any:
    if isinstance(node, list):
        return [_closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    closed = {name: _closed(value) for name, value in node.items()}
    return {"additionalProperties": False, **closed} if closed.get("type") == "object" else closed


@pytest.fixture(scope="session")
def schema() -> Schema:
    return Schema()


class Said:
    """Messages of a server, each with its definition in the schema. They are checked when somebody looks, and at the
    end: a busy server must not wait for a schema.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._unchecked: deque[protocol.Json] = deque()
        self._checked: list[tuple[str, protocol.Json]] = []
        self.faults: list[str] = []

    def add(self, message: protocol.Json) -> None:
        self._unchecked.append(message)

    def __iter__(self) -> Iterator[tuple[str, protocol.Json]]:
        while self._unchecked:
            self._check(self._unchecked.popleft())
        return iter(self._checked)

    def _check(self, message: protocol.Json) -> None:
        kind = message.get("type", "seed" + next(iter(message)).capitalize())
        names = SERVER_TYPES.get(kind, (kind,))
        found = [(self._schema.faults(name, message, closed=True), name) for name in names]
        fewest, definition = min(found)
        self.faults.extend(fewest)
        self._checked.append((definition, message))
        if kind == "error" and message["code"] not in self._schema.error_codes:
            self.faults.append(f"error: {message['code']} is not documented")


@pytest.fixture(autouse=True)
def said(schema: Schema, monkeypatch: pytest.MonkeyPatch) -> Iterator[Said]:
    """Every message that a server of this process says in a test, each checked against the published schema."""
    messages = Said(schema)

    def encode(message: protocol.Json) -> str:
        messages.add(message)
        return protocol.encode(message)

    monkeypatch.setattr(writer, "encode", encode)
    yield messages
    list(messages)
    assert not messages.faults
