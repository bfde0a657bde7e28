"""Sessions that outlive their connection, for a while."""

from __future__ import annotations

import hashlib
import secrets
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
        opened_at: trio time at which the session began.
        flushing: how the conversation was ending when its connection was lost; None: it was not.
        farewell: what was said last, once everything was said.
    """

    def __init__(self, dialect: Dialect, session: Session, token: str | None = None) -> None:
        """A session that was just opened."""
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
    old connection still counts as open: then it is taken over. Nothing but the token is needed: an address changes when
    a telephone leaves the house.
    """

    def __init__(self, nursery: trio.Nursery, engine: Engine, settings: Settings, *, token_prefix: str = "") -> None:
        """``nursery`` holds the sessions; cancelling it ends them. Every token begins with ``token_prefix``."""
        self._token_prefix = token_prefix
        self._nursery = nursery
        self._engine = engine
        self._settings = settings
        self._seats: dict[bytes, Seat] = {}
        self._over: dict[Seat, trio.CancelScope] = {}
        self._detached: dict[Seat, None] = {}  # longest first
        self._resumed = 0
        self._expired = 0
        self._refused = 0

    async def open(self, dialect: Dialect, holder: Holder) -> Seat:
        """Open a session for a client; call :meth:`leave` in the end.

        Raises:
            ChordworkError: as :meth:`Engine.open_session`.
        """
        seat: Seat = await self._nursery.start(self._keep, dialect)
        seat.take(holder)
        return seat

    async def claim(self, start: Start, holder: Holder) -> Seat:
        """The session that a client comes back to; call :meth:`leave` in the end.

        Raises:
            ProtocolError: there is no such session any more, or it cannot go on like that.
        """
        assert start.resume is not None
        digest = _digest(start.resume.token)
        try:
            if (seat := self._seats.get(digest)) is None:
                raise _failed("no session waits for that token")
            assert isinstance(seat.dialect, DialectOne)
            seat.dialect.check_return(start)
            if not await seat.taken_over() or digest not in self._seats:
                raise _failed("the session could not be taken over")
        except ProtocolError:
            self._refused += 1
            raise
        seat.take(holder)
        self._over[seat].deadline = float("inf")
        self._detached.pop(seat, None)
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
        self._detached[seat] = None
        over.deadline = trio.current_time() + self._settings.resume_grace_s
        if len(self._detached) > self._settings.max_detached:
            self._over[next(iter(self._detached))].cancel()

    def statistics(self) -> SeatsStatistics:
        """How many wait, and how many came back."""
        return SeatsStatistics(
            len(self._detached), self._settings.max_detached, self._resumed, self._expired, self._refused
        )

    async def _keep(self, dialect: Dialect, *, task_status: trio.TaskStatus[Seat]) -> None:
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
                seat = Seat(dialect, session, token)
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
        del self._seats[_digest(seat.token)], self._over[seat]
        if self._detached.pop(seat, seat) is None:
            self._expired += 1
            _log.info("session ended: its client did not come back", session=seat.session.id)


def _failed(why: str) -> ProtocolError:
    return ProtocolError("resume_failed", f"{why}: start anew", CloseCode.RESUME_FAILED)


def _digest(token: str) -> bytes:
    """The dictionary is keyed by this, so that the time of a look-up tells nothing about a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
