"""``frontend/openapi.json``, source of the web client's types: ``python -m tests.structure.openapi_document``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import trio

from chordwork.http.settings import Settings
from chordwork.http.testing import open_server

PLACE: Final = Path(__file__).parents[2] / "frontend" / "openapi.json"


async def served() -> dict[str, Any]:
    """What a server says of itself, less what differs from one to the next."""
    import httpx

    async with open_server(Settings(port=0)) as server, httpx.AsyncClient(base_url=server.address.url) as client:
        document: dict[str, Any] = (await client.get("/openapi.json", timeout=120)).json()
    document.pop("servers", None)
    document["info"]["version"] = "0"
    return document


def written(document: dict[str, Any]) -> str:
    """As it stands in the file."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PLACE.write_text(written(trio.run(served)), encoding="utf-8")
