"""Chords as callers write them, put on the grid of a groove."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from chordwork.harmony import ChordSymbol, CrowdedBarError, Notation
from chordwork.music.accompaniment.errors import PaceError, TooMuchMusicError
from chordwork.music.accompaniment.groove import Groove
from chordwork.music.accompaniment.grooves import GROOVES
from chordwork.music.charts import Chart, read_chart, read_item, read_symbol, share_bar

MAX_BARS: Final = 1000
MAX_CHORDS: Final = 4 * MAX_BARS
MAX_TEXT_CHARACTERS: Final = 20_000
SHORTEST_BEATS: Final = 0.25
LONGEST_BEATS: Final = 4096

ChordInput = str | ChordSymbol


def read(
    chords: str | Sequence[ChordInput | tuple[ChordInput, float]],
    groove: Groove,
    beats: float | None,
    notation: Notation = "english",
) -> tuple[list[tuple[ChordSymbol, int]], tuple[str, ...]]:
    """Chords with their steps, and what the listener should know of them.

    Args:
        chords: a text, see :func:`~chordwork.harmony.read_chart`; or chords, texts of several, or pairs of a
            chord and its beats.
        groove: on whose grid.
        beats: of chords that come without, as the metre counts; a bar for None.
        notation: of note names.

    Raises:
        HarmonySyntaxError: a text is no chord; it points at the character.
        PaceError: beats out of range, or a text in another metre than the groove's.
        TooMuchMusicError: a text or a list that is too long, or a bar with more chords than sixteenths.
    """
    default = groove.metre[0] if beats is None else beats
    timed: list[tuple[ChordSymbol, float | Fraction]] = []
    remarks: tuple[str, ...] = ()
    try:
        if isinstance(chords, str):
            if len(chords) > MAX_TEXT_CHARACTERS:
                raise TooMuchMusicError(f"a text of {len(chords)} characters: give at most {MAX_TEXT_CHARACTERS}")
            chart = read_chart(chords, metre=groove.metre, groups=_groups(groove), notation=notation)
            _check_metre(chart, groove)
            timed += _timed(chart, groove) if chart.timed else ((symbol, default) for symbol in chart.symbols)
            remarks = _remarks(chart, groove)
        else:
            for item in chords[: MAX_CHORDS + 1]:
                timed += _item(item, groove, default, notation)
    except CrowdedBarError as error:
        raise TooMuchMusicError(error.reason) from error
    return _on_grid(timed, groove), remarks


def _remarks(chart: Chart, groove: Groove) -> tuple[str, ...]:
    """That a text changes its metre: the drums have one, and a bar of two beats among fours leaves them behind."""
    for number, bar in enumerate(chart.bars, start=1):
        if chart.timed and Fraction(*bar.metre) != Fraction(*groove.metre):
            return (
                f"bar {number} is in {bar.metre[0]}/{bar.metre[1]}: chords keep their lengths, "
                f"and {groove.title} goes on in {groove.metre_text}",
            )
    return ()


def _item(
    item: ChordInput | tuple[ChordInput, float], groove: Groove, beats: float, notation: Notation
) -> list[tuple[ChordSymbol, float | Fraction]]:
    if isinstance(item, tuple):
        chord, length = item
        return [(read_symbol(chord, notation=notation) if isinstance(chord, str) else chord, length)]
    if not isinstance(item, str):
        return [(item, beats)]
    found = read_item(item, metre=groove.metre, groups=_groups(groove), notation=notation)
    return [(found, beats)] if isinstance(found, ChordSymbol) else _timed(found, groove)


def _timed(chart: Chart, groove: Groove) -> list[tuple[ChordSymbol, float | Fraction]]:
    return [(symbol, quarters * groove.metre[1] / 4) for symbol, quarters in chart.quarters()]


def _check_metre(chart: Chart, groove: Groove) -> None:
    """A text that begins in a metre of its own needs a groove in it."""
    if chart.metre is None or Fraction(*chart.metre) == Fraction(*groove.metre):
        return
    own = "{}/{}".format(*chart.metre)
    fitting = [name for name, other in GROOVES.items() if other.metre == chart.metre]
    offer = f"choose one in {own}: {', '.join(fitting)}" if fitting else f"no groove here is in {own}"
    raise PaceError(f"the chords are in {own}, {groove.title} in {groove.metre_text}: {offer}")


def _groups(groove: Groove) -> tuple[int, ...] | None:
    """The felt beats where they are unlike, as the metre's lower number counts."""
    return tuple(steps // groove.unit_steps for steps in groove.groups) if len(set(groove.groups)) > 1 else None


def shared(count: int, groove: Groove) -> list[int]:
    """Steps of each of so many chords of one bar, see :func:`~chordwork.harmony.share_bar`.

    Raises:
        TooMuchMusicError: more chords than sixteenths.
    """
    shares = share_bar(count, groove.metre, _groups(groove))
    if shares is None:
        raise TooMuchMusicError(f"{count} chords in one bar of {groove.metre_text}: give at most {groove.bar_steps}")
    return [int(share * groove.unit_steps) for share in shares]


def _on_grid(pairs: Sequence[tuple[ChordSymbol, float | Fraction]], groove: Groove) -> list[tuple[ChordSymbol, int]]:
    """Chords with their steps; each boundary lies on the nearest sixteenth, so that thirds of a bar add up."""
    if len(pairs) > MAX_CHORDS:
        raise TooMuchMusicError(f"{len(pairs)} chords: give at most {MAX_CHORDS}")
    result: list[tuple[ChordSymbol, int]] = []
    end = Fraction(0)
    for symbol, beats in pairs:
        if not isinstance(beats, int | float | Fraction) or not SHORTEST_BEATS <= beats <= LONGEST_BEATS:
            raise PaceError(f"a chord of {beats!r} beats: give {SHORTEST_BEATS:g} to {LONGEST_BEATS}")
        begin = round(end * groove.unit_steps)
        end += Fraction(beats).limit_denominator(48)
        result.append((symbol, max(1, round(end * groove.unit_steps) - begin)))
    return result
