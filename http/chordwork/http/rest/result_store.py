"""Results shared by several servers, in Redis or Valkey. When it fails, nobody notices but the log and the metrics."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import attrs
import msgspec

from chordwork.harmony.version import VERSION
from chordwork.http.nodes.circuit_breaker import CircuitBreaker, StoreUnavailable
from chordwork.http.nodes.redis_store import open_redis
from chordwork.http.rest.answers import Answer

OPERATION_TIMEOUT_S: Final = 0.5
"""For a question to the store. A computation takes some ten milliseconds to seconds: waiting longer does not pay."""
EXPIRY_S: Final = 24 * 3600
MAX_ANSWER_BYTES: Final = 4 << 20


@attrs.frozen
class _Stored:
    name: str
    answer: Answer


class ResultStore:
    """Where results are looked up after the memory of the process: in Redis, with an expiry, under a prefix that names
    the version which worked them out. Never raises an ``Exception``.

    Each is kept together with its key: an answer that comes late, to a question that was given up, is seen to be none
    to the next one. (coredis tells them apart by their order alone.)
    """

    def __init__(self, client: Any, *, shown_url: str) -> None:
        """Use an open coredis client; ``shown_url`` is what the log may say about where it is."""
        self._client = client
        self._asking = CircuitBreaker(shown_url, gone="results are kept here only")

    @property
    def errors(self) -> int:
        """How often it failed."""
        return self._asking.errors

    async def get(self, key: str) -> Answer | None:
        """A result, if it is there and can be read."""
        name = _name(key)
        stored = await self._ask("get", name)
        if not isinstance(stored, bytes):
            return None
        try:
            found = msgspec.msgpack.decode(stored, type=_Stored)
        except msgspec.DecodeError:
            return None
        return found.answer if found.name == name else None

    async def put(self, key: str, answer: Answer) -> None:
        """Keep a result for a day, unless it is very large."""
        if answer.size_bytes <= MAX_ANSWER_BYTES:
            name = _name(key)
            await self._ask("set", name, msgspec.msgpack.encode(_Stored(name, answer)), ex=EXPIRY_S)

    async def _ask(self, command: str, *arguments: Any, **options: Any) -> Any:
        try:
            return await self._asking.ask(
                lambda: getattr(self._client, command)(*arguments, **options), timeout_s=OPERATION_TIMEOUT_S
            )
        except StoreUnavailable:
            return None


@asynccontextmanager
async def open_result_store(url: str) -> AsyncIterator[ResultStore]:
    """The store of a URL, for the length of an ``async with`` block; nothing is asked of it yet.

    Raises:
        SettingsError: the URL is none, or the extra ``redis`` is not installed.
    """
    async with open_redis(url) as redis:
        yield ResultStore(redis.client, shown_url=redis.shown_url)


def _name(key: str) -> str:
    return f"chordwork:{VERSION}:{key}"
