"""What is said about each step between two chords that songs are made of, word for word.

The lines of ``reasons.txt`` record what was said, and hold what is rather than what should be;
``python -m tests.music.suggestions.test_reasons_said`` writes them anew, to be read before they are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chordwork.harmony import analyse, parse_key, parse_symbol
from chordwork.music.suggestions.reasons import reason_for

SAID: Final = Path(__file__).parent / "reasons.txt"
CHORDS: Final = {
    "C": "C Dm Em F G Am Bdim G7 Fm Bb Ab Eb D7 E7 A7 C7",
    "A minor": "Am Bm7b5 C Dm Em F G E7 A D Bb",
    "D dorian": "Dm G C Am F",
    "G mixolydian": "G F C Dm",
}


def lines() -> Iterator[str]:
    for name, chords in CHORDS.items():
        key = parse_key(name)
        for before in (None, *chords.split()):
            for after in chords.split():
                if before != after:
                    said = reason_for(analyse(parse_symbol(after), key), key, parse_symbol(before) if before else None)
                    yield f"{name}: {before or 'the beginning'} → {after}: {said}"


def test_every_step_is_explained_as_it_was() -> None:
    assert list(lines()) == SAID.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    SAID.write_text("\n".join(lines()) + "\n", encoding="utf-8")
