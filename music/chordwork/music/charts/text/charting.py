"""A text of chords to a chart: :mod:`.reading`, which is only loaded where a line is not a plain one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from chordwork.harmony.notation import Notation
from chordwork.music.charts.text.model import Chart, ChartBar, ChartChord
from chordwork.music.charts.text.plain_line import plain_line
from chordwork.music.charts.text.sharing import Signature

COMMON_TIME: Final = (4, 4)


def read_chart(
    text: str,
    *,
    metre: Signature = COMMON_TIME,
    groups: Sequence[int] | None = None,
    notation: Notation = "english",
) -> Chart:
    """Read chords in any of the ways in which people write them; ``docs/charts.md`` lists them.

    Args:
        text: chords, with or without bar lines; ChordPro; chords over words; or a tab that Chordwork printed.
        metre: where the text gives none.
        groups: felt beats of that metre, where they are unlike, see :func:`~chordwork.music.charts.share_bar`.
        notation: of note names, see :func:`~chordwork.harmony.parse_symbol`.

    Raises:
        SymbolSyntaxError: a word is no chord; ``position`` counts in the whole text.
        ChartSyntaxError: beats do not fit their bar, or a repeat makes no sense.
        CrowdedBarError: more chords in a bar than it has sixteenths.
        ProgressionError: the text is too long.
        NotationError: no such notation.
    """
    if notation == "english" and (placed := plain_line(text)) is not None:
        beats = Fraction(metre[0])
        bars = (ChartBar((ChartChord(symbol, begin, beats),), metre) for symbol, begin, _ in placed)
        return Chart(tuple(bars), timed=False)
    from chordwork.music.charts.text import reading

    return reading.read_chart(text, metre=metre, groups=groups, notation=notation)
