"""A session as it lies where others find it: plain values, versioned; read by no code but this."""

from __future__ import annotations

from typing import Final

import attrs
import msgspec

from chordwork.actors import SessionSnapshot
from chordwork.http.dialects.one import DialectOne, SavedDialect
from chordwork.http.nodes.checkpoints import STATE, finals_of
from chordwork.http.nodes.cluster_store import Record
from chordwork.http.nodes.sealing import Seal

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
class Found:
    """A session that was found, with the conversation about it as it was."""

    saved: SavedSession
    dialect: DialectOne


def unpack(record: Record, seal: Seal, *, max_lag_s: float) -> Found | str:
    """What lies there; else why it cannot be used, for the client."""
    packed, finals = seal.open(STATE, record.state), finals_of(record, seal)
    if packed is None or finals is None:
        return "what was kept of the session is not what was put there"
    try:
        saved = msgspec.msgpack.decode(packed, type=SavedSession)
        if saved.version != VERSION or saved.dialect.count != record.count:
            raise ValueError
        return Found(saved, DialectOne.restored(saved.dialect, finals, max_lag_s=max_lag_s))
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError):
        return "the session was held by another version of this server"
