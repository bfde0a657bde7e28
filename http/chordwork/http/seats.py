"""Sessions that outlive their connection, for a while."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable
from typing import Final

import attrs
import structlog
import trio

from chordwork.actors import Engine, Session
from chordwork.http.dialect import Dialect
from chordwork.http.dialect_one import DialectOne
from chordwork.http.endings import Ending
from chordwork.http.protocol import CloseCode, Json, ProtocolError, Start
from chordwork.http.security.addresses import Client
from chordwork.http.security.gate import Gate, Waiting
from chordwork.http.settings import Settings

TOKEN_BYTES: Final = 24
"""Of randomness in a token: nobody finds one by trying."""
TAKE_OVER_TIMEOUT_S: Final = 2.0
"""That the connection before may take to let go of its session."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


@attrs.frozen
class SeatsStatistics:
    """State of the :class:`Seats`.

    Attributes:
        detached: sessions that wait for their client.
        max_detached: the bound on those.
        resumed: sessions that ever went on over another connection.
        expired: sessions that ever waited in vain, or had to make room.
        refused: returns that were refused.
    """

    detached: int
    max_detached: int
    resumed: int
    expired: int
    refused: int


@attrs.frozen(eq=False)
class Holder:
    """A connection that uses a session.

    Attributes:
        scope: everything that uses it; cancel it, and the connection lets go.
        abort: drops the connection, should it not let go.
    """

    scope: trio.CancelScope
    abort: Callable[[], None]


class Seat:
    """A session, and what its client needs to come back to it.

    Attributes:
        dialect: in which it is held.
        session: the session.
        token: the key to it; None where it cannot be come back to.
        client: for whom it counts: who used it last.
        opened_at: trio time at which the session began.
        flushing: how the conversation was ending when its connection was lost; None: it was not.
        farewell: what was said last, once everything was said.
    """

    def __init__(self, dialect: Dialect, session: Session, client: Client, token: str | None = None) -> None:
        """A session that was just opened."""
        self.client = client
        self.dialect: Final = dialect
        self.session: Final = session
        self.token: Final = token
        self.opened_at: Final = trio.current_time()
        self.flushing: Ending | None = None
        self.farewell: tuple[Json, ...] | None = None
        self._holder: Holder | None = None
        self._free = trio.Event()
        self._finished = trio.Event()

    def take(self, holder: Holder) -> None:
        """A connection uses it from now on."""
        self._holder = holder
        self._free = trio.Event()

    def let_go(self) -> None:
        """The connection no longer uses it. Harmless when repeated."""
        self._holder = None
        self._free.set()

    async def taken_over(self) -> bool:
        """Make its connection let go; whether that came about in time."""
        if self._holder is not None:
            self._holder.scope.cancel()
            with trio.move_on_after(TAKE_OVER_TIMEOUT_S / 2):
                await self._free.wait()
        if self._holder is not None:
            self._holder.abort()
            with trio.move_on_after(TAKE_OVER_TIMEOUT_S / 2):
                await self._free.wait()
        return self._holder is None

    def finish(self, farewell: tuple[Json, ...]) -> None:
        """Everything was said; only a client that did not hear it may still ask."""
        self.farewell = farewell
        self._finished.set()


class Seats:
    """The sessions of a server whose clients may come back; each lives in a task of its own.

    A client that lost its connection, or believes so, says the token of its session in a new one. That works while the
    old connection still counts as open: then it is taken over. Nothing is needed but the token, and the API key with
    which the session was opened, if it was with one: an address changes when a telephone leaves the house.

    A session counts for its client for as long as it lives. Where a client holds as many as it may, or too many wait,
    it is a session of the client that has most of them waiting that has to end.
    """

    def __init__(
        self, nursery: trio.Nursery, engine: Engine, settings: Settings, gate: Gate, *, token_prefix: str = ""
    ) -> None:
        """Without any.

        Args:
            nursery: holds the sessions; cancelling it ends them.
            engine: where they live.
            settings: how long they wait, and how many.
            gate: counts them for their clients.
            token_prefix: of every token.
        """
        self._token_prefix = token_prefix
        self._gate = gate
        self._nursery = nursery
        self._engine = engine
        self._settings = settings
        self._seats: dict[bytes, Seat] = {}
        self._over: dict[Seat, trio.CancelScope] = {}
        self._detached: dict[Seat, Waiting] = {}  # longest first
        self._resumed = 0
        self._expired = 0
        self._refused = 0

    async def open(self, dialect: Dialect, holder: Holder, client: Client) -> Seat:
        """Open a session for a client; call :meth:`leave` in the end.

        Raises:
            ChordworkError: as :meth:`Engine.open_session`.
        """
        self.make_room(client)
        seat: Seat = await self._nursery.start(self._keep, dialect, client)
        seat.take(holder)
        return seat

    def make_room(self, client: Client) -> None:
        """End sessions that wait for a client while it holds more than it may: it is about to open another."""
        while self._gate.holds_too_many(client):
            oldest = next((seat for seat in self._detached if seat.client.limited_as == client.limited_as), None)
            if oldest is None:
                return
            self._give_up(oldest)

    async def claim(self, start: Start, holder: Holder, client: Client) -> Seat:
        """The session that a client comes back to; call :meth:`leave` in the end.

        Raises:
            ProtocolError: there is no such session any more, or it cannot go on like that.
        """
        assert start.resume is not None
        digest = _digest(start.resume.token)
        try:
            if (seat := self._seats.get(digest)) is None or seat.client.key != client.key:
                raise _failed("no session waits for that token")
            assert isinstance(seat.dialect, DialectOne)
            seat.dialect.check_return(start)
            if not await seat.taken_over() or digest not in self._seats:
                raise _failed("the session could not be taken over")
        except ProtocolError:
            self._refused += 1
            raise
        seat.take(holder)
        seat.client = client
        self._over[seat].deadline = float("inf")
        if (waiting := self._detached.pop(seat, None)) is not None:
            waiting.over()
        self._resumed += 1
        _log.info("session resumed", session=seat.session.id)
        return seat

    def leave(self, seat: Seat, *, lost: bool) -> None:
        """The connection no longer uses the session; if it was ``lost``, the session waits for its client.

        Never waits, and never raises.
        """
        seat.let_go()
        over = self._over.get(seat)
        if over is None:
            return
        if not lost:
            over.cancel()
            return
        self._detached[seat] = self._gate.keep_session(seat.client)
        over.deadline = trio.current_time() + self._settings.resume_grace_s
        if len(self._detached) > self._settings.max_detached:
            self._give_up(self._most_dispensable(seat.client))

    def _most_dispensable(self, client: Client) -> Seat:
        """Of the sessions that wait, the oldest of who has most of them: of ``client``, if others have no more."""
        waiting = Counter(seat.client.limited_as for seat in self._detached)
        most = max(waiting.values())
        name = client.limited_as
        owner = name if waiting[name] == most else next(each for each, count in waiting.items() if count == most)
        return next(seat for seat in self._detached if seat.client.limited_as == owner)

    def _give_up(self, seat: Seat) -> None:
        """End a session that waits; it counts no more at once."""
        assert seat.token is not None
        self._detached.pop(seat).over()
        del self._seats[_digest(seat.token)]
        self._expired += 1
        _log.info("session ended: it had to make room", session=seat.session.id, client=seat.client.address)
        self._over[seat].cancel()

    def statistics(self) -> SeatsStatistics:
        """How many wait, and how many came back."""
        return SeatsStatistics(
            len(self._detached), self._settings.max_detached, self._resumed, self._expired, self._refused
        )

    async def _keep(self, dialect: Dialect, client: Client, *, task_status: trio.TaskStatus[Seat]) -> None:
        stream_format = dialect.stream_format
        with trio.CancelScope() as over:
            async with self._engine.open_session(
                sample_rate=stream_format.sample_rate,
                sample_format=stream_format.sample_format,
                channels=stream_format.channels,
                when_full=dialect.when_full,
                progress=dialect.progress,
            ) as session:
                token = self._token_prefix + secrets.token_urlsafe(TOKEN_BYTES)
                seat = Seat(dialect, session, client, token)
                self._seats[_digest(token)], self._over[seat] = seat, over
                task_status.started(seat)
                try:
                    await seat._finished.wait()
                except trio.Cancelled:
                    self._forget(seat)
                    raise
            try:
                await trio.sleep_forever()
            finally:
                self._forget(seat)

    def _forget(self, seat: Seat) -> None:
        assert seat.token is not None
        self._seats.pop(_digest(seat.token), None)
        del self._over[seat]
        if (waiting := self._detached.pop(seat, None)) is not None:
            waiting.over()
            self._expired += 1
            _log.info(
                "session ended: its client did not come back", session=seat.session.id, client=seat.client.address
            )


def _failed(why: str) -> ProtocolError:
    return ProtocolError("resume_failed", f"{why}: start anew", CloseCode.RESUME_FAILED)


def _digest(token: str) -> bytes:
    """The dictionary is keyed by this, so that the time of a look-up tells nothing about a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
