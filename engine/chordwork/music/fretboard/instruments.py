"""The table of instruments and of their named tunings, and how a caller's words find a row in it.

Scale lengths and spacings are those of common models: a 25.5 inch guitar, a 34 inch bass, a concert ukulele of 15
inches, an A-style mandolin of 13.9 inches and a banjo of 26.25 inches.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from chordwork.music.fretboard.errors import TuningError, UnknownInstrumentError, shown
from chordwork.music.fretboard.instrument import MAX_STRINGS, Instrument
from chordwork.music.fretboard.notes import parse_note


def _pitches(text: str) -> tuple[int, ...]:
    return tuple(midi for _, midi in map(parse_note, text.split()) if midi is not None)


INSTRUMENTS: Final[dict[str, Instrument]] = {
    instrument.name: instrument
    for instrument in (
        Instrument("guitar", "Guitar", _pitches("E2 A2 D3 G3 B3 E4"), frets=20),
        Instrument("guitar-7", "7-string guitar", _pitches("B1 E2 A2 D3 G3 B3 E4"), frets=24, midi_program=27),
        Instrument("guitar-baritone", "Baritone guitar", _pitches("B1 E2 A2 D3 F#3 B3"), frets=22, scale_mm=686.0),
        Instrument(
            "bass", "Bass", _pitches("E1 A1 D2 G2"), frets=21, scale_mm=864.0, string_spacing_mm=10.0, midi_program=33
        ),
        Instrument(
            "bass-5", "5-string bass", _pitches("B0 E1 A1 D2 G2"), 22, 864.0, string_spacing_mm=9.0, midi_program=33
        ),
        Instrument(
            "bass-6", "6-string bass", _pitches("B0 E1 A1 D2 G2 C3"), 24, 864.0, string_spacing_mm=9.0, midi_program=33
        ),
        Instrument("ukulele", "Ukulele", _pitches("G4 C4 E4 A4"), 15, 381.0, 9.5, carries_bass=False, midi_program=24),
        Instrument(
            "ukulele-baritone", "Baritone ukulele", _pitches("D3 G3 B3 E4"), 18, 510.0, 9.5, (), False, midi_program=24
        ),
        Instrument(
            "mandolin", "Mandolin", _pitches("G3 D4 A4 E5"), 20, 353.0, 8.0, carries_bass=False, midi_program=25
        ),
        Instrument(
            "banjo", "Banjo", _pitches("G4 D3 G3 B3 D4"), 22, 667.0, 7.5, (5, 0, 0, 0, 0), False, midi_program=105
        ),
    )
}
"""Tunings from the player's bass side. The banjo's drone and the ukulele's g are re-entrant: first, yet not lowest."""

ALIASES: Final[dict[str, str]] = {
    "acoustic guitar": "guitar", "electric guitar": "guitar", "guitar 6": "guitar", "6 string": "guitar",
    "7 string": "guitar-7",
    "7 string guitar": "guitar-7", "seven string": "guitar-7", "seven string guitar": "guitar-7",
    "baritone": "guitar-baritone", "baritone guitar": "guitar-baritone",
    "bass guitar": "bass", "bass 4": "bass", "4 string bass": "bass", "electric bass": "bass",
    "5 string bass": "bass-5", "6 string bass": "bass-6",
    "uke": "ukulele", "soprano ukulele": "ukulele", "concert ukulele": "ukulele", "tenor ukulele": "ukulele",
    "baritone ukulele": "ukulele-baritone", "baritone uke": "ukulele-baritone",
    "banjo 5": "banjo", "5 string banjo": "banjo",
}  # fmt: skip

NAMED_TUNINGS: Final[dict[str, dict[str, tuple[int, ...]]]] = {
    "guitar": {
        "standard": _pitches("E2 A2 D3 G3 B3 E4"), "half step down": _pitches("Eb2 Ab2 Db3 Gb3 Bb3 Eb4"),
        "whole step down": _pitches("D2 G2 C3 F3 A3 D4"), "drop d": _pitches("D2 A2 D3 G3 B3 E4"),
        "drop c": _pitches("C2 G2 C3 F3 A3 D4"), "double drop d": _pitches("D2 A2 D3 G3 B3 D4"),
        "dadgad": _pitches("D2 A2 D3 G3 A3 D4"), "open d": _pitches("D2 A2 D3 F#3 A3 D4"),
        "open e": _pitches("E2 B2 E3 G#3 B3 E4"), "open g": _pitches("D2 G2 D3 G3 B3 D4"),
        "open a": _pitches("E2 A2 E3 A3 C#4 E4"), "open c": _pitches("C2 G2 C3 G3 C4 E4"),
        "nashville": _pitches("E3 A3 D4 G4 B3 E4"), "all fourths": _pitches("E2 A2 D3 G3 C4 F4"),
    },
    "guitar-7": {"drop a": _pitches("A1 E2 A2 D3 G3 B3 E4")},
    "bass": {"drop d": _pitches("D1 A1 D2 G2"), "half step down": _pitches("Eb1 Ab1 Db2 Gb2")},
    "ukulele": {"low g": _pitches("G3 C4 E4 A4"), "d6": _pitches("A4 D4 F#4 B4")},
    "mandolin": {"gdad": _pitches("G3 D4 A4 D5"), "cross": _pitches("A3 E4 A4 E5")},
    "banjo": {"double c": _pitches("G4 C3 G3 C4 D4"), "sawmill": _pitches("G4 D3 G3 C4 D4"),
        "drop c": _pitches("G4 C3 G3 B3 D4")},
}  # fmt: skip


def find_instrument(name: str | Instrument, tuning: str | Sequence[str | int] | None = None) -> Instrument:
    """An instrument by name ("guitar", "5-string bass", "Uke"), retuned where a tuning is given.

    Args:
        name: key or alias, in any case, with spaces, hyphens or underscores; or an instrument, to retune it.
        tuning: a named tuning ("drop d"), note names ("D2 A2 D3 G3 B3 E4", ["D2", …]), names without octaves
            ("DADGBE"; each string is then taken nearest to its usual pitch), or MIDI pitches.

    Raises:
        UnknownInstrumentError: no such instrument.
        TuningError: the tuning cannot be read, or has more strings than any instrument here (12).
    """
    instrument = name if isinstance(name, Instrument) else _row(name)
    if tuning is None or tuning == "":
        return instrument
    pitches = _named(instrument, tuning) if isinstance(tuning, str) else None
    if pitches is None:
        pitches = _written(instrument, tuning)
    if pitches == instrument.tuning:
        return instrument
    same_count = len(pitches) == instrument.strings
    nut_frets = instrument.nut_frets if same_count else ()
    return attrs.evolve(instrument, tuning=pitches, nut_frets=nut_frets)


def _key(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


def _row(name: str) -> Instrument:
    key = _key(name[:80])
    found = INSTRUMENTS.get(ALIASES.get(key, key.replace(" ", "-")))
    if found is None:
        raise UnknownInstrumentError(f"no instrument {shown(name)} here: choose one of {', '.join(INSTRUMENTS)}")
    return found


def _named(instrument: Instrument, tuning: str) -> tuple[int, ...] | None:
    key = _key(tuning[:80])
    if key == "standard" and instrument.name in INSTRUMENTS:
        return INSTRUMENTS[instrument.name].tuning
    return NAMED_TUNINGS.get(instrument.name, {}).get(key)


def _written(instrument: Instrument, tuning: str | Sequence[str | int]) -> tuple[int, ...]:
    names: Sequence[str | int] = _split(tuning) if isinstance(tuning, str) else tuning
    if not 1 <= len(names) <= MAX_STRINGS:
        raise TuningError(f"a tuning of {len(names)} strings: give 1 to {MAX_STRINGS}")
    pitches: list[int] = []
    for index, name in enumerate(names):
        if isinstance(name, int):
            pitches.append(name)
            continue
        tone, midi = parse_note(name)
        pitches.append(_nearest(tone, _expected(instrument, len(names), index, pitches)) if midi is None else midi)
    return tuple(pitches)


def _split(tuning: str) -> list[str]:
    """Parts between spaces, commas or hyphens; a word such as ``DADGBE`` or ``Eb2Ab2`` letter by letter."""
    parts = tuning[:200].replace(",", " ").replace("-", " ").split()
    if len(parts) != 1:
        return parts
    letters: list[str] = []
    for character in parts[0]:
        if character in "ABCDEFGacdefg" or not letters or (character == "b" and not _flattens(letters[-1])):
            letters.append(character)
        else:
            letters[-1] += character
    return letters


def _flattens(name: str) -> bool:
    """Whether a ``b`` after this name is a flat: after a capital letter, as in ``Eb``."""
    return name[0].isupper() and name[-1] in "ABDEGb"


def _expected(instrument: Instrument, strings: int, index: int, so_far: list[int]) -> int:
    if strings == instrument.strings:
        return instrument.tuning[index]
    return so_far[-1] + 5 if so_far else min(instrument.tuning)


def _nearest(tone: int, pitch: int) -> int:
    return pitch + (tone - pitch + 6) % 12 - 6
