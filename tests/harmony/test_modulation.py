"""Where a list of chords changes its key."""

from __future__ import annotations

import pytest

from chordwork.harmony.modulation import find_key_stretches
from chordwork.music.charts import read_progression


def stretches(text: str) -> list[tuple[int, int, str]]:
    return [(each.first, each.last, each.estimate.key.name) for each in find_key_stretches(read_progression(text))]


def test_a_tone_up_for_the_last_chorus() -> None:
    found = stretches("C G Am F " * 4 + "D A Bm G " * 3)
    assert [key for _, _, key in found] == ["C major", "D major"]
    assert abs(found[1][0] - 16) <= 1
    assert (found[0][0], found[0][1], found[1][1]) == (0, found[1][0], 28)


def test_there_and_back() -> None:
    found = stretches("C F G C Am Dm G7 C " * 2 + "Eb Ab Bb7 Eb Cm Fm Bb7 Eb " * 2 + "C F G C Am Dm G7 C " * 2)
    assert [key for _, _, key in found] == ["C major", "Eb major", "C major"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("C E7 Am Fm C D7 G7 C " * 4, "C major"),  # secondary dominants, a borrowed chord
        ("Am G F E7 " * 6, "A minor"),
        ("C G Am Em F C Dm G " * 2 + "Am Em F C Dm Am E7 Am " * 2, None),  # the relative key shares the chords
        ("G7 C7 G7 G7 C7 C7 G7 G7 D7 C7 G7 D7 " * 3, "G major"),  # a blues
        ("C C C C", "C major"),
        ("C", "C major"),
        ("N.C. C G7 C N.C.", "C major"),
    ],
)
def test_one_key(text: str, key: str | None) -> None:
    found = stretches(text)
    assert len(found) == 1
    assert (found[0][0], found[0][1]) == (0, len(read_progression(text)))
    assert key is None or found[0][2] == key


def test_no_chord_no_key() -> None:
    assert stretches("N.C. N.C.") == []
    assert find_key_stretches(()) == ()
