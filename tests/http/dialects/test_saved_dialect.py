"""What a dialect puts down for another server, and takes up again."""

from __future__ import annotations

import attrs
import pytest

from chordwork.http.dialects.one import DialectOne
from chordwork.http.wire.protocol import Start, decode


def test_what_was_never_a_message_is_refused_and_not_said_later() -> None:
    start = decode({"type": "start", "protocol": 1, "sample_rate": 48000})
    assert isinstance(start, Start)
    saved = DialectOne(start).saved(0)
    DialectOne.restored(attrs.evolve(saved, heard_key={"type": "key", "key": "C major"}), (), max_lag_s=2.0)
    with pytest.raises(KeyError):
        DialectOne.restored(attrs.evolve(saved, heard_key={}), (), max_lag_s=2.0)
