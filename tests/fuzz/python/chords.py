"""The chord grammar: symbols, Harte labels, keys, numerals, notes, bars, label files; the first byte says which.

What was read is written and read again, and must be the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from chordwork.harmony import (
    NOTATIONS,
    from_chord,
    from_roman,
    parse_key,
    parse_label,
    parse_note,
    parse_symbol,
    to_harte,
    to_lead_sheet,
    to_roman,
    transpose,
)
from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.lab import read_lab, write_lab
from chordwork.music.charts import read_bars, read_progression
from chordwork.music.charts.text.reading import read_chart
from tests.fuzz.python.contract import refusing, text_of

KEYS: Final = tuple(parse_key(name) for name in ("C major", "F# minor", "Eb dorian"))
KINDS: Final = 9


def seeds() -> Iterable[bytes]:
    symbols = ["C", "Am7/G", "F#m7b5", "Bbmaj7(#11)", "N.C.", "G13sus4(b9)", "C6/9", "Ebm(maj7)", "Cø", "H7", "Dm7♭5"]
    labels = ["C:maj", "A:min7/b3", "N", "X", "G:(1,3,5,b7)", "F#:hdim7/b5", "D:sus4(b7)"]
    numerals = ["V7/ii", "bVII", "vii°7", "IVmaj7", "I64", "#ivø7", "N6"]
    lines = [
        "| C . G . | Am F |",
        "C | G Am | F",
        "C x4 || (Am F) x2",
        "[Verse]\nC G\n[Chorus]\nF / G /",
        "1 4 5 1",
        "4/4 I V vi IV",
    ]
    labs = ["0.0 1.5 C:maj\n1.5 2 N\n", "# heading\n0\t2\tG:7\n"]
    for kind, texts in enumerate((symbols, labels, ["C major", "f# moll", "Eb dorian"], numerals, ["C#", "Bbb"])):
        for text in texts:
            yield bytes([kind]) + text.encode()
    for kind in (5, 6, 7):
        for text in lines:
            yield bytes([kind]) + text.encode()
    for text in labs:
        yield bytes([8]) + text.encode()


def one(data: bytes) -> None:
    if not data:
        return
    kind, text = data[0] % KINDS, text_of(data[1:])
    with refusing(ChordworkError):
        match kind:
            case 0:
                _symbol(text, data[0])
            case 1:
                chord = parse_label(text)
                assert parse_label(chord.label) == chord
                from_chord(chord)
            case 2:
                key = parse_key(text, notation=NOTATIONS[data[0] // KINDS % len(NOTATIONS)])
                assert parse_key(str(key)) == key
            case 3:
                key = KEYS[data[0] // KINDS % len(KEYS)]
                to_roman(from_roman(text, key), key)
            case 4:
                note = parse_note(text)
                assert parse_note(str(note)) == note
            case 5:
                read_bars(text)
            case 6:
                read_progression(text)
            case 7:
                read_chart(text)
            case 8:
                segments = read_lab(text)
                assert len(read_lab(write_lab(segments))) == len(segments)


def _symbol(text: str, choice: int) -> None:
    notation = NOTATIONS[choice // KINDS % len(NOTATIONS)]
    symbol = parse_symbol(text, notation=notation)
    shown = to_lead_sheet(symbol, notation=notation)
    again = parse_symbol(shown, notation=notation)
    assert to_lead_sheet(again, notation=notation) == shown, "it reads otherwise than it is written"
    assert again == symbol, "another chord than was written"
    if symbol.is_chord:
        to_harte(symbol)
        transpose(symbol, 3)
