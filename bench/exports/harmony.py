"""Chord symbols as other programs understand them: their pitch classes, held against the chords of the score.

MuseScore says how it names a chord; the name is read back by our grammar. music21 (BSD, 114 MB, not among the bench's
dependencies) says the pitches themselves.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from bench.exports.checking import Failed, Missing
from chordwork.harmony import SymbolSyntaxError, parse_symbol
from chordwork.music.tabs import Tab

FIFTHS_OF_C: Final = 14
"""MuseScore's number of C on the line of fifths."""


def expected(tab: Tab) -> list[tuple[str, frozenset[int]]]:
    """Name and pitch classes of each chord of a score; none for N.C."""
    marks = [mark for bar in tab.score.bars for mark in bar.marks]
    return [(mark.symbol, mark.tones.allowed if mark.tones else frozenset()) for mark in marks]


def musescore(tab: Tab, document: Path) -> None:
    """Chord names in a file of MuseScore's own.

    Raises:
        Failed: another number of chords, or a chord of other pitches.
    """
    heard = []
    for harmony in ElementTree.parse(document).iter("Harmony"):
        root, name, bass = (harmony.findtext(tag) for tag in ("root", "name", "base"))
        heard.append((name or "", _named(root, name or "", bass)))
    _compare(tab, heard)


def music21(tab: Tab, document: Path) -> None:
    """Pitches of chord symbols as music21 reads them. It takes an added seventh for a major one: those are left out.

    Raises:
        Missing: music21 is not installed.
        Failed: another number of chords, or a chord of other pitches.
    """
    try:
        library: Any = import_module("music21")
    except ModuleNotFoundError:
        raise Missing("pip install music21") from None
    score = library.converter.parse(document)
    heard: list[tuple[str, frozenset[int] | None]] = []
    for harmony in score.recurse().getElementsByClass("Harmony"):
        changes = harmony.getChordStepModifications()
        misread = any(each.degree == 7 and each.modType == "add" for each in changes)
        pitches = frozenset(pitch.pitchClass for pitch in harmony.pitches)
        heard.append((harmony.figure, None if misread else pitches))
    _compare(tab, heard)


def _compare(tab: Tab, heard: list[tuple[str, frozenset[int] | None]]) -> None:
    wanted = expected(tab)
    if len(heard) != len(wanted):
        raise Failed(f"{len(heard)} chords instead of {len(wanted)}")
    for (symbol, ours), (name, theirs) in zip(wanted, heard, strict=True):
        if theirs is not None and theirs != ours:
            raise Failed(f"{symbol} is read as {name!r}: {sorted(theirs)} instead of {sorted(ours)}")


def _named(root: str | None, name: str, bass: str | None) -> frozenset[int] | None:
    """Pitch classes of a chord that MuseScore names; none for N.C."""
    if root is None or name == "N.C.":
        return frozenset()
    home = (int(root) - FIFTHS_OF_C) * 7 % 12
    try:
        degrees = parse_symbol("C" + _spaced(name)).pitch_classes
    except SymbolSyntaxError as error:
        raise Failed(f"MuseScore's name {name!r}: {error}") from None
    low = frozenset() if bass is None else frozenset({(int(bass) - FIFTHS_OF_C) * 7 % 12})
    return frozenset((home + degree) % 12 for degree in degrees) | low


def _spaced(name: str) -> str:
    """Changes in parentheses, as our grammar wants them; ``#7`` of MuseScore is a major seventh."""
    return re.sub(r"(no\d+|add[#b]?\d+)", r"(\1)", name.replace("#7", "add7"))
