"""A readable chart of a recording: chords on beats, half a bar each unless the music says otherwise, in sections.

Decided chords begin where they are heard, a little before or after the beat, and now and then a passing one is decided
that nobody plays. On a page chords stand on beats. Which chord stands on which beat is the best path through the song
by how long, and how surely, each was heard in each beat, where a change costs little at a bar line, more in the middle
of a bar and most elsewhere. Parts that come again help each other: each beat also counts, for less, what was heard in
its place the other times.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import PurePath
from typing import Final

import attrs

from chordwork.analysis.charts.analysis import Analysis
from chordwork.analysis.charts.bars import Bars, root_of
from chordwork.analysis.charts.parts import Part, find_parts
from chordwork.analysis.charts.timeline import NO_CHORD_LABEL, TimedChord
from chordwork.harmony import parse_key, parse_symbol
from chordwork.harmony.symbol import ChordSymbol
from chordwork.music.song import Bar, PlacedChord, Section, Song

CHANGE_COST: Final[dict[int, tuple[float, ...]]] = {4: (0.1, 0.8, 0.3, 0.8), 3: (0.1, 0.7, 0.6)}
"""Of a new chord on each beat of a bar, in beats of a surely heard one."""
OFF_BEAT_COST: Final = 0.4
"""The same half-way between two beats, where these are slow,"""
SLOW_S: Final = 0.7
"""so many seconds or more: then what is heard as the beat may be every second one."""
KIN: Final = 0.5
"""What a chord counts for another on the same root."""
OTHER_TIMES: Final = 0.5
"""What the other times of a part count, all together, where this time counts 1."""
SILENCE: Final = 0.7
"""What silence counts: a breath between two chords is no rest on a page."""


@attrs.define
class _Measure:
    """A bar to be: its slots, beats or halves of them, are columns of the evidence.

    Attributes:
        first: column of its first slot.
        count: of its slots.
        is_pickup: it is shorter than its metre, and on purpose.
    """

    first: int
    count: int
    is_pickup: bool = False


@attrs.frozen
class LeadSheet:
    """A song written down from a recording.

    Attributes:
        song: what stands on the page.
        bar_starts: when each of its bars begins in the recording, in seconds, and when the last one ends.
    """

    song: Song
    bar_starts: tuple[float, ...]


def lead_sheet(analysis: Analysis, *, title: str = "") -> LeadSheet:
    """The song as one would write it down: bars, a chord or two in each, key, tempo, metre, parts by letters.

    Without a steady beat, each chord stands in a bar of its own and nothing says how long it lasts.

    Args:
        analysis: of a recording.
        title: of the song; the file's name unless given.
    """
    key = None if analysis.key is None else parse_key(analysis.key)
    title = title or PurePath(analysis.file).stem.replace("_", " ")
    if analysis.bars is None or analysis.beat_grid is None:
        sounding = [chord for chord in analysis.chords if chord.label != NO_CHORD_LABEL]
        bars = tuple(Bar((PlacedChord(parse_symbol(chord.symbol)),)) for chord in sounding)
        song = Song((Section("", bars),) if bars else (), title=title, key=key, timed=False)
        return LeadSheet(song, (*(chord.start for chord in sounding), *(chord.end for chord in sounding[-1:])))
    beats_a_bar = analysis.bars.beats_a_bar
    division = 2 if analysis.beat_grid.period_s >= SLOW_S else 1
    beats = [beat for bar in analysis.bars.bars for beat in bar.beats]
    slots = _slots(
        beats, division, min(beats[-1] + analysis.beat_grid.period_s, max(analysis.duration, beats[-1] + 0.01))
    )
    heard = _heard(analysis.chords, slots, division)
    measures = _measures(analysis.bars, heard, division)
    costs = _costs(beats_a_bar, division)
    labels = _best_path(heard, measures, costs)
    contents = [tuple(labels[one.first : one.first + one.count]) for one in measures]
    parts = find_parts(contents)
    labels = _best_path(_shared(heard, measures, parts), measures, costs)
    symbols = _symbols(analysis, slots[:-1])
    bars_written = _bars(labels, measures, symbols, beats_a_bar, division)
    bars_written = _with_keys(analysis, bars_written, measures, slots)
    song = Song(
        tuple(Section(part.name, tuple(bars_written[part.first : part.last])) for part in parts),
        title=title,
        key=key,
        tempo_bpm=round(analysis.beat_grid.bpm, 1),
        metre=(beats_a_bar, 4),
    )
    starts = [slots[one.first] for one in measures] + [slots[one.first + one.count] for one in measures[-1:]]
    return LeadSheet(song, tuple(starts))


Heard = Mapping[str, float]
"""Labels, and for how many beats of sure evidence each was heard in one slot."""


def _slots(beats: Sequence[float], division: int, end: float) -> list[float]:
    """Beats cut into equal parts, and the end of the last."""
    return [
        start + (stop - start) * part / division for start, stop in pairwise([*beats, end]) for part in range(division)
    ] + [end]


def _costs(beats_a_bar: int, division: int) -> tuple[float, ...]:
    on_beats = CHANGE_COST[beats_a_bar]
    return tuple(
        on_beats[at // division] if at % division == 0 else OFF_BEAT_COST for at in range(beats_a_bar * division)
    )


def _heard(chords: Sequence[TimedChord], slots: Sequence[float], division: int) -> list[Heard]:
    rows: list[Heard] = []
    index = 0
    for start, end in pairwise(slots):
        row: dict[str, float] = {}
        while index > 0 and chords[index].start > start:
            index -= 1
        while index < len(chords) - 1 and chords[index].end <= start:
            index += 1
        at = index
        while at < len(chords) and chords[at].start < end:
            chord = chords[at]
            share = (min(end, chord.end) - max(start, chord.start)) / (end - start)
            if share > 0:
                weight = SILENCE if chord.label == NO_CHORD_LABEL else chord.confidence
                row[chord.label] = row.get(chord.label, 0.0) + share * weight / division
            at += 1
        rows.append(row)
    return rows


def _measures(bars: Bars, heard: Sequence[Heard], division: int) -> list[_Measure]:
    """Bars from the first that sounds to the last; scraps, where the tracker lost a beat, go to the bar before."""
    measures: list[_Measure] = []
    column = 0
    for bar in bars.bars:
        count = len(bar.beats) * division
        if measures and 2 * len(bar.beats) <= bars.beats_a_bar and bar is not bars.bars[-1]:
            measures[-1].count += count
        else:
            measures.append(_Measure(column, count, is_pickup=bar.number == 0))
        column += count
    sounds = [any(set(row) - {NO_CHORD_LABEL} for row in heard[one.first : one.first + one.count]) for one in measures]
    if True not in sounds:
        return []
    return measures[sounds.index(True) : len(sounds) - sounds[::-1].index(True)]


def _best_path(heard: Sequence[Heard], measures: Sequence[_Measure], costs: Sequence[float]) -> list[str]:
    """For each column of the evidence the label that is written there; only those in measures mean something."""
    labels = sorted({label for row in heard for label in row})
    kin = {
        label: [other for other in labels if other != label and root_of(other) == root_of(label)] for label in labels
    }
    place = [0] * len(heard)
    for measure in measures:
        for offset in range(measure.count):
            at = len(costs) - measure.count + offset if measure.is_pickup else offset
            place[measure.first + offset] = at % len(costs)
    score = dict.fromkeys(labels, 0.0)
    came: list[dict[str, str]] = []
    for column, row in enumerate(heard):
        best = max(labels, key=score.__getitem__)
        moved = score[best] - costs[place[column]]
        origin: dict[str, str] = {}
        after: dict[str, float] = {}
        for label in labels:
            stays = score[label] >= moved
            origin[label] = label if stays else best
            share = row.get(label, 0.0)
            if row:
                share += KIN * sum(row.get(other, 0.0) for other in kin[label])
            after[label] = (score[label] if stays else moved) + share
        came.append(origin)
        score = after
    path = [max(labels, key=score.__getitem__)] if labels else []
    for origin in reversed(came[1:]):
        path.append(origin[path[-1]])
    return path[::-1]


def _shared(heard: Sequence[Heard], measures: Sequence[_Measure], parts: Sequence[Part]) -> list[Heard]:
    """Evidence with that of the other times of the same part."""
    shared = list(heard)
    for part in parts:
        others = [other for other in parts if other.kind == part.kind and other is not part]
        if not others:
            continue
        for offset in range(part.last - part.first):
            here = measures[part.first + offset]
            for beat in range(here.count):
                row = dict(heard[here.first + beat])
                for other in others:
                    there = measures[other.first + offset]
                    if there.count != here.count:
                        continue
                    for label, share in heard[there.first + beat].items():
                        row[label] = row.get(label, 0.0) + share * OTHER_TIMES / len(others)
                shared[here.first + beat] = row
    return shared


def _symbols(analysis: Analysis, slots: Sequence[float]) -> list[dict[str, str]]:
    """For each slot, how the labels heard around it are spelled: as the nearest chord of that label is."""
    spelled: dict[str, list[TimedChord]] = {}
    for chord in analysis.chords:
        spelled.setdefault(chord.label, []).append(chord)
    starts = {label: [chord.start for chord in chords] for label, chords in spelled.items()}
    return [
        {label: chords[max(0, bisect_right(starts[label], slot) - 1)].symbol for label, chords in spelled.items()}
        for slot in slots
    ]


def _bars(
    labels: Sequence[str],
    measures: Sequence[_Measure],
    symbols: Sequence[Mapping[str, str]],
    beats_a_bar: int,
    division: int,
) -> list[Bar]:
    bars: list[Bar] = []
    before: ChordSymbol | None = None
    for measure in measures:
        placed: list[PlacedChord] = []
        for offset in range(measure.count):
            column = measure.first + offset
            symbol = parse_symbol(symbols[column][labels[column]])
            if symbol != before or not offset:
                at = Fraction(offset, division)
                if not measure.is_pickup:
                    at = Fraction(offset * beats_a_bar, measure.count)
                if not placed or placed[-1].symbol != symbol:
                    placed.append(PlacedChord(symbol, at))
            before = symbol
        bars.append(Bar(tuple(placed), beats=Fraction(measure.count, division) if measure.is_pickup else None))
    return bars


def _with_keys(analysis: Analysis, bars: list[Bar], measures: Sequence[_Measure], slots: Sequence[float]) -> list[Bar]:
    """Changes of key stand on the bar that begins nearest to them."""
    result = list(bars)
    starts = [slots[measure.first] for measure in measures]
    for _, span in pairwise(analysis.keys):
        if starts:
            nearest = min(range(len(starts)), key=lambda index: abs(starts[index] - span.start))
            result[nearest] = attrs.evolve(result[nearest], key=parse_key(span.key))
    if analysis.keys and analysis.key is not None and analysis.keys[0].key != analysis.key and result:
        result[0] = attrs.evolve(result[0], key=parse_key(analysis.keys[0].key))
    return result
