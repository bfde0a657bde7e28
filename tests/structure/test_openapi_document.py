"""The document that the web client's types are made of is the server's own."""

from __future__ import annotations

from tests.structure.openapi_document import PLACE, served, written


async def test_the_web_client_knows_the_interface_as_it_is() -> None:
    assert PLACE.read_text(encoding="utf-8") == written(await served()), "stale: run scripts/web-types"
