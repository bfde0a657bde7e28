"""HTTP to servers in this process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from chordwork.http.testing import RunningServer


@asynccontextmanager
async def asking(server: RunningServer, **options: object) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a server, for the length of an ``async with`` block."""
    async with httpx.AsyncClient(base_url=server.address.url, timeout=120, **options) as client:  # type: ignore[arg-type]
        yield client
