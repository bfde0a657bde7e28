"""What was played against what is written: a recording's chords, bar by bar of a song.

The chart is cut into beats, the recording into frames as long as a beat; a Viterbi search finds the way through the
chart that explains the frames best. It may stay on a beat or leave one out (a tempo that drifts), go back to the
beginning of a part or of a bar (what is played again, or begun anew), and have anything before and after the song.
Several tempos are tried, and the one with the cheapest way is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Any, Final, Literal

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.harmony import NO_SYMBOL, ChordSymbol, to_lead_sheet, transpose
from chordwork.music.charts import Chart, to_chart
from chordwork.music.practice.errors import HeardError, TargetError
from chordwork.music.song import Song

MAX_BEATS: Final = 8_000
"""Longest chart, in beats as they are played."""
MAX_FRAMES: Final = 20_000
MAX_CELLS: Final = 40_000_000
"""Frames times beats of one search: 160 MB."""
SLOWEST_BPM: Final = 40.0
FASTEST_BPM: Final = 260.0
TEMPO_STEP: Final = 1.08
"""From one tempo that is tried to the next, where it is not known; then nearer ones beside the best:"""
NEARER: Final = (0.95, 0.97, 0.985, 1.0, 1.015, 1.03, 1.05)
MULTIPLES: Final = (0.5, 2 / 3, 0.75, 1.0, 4 / 3, 1.5, 2.0)
"""Of a tempo that was found in the sound, which may count other beats than the chart."""
NEAR: Final = 1.06
"""How far, as a ratio, such a tempo may be from the best of the others to be tried beside it."""

_STAY: Final = 0.35
"""Cost of a beat that lasts a frame longer, or is left out; of a frame that is wrong: 1."""
_AROUND: Final = 0.9
"""Of a frame with a chord before or after the song; without one it is free."""
_AGAIN: Final = 1.0
"""Of going from the end to the beginning."""
_TO_PART: Final = 2.5
"""Of going to the beginning of a part from the end of a bar,"""
_TO_BAR: Final = 5.0
"""and to any other bar."""
RIGHT: Final = 0.75
"""Of a chord from which it counts as played."""
_OTHER_KEY: Final = 1.5
"""How many times better another key has to fit before it is taken."""

FaultKind = Literal["wrong", "missed"]


@attrs.frozen
class HeardChord:
    """A chord of a recording.

    Attributes:
        start: seconds.
        end: seconds.
        symbol: its value; ``NO_SYMBOL`` where nothing was heard.
    """

    start: float
    end: float
    symbol: ChordSymbol


@attrs.frozen
class Fault:
    """A chord that was not played as it is written.

    Attributes:
        kind: "wrong": another one was played; "missed": the one before went on, or nothing was played.
        expected: as written, in the key that was played in.
        heard: most of what was heard instead; ``N.C.`` for nothing.
        at: seconds.
    """

    kind: FaultKind
    expected: str
    heard: str
    at: float


@attrs.frozen
class PlayedBarFeedback:
    """One bar as it was played.

    Attributes:
        number: of the bar as it is played by the book, from 1, repeats written out.
        section: name of its part.
        start: seconds.
        end: seconds.
        score: 0 … 1, how much of it was right.
        expected: its chords.
        heard: what was heard, in order.
        faults: chords that were not played as written.
    """

    number: int
    section: str
    start: float
    end: float
    score: float
    expected: tuple[str, ...]
    heard: tuple[str, ...]
    faults: tuple[Fault, ...]


@attrs.frozen
class SongFeedback:
    """How a song was played.

    Attributes:
        score: 0 … 1, over all bars that were played.
        tempo_bpm: quarter notes a minute.
        transposed_by: semitones from the chart to what was played, -5 … 6.
        bars: in the order in which they were played; one that was played twice is there twice.
        left_out: numbers of bars that were never played.
    """

    score: float
    tempo_bpm: float
    transposed_by: int
    bars: tuple[PlayedBarFeedback, ...]
    left_out: tuple[int, ...]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All chords that were not played as written."""
        return tuple(fault for bar in self.bars for fault in bar.faults)

    def to_dict(self) -> dict[str, Any]:
        """JSON data."""
        return attrs.asdict(self)


def check_song(song: Song | Chart, heard: Sequence[HeardChord], *, tempo_bpm: float | None = None) -> SongFeedback:
    """Compare what was heard with a song.

    >>> from chordwork.harmony import parse_symbol
    >>> from chordwork.music.charts import read_chart
    >>> played = [HeardChord(2.0 * n, 2.0 * n + 2, parse_symbol(name)) for n, name in enumerate(["C", "Em", "F", "G"])]
    >>> [(fault.expected, fault.heard) for fault in check_song(read_chart("C Am F G"), played).faults]
    [('Am', 'Em')]

    Args:
        song: what was to be played, as it sounds.
        heard: chords in order, such as the final ones of :class:`~chordwork.engine.Recognizer`; gaps are silence.
        tempo_bpm: as it was found in the recording, where it was; it is tried, and what a tracker may take for it,
            where the chart is played at about such a tempo.

    Raises:
        HeardError: nothing was heard, or for longer than can be compared.
        TargetError: a song without chords, or one that is too long.
        UnplayableSongError: its signs cannot be followed.
    """
    chart = to_chart(song) if isinstance(song, Song) else song
    beats = _beats(chart)
    pieces = [each for each in heard if each.end > each.start]
    if not any(each.symbol.is_chord for each in pieces):
        raise HeardError("no chord was heard: play louder, or closer to the microphone")
    if not any(beat.symbol.is_chord for beat in beats):
        raise TargetError("there is no chord in this song: give one that has some")
    if len(beats) > MAX_BEATS:
        raise TargetError(f"{len(beats)} beats are to be played: give at most {MAX_BEATS}")
    shift = _shift(beats, pieces)
    if shift:
        beats = [attrs.evolve(beat, symbol=transpose(beat.symbol, shift)) for beat in beats]
    tempo, way, frames = _best_way(beats, pieces, tempo_bpm)
    return _feedback(beats, pieces, way, frames, tempo, shift)


@attrs.frozen
class _Beat:
    """A beat, or half of one, of the chart.

    Attributes:
        symbol: what sounds at its beginning.
        bar: index of its bar.
        first: it begins its bar.
        part: it begins its part.
        section: name of that.
        quarters: its length.
    """

    symbol: ChordSymbol
    bar: int
    first: bool
    part: bool
    section: str
    quarters: Fraction


def _beats(chart: Chart) -> list[_Beat]:
    """Quarter notes; halves of them if bars or chords need it."""
    lengths = [chord.beats * Fraction(4, bar.metre[1]) for bar in chart.bars for chord in bar.chords]
    step = Fraction(1) if all(length.denominator == 1 for length in lengths) else Fraction(1, 2)
    beats: list[_Beat] = []
    section: str | None = None
    for number, bar in enumerate(chart.bars):
        begins_part = bar.section != section
        section = bar.section
        ends: list[tuple[Fraction, ChordSymbol]] = []
        now = Fraction(0)
        for chord in bar.chords:
            now += chord.beats * Fraction(4, bar.metre[1])
            ends.append((now, NO_SYMBOL if chord.symbol.unknown else chord.symbol))
        for index in range(max(1, round(now / step))):
            symbol = next((each for end, each in ends if end > index * step), NO_SYMBOL)
            beats.append(_Beat(symbol, number, index == 0, index == 0 and begins_part, section, step))
            if len(beats) > MAX_BEATS:
                return beats
    return beats


@lru_cache(maxsize=4096)
def likeness(written: ChordSymbol, heard: ChordSymbol) -> float:
    """How right a chord is where another is written, 0 … 1.

    1 for the same triad on the same root, whatever is added, and for the same notes under another name; less than a
    half for what only shares notes.
    """
    if not written.is_chord or not heard.is_chord:
        return float(written.is_chord == heard.is_chord)
    ours, theirs = written.pitch_classes, heard.pitch_classes
    assert written.root is not None
    assert heard.root is not None
    same_root = written.root.pitch_class == heard.root.pitch_class
    if ours == theirs or (same_root and _family(written) == _family(heard)):
        return 1.0
    if same_root and (None in (_family(written)[0], _family(heard)[0])):
        return 0.8  # a power or suspended chord in the place of a third, or the other way
    return 0.45 * len(ours & theirs) / len(ours | theirs)


def _family(symbol: ChordSymbol) -> tuple[int | None, int | None]:
    """Third and fifth above the root, in semitones; None without one."""
    intervals = symbol.intervals
    third = next((each for each in (4, 3) if each in intervals), None)
    fifth = next((each for each in (7, 6, 8) if each in intervals), 7)
    return third, fifth


def _shift(beats: Sequence[_Beat], pieces: Sequence[HeardChord]) -> int:
    """Semitones from the chart to what was played, -5 … 6, going by how long each triad sounds."""
    written, played = np.zeros((2, 12)), np.zeros((2, 12))
    for beat in beats:
        if beat.symbol.root is not None:
            written[int(3 in beat.symbol.intervals), beat.symbol.root.pitch_class] += float(beat.quarters)
    for each in pieces:
        if each.symbol.root is not None:
            played[int(3 in each.symbol.intervals), each.symbol.root.pitch_class] += each.end - each.start
    fits = [float((np.roll(written, shift, axis=1) * played).sum()) for shift in range(12)]
    best = int(np.argmax(fits))
    if fits[best] < _OTHER_KEY * fits[0]:
        return 0
    return best if best <= 6 else best - 12


def _best_way(
    beats: Sequence[_Beat], pieces: Sequence[HeardChord], tempo_bpm: float | None
) -> tuple[float, list[int], list[tuple[float, float]]]:
    """The tempo, for each frame the beat that it plays (-1: none), and the frames."""
    start, end = pieces[0].start, pieces[-1].end
    step = float(beats[0].quarters)
    chart = _Search.of(beats)

    def fits_at(bpm: float) -> NDArray[np.float64]:
        frames = _frames(start, end, step * 60 / bpm)
        return chart.fits(_weights(pieces, frames, chart.heard_of(pieces)), pieces)

    def cheapest(tempos: Sequence[float]) -> float:
        possible = [bpm for bpm in tempos if _can_be_searched((end - start) / (step * 60 / bpm), len(beats))]
        if not possible:
            raise HeardError("too long, or too short, to be compared with this song: give the part that is played")
        costs = [chart.cost(fits := fits_at(bpm)) / fits.shape[0] for bpm in possible]
        return possible[int(np.argmin(np.round(costs, 9)))]

    steps = int(np.log(FASTEST_BPM / SLOWEST_BPM) / np.log(TEMPO_STEP))
    best = cheapest([SLOWEST_BPM * TEMPO_STEP**power for power in range(steps + 1)])
    found = [tempo_bpm * multiple for multiple in MULTIPLES] if tempo_bpm is not None else []
    near = [bpm for bpm in found if best / NEAR <= bpm <= best * NEAR]
    bpm = cheapest([*near, *(best * factor for factor in NEARER)])
    return bpm, chart.way(fits_at(bpm)), _frames(start, end, step * 60 / bpm)


def _can_be_searched(frames: float, beats: int) -> bool:
    return 1 <= frames <= MAX_FRAMES and frames * beats <= MAX_CELLS


def _frames(start: float, end: float, length: float) -> list[tuple[float, float]]:
    count = max(1, round((end - start) / length))
    return [(start + index * length, start + (index + 1) * length) for index in range(count)]


def _weights(
    pieces: Sequence[HeardChord], frames: Sequence[tuple[float, float]], index_of: dict[ChordSymbol, int]
) -> NDArray[np.float64]:
    """How much of each frame each chord fills; what is left is silence. Shape ``(frames, different chords)``."""
    weights = np.zeros((len(frames), len(index_of)))
    first = 0
    for row, (begin, end) in enumerate(frames):
        while first < len(pieces) - 1 and pieces[first].end <= begin:
            first += 1
        for piece in pieces[first:]:
            if piece.start >= end:
                break
            overlap = min(piece.end, end) - max(piece.start, begin)
            if overlap > 0:
                weights[row, index_of[_silenced(piece.symbol)]] += overlap / (end - begin)
    weights[:, index_of[NO_SYMBOL]] += np.maximum(0.0, 1.0 - weights.sum(axis=1))
    return weights


def _silenced(symbol: ChordSymbol) -> ChordSymbol:
    return NO_SYMBOL if symbol.unknown else symbol


@attrs.frozen(eq=False)
class _Search:
    """The chart, ready to be searched.

    Attributes:
        symbols: different chords of it.
        which: for each beat, the index of its chord among them.
        to_bar: for each beat, what going there from the end of any bar costs; infinite within a bar.
        ends_bar: whether each beat is the last of its bar.
    """

    symbols: tuple[ChordSymbol, ...]
    which: NDArray[np.int64]
    to_bar: NDArray[np.float64]
    ends_bar: NDArray[np.bool_]

    @classmethod
    def of(cls, beats: Sequence[_Beat]) -> _Search:
        symbols = tuple(dict.fromkeys(beat.symbol for beat in beats))
        index = {symbol: place for place, symbol in enumerate(symbols)}
        cost = [_TO_PART if beat.part else _TO_BAR if beat.first else np.inf for beat in beats]
        ends = [beat.first for beat in beats[1:]] + [True]
        return cls(symbols, np.array([index[beat.symbol] for beat in beats]), np.array(cost), np.array(ends))

    @staticmethod
    def heard_of(pieces: Sequence[HeardChord]) -> dict[ChordSymbol, int]:
        """Different chords that were heard, silence among them, by their index."""
        found = dict.fromkeys([NO_SYMBOL, *(_silenced(piece.symbol) for piece in pieces)])
        return {symbol: index for index, symbol in enumerate(found)}

    def fits(self, weights: NDArray[np.float64], pieces: Sequence[HeardChord]) -> NDArray[np.float64]:
        """How right each frame is for each beat, and in the last column how silent it is. ``(frames, beats + 1)``."""
        heard = self.heard_of(pieces)
        table = np.array([[likeness(written, each) for written in self.symbols] for each in heard])
        silence = weights[:, [heard[NO_SYMBOL]]]
        return np.hstack([(weights @ table)[:, self.which], silence])

    def cost(self, fits: NDArray[np.float64]) -> float:
        """Of the cheapest way."""
        return self._search(fits, None)

    def way(self, fits: NDArray[np.float64]) -> list[int]:
        """The cheapest way: for each frame the beat that it plays, -1 before and after the song."""
        count = len(self.which)
        back = np.zeros((fits.shape[0], count + 2), dtype=np.int32)
        self._search(fits, back)
        state = int(back[0, 0])  # where the last frame is, see _search
        states = [state]
        for row in range(fits.shape[0] - 1, 0, -1):
            state = int(back[row, state])
            states.append(state)
        return [state if state < count else -1 for state in reversed(states)]

    def _search(self, fits: NDArray[np.float64], back: NDArray[np.int32] | None) -> float:
        """Costs of the cheapest ways; with ``back``, where each came from, and in its first row where it ends.

        State ``count`` is before the song, ``count + 1`` after it.
        """
        count = len(self.which)
        before, after = count, count + 1
        places = np.arange(count)
        begin = np.where(places == 0, 0.0, np.where(np.isinf(self.to_bar), np.inf, self.to_bar))
        costs = np.full(count + 2, np.inf)
        outside = _AROUND * (1.0 - fits[0, count])
        costs[:count] = begin + 1.0 - fits[0, :count]
        costs[before] = outside
        for row in range(1, fits.shape[0]):
            wrong = 1.0 - fits[row, :count]
            outside = _AROUND * (1.0 - fits[row, count])
            options = np.full((5, count), np.inf)
            options[0, 1:] = costs[: count - 1]
            options[1] = costs[:count] + _STAY
            options[2, 2:] = costs[: count - 2] + _STAY
            ended = np.where(self.ends_bar, costs[:count], np.inf)
            leaver = int(np.argmin(ended))
            options[3] = ended[leaver] + self.to_bar
            options[3, 0] = min(options[3, 0], costs[count - 1] + _AGAIN)
            options[4] = costs[before] + begin
            choice = np.argmin(options, axis=0)
            new = np.empty(count + 2)
            new[:count] = options[choice, places] + wrong
            new[before] = costs[before] + outside
            last = int(np.argmin(ended))
            closing = costs[last] + (0.0 if last == count - 1 else _TO_PART)
            if costs[count - 1] < closing:
                last, closing = count - 1, float(costs[count - 1])
            new[after] = min(costs[after], closing) + outside
            if back is not None:
                origins = np.stack([places - 1, places, places - 2, np.full(count, leaver), np.full(count, before)])
                if costs[count - 1] + _AGAIN <= options[3, 0]:
                    origins[3, 0] = count - 1
                back[row, :count] = origins[choice, places]
                back[row, before] = before
                back[row, after] = after if costs[after] <= closing else last
            costs = new
        final = np.where(self.ends_bar, costs[:count], costs[:count] + 0.5)
        ending = [float(final.min()), np.inf, float(costs[after])]
        end = int(np.argmin(final)) if ending[0] <= ending[2] else after
        if back is not None:
            back[0, 0] = end
        return min(ending)


def _feedback(
    beats: Sequence[_Beat],
    pieces: Sequence[HeardChord],
    way: Sequence[int],
    frames: Sequence[tuple[float, float]],
    tempo: float,
    shift: int,
) -> SongFeedback:
    visits: list[list[int]] = []
    previous = -1
    for frame, beat in enumerate(way):
        if beat >= 0:
            again = previous < 0 or beats[beat].bar != beats[previous].bar or beat < previous
            if again:
                visits.append([])
            visits[-1].append(frame)
        previous = beat
    bars = tuple(_bar_feedback(beats, pieces, way, frames, visit) for visit in visits)
    played = {bar.number for bar in bars}
    last = beats[-1].bar + 1
    score = sum(bar.score for bar in bars) / len(bars) if bars else 0.0
    left_out = tuple(number for number in range(1, last + 1) if number not in played)
    return SongFeedback(round(score, 3), round(tempo, 1), shift, bars, left_out)


def _bar_feedback(
    beats: Sequence[_Beat],
    pieces: Sequence[HeardChord],
    way: Sequence[int],
    frames: Sequence[tuple[float, float]],
    visit: Sequence[int],
) -> PlayedBarFeedback:
    start, end = frames[visit[0]][0], frames[visit[-1]][1]
    faults: list[Fault] = []
    right = total = 0.0
    first = beats[way[visit[0]]]
    in_bar = [index for index, beat in enumerate(beats) if beat.bar == first.bar]
    for symbol, group in groupby(visit, key=lambda frame: beats[way[frame]].symbol):
        rows = list(group)
        begin, finish = frames[rows[0]][0], frames[rows[-1]][1]
        sounding = _sounding(pieces, begin, finish)
        good = sum(likeness(symbol, each) * seconds for each, seconds in sounding.items())
        right += good
        total += finish - begin
        if good < RIGHT * (finish - begin) and symbol.is_chord:
            heard = max(sounding, key=lambda each: sounding[each])
            if likeness(symbol, heard) >= RIGHT:
                continue  # most of it was right
            earlier = (beat.symbol for beat in reversed(beats[: way[rows[0]]]) if beat.symbol != symbol)
            missed = not heard.is_chord or likeness(next(earlier, NO_SYMBOL), heard) >= RIGHT
            names = to_lead_sheet(symbol), to_lead_sheet(heard)
            faults.append(Fault("missed" if missed else "wrong", *names, round(begin, 3)))
    written = [to_lead_sheet(symbol) for symbol, _ in groupby(beats[index].symbol for index in in_bar)]
    heard_names = [to_lead_sheet(each) for each in _sounding(pieces, start, end)]
    return PlayedBarFeedback(
        first.bar + 1,
        first.section,
        round(start, 3),
        round(end, 3),
        round(right / total, 3) if total else 0.0,
        tuple(written),
        tuple(heard_names),
        tuple(faults),
    )


def _sounding(pieces: Sequence[HeardChord], begin: float, end: float) -> dict[ChordSymbol, float]:
    """Chords between two times with their seconds, in order; what is left is silence."""
    found: dict[ChordSymbol, float] = {}
    for piece in pieces:
        overlap = min(piece.end, end) - max(piece.start, begin)
        if overlap > 0.0:
            symbol = _silenced(piece.symbol)
            found[symbol] = found.get(symbol, 0.0) + overlap
    left = end - begin - sum(found.values())
    if left > 1e-6 or not found:
        found[NO_SYMBOL] = found.get(NO_SYMBOL, 0.0) + max(0.0, left)
    return found
