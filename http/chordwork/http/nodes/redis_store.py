"""What servers share, in Redis or Valkey: each operation is one script there, so that nothing happens half."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, cast
from urllib.parse import urlsplit

import attrs

from chordwork.harmony.extras import install_extra
from chordwork.http.nodes.circuit_breaker import CircuitBreaker
from chordwork.http.nodes.cluster_store import (
    MAX_FINALS,
    NOTICE_S,
    ClusterStore,
    Kept,
    MemoryClusterStore,
    Ownership,
    Record,
)
from chordwork.http.settings import SettingsError

TIMEOUT_S: Final = 2.0
"""For one of them. Nobody who plays waits meanwhile; who comes back to a session does."""

_KEEP: Final = """
local owner, number, count = unpack(redis.call('HMGET', KEYS[1], 'owner', 'number', 'count'))
if owner and owner ~= ARGV[1] and tonumber(number) >= tonumber(ARGV[2]) then return 'taken' end
local before = tonumber(ARGV[4])
if before < 0 then
    redis.call('DEL', KEYS[2])
elseif not count or tonumber(count) ~= before then
    return 'anew'
end
for i = 8, #ARGV do redis.call('RPUSH', KEYS[2], ARGV[i]) end
redis.call('LTRIM', KEYS[2], -tonumber(ARGV[5]), -1)
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'number', ARGV[2], 'state', ARGV[3], 'count', ARGV[7])
redis.call('HINCRBY', KEYS[1], 'version', 1)
redis.call('PEXPIRE', KEYS[1], ARGV[6])
redis.call('PEXPIRE', KEYS[2], ARGV[6])
return 'kept'
"""
_LOOK: Final = """
local found = redis.call('HMGET', KEYS[1], 'state', 'count', 'number', 'version')
if not found[1] then return false end
found[5] = redis.call('LRANGE', KEYS[2], 0, -1)
return found
"""
_TAKE: Final = """
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then return false end
redis.call('HSET', KEYS[1], 'owner', ARGV[2])
redis.call('HINCRBY', KEYS[1], 'version', 1)
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return redis.call('HINCRBY', KEYS[1], 'number', 1)
"""
_FORGET: Final = """
if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then redis.call('DEL', KEYS[1], KEYS[2]) end
return 1
"""
_MEET: Final = """
if ARGV[2] == '' then
    redis.call('SREM', KEYS[1], ARGV[1])
    redis.call('DEL', ARGV[4] .. ARGV[1])
else
    redis.call('SADD', KEYS[1], ARGV[1])
    redis.call('SET', ARGV[4] .. ARGV[1], ARGV[2], 'PX', ARGV[3])
end
local notices = {}
for _, node in ipairs(redis.call('SMEMBERS', KEYS[1])) do
    if node ~= ARGV[1] then
        local notice = redis.call('GET', ARGV[4] .. node)
        if notice then notices[#notices + 1] = notice else redis.call('SREM', KEYS[1], node) end
    end
end
return notices
"""
_NODES: Final = "chordwork:{nodes}"
"""In braces what a cluster of stores places by."""


class RedisClusterStore:
    """In Redis or Valkey."""

    def __init__(self, client: Any, *, shown_url: str) -> None:
        """Use an open coredis client; ``shown_url`` is what the log may say about where it is."""
        self._client = client
        self._asking = CircuitBreaker(
            shown_url, gone="sessions do not survive this server, limits are its own", patient=True
        )
        scripts = (_KEEP, _LOOK, _TAKE, _FORGET, _MEET)
        self._keep, self._look, self._take, self._forget, self._meet = (
            client.register_script(each) for each in scripts
        )

    @property
    def works(self) -> bool:
        """Whether it could be had the last time."""
        return self._asking.works

    @property
    def errors(self) -> int:
        """How often it could not."""
        return self._asking.errors

    async def save(
        self,
        place: str,
        ownership: Ownership,
        state: bytes,
        *,
        before: int,
        count: int,
        finals: Sequence[bytes],
        ttl_s: float,
    ) -> Kept:
        """Put a session down."""
        arguments = [ownership.owner, ownership.number, state, before, MAX_FINALS, _ms(ttl_s), count, *finals]
        answer = await self._run(self._keep, place, arguments)
        return cast(Kept, _text(answer))

    async def load(self, place: str) -> Record | None:
        """What lies there."""
        found = await self._run(self._look, place, [])
        if not found:
            return None
        state, count, number, version, finals = found
        return Record(state, int(count), tuple(finals), int(number), int(version))

    async def owner(self, place: str) -> str | None:
        """Whose it is."""
        owner = await self._asking.ask(lambda: self._client.hget(_keys(place)[0], "owner"), timeout_s=TIMEOUT_S)
        return None if owner is None else _text(owner)

    async def claim(self, place: str, version: int, owner: str, ttl_s: float) -> Ownership | None:
        """Take it over."""
        number = await self._run(self._take, place, [version, owner, _ms(ttl_s)])
        return Ownership(owner, int(number)) if number else None

    async def forget(self, place: str, owner: str) -> None:
        """Remove it."""
        await self._run(self._forget, place, [owner])

    async def exchange_notices(self, node: str, notice: bytes | None) -> tuple[bytes, ...]:
        """Put up a notice, and read the others."""
        arguments = [node, notice or b"", _ms(NOTICE_S), f"{_NODES}:"]
        found = await self._asking.ask(lambda: self._meet([_NODES], arguments), timeout_s=TIMEOUT_S)
        return tuple(found)

    async def _run(self, script: Any, place: str, arguments: list[Any]) -> Any:
        def asked() -> Awaitable[Any]:
            return cast("Awaitable[Any]", script(_keys(place), arguments))

        return await self._asking.ask(asked, timeout_s=TIMEOUT_S)


def _keys(place: str) -> list[str]:
    """Of the state, and of the final chords; a cluster of stores keeps them together."""
    return [f"chordwork:session:{{{place}}}", f"chordwork:session:{{{place}}}:finals"]


def _ms(duration_s: float) -> int:
    return max(1, round(duration_s * 1000.0))


def _text(answer: bytes | str) -> str:
    return answer.decode() if isinstance(answer, bytes) else answer


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
async def open_cluster_store(url: str) -> AsyncIterator[ClusterStore]:
    """What is shared by way of a store, or of nothing where the URL is empty, for an ``async with`` block.

    Raises:
        SettingsError: as :func:`open_redis`.
    """
    if not url:
        yield MemoryClusterStore()
        return
    async with open_redis(url) as redis:
        yield RedisClusterStore(redis.client, shown_url=redis.shown_url)
