"""Writes the table of known shapes anew: ``python -m tests.music.fretboard.known_shapes``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chordwork.harmony import parse_symbol
from chordwork.harmony.notes import PITCH_CLASS_NAMES
from chordwork.music.fretboard import ChordTones, Fretboard, voicings
from chordwork.music.fretboard import known as table
from chordwork.music.fretboard.instruments import INSTRUMENTS

FILE: Final = Path(table.__file__).with_name(table.FILE)


def chords() -> Iterator[ChordTones]:
    """All that the table is about."""
    for name in PITCH_CLASS_NAMES:
        for kind in table.KINDS:
            yield ChordTones.from_symbol(parse_symbol(f"{name}{kind}"))


def searched(tones: ChordTones) -> str:
    """A line of the file."""
    found = voicings(tones, Fretboard(INSTRUMENTS[table.INSTRUMENT]), limit=table.LIMIT)
    return f"{table.key_of(tones)}\t{table.line_of(found)}"


def main() -> None:
    """Search, and write."""
    FILE.write_text("".join(f"{line}\n" for line in dict.fromkeys(map(searched, chords()))), encoding="utf-8")


if __name__ == "__main__":
    main()
