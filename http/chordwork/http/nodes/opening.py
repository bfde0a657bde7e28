"""One client of the store for all that a server shares."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import attrs

from chordwork.harmony.extras import install_extra
from chordwork.http.nodes.redis_shared import RedisShared
from chordwork.http.nodes.shared import MemoryShared, Shared
from chordwork.http.settings import SettingsError


@attrs.frozen
class Redis:
    """An open client, and what may be shown of where it is."""

    client: Any
    shown_url: str


@asynccontextmanager
async def open_redis(url: str) -> AsyncIterator[Redis]:
    """The store of a URL, for the length of an ``async with`` block; nothing is asked of it yet.

    Raises:
        SettingsError: the URL is none, or the extra ``redis`` is not installed.
    """
    try:
        import coredis
    except ImportError:
        raise SettingsError((f"redis_url needs an extra: {install_extra('redis')}",)) from None
    try:
        parts = urlsplit(url)
        shown = f"{parts.scheme}://{parts.hostname}:{parts.port or 6379}"  # never its password
        if parts.scheme not in ("redis", "rediss"):
            raise ValueError
        client = coredis.Redis.from_url(url, decode_responses=False)
    except Exception:  # whatever is wrong with it: its message might repeat the password
        raise SettingsError(("redis_url must be such as redis://localhost:6379/0",)) from None
    async with client:
        yield Redis(client, shown)


@asynccontextmanager
async def open_shared(url: str) -> AsyncIterator[Shared]:
    """What is shared by way of a store, or of nothing where the URL is empty, for an ``async with`` block.

    Raises:
        SettingsError: as :func:`open_redis`.
    """
    if not url:
        yield MemoryShared()
        return
    async with open_redis(url) as redis:
        yield RedisShared(redis.client, shown_url=redis.shown_url)
