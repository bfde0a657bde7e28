"""ClockworkRed draws the shapes of `/tabs`; the ones its tests draw are those that the server gives today.

Written anew by ``python tests/structure/test_clockworkred_shapes.py``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

SHAPES: Final = Path(__file__).parents[2] / "ClockworkRed" / "domain" / "src" / "test" / "resources" / "shapes.txt"
ASKED: Final = {
    "guitar": "C D E F G A Bm Am Em Dm7 F#m7b5 Bb C#m7 Ebmaj7 G7 B7 Asus4 Gm/Bb D/F# Abdim7",
    "ukulele": "C G Am F Bb D7 Em Ebm",
    "bass": "C G",
    "banjo": "G D7",
}
HEAD: Final = "# instrument; chord; frets from the bass side (x muted); fingers; barres as fret-lowest-highest string\n"


def written() -> str:
    """The shapes of today, a line each."""
    from chordwork.music.tabs import tab

    lines = []
    for instrument, chords in ASKED.items():
        for shape in tab(chords, instrument=instrument).to_dict()["shapes"]:
            frets = " ".join("x" if fret is None else str(fret) for fret in shape["frets"])
            fingers = " ".join(map(str, shape["fingers"]))
            barres = " ".join("-".join(map(str, barre)) for barre in shape["barres"])
            lines.append(f"{instrument}; {shape['symbol']}; {frets}; {fingers}; {barres}".rstrip() + "\n")
    return HEAD + "".join(lines)


def test_the_shapes_that_are_drawn_in_tests_are_those_of_the_server() -> None:
    assert SHAPES.read_text() == written()


if __name__ == "__main__":
    SHAPES.write_text(written())
