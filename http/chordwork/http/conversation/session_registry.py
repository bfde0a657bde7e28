"""Every session of a server, by the token with which its client comes back to it."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import attrs
import structlog
import trio

from chordwork.actors import Checkpoint, Engine, Session
from chordwork.http.addressing.addresses import Client
from chordwork.http.conversation.close_reasons import CloseReason
from chordwork.http.conversation.saved_session import FoundSession, find_session, pending_checkpoint
from chordwork.http.dialects.dialect import Dialect
from chordwork.http.dialects.one import DialectOne
from chordwork.http.nodes.checkpoints import SessionLease
from chordwork.http.nodes.circuit_breaker import StoreUnavailable
from chordwork.http.nodes.cluster import Cluster
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
    """A session, over one connection or several; made by a :class:`SessionRegistry` only.

    Attributes:
        dialect: in which it is held.
        session: the session.
        token: the key to it; None where it cannot be come back to.
        client: for whom it counts: who used it last.
        opened_at: trio time at which the session began.
        flushing: how the conversation was ending when its connection was lost; None: it was not.
        farewell: what was said last, once everything was said.
        lease: where others could go on with it; None: nowhere.
        handed_over: they are to do that now.
        lifetime: everything that holds it.
        ended: nothing of it is left.
    """

    def __init__(
        self,
        dialect: Dialect,
        session: Session,
        client: Client,
        token: str | None,
        lifetime: trio.CancelScope,
        ended: trio.Event,
    ) -> None:
        self.client = client
        self.dialect: Final = dialect
        self.session: Final = session
        self.token: Final = token
        self.opened_at = trio.current_time()
        self.flushing: CloseReason | None = None
        self.farewell: tuple[Json, ...] | None = None
        self.lease: SessionLease | None = None
        self.handed_over = False
        self.lifetime: Final = lifetime
        self.ended: Final = ended
        self.finished: Final = trio.Event()
        self._attachment: Attachment | None = None
        self._detached = trio.Event()

    def attach(self, attachment: Attachment) -> None:
        """A connection uses it from now on."""
        self._attachment = attachment
        self._detached = trio.Event()

    def detach(self) -> None:
        """The connection no longer uses it. Harmless when repeated."""
        self._attachment = None
        self._detached.set()

    def interrupt(self) -> None:
        """Whoever uses it is to let go."""
        if self._attachment is not None:
            self._attachment.scope.cancel()

    async def freed(self) -> bool:
        """Make its connection let go; whether that came about in time."""
        if self._attachment is not None:
            self.interrupt()
            with trio.move_on_after(TAKE_OVER_TIMEOUT_S / 2):
                await self._detached.wait()
        if self._attachment is not None:
            self._attachment.abort()
            with trio.move_on_after(TAKE_OVER_TIMEOUT_S / 2):
                await self._detached.wait()
        return self._attachment is None

    def finish(self, farewell: tuple[Json, ...]) -> None:
        """Everything was said; only a client that did not receive it may still ask."""
        self.farewell = farewell
        self.finished.set()


class SessionRegistry:
    """The sessions of a server; each lives in a task of its own, and may outlive its connection for a while.

    A client that lost its connection, or believes so, says the token of its session in a new one. That works while the
    old connection still counts as open: then it is taken over. Nothing is needed but the token, and the API key with
    which the session was opened, if it was with one: an address changes when a telephone leaves the house. A session
    has a token if its client wants to come back, and the settings allow it; one without ends with its connection.

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
        cluster: Cluster | None = None,
    ) -> None:
        """Without any.

        Args:
            nursery: holds the sessions; cancelling it ends them.
            engine: where they live.
            settings: how long they wait, and how many.
            gate: counts them for their clients.
            token_prefix: of every token.
            cluster: other servers, which may go on with them.
        """
        self._cluster = cluster
        self._checkpoints = None if cluster is None else cluster.checkpoints
        self._adopted = 0
        self._token_prefix = token_prefix
        self._gate = gate
        self._nursery = nursery
        self._engine = engine
        self._settings = settings
        self._by_token: dict[bytes, HeldSession] = {}
        self._detached: dict[HeldSession, Waiting] = {}  # longest first
        self._resumed = 0
        self._expired = 0
        self._refused = 0

    async def open(self, dialect: Dialect, attachment: Attachment, client: Client) -> HeldSession:
        """Open a session for a client; call :meth:`release` in the end.

        Raises:
            ChordworkError: as :meth:`Engine.open_session`.
        """
        self._make_room(client)
        held: HeldSession = await self._nursery.start(self._live, dialect, client)
        held.attach(attachment)
        return held

    async def resume(self, start: Start, attachment: Attachment, client: Client) -> HeldSession:
        """The session that a client comes back to; call :meth:`release` in the end.

        Raises:
            ProtocolError: there is no such session any more, or it cannot go on like that.
        """
        assert start.resume is not None
        if not self._settings.resume_grace_s:
            raise _resume_failed("this server keeps no sessions")
        digest = _digest(start.resume.token)
        try:
            held = await self._held_here(digest) or await self._adopted_from_others(start, client)
            if held is None or held.client.key != client.key:
                raise _resume_failed("no session waits for that token")
            assert isinstance(held.dialect, DialectOne)
            held.dialect.check_return(start)
            if not await held.freed() or digest not in self._by_token:
                raise _resume_failed("the session could not be taken over")
        except ProtocolError:
            self._refused += 1
            raise
        held.attach(attachment)
        held.client = client
        held.lifetime.deadline = float("inf")
        if (waiting := self._detached.pop(held, None)) is not None:
            waiting.over()
        self._resumed += 1
        _log.info("session resumed", session=held.session.id)
        return held

    def release(self, held: HeldSession, *, lost: bool) -> bool:
        """The connection no longer uses the session; if it was ``lost``, the session waits for its client if it can.

        Never waits, and never raises.

        Returns:
            whether it waits; else it ends.
        """
        held.detach()
        if not lost or held.token is None or self._by_token.get(_digest(held.token)) is not held:
            held.lifetime.cancel()
            return False
        self._detached[held] = self._gate.keep_session(held.client)
        held.lifetime.deadline = trio.current_time() + self._settings.resume_grace_s
        if len(self._detached) > self._settings.max_detached:
            self._give_up(self._most_dispensable(held.client))
        return True

    def save_checkpoint(self, held: HeldSession, checkpoint: Checkpoint) -> None:
        """The session is so far now, and all that follows from it was said. Never waits."""
        if self._checkpoints is None or held.lease is None or not isinstance(held.dialect, DialectOne):
            return
        age_s = trio.current_time() - held.opened_at
        pending = pending_checkpoint(held.dialect, held.session.id, held.client.key, age_s, checkpoint)
        self._checkpoints.save(held.lease, pending)

    def others_can_resume(self, held: HeldSession) -> bool:
        """Whether what lies elsewhere of a session is good, and somebody is there to go on with it."""
        if held.lease is None or self._cluster is None or not self._cluster.store.works:
            return False
        return bool(held.lease.safe_bytes and self._cluster.neighbours.free)

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

    def _make_room(self, client: Client) -> None:
        """End sessions that wait for a client while it holds more than it may: it is about to open another."""
        while self._gate.holds_too_many(client):
            oldest = next((held for held in self._detached if held.client.limited_as == client.limited_as), None)
            if oldest is None:
                return
            self._give_up(oldest)

    async def _held_here(self, digest: bytes) -> HeldSession | None:
        """A session of this server; not one that another server has taken over meanwhile."""
        held = self._by_token.get(digest)
        if held is None or held.lease is None or self._checkpoints is None:
            return held
        return None if await self._checkpoints.is_elsewhere(held.lease) else held

    async def _adopted_from_others(self, start: Start, client: Client) -> HeldSession | None:
        """A session that another server has saved, taken over from it; None if there is none.

        Raises:
            ProtocolError: it cannot go on here, or not like that.
            ChordworkError: as :meth:`Engine.open_session`.
        """
        assert start.resume is not None
        if self._checkpoints is None:
            return None
        for _ in range(ADOPTION_ATTEMPTS):
            try:
                found = await find_session(
                    self._checkpoints.store, start.resume.token, max_lag_s=self._settings.max_lag_s
                )
                if isinstance(found, str):
                    raise _resume_failed(found)
                if found is None or found.saved.key != client.key:
                    return None
                found.dialect.check_return(start)
                held: HeldSession = await self._nursery.start(self._live, found.dialect, client, found)
                if await self._claimed(held, found):
                    return held
            except SnapshotError as error:
                raise _resume_failed(f"this server cannot go on with the session ({error})") from None
            except StoreUnavailable as error:
                if error.is_slow:
                    words = "what servers share is slow to be had: try again in a moment"
                    raise ProtocolError("engine_overloaded", words, CloseCode.FULL) from None
                raise _resume_failed("sessions of other servers cannot be reached now") from None
        raise _resume_failed("another server goes on with the session")

    async def _claimed(self, held: HeldSession, found: FoundSession) -> bool:
        """Make a session that lies there this server's own; whether nobody was quicker."""
        assert self._checkpoints is not None
        assert held.lease is not None
        ownership = None
        try:
            ownership = await self._checkpoints.claim(held.lease, found.record.version)
        finally:
            if ownership is None:
                held.lease.taken.set()
                held.lifetime.cancel()
        if ownership is None:
            return False
        held.lease.ownership = ownership
        self._adopted += 1
        _log.info("session taken over from another server", session=held.session.id)
        return True

    def _most_dispensable(self, client: Client) -> HeldSession:
        """Of the sessions that wait, the oldest of who has most of them: of ``client``, if others have no more."""
        waiting = Counter(held.client.limited_as for held in self._detached)
        most = max(waiting.values())
        name = client.limited_as
        owner = name if waiting[name] == most else next(each for each, count in waiting.items() if count == most)
        return next(held for held in self._detached if held.client.limited_as == owner)

    def _give_up(self, held: HeldSession) -> None:
        """End a session that waits; it counts no more at once."""
        self._detached.pop(held).over()
        self._unlist(held)
        self._expired += 1
        _log.info("session ended: it had to make room", session=held.session.id, client=held.client.address)
        held.lifetime.cancel()

    async def _live(
        self,
        dialect: Dialect,
        client: Client,
        found: FoundSession | None = None,
        *,
        task_status: trio.TaskStatus[HeldSession],
    ) -> None:
        """One session, from its opening until nobody can ask about it any more.

        What fails before it has begun is told to who opens it; what fails later ends this session, and no other.
        """
        stream_format = dialect.stream_format
        saved = None if found is None else found.saved
        token = self._token_for(dialect) if found is None else found.token
        ended, begun = trio.Event(), False
        try:
            with _set_at_the_end(ended), trio.CancelScope() as lifetime:
                async with self._engine.open_session(
                    sample_rate=stream_format.sample_rate,
                    sample_format=stream_format.sample_format,
                    channels=stream_format.channels,
                    when_full=dialect.when_full,
                    progress=dialect.progress,
                    checkpoint_s=None if token is None or self._checkpoints is None else self._settings.checkpoint_s,
                    snapshot=None if saved is None else saved.snapshot,
                    session_id=None if saved is None else saved.session_id,
                ) as session:
                    held = HeldSession(dialect, session, client, token, lifetime, ended)
                    self._lease(held, found)
                    if token is not None:
                        self._by_token[_digest(token)] = held
                    task_status.started(held)
                    begun = True
                    try:
                        await held.finished.wait()
                    except BaseException:
                        self._forget(held)
                        raise
                try:
                    await trio.sleep_forever()
                finally:
                    self._forget(held)
        except Exception:
            if not begun:
                raise
            _log.exception("a session could not be kept")

    def _token_for(self, dialect: Dialect) -> str | None:
        if not dialect.resumable or not self._settings.resume_grace_s:
            return None
        return self._token_prefix + secrets.token_urlsafe(TOKEN_BYTES)

    def _lease(self, held: HeldSession, found: FoundSession | None) -> None:
        """Where others could go on with the session, if anywhere; it ends here when they do."""
        if self._checkpoints is None or held.token is None or not isinstance(held.dialect, DialectOne):
            return
        if found is None:
            held.lease = SessionLease(held.token)
        else:
            held.lease = SessionLease(
                held.token, stored_finals=found.record.count, safe_bytes=found.saved.snapshot.consumed_bytes
            )
            held.opened_at -= found.saved.age_s
        held.dialect.lease = held.lease
        if found is not None:
            held.dialect.greet(held.session.id, self._engine.info, self._settings, resume_token=held.token)
        self._nursery.start_soon(_end_when_taken, held, held.lease)

    def _forget(self, held: HeldSession) -> None:
        self._unlist(held)
        if held.lease is not None and self._checkpoints is not None:
            if not held.handed_over:
                self._checkpoints.forget(held.lease)
            held.lease.watching.cancel()
        if (waiting := self._detached.pop(held, None)) is not None:
            waiting.over()
            self._expired += 1
            _log.info(
                "session ended: its client did not come back", session=held.session.id, client=held.client.address
            )

    def _unlist(self, held: HeldSession) -> None:
        if held.token is not None and self._by_token.get(_digest(held.token)) is held:
            del self._by_token[_digest(held.token)]


@contextmanager
def _set_at_the_end(event: trio.Event) -> Iterator[None]:
    try:
        yield
    finally:
        event.set()


async def _end_when_taken(held: HeldSession, lease: SessionLease) -> None:
    with lease.watching:
        await lease.taken.wait()
        _log.info("session ended: another server goes on with it", session=held.session.id)
        held.interrupt()
        held.lifetime.cancel()


def _resume_failed(why: str) -> ProtocolError:
    return ProtocolError("resume_failed", f"{why}: start anew", CloseCode.RESUME_FAILED)


def _digest(token: str) -> bytes:
    """The dictionary is keyed by this, so that the time of a look-up tells nothing about a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
