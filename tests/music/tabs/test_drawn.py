"""What tabs look like and what basses play, written down: who looks for a line that moved finds it here.

The files of ``drawn/`` record what was written, and hold what is rather than what should be;
``python -m tests.music.tabs.test_drawn`` writes them anew, to be looked at before they are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from chordwork.music.fretboard import ChordTones, find_instrument
from chordwork.music.tabs import TabError, read_chord, tab
from chordwork.music.tabs.spelling import spell

DRAWN: Final = Path(__file__).parent / "drawn"
CHORDS: Final = "F | Bdim | Bb9 | Esus4 A7 | F#m7b5 | B+ | Ebmaj7#11 | Dm6 | C5 | N.C."
ROOTS: Final = ("C", "C#", "Db", "D", "D#", "Eb", "E", "F", "F#", "Gb", "G", "G#", "Ab", "A", "A#", "Bb", "B")
QUALITIES: Final = ("", "m", "7", "dim7", "m7b5", "+", "7b9", "13", "mmaj7")


def pages() -> Iterator[tuple[str, str]]:
    """Names and contents of the files."""
    yield "guitar.svg", tab("F | Bdim Bb9 | Esus4", title="A sheet").svg(columns=4)
    yield "bass.txt", tab(CHORDS, instrument="bass", style="bass", pattern="walking").text()
    yield "bass-5.txt", tab("Baug | Gdim7 | Ab7 | D", instrument="bass-5", style="bass", pattern="walking").text()
    yield "spelling.txt", "\n".join(_spelled(root + quality) for root in ROOTS for quality in QUALITIES) + "\n"


def _spelled(symbol: str) -> str:
    tones = read_chord(symbol)
    assert isinstance(tones, ChordTones)
    pitches = [60 + tones.root + interval for interval in sorted(tones.intervals)]
    return f"{symbol}: {' '.join(spell(pitch, tones).name for pitch in pitches)}"


def test_pages_are_as_they_were() -> None:
    for name, page in pages():
        assert page == (DRAWN / name).read_text(encoding="utf-8"), name


@pytest.mark.parametrize(
    "spelled",
    [
        "Cmaj7#11: C E F# G B",  # a sharp eleventh beside its fifth,
        "C7b5: C E Gb Bb",  # a flat fifth in its place
        "C7#9: C D# E G Bb",
        "Cm7: C Eb G Bb",
        "Ebmaj7#11: Eb G A Bb D",
        "Caug: C E G#",
        "C7b13: C E G Ab Bb",
    ],
)
def test_notes_are_spelled_by_their_degree(spelled: str) -> None:
    assert _spelled(spelled.partition(":")[0]) == spelled


@pytest.mark.parametrize("style", ["walking", "", "STRUM"])
def test_a_style_that_is_none_is_refused_with_those_that_are(style: Any) -> None:
    with pytest.raises(TabError, match="choose auto, strum, pick, bass"):
        tab("C | F", style=style)


def test_an_answer_tells_how_the_instrument_is_tuned() -> None:
    drop_d = find_instrument("guitar", "drop d")
    told = tab("C | F", instrument=drop_d, capo=2).to_dict()
    assert (told["tuning"], told["capo"], told["metre"]) == (["D2", "A2", "D3", "G3", "B3", "E4"], 2, "4/4")


if __name__ == "__main__":
    DRAWN.mkdir(exist_ok=True)
    for name, page in pages():
        (DRAWN / name).write_text(page, encoding="utf-8")
