"""Results shared by several servers, in Redis or Valkey. When it fails, nobody notices but the log and the metrics."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import msgspec
import structlog
import trio

from chordwork.http.rest.answers import Answer
from chordwork.http.settings import SettingsError
from chordwork.native.extras import install_extra
from chordwork.native.version import VERSION

OPERATION_TIMEOUT_S: Final = 0.5
"""For a question to the store. A computation takes some ten milliseconds to seconds: waiting longer does not pay."""
PAUSE_S: Final = 5.0
"""After a failure the store is left alone for so long."""
EXPIRY_S: Final = 24 * 3600
MAX_ANSWER_BYTES: Final = 4 << 20

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


class SharedStore(Protocol):
    """Where results are looked up after the memory of the process. Never raises an ``Exception``."""

    @property
    def errors(self) -> int:
        """How often it failed."""
        ...

    async def get(self, key: str) -> Answer | None:
        """A result; None where there is none, or no answer in time."""
        ...

    async def put(self, key: str, answer: Answer) -> None:
        """Keep a result."""
        ...


class NoStore:
    """Nothing is shared."""

    errors = 0

    async def get(self, key: str) -> Answer | None:
        """None."""
        await trio.lowlevel.checkpoint()
        return None

    async def put(self, key: str, answer: Answer) -> None:
        """Nothing."""
        await trio.lowlevel.checkpoint()


class RedisStore:
    """Results in Redis, with an expiry, under a prefix that names the version which worked them out."""

    def __init__(self, client: Any, *, shown_url: str) -> None:
        """Use an open coredis client; ``shown_url`` is what the log may say about where it is."""
        self._client = client
        self._shown_url = shown_url
        self._errors = 0
        self._paused_until = -float("inf")
        self._failing = False

    @property
    def errors(self) -> int:
        """How often it failed."""
        return self._errors

    async def get(self, key: str) -> Answer | None:
        """A result, if it is there and can be read."""
        stored = await self._ask("get", _name(key))
        if not isinstance(stored, bytes):
            return None
        try:
            return msgspec.msgpack.decode(stored, type=Answer)
        except msgspec.DecodeError:
            return None

    async def put(self, key: str, answer: Answer) -> None:
        """Keep a result for a day, unless it is very large."""
        if answer.size_bytes <= MAX_ANSWER_BYTES:
            await self._ask("set", _name(key), msgspec.msgpack.encode(answer), ex=EXPIRY_S)

    async def _ask(self, command: str, *arguments: Any, **options: Any) -> Any:
        if trio.current_time() < self._paused_until:
            return None
        answer: Any = None
        with trio.move_on_after(OPERATION_TIMEOUT_S) as scope:
            try:
                answer = await getattr(self._client, command)(*arguments, **options)
            except Exception as error:
                self._fail(type(error).__name__)
                return None
        if scope.cancelled_caught:
            self._fail("no answer in time")
            return None
        if self._failing:
            self._failing = False
            _log.info("the shared store works again", store=self._shown_url)
        return answer

    def _fail(self, reason: str) -> None:
        self._errors += 1
        self._paused_until = trio.current_time() + PAUSE_S
        if not self._failing:
            _log.warning("the shared store fails: results are kept here only", store=self._shown_url, reason=reason)
        self._failing = True


@asynccontextmanager
async def open_store(url: str) -> AsyncIterator[SharedStore]:
    """The store of a URL, for the length of an ``async with`` block; nothing is asked of it yet.

    Raises:
        SettingsError: the URL is none, or the extra ``redis`` is not installed.
    """
    if not url:
        yield NoStore()
        return
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
        yield RedisStore(client, shown_url=shown)


def _name(key: str) -> str:
    return f"chordwork:{VERSION}:{key}"
