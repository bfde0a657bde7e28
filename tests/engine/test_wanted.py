"""A recogniser tells how much audio it needs, so that nobody wakes it for less."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chordwork.engine import Recognizer
from chordwork.engine.events import LevelEvent
from tests.engine.sounds import plucked, s16


@settings(deadline=None, max_examples=10)
@given(st.sampled_from([8000, 16_000, 22_050, 44_100, 48_000]), st.sampled_from([1, 2]), st.integers(1, 3000))
def test_with_less_than_it_wants_it_decides_nothing(rate: int, channels: int, cut_bytes: int) -> None:
    with Recognizer(rate, channels=channels) as recognizer:
        pcm = bytes(2 * channels * rate)
        while pcm:
            wanted_bytes, hops = recognizer.wanted_bytes, recognizer._hops
            piece, pcm = pcm[:cut_bytes], pcm[cut_bytes:]
            recognizer.feed(piece)
            assert len(piece) >= wanted_bytes or recognizer._hops == hops
        assert recognizer._hops > 15


@pytest.mark.parametrize("rate", [16_000, 44_100])
def test_what_it_wants_is_about_a_hop_and_waiting_for_it_changes_nothing(rate: int) -> None:
    pcm = s16(plucked([57, 60, 64], 1.5, rate))
    with Recognizer(rate) as eager, Recognizer(rate) as patient:
        said = eager.feed(pcm) + eager.finish()
        heard, rest, feeds = [], pcm, 0
        while rest:
            size = max(200, patient.wanted_bytes)
            assert size <= 0.06 * 2 * rate
            heard += patient.feed(rest[:size])
            rest, feeds = rest[size:], feeds + 1
        heard += patient.finish()
    assert [e for e in heard if not isinstance(e, LevelEvent)] == [e for e in said if not isinstance(e, LevelEvent)]
    assert [e for e in heard if isinstance(e, LevelEvent)] == [e for e in said if isinstance(e, LevelEvent)]
    assert feeds < 3 * 1.5 / 0.0464 + 3
