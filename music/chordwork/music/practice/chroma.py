"""What was heard, in the forms that callers have it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Final

from chordwork.harmony import Notation, check_notation
from chordwork.harmony.notation import read_name
from chordwork.music.fretboard import TuningError
from chordwork.music.fretboard.notes import parse_note
from chordwork.music.practice.errors import HeardError

MAX_NOTES: Final = 200
HIGHEST_MIDI: Final = 127

Probabilities = tuple[float, ...]
"""That each pitch class sounds, C first; twelve in [0, 1]."""


def read_probabilities(heard: Sequence[float]) -> Probabilities:
    """Twelve probabilities.

    Raises:
        HeardError: not twelve, or one outside [0, 1].
    """
    values = list(heard)
    if len(values) != 12:
        raise HeardError(f"{len(values)} numbers were heard: give twelve probabilities, of C, C#, D … B")
    for value in values:
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not 0.0 <= value <= 1.0
            or math.isnan(value)
        ):
            raise HeardError(f"{str(value)[:20]!r} is no probability: give numbers from 0 to 1")
    return tuple(float(value) for value in values)


def read_notes(notes: str | Iterable[str | int], notation: Notation = "english") -> Probabilities:
    """Note names, with or without octaves, or MIDI pitches, as certainties.

    Args:
        notes: a text or a list.
        notation: of names.

    Raises:
        HeardError: something that is no note, or too many.
    """
    items = notes.replace(",", " ").split() if isinstance(notes, str) else list(notes)
    if len(items) > MAX_NOTES:
        raise HeardError(f"{len(items)} notes: give at most {MAX_NOTES}")
    classes = set()
    for item in items:
        if isinstance(item, str):
            try:
                classes.add(_pitch_class(item.strip(), notation))
            except TuningError as error:
                raise HeardError(str(error)) from None
        elif isinstance(item, bool) or not isinstance(item, int) or not 0 <= item <= HIGHEST_MIDI:
            raise HeardError(f"{str(item)[:20]!r} is no note: give names such as 'C#' or MIDI pitches from 0 to 127")
        else:
            classes.add(item % 12)
    return tuple(float(pitch_class in classes) for pitch_class in range(12))


def _pitch_class(name: str, notation: Notation) -> int:
    if check_notation(notation) == "english":
        return parse_note(name)[0]
    read = read_name(name, 0, notation)
    if read is None or not re.fullmatch(r"-?\d{0,2}", name[read[1] :]):
        raise TuningError(f"{name[:20]!r} is no note in {notation} names")
    return read[0].pitch_class
