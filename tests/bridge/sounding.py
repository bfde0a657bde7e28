"""What the port of ``pretended_rtmidi2`` was sent, as chords."""

from __future__ import annotations

from pathlib import Path


def sounding(log: Path) -> tuple[set[frozenset[int]], set[int]]:
    """The chords that sounded, and what sounds in the end; fails where a note is let go that was not held."""
    held: set[int] = set()
    chords = set()
    for line in log.read_text().splitlines():
        words = line.split()
        if words[0].isdecimal():
            kind, note, _ = map(int, words)
            (held.add if kind >= 0x90 else held.remove)(note)
            chords.add(frozenset(held))
    return chords, held
