"""Chords as callers write them, put on the grid of a groove."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from chordwork.harmony import ChordSymbol, CrowdedBarError, Notation
from chordwork.music.accompaniment.errors import PaceError, TooMuchMusicError
from chordwork.music.accompaniment.groove import Groove
from chordwork.music.accompaniment.grooves import GROOVES
from chordwork.music.charts import Chart, ChartBar, read_chart, read_item, read_symbol, share_bar, to_chart
from chordwork.music.song import Song

MAX_BARS: Final = 1000
MAX_CHORDS: Final = 4 * MAX_BARS
MAX_TEXT_CHARACTERS: Final = 20_000
SHORTEST_BEATS: Final = 0.25
LONGEST_BEATS: Final = 4096

ChordInput = str | ChordSymbol
ChordsInput = str | Song | Sequence[ChordInput | tuple[ChordInput, float]]
"""A text of chords, a song, or chords one by one, each alone or with its beats."""

BY_METRE: Final = {
    (4, 4): "pop",
    (3, 4): "waltz",
    (5, 4): "five_rock",
    (6, 8): "slow_six",
    (7, 8): "seven_rock",
    (12, 8): "slow_blues",
}
"""Grooves of charts that name a metre and none of them."""
_BY_STYLE: Final = {
    "bossa": "bossa",
    "samba": "bossa",
    "latin": "bossa",
    "swing": "swing",
    "shuffle": "blues_shuffle",
    "blues": "blues_shuffle",
    "jazz": "swing",
    "bop": "swing",
    "waltz": "waltz",
    "ballad": "rock_ballad",
    "funk": "funk",
    "reggae": "reggae",
    "country": "country_train",
    "folk": "folk",
    "r&b": "rnb",
    "soul": "rnb",
    "metal": "metal",
    "disco": "disco",
}
"""Words of the styles that charts name, those that say most first."""


def usual_groove(song: Song) -> str:
    """The groove that a song asks for: in its metre, and near what it calls its style; pop where none is."""
    return groove_of_style(song.style, song.metre) or BY_METRE.get(song.metre, "pop")


def groove_of_style(style: str, metre: tuple[int, int]) -> str | None:
    """The groove in a metre that a style names, by its title or by a word that it is known by; None where none does."""
    style = style.casefold()
    titled = [name for name, groove in GROOVES.items() if groove.title.casefold() == style]
    worded = [name for word, name in _BY_STYLE.items() if word in style]
    return next((name for name in titled + worded if GROOVES[name].metre == metre), None)


def read_song(
    song: Song, groove: Groove, *, beats: float | None = None, any_metre: bool = False
) -> tuple[list[tuple[str, list[tuple[ChordSymbol, int]]]], tuple[str, ...], float | None]:
    """The parts of a song as it is played, with title and chords with their steps, and what the listener should know.

    Args:
        song: any.
        groove: on whose grid.
        beats: of its chords, where it does not say how long they last; a bar for None.
        any_metre: play on, with a remark, where the groove is in another metre than the song.

    Returns:
        Parts, remarks, and the tempo in felt beats a minute if the song has one.

    Raises:
        PaceError: a song in another metre than the groove's, or beats out of range.
        SongError: its signs cannot be followed.
        TooMuchMusicError: too many bars or chords.
    """
    chart = to_chart(song)
    if len(chart.bars) > MAX_BARS:
        raise TooMuchMusicError(f"{len(chart.bars)} bars: give at most {MAX_BARS}")
    if not any_metre:
        _check_metre(chart, groove)
    unknown = sum(symbol.unknown for symbol in chart.symbols)
    remarks = _remarks(chart, groove) + _unknown_remarks(unknown)
    parts: list[tuple[str, list[ChartBar]]] = []
    for bar in chart.bars:
        if not parts or parts[-1][0] != bar.section:
            parts.append((bar.section, []))
        parts[-1][1].append(bar)
    if not chart.timed:
        each = groove.metre[0] if beats is None else beats
        untimed = [(title, [(one.symbol, each) for bar in bars for one in bar.chords]) for title, bars in parts]
        return [(title, _on_grid(chords, groove)) for title, chords in untimed], remarks, chart.tempo_bpm
    timed = [(title, _timed(Chart(tuple(bars), True), groove)) for title, bars in parts]
    return [(title, _on_grid(chords, groove)) for title, chords in timed], remarks, chart.tempo_bpm


def _unknown_remarks(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (f"{count} chord{'s' if count > 1 else ''} could not be read, and nothing is played there: mend the chart",)


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
