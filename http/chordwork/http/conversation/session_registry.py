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

from chordwork.actors import Checkpoint, Engine, Session
from chordwork.http.addressing.addresses import Client
from chordwork.http.conversation.close_reasons import CloseReason
from chordwork.http.conversation.saved_session import VERSION as SAVED_VERSION
from chordwork.http.conversation.saved_session import Found, SavedSession, unpack
from chordwork.http.dialects.dialect import Dialect
from chordwork.http.dialects.one import DialectOne
from chordwork.http.nodes.checkpoints import CheckpointWriter, PendingCheckpoint, SessionLease
from chordwork.http.nodes.circuit_breaker import StoreUnavailable
from chordwork.http.nodes.cluster_store import Record
from chordwork.http.nodes.sealing import Seal, place_of
from chordwork.http.security.gate import Gate, Waiting
from chordwork.http.settings import Settings
from chordwork.http.wire.protocol import CloseCode, Json, ProtocolError, Start
from chordwork.native.errors import SnapshotError

TOKEN_BYTES: Final = 24
"""Of randomness in a token: nobody finds one by trying."""
TAKE_OVER_TIMEOUT_S: Final = 2.0
"""That the connection before may take to let go of its session."""
ADOPTION_ATTEMPTS: Final = 3
"""A session may change once more while it is being taken over from another server."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


@attrs.frozen
class RegistryStatistics:
    """State of the :class:`SessionRegistry`.

    Attributes:
        detached: sessions that wait for their client.
        max_detached: the bound on those.
        resumed: sessions that ever went on over another connection.
        expired: sessions that ever waited in vain, or had to make room.
        refused: returns that were refused.
        adopted: sessions that ever went on here after they had begun elsewhere.
    """

    detached: int
    max_detached: int
    resumed: int
    expired: int
    refused: int
    adopted: int = 0


@attrs.frozen
class _Adoption:
    """A session that began elsewhere: its token, and where it is to go on."""

    token: str
    found: Found
    record: Record


@attrs.frozen(eq=False)
class Attachment:
    """A connection that uses a session.

    Attributes:
        scope: everything that uses it; cancel it, and the connection lets go.
        abort: drops the connection, should it not let go.
    """

    scope: trio.CancelScope
    abort: Callable[[], None]


class HeldSession:
    """A session, and what its client needs to come back to it.

    Attributes:
        dialect: in which it is held.
        session: the session.
        token: the key to it; None where it cannot be come back to.
        client: for whom it counts: who used it last.
        opened_at: trio time at which the session began.
        flushing: how the conversation was ending when its connection was lost; None: it was not.
        farewell: what was said last, once everything was said.
        stay: where others could go on with it; None: nowhere.
        handed_over: they are to do that now.
    """

    def __init__(self, dialect: Dialect, session: Session, client: Client, token: str | None = None) -> None:
        """A session that was just opened."""
        self.client = client
        self.dialect: Final = dialect
        self.session: Final = session
        self.token: Final = token
        self.opened_at = trio.current_time()
        self.flushing: CloseReason | None = None
        self.farewell: tuple[Json, ...] | None = None
        self.stay: SessionLease | None = None
        self.handed_over = False
        self._holder: Attachment | None = None
        self._free = trio.Event()
        self._finished = trio.Event()

    def take(self, holder: Attachment) -> None:
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


class SessionRegistry:
    """The sessions of a server whose clients may come back; each lives in a task of its own.

    A client that lost its connection, or believes so, says the token of its session in a new one. That works while the
    old connection still counts as open: then it is taken over. Nothing is needed but the token, and the API key with
    which the session was opened, if it was with one: an address changes when a telephone leaves the house.

    A session counts for its client for as long as it lives. Where a client holds as many as it may, or too many wait,
    it is a session of the client that has most of them waiting that has to end.
    """

    def __init__(
        self,
        nursery: trio.Nursery,
        engine: Engine,
        settings: Settings,
        gate: Gate,
        *,
        token_prefix: str = "",
        keeper: CheckpointWriter | None = None,
    ) -> None:
        """Without any.

        Args:
            nursery: holds the sessions; cancelling it ends them.
            engine: where they live.
            settings: how long they wait, and how many.
            gate: counts them for their clients.
            token_prefix: of every token.
            keeper: puts them down where other servers find them.
        """
        self._keeper = keeper
        self._adopted = 0
        self._token_prefix = token_prefix
        self._gate = gate
        self._nursery = nursery
        self._engine = engine
        self._settings = settings
        self._seats: dict[bytes, HeldSession] = {}
        self._over: dict[HeldSession, trio.CancelScope] = {}
        self._detached: dict[HeldSession, Waiting] = {}  # longest first
        self._watching: dict[HeldSession, trio.CancelScope] = {}
        self._resumed = 0
        self._expired = 0
        self._refused = 0

    async def open(self, dialect: Dialect, holder: Attachment, client: Client) -> HeldSession:
        """Open a session for a client; call :meth:`leave` in the end.

        Raises:
            ChordworkError: as :meth:`Engine.open_session`.
        """
        self.make_room(client)
        seat: HeldSession = await self._nursery.start(self._keep, dialect, client)
        seat.take(holder)
        return seat

    def make_room(self, client: Client) -> None:
        """End sessions that wait for a client while it holds more than it may: it is about to open another."""
        while self._gate.holds_too_many(client):
            oldest = next((seat for seat in self._detached if seat.client.limited_as == client.limited_as), None)
            if oldest is None:
                return
            self._give_up(oldest)

    async def claim(self, start: Start, holder: Attachment, client: Client) -> HeldSession:
        """The session that a client comes back to; call :meth:`leave` in the end.

        Raises:
            ProtocolError: there is no such session any more, or it cannot go on like that.
        """
        assert start.resume is not None
        digest = _digest(start.resume.token)
        try:
            seat = await self._here(digest) or await self._adopted_from_others(start, client)
            if seat is None or seat.client.key != client.key:
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

    async def _here(self, digest: bytes) -> HeldSession | None:
        """A session of this server; not one that another server has taken over meanwhile."""
        seat = self._seats.get(digest)
        if seat is None or seat.stay is None or self._keeper is None:
            return seat
        return None if await self._keeper.is_elsewhere(seat.stay) else seat

    async def _adopted_from_others(self, start: Start, client: Client) -> HeldSession | None:
        """A session that another server has put down, taken over from it; None if there is none.

        Raises:
            ProtocolError: it cannot go on here, or not like that.
            ChordworkError: as :meth:`Engine.open_session`.
        """
        assert start.resume is not None
        if self._keeper is None:
            return None
        token = start.resume.token
        place, seal = place_of(token), Seal(token)
        for _ in range(ADOPTION_ATTEMPTS):
            try:
                record = await self._keeper.shared.look(place)
                if record is None:
                    return None
                found = unpack(record, seal, max_lag_s=self._settings.max_lag_s)
                if isinstance(found, str):
                    raise _failed(found)
                if found.saved.key != client.key:
                    return None
                found.dialect.check_return(start)
                adoption = _Adoption(token, found, record)
                seat: HeldSession = await self._nursery.start(self._keep, found.dialect, client, adoption)
                if await self._take_from_others(seat, record):
                    return seat
            except SnapshotError as error:
                raise _failed(f"this server cannot go on with the session ({error})") from None
            except StoreUnavailable as error:
                if error.is_slow:
                    raise _store_is_slow() from None
                raise _failed("sessions of other servers cannot be reached now") from None
        raise _failed("another server goes on with the session")

    async def _take_from_others(self, seat: HeldSession, record: Record) -> bool:
        assert self._keeper is not None
        assert seat.stay is not None
        ownership = None
        try:
            owner = seat.stay.ownership.owner
            ownership = await self._keeper.shared.take(seat.stay.place, record.version, owner, self._keeper.ttl_s)
        finally:
            if ownership is None:
                seat.stay.taken.set()
                self._over[seat].cancel()
        if ownership is None:
            return False
        seat.stay.ownership = ownership
        self._adopted += 1
        _log.info("session taken over from another server", session=seat.session.id)
        return True

    def put_down(self, seat: HeldSession, checkpoint: Checkpoint) -> None:
        """The session is so far now, and all that follows from it was said. Never waits."""
        if self._keeper is None or seat.stay is None or not isinstance(seat.dialect, DialectOne):
            return
        dialect, snapshot = seat.dialect, checkpoint.snapshot
        saved = SavedSession(
            version=SAVED_VERSION,
            session_id=seat.session.id,
            key=seat.client.key,
            age_s=trio.current_time() - seat.opened_at,
            dialect=dialect.saved(snapshot.consumed_bytes),
            snapshot=snapshot,
        )
        count = saved.dialect.count
        parcel = PendingCheckpoint(
            saved.packed, count, lambda since: dialect.finals_since(since, count), snapshot.consumed_bytes
        )
        self._keeper.put_down(seat.stay, parcel)

    def leave(self, seat: HeldSession, *, lost: bool) -> None:
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

    def _most_dispensable(self, client: Client) -> HeldSession:
        """Of the sessions that wait, the oldest of who has most of them: of ``client``, if others have no more."""
        waiting = Counter(seat.client.limited_as for seat in self._detached)
        most = max(waiting.values())
        name = client.limited_as
        owner = name if waiting[name] == most else next(each for each, count in waiting.items() if count == most)
        return next(seat for seat in self._detached if seat.client.limited_as == owner)

    def _give_up(self, seat: HeldSession) -> None:
        """End a session that waits; it counts no more at once."""
        assert seat.token is not None
        self._detached.pop(seat).over()
        if self._seats.get(_digest(seat.token)) is seat:
            del self._seats[_digest(seat.token)]
        self._expired += 1
        _log.info("session ended: it had to make room", session=seat.session.id, client=seat.client.address)
        self._over[seat].cancel()

    def statistics(self) -> RegistryStatistics:
        """How many wait, and how many came back."""
        return RegistryStatistics(
            len(self._detached),
            self._settings.max_detached,
            self._resumed,
            self._expired,
            self._refused,
            self._adopted,
        )

    async def _keep(
        self,
        dialect: Dialect,
        client: Client,
        adoption: _Adoption | None = None,
        *,
        task_status: trio.TaskStatus[HeldSession],
    ) -> None:
        stream_format = dialect.stream_format
        saved = None if adoption is None else adoption.found.saved
        with trio.CancelScope() as over:
            async with self._engine.open_session(
                sample_rate=stream_format.sample_rate,
                sample_format=stream_format.sample_format,
                channels=stream_format.channels,
                when_full=dialect.when_full,
                progress=dialect.progress,
                checkpoint_s=None if self._keeper is None else self._settings.checkpoint_s,
                snapshot=None if saved is None else saved.snapshot,
                session_id=None if saved is None else saved.session_id,
            ) as session:
                token = self._new_token() if adoption is None else adoption.token
                seat = HeldSession(dialect, session, client, token)
                await self._settle(seat, adoption, over)
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

    def _new_token(self) -> str:
        return self._token_prefix + secrets.token_urlsafe(TOKEN_BYTES)

    async def _settle(self, seat: HeldSession, adoption: _Adoption | None, over: trio.CancelScope) -> None:
        """Where others could go on with the session, if anywhere; it ends here when they do."""
        if self._keeper is None or not isinstance(seat.dialect, DialectOne):
            return
        assert seat.token is not None
        if adoption is None:
            seat.stay = SessionLease(seat.token)
        else:
            saved = adoption.found.saved
            seat.stay = SessionLease(seat.token, lies=adoption.record.count, safe_bytes=saved.snapshot.consumed_bytes)
            seat.opened_at -= saved.age_s
        seat.dialect.stay = seat.stay
        if adoption is not None:
            seat.dialect.greet(seat.session.id, self._engine.info, self._settings, resume_token=seat.token)

        async def end_when_taken(stay: SessionLease) -> None:
            with trio.CancelScope() as watching:
                self._watching[seat] = watching
                await stay.taken.wait()
                _log.info("session ended: another server goes on with it", session=seat.session.id)
                if seat._holder is not None:
                    seat._holder.scope.cancel()
                over.cancel()

        self._nursery.start_soon(end_when_taken, seat.stay)
        await trio.lowlevel.checkpoint()

    def _forget(self, seat: HeldSession) -> None:
        assert seat.token is not None
        if self._seats.get(_digest(seat.token)) is seat:
            del self._seats[_digest(seat.token)]
        if (watching := self._watching.pop(seat, None)) is not None:
            watching.cancel()
        if seat.stay is not None and self._keeper is not None and not seat.handed_over:
            self._keeper.forget(seat.stay)
        del self._over[seat]
        if (waiting := self._detached.pop(seat, None)) is not None:
            waiting.over()
            self._expired += 1
            _log.info(
                "session ended: its client did not come back", session=seat.session.id, client=seat.client.address
            )


def _store_is_slow() -> ProtocolError:
    words = "what servers share is slow to be had: try again in a moment"
    return ProtocolError("engine_overloaded", words, CloseCode.FULL)


def _failed(why: str) -> ProtocolError:
    return ProtocolError("resume_failed", f"{why}: start anew", CloseCode.RESUME_FAILED)


def _digest(token: str) -> bytes:
    """The dictionary is keyed by this, so that the time of a look-up tells nothing about a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
