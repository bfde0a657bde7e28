"""A session as it lies where others find it: plain values, versioned; read by no code but this."""

from __future__ import annotations

from typing import Final

import attrs
import msgspec

from chordwork.actors import Checkpoint, SessionSnapshot
from chordwork.http.dialects.one import DialectOne, SavedDialect
from chordwork.http.nodes.checkpoints import STATE, PendingCheckpoint, finals_of
from chordwork.http.nodes.cluster_store import ClusterStore, Record
from chordwork.http.nodes.sealing import Seal, place_of

VERSION: Final = 1
"""Of what follows. The recogniser's own snapshot inside has a version, and names its model."""


@attrs.frozen(kw_only=True)
class SavedSession:
    """A session that can go on at another server.

    Attributes:
        version: :data:`VERSION`.
        session_id: which stays the same.
        key: name of the API key that opened it; None without one.
        age_s: how long it has lasted.
        dialect: what was said.
        snapshot: what was heard.
    """

    version: int
    session_id: str
    key: str | None
    age_s: float
    dialect: SavedDialect
    snapshot: SessionSnapshot

    def packed(self) -> bytes:
        """As bytes."""
        return msgspec.msgpack.encode(self)


@attrs.frozen
class FoundSession:
    """A session that another server has saved, with the conversation about it as it was.

    Attributes:
        token: the key to it.
        saved: its state.
        dialect: made from that.
        record: as it lies there.
    """

    token: str
    saved: SavedSession
    dialect: DialectOne
    record: Record


def pending_checkpoint(
    dialect: DialectOne, session_id: str, key: str | None, age_s: float, checkpoint: Checkpoint
) -> PendingCheckpoint:
    """What is to be saved of a session at a checkpoint, when its turn comes."""
    snapshot = checkpoint.snapshot
    saved = SavedSession(
        version=VERSION,
        session_id=session_id,
        key=key,
        age_s=age_s,
        dialect=dialect.saved(snapshot.consumed_bytes),
        snapshot=snapshot,
    )
    count = saved.dialect.count
    return PendingCheckpoint(
        saved.packed, count, lambda since: dialect.finals_since(since, count), snapshot.consumed_bytes
    )


async def find_session(store: ClusterStore, token: str, *, max_lag_s: float) -> FoundSession | str | None:
    """What lies there of a session; None: nothing; else why it cannot be used, for the client.

    Raises:
        StoreUnavailable: the store cannot be had.
    """
    record = await store.load(place_of(token))
    if record is None:
        return None
    seal = Seal(token)
    packed, finals = seal.open(STATE, record.state), finals_of(record, seal)
    if packed is None or finals is None:
        return "what was kept of the session is not what was put there"
    try:
        saved = msgspec.msgpack.decode(packed, type=SavedSession)
        if saved.version != VERSION or saved.dialect.count != record.count:
            raise ValueError
        return FoundSession(token, saved, DialectOne.restored(saved.dialect, finals, max_lag_s=max_lag_s), record)
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError):
        return "the session was held by another version of this server"
