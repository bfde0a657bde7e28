"""Beats of a recording, and bars of a page: from a song to when its beats fall, and from annotated beats to bars.

A beat is what the metre's lower number counts, and has its place in the bar, from 1. A file that was written has its
chords on simple parts of beats, and they stand there again. A recording has them a little before and after: they are
put on the nearest half beat, and the moments at which bars begin are kept in the tag ``seconds``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import Final

import attrs

from chordwork.harmony.score import Segment
from chordwork.harmony.symbol import NO_SYMBOL
from chordwork.music.charts.errors import ChartTooLargeError
from chordwork.music.charts.form import MAX_BARS, Remark
from chordwork.music.charts.segments import TAG, bar_times, shown_times, symbol_of
from chordwork.music.pulse import pulse
from chordwork.music.song import Bar, PlacedChord, Section, Signature, Song, play, tidy
from chordwork.music.song.model import MAX_METRE_BEATS, METRE_UNITS

FINEST: Final = 48
"""Parts of a beat on which chords of a file that was written may stand."""
EXACT: Final = 2e-5
"""Of a beat: how far from such a part a chord may be for all that, by rounding of its time."""
PLAYED_PARTS: Final = 2
"""Parts of a beat on which chords of a recording are put."""
_LEAST_GAP_S: Final = 1e-3


@attrs.frozen
class Beat:
    """A beat.

    Attributes:
        time: in seconds.
        place: in its bar, from 1.
    """

    time: float
    place: int


def beats_of(song: Song) -> tuple[list[Beat], list[tuple[float, Signature]]]:
    """When the beats of a song fall, and from when on which metre holds; nothing of one without times.

    Those of a pickup are counted towards the bar line that follows.
    """
    if not song.timed:
        return [], []
    beats: list[Beat] = []
    metres: list[tuple[float, Signature]] = []
    for played, (start, end) in zip(play(song), pairwise(bar_times(song)), strict=True):
        if not metres or metres[-1][1] != played.metre:
            metres.append((float(start), played.metre))
        ahead = max(0, int(played.metre[0] - played.beats)) if not beats else 0
        step = (end - start) / played.beats
        beats += [Beat(float(start + step * at), ahead + at + 1) for at in range(-int(-played.beats // 1))]
    return beats, metres


def on_bars(
    segments: Sequence[Segment],
    beats: Sequence[Beat],
    form: str,
    *,
    metres: Sequence[tuple[float, Signature]] = (),
    tempo_bpm: float | None = None,
) -> tuple[Song, list[Remark]] | None:
    """A song of chords with times, on bars that beats tell; None where these tell none.

    Args:
        segments: chords in order, in seconds.
        beats: ascending.
        form: name of the format, for messages.
        metres: from when on which holds, where that is known; else bars of so many quarter notes as they have beats.
        tempo_bpm: felt beats a minute; from the beats themselves if not given.

    Raises:
        ChartTooLargeError: more than 10,000 bars.
    """
    firsts = [index for index, beat in enumerate(beats) if beat.place == 1]
    if len(beats) < 2 or not firsts or not segments or max(beat.place for beat in beats) > MAX_METRE_BEATS:
        return None
    if any(after.time <= before.time for before, after in pairwise(beats)):
        return None
    times = [beat.time for beat in beats]
    starts = [0, *firsts] if firsts[0] else firsts
    counts = [after - before for before, after in pairwise([*starts, len(beats)])]
    usual = max(counts, key=counts.count)
    if not metres:
        counts[-1] = max(counts[-1], usual)  # a recording ends within a bar
    last = _place(times, segments[-1][1])
    while starts[-1] + counts[-1] + Fraction(1, PLAYED_PARTS) < last and len(starts) <= MAX_BARS:
        starts.append(starts[-1] + counts[-1])
        counts.append(usual)
    if len(starts) > MAX_BARS:
        raise ChartTooLargeError(form, f"more than {MAX_BARS} bars: give fewer")
    remarks: list[Remark] = []
    placed = _placed(times, segments, starts[-1] + counts[-1], remarks)
    upbeat = beats[firsts[0] - 1].place if firsts[0] else 0
    bars = []
    for index, (start, count) in enumerate(zip(starts, counts, strict=True)):
        here = tuple(attrs.evolve(chord, beat=at - start) for at, chord in placed if start <= at < start + count)
        known = next((metre for since, metre in reversed(metres) if since <= _time(times, start) + _LEAST_GAP_S), None)
        metre = known if known is not None and known[0] >= count else (max(count, 0 if index else upbeat), 4)
        short = Fraction(count) if count != metre[0] else None
        bars.append(Bar(here, metre=metre, beats=short))
    first = bars[0].metre or (4, 4)
    tempo = tempo_bpm * float(pulse(first)) if tempo_bpm else _tempo(times, first)
    tags: tuple[tuple[str, str], ...] = ()
    if remarks:
        edges = [*starts, starts[-1] + counts[-1]]
        tags = ((TAG, shown_times(_time(times, edge) for edge in edges)),)
    remarks = [remark for remark in remarks if remark.text]
    song = tidy(Song((Section("", tuple(bars)),), metre=first, tempo_bpm=tempo, tags=tags))
    return song, remarks


def _placed(
    times: Sequence[float], segments: Sequence[Segment], end: int, remarks: list[Remark]
) -> list[tuple[Fraction, PlacedChord]]:
    """Chords by their places in beats; of two that come to stand on one, the later."""
    marks: list[tuple[float, PlacedChord]] = []
    now = 0.0
    for number, (start, stop, label) in enumerate(segments, start=1):
        if start - now > _LEAST_GAP_S:
            marks.append((now, PlacedChord(NO_SYMBOL)))
        marks.append((start, symbol_of(label, number, remarks)))
        now = stop
    marks.append((now, PlacedChord(NO_SYMBOL)))
    exact = [_place(times, time) for time, _ in marks]
    finest = [place.limit_denominator(FINEST) for place in exact]
    written = all(abs(place - near) <= EXACT for place, near in zip(exact, finest, strict=True))
    if not written:
        moved = sum(place.denominator > PLAYED_PARTS for place in finest[:-1])
        remarks.append(Remark(f"chords stand on the nearest half beat: {moved} were moved, as they were played"))
        finest = [Fraction(round(place * PLAYED_PARTS), PLAYED_PARTS) for place in exact]
    by_place = {max(Fraction(0), place): chord for place, (_, chord) in zip(finest, marks, strict=True)}
    return sorted(((place, chord) for place, chord in by_place.items() if place < end), key=lambda each: each[0])


def _place(times: Sequence[float], time: float) -> Fraction:
    """Where a moment falls, in beats from the first; outside of them, at the pace of the nearest two."""
    index = min(max(0, bisect_right(times, time) - 1), len(times) - 2)
    return index + Fraction((time - times[index]) / (times[index + 1] - times[index]))


def _time(times: Sequence[float], beat: int) -> float:
    """When a beat falls, also behind the last."""
    if beat < len(times):
        return times[beat]
    return times[-1] + (beat - len(times) + 1) * (times[-1] - times[-2])


def _tempo(times: Sequence[float], metre: Signature) -> float:
    step = median(after - before for before, after in pairwise(times))
    return round(60.0 / step * 4 / metre[1], 1)


def read_metres(rows: Iterable[object]) -> list[tuple[float, Signature]]:
    """What :func:`beats_of` says of metres, from JSON; whatever else stands there is passed over."""
    found = []
    for row in rows:
        time, metre = (row.get("time"), row.get("metre")) if isinstance(row, Mapping) else (None, None)
        beats, _, unit = metre.partition("/") if isinstance(metre, str) else ("", "", "")
        if not isinstance(time, int | float) or not beats.isdecimal() or unit not in map(str, METRE_UNITS):
            continue
        if 1 <= int(beats[:3]) <= MAX_METRE_BEATS:
            found.append((float(time), (int(beats[:3]), int(unit))))
    return found
