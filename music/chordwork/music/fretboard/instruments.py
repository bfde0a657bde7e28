"""The table of instruments and of their named tunings, and how a caller's words find a row in it.

Scale lengths and spacings are those of common models: a 25.5 inch guitar, a 34 inch bass, a concert ukulele of 15
inches, an A-style mandolin of 13.9 inches and a banjo of 26.25 inches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

import attrs

from chordwork.music.fretboard.errors import TuningError, UnknownInstrumentError, shown
from chordwork.music.fretboard.instrument import MAX_STRINGS, Instrument
from chordwork.music.fretboard.notes import is_note, parse_note
from chordwork.music.fretboard.tunings import NAMED_TUNINGS, named_tuning, pitches, spoken

INSTRUMENTS: Final[dict[str, Instrument]] = {
    instrument.name: instrument
    for instrument in (
        Instrument("guitar", "Guitar", pitches("E2 A2 D3 G3 B3 E4"), frets=20),
        Instrument("guitar-12", "12-string guitar", pitches("E2 A2 D3 G3 B3 E4"), courses=(12, 12, 12, 12, 0, 0)),
        Instrument("guitar-7", "7-string guitar", pitches("B1 E2 A2 D3 G3 B3 E4"), frets=24, midi_program=27),
        Instrument("guitar-8", "8-string guitar", pitches("F#1 B1 E2 A2 D3 G3 B3 E4"), 24, 686.0, midi_program=27),
        Instrument("guitar-baritone", "Baritone guitar", pitches("B1 E2 A2 D3 F#3 B3"), frets=22, scale_mm=686.0),
        Instrument("bass", "Bass", pitches("E1 A1 D2 G2"), 21, 864.0, 10.0, midi_program=33),
        Instrument("bass-5", "5-string bass", pitches("B0 E1 A1 D2 G2"), 22, 864.0, 9.0, midi_program=33),
        Instrument("bass-6", "6-string bass", pitches("B0 E1 A1 D2 G2 C3"), 24, 864.0, 9.0, midi_program=33),
        Instrument("ukulele", "Ukulele", pitches("G4 C4 E4 A4"), 15, 381.0, 9.5, (), False, 24),
        Instrument("ukulele-baritone", "Baritone ukulele", pitches("D3 G3 B3 E4"), 18, 510.0, 9.5, (), False, 24),
        Instrument("mandolin", "Mandolin", pitches("G3 D4 A4 E5"), 20, 353.0, 8.0, (), False, 25),
        Instrument("banjo", "Banjo", pitches("G4 D3 G3 B3 D4"), 22, 667.0, 7.5, (5, 0, 0, 0, 0), False, 105),
        Instrument("banjo-tenor", "Tenor banjo", pitches("C3 G3 D4 A4"), 19, 584.0, 8.0, (), False, 105),
    )
}
"""Tunings from the player's bass side. The banjo's drone and the ukulele's g are re-entrant: first, yet not lowest."""

ALIASES: Final[dict[str, str]] = {
    "acoustic guitar": "guitar", "electric guitar": "guitar", "guitar 6": "guitar", "6 string": "guitar",
    "7 string": "guitar-7", "classical guitar": "guitar", "6 string guitar": "guitar",
    "steel string guitar": "guitar",
    "12 string": "guitar-12", "12 string guitar": "guitar-12", "twelve string": "guitar-12",
    "guitar 12 string": "guitar-12",
    "twelve string guitar": "guitar-12", "acoustic 12 string": "guitar-12", "12 string acoustic guitar": "guitar-12",
    "8 string": "guitar-8", "8 string guitar": "guitar-8", "eight string": "guitar-8",
    "eight string guitar": "guitar-8",
    "7 string guitar": "guitar-7", "seven string": "guitar-7", "seven string guitar": "guitar-7",
    "baritone": "guitar-baritone", "baritone guitar": "guitar-baritone",
    "bass guitar": "bass", "bass 4": "bass", "4 string bass": "bass", "electric bass": "bass",
    "5 string bass": "bass-5", "6 string bass": "bass-6",
    "uke": "ukulele", "soprano ukulele": "ukulele", "concert ukulele": "ukulele", "tenor ukulele": "ukulele",
    "baritone ukulele": "ukulele-baritone", "baritone uke": "ukulele-baritone",
    "banjo 5": "banjo", "5 string banjo": "banjo", "five string banjo": "banjo", "bluegrass banjo": "banjo",
    "tenor banjo": "banjo-tenor", "4 string banjo": "banjo-tenor", "five string bass": "bass-5",
    "six string bass": "bass-6",
}  # fmt: skip

_CLOSE: Final = 0.6
"""Least likeness of a name that is offered instead, from 0 to 1."""


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
    strings = _named(instrument, tuning[:80]) if isinstance(tuning, str) else None
    if strings is None:
        strings = _written(instrument, tuning)
    if strings == instrument.tuning:
        return instrument
    same_count = len(strings) == instrument.strings
    return attrs.evolve(
        instrument,
        tuning=strings,
        nut_frets=instrument.nut_frets if same_count else (),
        courses=instrument.courses if same_count else (),
    )


def _key(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


def _row(name: str) -> Instrument:
    key = _key(name[:80])
    found = INSTRUMENTS.get(ALIASES.get(key, key.replace(" ", "-")))
    if found is None:
        raise UnknownInstrumentError(f"no instrument {shown(name)} here: choose one of {', '.join(INSTRUMENTS)}")
    return found


def _named(instrument: Instrument, tuning: str) -> tuple[int, ...] | None:
    row = INSTRUMENTS.get(instrument.name)
    return named_tuning(instrument.name, instrument.tuning if row is None else row.tuning, tuning)


def _written(instrument: Instrument, tuning: str | Sequence[str | int]) -> tuple[int, ...]:
    if not isinstance(tuning, str):
        return _strings(instrument, tuning)
    parts = _split(_WORD_TUNING.sub(" ", tuning[:200]))
    wrong = [part for part in parts if not is_note(part)]
    if not wrong:
        return _strings(instrument, parts)
    written = f" ({shown(wrong[0])} is no note name)" if len(wrong) < len(parts) and len(parts) > _TWO_WORDS else ""
    raise TuningError(f"no tuning {shown(tuning)} here{written}: {_known(instrument, tuning)}")


_TWO_WORDS: Final = 2
_WORD_TUNING: Final = re.compile(r"\btuning\b", re.IGNORECASE)


def _known(instrument: Instrument, tuning: str) -> str:
    """What to type instead: the nearest name, and all of them."""
    names = [*NAMED_TUNINGS.get(instrument.name, {"standard": ()})]
    close = get_close_matches(spoken(tuning[:80]), names, n=1, cutoff=_CLOSE)
    meant = f"did you mean {close[0]!r}? " if close else ""
    return (
        f"{meant}on this {instrument.title.lower()} choose {', '.join(names)}, "
        f"or write its notes from the bass side: {instrument.tuning_text!r}"
    )


def _strings(instrument: Instrument, names: Sequence[str | int]) -> tuple[int, ...]:
    if not 1 <= len(names) <= MAX_STRINGS:
        raise TuningError(f"a tuning of {len(names)} strings: give 1 to {MAX_STRINGS}")
    pitches_so_far: list[int] = []
    for index, name in enumerate(names):
        if isinstance(name, int):
            pitches_so_far.append(name)
            continue
        tone, midi = parse_note(name)
        if midi is None:
            midi = _nearest(tone, _expected(instrument, len(names), index, pitches_so_far))
        pitches_so_far.append(midi)
    return tuple(pitches_so_far)


def _split(tuning: str) -> list[str]:
    """Parts between spaces, commas or hyphens; a word such as ``DADGBE`` or ``Eb2Ab2`` letter by letter."""
    parts = tuning.replace(",", " ").replace("-", " ").split()
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
