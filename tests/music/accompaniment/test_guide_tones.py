"""Whatever the groove, third and seventh of each chord are heard while it lasts."""

import pytest

from chordwork.harmony import parse_symbol
from chordwork.music.accompaniment import GROOVES, accompany
from chordwork.music.accompaniment.voicing import essentials, guide_tones, sixth

GUIDES = {
    "C": (4,), "Cm": (3,), "C7": (4, 10), "Cmaj7": (4, 11), "Cm7": (3, 10), "Cm(maj7)": (3, 11), "C6": (4, 9),
    "Cm6": (3, 9), "C6/9": (4, 9), "Cdim": (3,), "Cdim7": (3, 9), "Cm7b5": (3, 10), "Caug": (4,), "C+7": (4, 10),
    "Csus4": (5,), "Csus2": (2,), "C7sus4": (5, 10), "C9sus4": (5, 10), "C9": (4, 10), "Cmaj9": (4, 11),
    "Cm9": (3, 10), "C11": (4, 10), "Cm11": (3, 10), "C13": (4, 10), "Cmaj13": (4, 11), "Cm13": (3, 10),
    "C7b9": (4, 10), "C7#9": (4, 10), "C7#11": (4, 10), "C7b13": (4, 10), "C7b5": (4, 10), "C7#5": (4, 10),
    "C7alt": (4, 10), "C7b9#9b13": (4, 10), "C7b9sus4": (5, 10), "Cmaj7#11": (4, 11), "Cadd9": (4,), "Cmadd9": (3,),
    "C5": (), "C/E": (4,), "C7/Bb": (4, 10), "Cmaj7/E": (4, 11), "Am7/D": (3, 10), "C13b9": (4, 10), "C69#11": (4, 9),
}  # fmt: skip
"""Semitones above the root: the third, or what hangs in its place, and the seventh, or the sixth of a sixth chord."""


@pytest.mark.parametrize(("symbol", "wanted"), GUIDES.items())
def test_the_guide_tones_are_those_of_the_textbook(symbol: str, wanted: tuple[int, ...]) -> None:
    assert guide_tones(parse_symbol(symbol)) == wanted


@pytest.mark.parametrize("voices", [3, 4])
@pytest.mark.parametrize("symbol", GUIDES)
def test_no_voicing_leaves_them_out(symbol: str, voices: int) -> None:
    chord = parse_symbol(symbol)
    assert set(guide_tones(chord)) <= set(essentials(chord, voices)) <= set(chord.intervals)


def test_an_altered_chord_keeps_its_third_apart_from_its_raised_ninth() -> None:
    """C7alt in four voices: E and B flat, with A flat and E flat; formerly the E fell out."""
    assert set(essentials(parse_symbol("C7alt"), 4)) == {4, 10, 8, 3}


@pytest.mark.parametrize("name", sorted(GROOVES))
@pytest.mark.parametrize("intensity", [0.2, 0.9])
def test_every_groove_sounds_them_for_a_bar_and_for_a_shared_bar(name: str, intensity: float) -> None:
    for symbol in GUIDES:
        for chords in (f"{symbol} | Fm", f"Fm {symbol} | Fm", f"Fm Fm {symbol} | {symbol} Fm Fm"):
            piece = accompany(chords, groove=name, intensity=intensity, intro=False, ending=False, humanise=False)
            ends = [*(mark.beat for mark in piece.chords[1:]), piece.beats]
            for mark, end in zip(piece.chords, ends, strict=True):
                chord = parse_symbol(mark.symbol)
                assert chord.root is not None
                assert chord.bass is not None
                heard = {
                    note.pitch % 12
                    for note in piece.notes
                    if note.part != "drums" and mark.beat - 1e-9 <= note.beat < end - 1e-9
                }
                for interval in guide_tones(chord):
                    assert (chord.root.pitch_class + interval) % 12 in heard, (chords, mark)
                bass = [note for note in piece.part("bass") if mark.beat - 1e-9 <= note.beat < end - 1e-9]
                assert bass, (chords, mark)
                assert bass[0].pitch % 12 == chord.bass.pitch_class, "the bass names the chord first"


@pytest.mark.parametrize(
    ("symbol", "interval"), [("C7", 9), ("C6", 9), ("Cm7", 7), ("Cm6", 9), ("C7alt", 6), ("C7b13", 7)]
)
def test_a_walking_sixth_is_one_that_the_chord_bears(symbol: str, interval: int) -> None:
    """A major sixth over a flat thirteenth, or over a minor seventh chord, would be a wrong note."""
    assert sixth(parse_symbol(symbol)) == interval
