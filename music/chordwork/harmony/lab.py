"""Reading and writing MIREX ``.lab`` files: one ``start end label`` a line, in seconds, labels in Harte syntax."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from chordwork.harmony.errors import ChordSyntaxError, ChordworkError
from chordwork.harmony.harte import split_label
from chordwork.harmony.score import Segment

DECIMALS: Final = 6
"""Decimals of a written time: microseconds, finer than one sample at 192 kHz."""
_SHOWN: Final = 60
"""Characters of what was found instead."""


class LabError(ChordworkError, ValueError, code="lab_syntax"):
    """A line of a .lab text that cannot be read.

    Attributes:
        source: where the text came from, such as a file name.
        line: line number, counted from 1.
        reason: what is wrong with the line.
    """

    def __init__(self, source: str, line: int, reason: str) -> None:
        super().__init__(f"{source}, line {line}: {reason}")
        self.source = source
        self.line = line
        self.reason = reason


def read_lab(text: str, *, source: str = "lab") -> list[Segment]:
    """Read the text of a .lab file. Blank lines and lines that begin with ``#`` are skipped; tabs and spaces both part.

    Args:
        text: the whole text.
        source: name used in errors.

    Returns:
        Segments ``(start, end, label)``, in seconds, sorted by start.

    Raises:
        LabError: a line is no ``start end label``, its label is not Harte syntax, or it starts before the line above.
    """
    segments: list[Segment] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        fields = line.split()
        if not fields or fields[0].startswith("#"):
            continue
        if len(fields) != 3:
            raise LabError(source, number, f"expected 'start end label', found {_shown(line.strip())}")
        start, end = (_seconds(field, source, number) for field in fields[:2])
        if end <= start:
            raise LabError(source, number, f"the end, {end:.12g}, must come after the start, {start:.12g}")
        if segments and start < segments[-1][0]:
            raise LabError(source, number, f"starts at {start:.12g}, before the line above it: sort the lines by start")
        try:
            split_label(fields[2])
        except ChordSyntaxError as error:
            raise LabError(source, number, str(error)) from None
        segments.append((start, end, fields[2]))
    return segments


def write_lab(segments: Iterable[Segment]) -> str:
    """Text of a .lab file, tab-separated, times with microseconds. The inverse of :func:`read_lab`."""
    return "".join(f"{start:.{DECIMALS}f}\t{end:.{DECIMALS}f}\t{label}\n" for start, end, label in segments)


def _seconds(field: str, source: str, line: int) -> float:
    try:
        value = float(field)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < 0:
        raise LabError(source, line, f"{_shown(field)} is no time in seconds")
    return value


def _shown(text: str) -> str:
    """As much of a text as an error repeats."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
