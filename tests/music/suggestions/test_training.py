"""The counts that the model is trained on: a song must not help to predict itself."""

import attrs
import numpy as np
import pytest

from chordwork.harmony import parse_symbol
from chordwork.music.suggestions.counts import PackedCounts, start_token
from training.harmony.corpus import Song
from training.harmony.counting import Tally


def song(group: str, tokens: list[int]) -> Song:
    return Song(
        source="test",
        group=group,
        split="train",
        tonic=0,
        minor=False,
        symbols=(parse_symbol("C"),) * len(tokens),
        tokens=np.array(tokens),
        exact=np.array(tokens),
        classes=np.array(tokens),
        beats=np.ones(len(tokens)),
    )


SONGS = [song("a", [0, 55, 77, 0, 55]), song("b", [0, 55, 77]), song("c", [0, 55, 0]), song("d", [0, 99])]


@pytest.mark.parametrize("context", [(), (0,), (start_token(minor=False),), (start_token(minor=False), 0), (0, 55)])
def test_counts_without_a_song_are_those_of_the_others(context: tuple[int, ...]) -> None:
    held_out = Tally(SONGS).without("a").after(context)
    others = Tally(SONGS[1:]).without(None).after(context)
    if others is None:
        assert held_out is None or not len(held_out[0])
        return
    assert held_out is not None
    assert held_out[0].tolist() == others[0].tolist()
    assert held_out[1] == pytest.approx(others[1])


def test_packed_counts_say_the_same() -> None:
    tally = Tally(SONGS)
    arrays = tally.packed()
    packed = PackedCounts(*(arrays[name] for name in ("contexts", "sizes", "tokens", "weights")))
    for context in ((), (0,), (start_token(minor=False), 0, 55)):
        plain, small = tally.without(None).after(context), packed.after(context)
        assert plain is not None
        assert small is not None
        assert plain[0].tolist() == small[0].tolist()
        assert plain[1] == pytest.approx(small[1], rel=0.05)
    assert packed.after((131, 131)) is None


def test_the_mode_is_judged_by_the_past_alone() -> None:
    unknown = song("e", [1, 55, 0, 55, 0, 55, 0])
    unknown = attrs.evolve(unknown, minor=None)
    assert unknown.minor_so_far(2)
    assert not unknown.sounds_minor
