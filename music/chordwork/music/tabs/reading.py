"""What callers may hand over as a chord, made into tones and beats."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import attrs

from chordwork.harmony import ChordSymbol, CrowdedBarError, Key, Notation, from_chord
from chordwork.harmony.chord import Chord
from chordwork.music.charts.text.charting import read_chart
from chordwork.music.charts.text.model import Chart
from chordwork.music.fretboard import ChordTones
from chordwork.music.pulse import FASTEST_BPM, SLOWEST_BPM
from chordwork.music.song.model import Song
from chordwork.music.tabs.errors import DurationError, TooManyChordsError
from chordwork.music.tabs.metre import Metre

ChordInput = str | Chord | ChordSymbol | ChordTones
"""A text ("Am7/C", "C7alt", "N.C.", "A:min7/b3"), a chord value of either kind, or tones."""

ChordsInput = str | Song | Sequence[ChordInput | tuple[ChordInput, float | Fraction]]
"""A text of chords, a song, or chords one by one, each alone or with its beats."""

MAX_CHORDS: Final = 1000
MAX_TITLE: Final = 200
"""Characters of a chart's title that are printed."""
MAX_TEXT_CHARACTERS: Final = 20_000


@attrs.frozen
class Listed:
    """Chords to make a tab of.

    Attributes:
        chords: tones, None for N.C., and beats of the first metre of each.
        metre: that of the text if it gives one.
        title: that of the text if it gives one.
        notes: what the player should know about how the text was read.
        capo: that of the text; 0 if it gives none.
        tempo_bpm: that of the text or song, felt beats a minute; None where it gives none that is played.
        key: of what sounds, where a song gives it.
        sections: bar number from 1 and name of each part that the text names.
    """

    chords: list[tuple[ChordTones | None, Fraction]]
    metre: Metre
    title: str = ""
    notes: tuple[str, ...] = ()
    capo: int = 0
    tempo_bpm: float | None = None
    key: Key | None = None
    sections: tuple[tuple[int, str], ...] = ()


def read_chords(
    chords: ChordsInput,
    metre: Metre,
    beats: float | Fraction | None = None,
    notation: Notation = "english",
) -> Listed:
    """Tones and beats of chords in any form.

    Args:
        chords: a text, see :func:`~chordwork.harmony.read_chart`; a song; or chords, texts of several, or pairs of a
            chord and its beats.
        metre: where the text gives none.
        beats: of chords that come without; a bar unless given.
        notation: of note names.

    Raises:
        SymbolSyntaxError: a text that is no chord; its position counts in the whole text.
        TooManyChordsError: none, or more than 1000, or more in a bar than it has sixteenths.
        DurationError: beats that are no number.
        ChordTonesError: the unknown chord.
        SongError: a song whose signs cannot be followed.
    """
    if isinstance(chords, str):
        return _read_text(chords, metre, beats, notation)
    if isinstance(chords, Song):
        from chordwork.music.charts.played import to_chart

        return _listed(to_chart(chords), metre, beats, unknown=True)
    pairs: list[tuple[ChordInput, float | Fraction]] = []
    each = metre.beats if beats is None else beats
    for number, item in enumerate(chords[: MAX_CHORDS + 1], start=1):
        chord, length = item if isinstance(item, tuple) else (item, each)
        if isinstance(chord, str) and not isinstance(item, tuple):
            pairs += _read_item(chord, number, metre, length, notation)
        else:
            pairs.append((chord, length))
    _check_count(len(pairs))
    return Listed([(read_chord(chord, notation), _beats(length)) for chord, length in pairs], metre)


def _read_text(text: str, metre: Metre, beats: float | Fraction | None, notation: Notation) -> Listed:
    if len(text) > MAX_TEXT_CHARACTERS:
        raise TooManyChordsError(f"a text of {len(text)} characters: give at most {MAX_TEXT_CHARACTERS}")
    try:
        chart = read_chart(text, metre=(metre.beats, metre.unit), notation=notation)
    except CrowdedBarError as error:
        raise TooManyChordsError(error.reason) from error
    return _listed(chart, metre, beats)


def _listed(chart: Chart, metre: Metre, beats: float | Fraction | None, *, unknown: bool = False) -> Listed:
    """Chords of a chart.

    Args:
        chart: as it is played.
        metre: where it gives none.
        beats: of chords that come without.
        unknown: a chord that could not be read is silent, and a note says so, rather than refused.
    """
    time = metre if chart.metre is None else Metre(*chart.metre)
    if not chart.timed and beats is not None:
        timed: list[tuple[ChordSymbol, Fraction]] = [(symbol, _beats(beats)) for symbol in chart.symbols]
    else:
        timed = [(symbol, quarters * time.unit / 4) for symbol, quarters in chart.quarters()]
    _check_count(len(timed))
    dropped = sum(symbol.unknown for symbol, _ in timed) if unknown else 0
    listed = [(None if dropped and symbol.unknown else read_chord(symbol), length) for symbol, length in timed]
    sections = _sections(chart) if chart.timed or beats is None else ()
    notes = (*_metre_notes(chart, time), *_unknown_notes(dropped))
    tempo = chart.tempo_bpm
    playable = tempo if tempo is not None and SLOWEST_BPM <= tempo <= FASTEST_BPM else None
    return Listed(listed, time, chart.title[:MAX_TITLE], notes, chart.capo, playable, chart.key, sections)


def _sections(chart: Chart) -> tuple[tuple[int, str], ...]:
    """Where each part of the text begins, if all bars are alike; else the bars of the tab are not those of the text."""
    if len(chart.metres) > 1:
        return ()
    names = [bar.section for bar in chart.bars]
    starts = [0, *(index for index in range(1, len(names)) if names[index] != names[index - 1])]
    return tuple((index + 1, names[index]) for index in starts if names and names[index])


def _metre_notes(chart: Chart, metre: Metre) -> tuple[str, ...]:
    """Where the text changes its metre: a tab has one."""
    for number, bar in enumerate(chart.bars, start=1):
        if bar.metre != (metre.beats, metre.unit):
            return (
                f"bar {number} is in {bar.metre[0]}/{bar.metre[1]}: chords keep their lengths, "
                f"and the bar lines go on in {metre}",
            )
    return ()


def _unknown_notes(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (f"{count} chord{'s' if count > 1 else ''} could not be read, and nothing is played there: mend the chart",)


def _read_item(
    text: str, number: int, metre: Metre, beats: float | Fraction, notation: Notation
) -> list[tuple[ChordInput, float | Fraction]]:
    from chordwork.music.charts.text.reading import read_item

    try:
        item = read_item(text, metre=(metre.beats, metre.unit), notation=notation)
    except CrowdedBarError as error:
        raise TooManyChordsError(f"item {number}: {error.reason}") from error
    if isinstance(item, ChordSymbol):
        return [(item, beats)]
    return [(symbol, quarters * metre.unit / 4) for symbol, quarters in item.quarters()]


def _check_count(count: int) -> None:
    if not 1 <= count <= MAX_CHORDS:
        raise TooManyChordsError(f"{count} chords: give 1 to {MAX_CHORDS}")


def read_chord(chord: ChordInput, notation: Notation = "english") -> ChordTones | None:
    """Tones of one chord; None for N.C.

    Raises:
        SymbolSyntaxError: a text that is no chord.
        ChordTonesError: the unknown chord.
    """
    if isinstance(chord, ChordTones):
        return chord
    if isinstance(chord, Chord):
        chord = from_chord(chord)
    if isinstance(chord, str):
        from chordwork.music.charts.text.reading import read_symbol

        symbol = read_symbol(chord, notation=notation)
    else:
        symbol = chord
    if not symbol.is_chord and not symbol.unknown:
        return None
    return ChordTones.from_symbol(symbol)


def _beats(length: float | Fraction) -> Fraction:
    try:
        return Fraction(length).limit_denominator(48)
    except (TypeError, ValueError, OverflowError):
        raise DurationError(f"{str(length)[:20]!r} is no number of beats") from None
