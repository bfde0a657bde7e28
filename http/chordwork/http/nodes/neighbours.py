"""The other servers: how much room they have, and what clients hold and take there.

Each server puts up a notice once a second and reads those of the others. Nobody asks the store when somebody comes:
the limits of all servers together hold as exactly as a second allows. A server whose notices are not renewed, or that
cannot be read any more, counts for nothing after five.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter, deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final

import attrs
import msgspec
import trio

from chordwork.http.nodes.circuit_breaker import StoreUnavailable
from chordwork.http.nodes.cluster_store import NOTICE_S, ClusterStore
from chordwork.http.security.buckets import TokenBuckets
from chordwork.http.security.limits import Limits, Rate, Share, Shares
from chordwork.http.settings import Settings

EVERY_S: Final = 1.0
"""Between two notices."""
MOST_CLIENTS: Final = 1024
"""Of whom a notice tells, of each kind: those who hold or take most."""
ROUNDS: Final = 5
"""Of what was taken lately, so many notices tell: a reader that missed some still learns of it once."""
MAX_NOTICE_BYTES: Final = 1 << 20


@attrs.frozen(kw_only=True)
class Notice:
    """What a server says of itself.

    Attributes:
        node: its name, made up anew at each start.
        number: of the notice.
        url: where clients reach it; empty if it does not say.
        sessions: open there.
        free: places left for more; 0 while it is too busy or about to go.
        held: sessions that clients hold, by :func:`code_name`.
        taken: of each of the last notices, newest last: tokens that clients took since the one before.
    """

    node: str
    number: int
    url: str
    sessions: int
    free: int
    held: dict[str, int]
    taken: tuple[dict[str, float], ...]


def code_name(client: str) -> str:
    """What stands for a client in notices: not its address."""
    return hashlib.blake2b(client.encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()


class Neighbours:
    """What one server knows of the others, and counts for them.

    Args:
        settings: rates.
        clock: seconds.
    """

    def __init__(self, settings: Settings, *, clock: Callable[[], float]) -> None:
        self.node: Final = secrets.token_hex(8)
        self._url = settings.advertised_url
        self._clock = clock
        self._number = 0
        self._lately: deque[dict[str, float]] = deque(maxlen=ROUNDS)
        self._seen: dict[str, int] = {}  # the newest notice of each that was counted
        self._others: tuple[Notice, ...] = ()
        self._read_at = -float("inf")
        self._elsewhere: Counter[str] = Counter()
        self._addresses = _SharedRate(TokenBuckets(settings.address_rate_per_s, settings.address_burst))
        self._keys = _SharedRate(TokenBuckets(settings.key_rate_per_s, settings.key_burst))
        self._sessions = _SharedShares(lambda name: self._elsewhere[name] if self.others else 0)
        self.limits: Final = Limits(self._addresses, self._keys, self._sessions)
        """What the gate counts by."""

    @property
    def others(self) -> tuple[Notice, ...]:
        """The last notices of the others; none when they are too old."""
        return self._others if self._clock() - self._read_at < NOTICE_S else ()

    @property
    def free(self) -> int:
        """Places for sessions at all others together."""
        return sum(notice.free for notice in self.others)

    @property
    def url(self) -> str:
        """Where clients reach the one that has most room; empty if it does not say, or nobody has any."""
        roomiest = max(self.others, key=lambda notice: notice.free, default=None)
        return roomiest.url if roomiest is not None and roomiest.free else ""

    def write(self, *, sessions: int, free: int) -> bytes:
        """The next notice."""
        self._number += 1
        taken = Counter(self._addresses.collect())
        taken.update(self._keys.collect())
        self._lately.append(dict(taken.most_common(MOST_CLIENTS)))
        held = self._sessions.most_common(MOST_CLIENTS)
        return msgspec.msgpack.encode(
            Notice(
                node=self.node,
                number=self._number,
                url=self._url,
                sessions=sessions,
                free=free,
                held=held,
                taken=tuple(self._lately),
            )
        )

    def read(self, notices: Iterable[bytes]) -> None:
        """Take in what the others said; what is no notice is left out."""
        others = [notice for text in notices if (notice := _read(text)) is not None and notice.node != self.node]
        self._elsewhere = Counter()
        now_s = self._clock()
        for notice in others:
            self._elsewhere.update(notice.held)
            news = min(notice.number - self._seen.get(notice.node, notice.number - 1), len(notice.taken))
            for taken in notice.taken[len(notice.taken) - news :] if news > 0 else ():
                for name, tokens in taken.items():
                    self._addresses.spent_elsewhere(name, now_s, tokens)
                    self._keys.spent_elsewhere(name, now_s, tokens)
        self._seen = {notice.node: notice.number for notice in others}
        self._others, self._read_at = tuple(others), now_s


async def exchange_notices(shared: ClusterStore, neighbours: Neighbours, room: Callable[[], tuple[int, int]]) -> None:
    """Write and read notices until cancelled; then take one's own down. ``room``: sessions open, and places left."""
    try:
        while True:
            sessions, free = room()
            try:
                neighbours.read(
                    await shared.exchange_notices(neighbours.node, neighbours.write(sessions=sessions, free=free))
                )
            except StoreUnavailable:
                await trio.lowlevel.checkpoint()
            await trio.sleep(EVERY_S)
    finally:
        with trio.move_on_after(EVERY_S, shield=True):
            with suppress(StoreUnavailable):
                await shared.exchange_notices(neighbours.node, None)


def _read(text: bytes) -> Notice | None:
    if len(text) > MAX_NOTICE_BYTES:
        return None
    try:
        return msgspec.msgpack.decode(text, type=Notice)
    except (msgspec.MsgspecError, RecursionError):
        return None


class _SharedRate:
    """A rate from which others take, too. Clients have code names, for that is how the others name them."""

    def __init__(self, own: Rate) -> None:
        self._own = own
        self._taken: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._own)

    def spend(self, client: str, now_s: float, cost: float = 1.0) -> float:
        name = code_name(client)
        wait_s = self._own.spend(name, now_s, cost)
        if not wait_s:
            self._note(name, cost)
        return wait_s

    def fine(self, client: str, now_s: float, cost: float) -> None:
        name = code_name(client)
        self._own.fine(name, now_s, cost)
        self._note(name, cost)

    def spent_elsewhere(self, name: str, now_s: float, cost: float) -> None:
        self._own.fine(name, now_s, cost)

    def collect(self) -> dict[str, float]:
        taken, self._taken = self._taken, Counter()
        return dict(taken)

    def _note(self, name: str, cost: float) -> None:
        if name in self._taken or len(self._taken) < 16 * MOST_CLIENTS:
            self._taken[name] += cost  # type: ignore[assignment]


class _SharedShares:
    """What clients hold here, and elsewhere."""

    def __init__(self, elsewhere: Callable[[str], int]) -> None:
        self._own = Shares()
        self._elsewhere = elsewhere
        self._names: Counter[str] = Counter()

    def held(self, client: str) -> int:
        return self._own.held(client) + self._elsewhere(code_name(client))

    def acquire(self, client: str) -> None:
        self._own.acquire(client)
        self._names[client] = self._own.held(client)

    def release(self, client: str) -> None:
        self._own.release(client)
        self._names[client] = self._own.held(client)
        if not self._names[client]:
            del self._names[client]

    def most_common(self, count: int) -> dict[str, int]:
        return {code_name(client): held for client, held in self._names.most_common(count)}


_: tuple[type[Rate], type[Share]] = (_SharedRate, _SharedShares)  # they are what the gate wants
