"""The loops that a client runs in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import trio


@pytest.fixture(params=["trio", "asyncio"])
def run(request: pytest.FixtureRequest) -> Callable[[Callable[[], Awaitable[Any]]], Awaitable[Any]]:
    """Run a client in this loop, or on asyncio in a thread."""

    async def on_trio(client: Callable[[], Awaitable[Any]]) -> Any:
        return await client()

    async def on_asyncio(client: Callable[[], Awaitable[Any]]) -> Any:
        async def main() -> Any:
            return await client()

        return await trio.to_thread.run_sync(lambda: asyncio.run(main()))

    return on_trio if request.param == "trio" else on_asyncio
