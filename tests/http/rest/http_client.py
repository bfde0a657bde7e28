"""HTTP to servers in this process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from chordwork.http.testing import RunningServer


@asynccontextmanager
async def asking(server: RunningServer, **options: object) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a server, for the length of an ``async with`` block."""
    settings: dict[str, Any] = {"timeout": 120, "verify": False, **options}  # no TLS: reading authorities takes long
    async with httpx.AsyncClient(base_url=server.address.url, **settings) as client:
        yield client
