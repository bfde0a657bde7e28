"""A band that follows: tempo, beats and chords come in as they are heard, notes go out just before they sound.

A pure state machine over times in seconds, on whatever clock its caller keeps; it never looks at one itself. A chord is
heard a moment after it was struck. Where the piece repeats itself, the band therefore changes with the player, from
memory, and goes back if the player does not.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import deque
from itertools import pairwise
from statistics import median
from typing import Final

import attrs

from chordwork.harmony import NO_SYMBOL, ChordSymbol, parse_symbol
from chordwork.music.accompaniment.arranging import clicks
from chordwork.music.accompaniment.errors import PaceError
from chordwork.music.accompaniment.form import Form
from chordwork.music.accompaniment.groove import DRUMS, STEPS_PER_QUARTER, Groove, checked_tempo
from chordwork.music.accompaniment.grooves import find_groove
from chordwork.music.accompaniment.notes import PartName
from chordwork.music.accompaniment.player import Band
from chordwork.music.pulse import FASTEST_BPM, SLOWEST_BPM

PHASE_GAIN: Final = 0.35
"""Share of a beat's error that is mended at once,"""
TEMPO_GAIN: Final = 0.2
"""and share of the new tempo that is believed."""
LOST_BEATS: Final = 0.3
"""A beat further off than this share of one, twice in a row, starts the grid anew."""
CONFIRMED_WITHIN_S: Final = 1.0
"""A chord from memory that is not heard after this long was wrong."""
TAPS_KEPT: Final = 5
LONGEST_TAP_S: Final = 2.0
"""A pause of more than this between taps begins a new count."""


@attrs.frozen
class LiveNote:
    """A note to be sounded.

    Attributes:
        part: who plays it.
        pitch: MIDI number.
        time: when, in seconds on the caller's clock.
        seconds: how long.
        velocity: 1 … 127.
    """

    part: PartName
    pitch: int
    time: float
    seconds: float
    velocity: int


class LiveBand:
    """Follows a player. Silent until it knows a tempo: from :meth:`beat`, :meth:`tempo` or two taps.

    Beats are those that are felt: dotted quarters in 6/8 and 12/8. In a metre of uneven beats the tempo counts the
    short ones, and beats may come on any eighth.

    Args:
        groove: name or value.
        intensity: 0 … 1.
        seed: of small choices.

    Raises:
        UnknownGrooveError: no such groove.
    """

    def __init__(self, groove: str | Groove = "pop", *, intensity: float = 0.6, seed: int = 0) -> None:
        self._groove = find_groove(groove)
        self._band = Band(self._groove, intensity=intensity, seed=seed)
        self._pulse_quarters = float(self._groove.pulse_steps) / STEPS_PER_QUARTER
        self._uneven = len(set(self._groove.groups)) > 1
        self._clicks = dict(clicks(self._groove))
        self._period: float | None = None
        self._origin = 0.0
        self._next_step = 0
        self._given_until = float("-inf")
        self._chord = NO_SYMBOL
        self._coming: ChordSymbol | None = None
        self._heard = NO_SYMBOL
        self._form = Form()
        self._beats = 0
        self._doubted_at: float | None = None
        self._count_in_steps = 0
        self._taps: deque[float] = deque(maxlen=TAPS_KEPT)
        self._far_off = 0

    @property
    def tempo_bpm(self) -> float | None:
        """Felt beats a minute; None before any was known."""
        return None if self._period is None else 60.0 / self._period

    @property
    def chord(self) -> ChordSymbol:
        """What bass and comping play on; no chord at first."""
        return self._chord

    def tempo(self, bpm: float, at: float) -> None:
        """The tempo, without a beat. Where none was known, a bar begins at ``at``.

        Raises:
            PaceError: out of 20 … 400.
        """
        period = _period(bpm)
        if self._period is None:
            self._begin(at, period)
        else:
            self._retime(at, self._period + TEMPO_GAIN * (period - self._period))

    def beat(self, time: float, bpm: float) -> None:
        """A beat falls at ``time``. The grid moves towards it a little, or starts anew where it is lost.

        Raises:
            PaceError: a tempo out of 20 … 400.
        """
        period = _period(bpm)
        if self._period is None:
            self._begin(time, period)
            return
        grid_s = self._quarter_s / 2.0 if self._uneven else self._period
        beats = (time - self._origin) / grid_s
        error = beats - round(beats)
        if abs(error) > LOST_BEATS:
            self._far_off += 1
            if self._far_off >= 2:
                self._begin(time, period)
            return
        self._far_off = 0
        self._origin += PHASE_GAIN * error * grid_s
        self._retime(time, self._period + TEMPO_GAIN * (period - self._period))

    def tap(self, time: float) -> float | None:
        """A tap by hand; the median of the last few intervals is the tempo, and the last tap a beat.

        Returns:
            the tempo so far; None after one tap.
        """
        if self._taps and not 0.0 < time - self._taps[-1] <= LONGEST_TAP_S:
            self._taps.clear()
        self._taps.append(time)
        taps = list(self._taps)
        intervals = [after - before for before, after in pairwise(taps)]
        if not intervals:
            return None
        bpm = min(max(60.0 / median(intervals), SLOWEST_BPM), FASTEST_BPM)
        self._begin(time, 60.0 / bpm)
        return bpm

    def downbeat(self, time: float) -> None:
        """A bar begins at the beat nearest to ``time``."""
        if self._period is not None:
            shift = self._step_of(self._pulse_near(time)) % self._groove.bar_steps
            self._origin += shift * self._quarter_s / STEPS_PER_QUARTER
            self._next_step -= shift

    def count_in(self, bars: int = 1) -> None:
        """Click for so many bars from the next bar on, before the band plays; 0 … 4."""
        if not 0 <= bars <= 4:
            raise PaceError(f"{bars} bars of counting in: give 0 to 4")
        groove = self._groove
        begin = -(-self._next_step // groove.bar_steps) * groove.bar_steps
        self._count_in_steps = begin + bars * groove.bar_steps

    def follow(self, chord: str | ChordSymbol, since: float | None = None) -> None:
        """The chord that was heard; bass and comping take it up at the next beat.

        Args:
            chord: as heard.
            since: when it seems to have been struck.

        Raises:
            HarmonySyntaxError: a text that is no chord.
        """
        self._heard = parse_symbol(chord) if isinstance(chord, str) else chord
        self._coming = None if self._heard == self._chord else self._heard
        self._doubted_at = None
        if since is not None and self._period is not None:
            self._form.rings(self._heard, self._beat_at(since))

    def settle(self, chord: str | ChordSymbol, start: float, end: float) -> None:
        """A chord is over, and it is decided what it was: the band learns the form from it.

        Raises:
            HarmonySyntaxError: a text that is no chord.
        """
        if self._period is not None:
            symbol = parse_symbol(chord) if isinstance(chord, str) else chord
            self._form.settle(symbol, self._beat_at(start), self._beat_at(end))

    def due(self, until: float) -> list[LiveNote]:
        """Notes that begin before ``until``, oldest first; none twice, and none before an ``until`` given earlier."""
        notes: list[LiveNote] = []
        if self._period is None:
            self._given_until = max(self._given_until, until)  # what begins later must not reach back
            return notes
        while (time := self._time_of(self._next_step)) < until:
            step = self._next_step
            self._next_step += 1
            time = max(time, self._given_until)
            fresh = step % self._groove.bar_steps in self._groove.pulses and self._change(time)
            if step < self._count_in_steps:
                notes += self._click(step, time)
                continue
            step_s = self._quarter_s / STEPS_PER_QUARTER
            following = self._form.expected(self._beats)
            for stroke in self._band.play(step, self._chord, following, fresh=fresh):
                late = stroke.order * self._groove.strum_ms / 1000.0
                notes.append(
                    LiveNote(stroke.part, stroke.pitch, time + late, stroke.steps * step_s * 0.95, stroke.velocity)
                )
        self._given_until = max(self._given_until, until)
        return sorted(notes, key=lambda note: note.time)

    def _beat_at(self, time: float) -> int:
        """The number of the beat nearest to a time, counted as :meth:`due` gives beats out."""
        return self._beats - (self._pulse_from(self._next_step) - self._pulse_near(time))

    def _pulse_from(self, step: int) -> int:
        """The felt beat on a step or after it, counted on the grid from its origin."""
        bar, place = divmod(step, self._groove.bar_steps)
        return bar * len(self._groove.pulses) + bisect_left(self._groove.pulses, place)

    def _step_of(self, pulse: int) -> int:
        bar, place = divmod(pulse, len(self._groove.pulses))
        return bar * self._groove.bar_steps + self._groove.pulses[place]

    def _pulse_near(self, time: float) -> int:
        """The felt beat nearest to a time."""
        place = (time - self._origin) / self._quarter_s * STEPS_PER_QUARTER
        after = self._pulse_from(math.floor(place))
        return min((after - 1, after, after + 1), key=lambda pulse: abs(self._step_of(pulse) - place))

    def _change(self, time: float) -> bool:
        """Take up a chord on a beat: the one heard, else the one that the form expects; whether it is another."""
        beat = self._beats
        self._beats += 1
        chord = self._coming
        if chord is None and self._doubted_at is not None and time >= self._doubted_at:
            chord, self._doubted_at = self._heard, None
        elif chord is None and self._doubted_at is None:
            chord = self._form.expected(beat)
            if chord is not None:
                self._doubted_at = time + CONFIRMED_WITHIN_S
        self._coming = None
        fresh = chord is not None and chord != self._chord
        if chord is not None:
            self._chord = chord
        return fresh

    def _click(self, step: int, time: float) -> list[LiveNote]:
        velocity = self._clicks.get(step % self._groove.bar_steps)
        return [] if velocity is None else [LiveNote("drums", DRUMS["rim"], time, 0.1, velocity)]

    def _begin(self, time: float, period: float) -> None:
        """A bar begins at ``time``; what was given out stays given out."""
        self._origin, self._period, self._far_off = time, period, 0
        counting = max(0, self._count_in_steps - self._next_step)
        self._next_step = 0
        while self._time_of(self._next_step) < self._given_until:
            self._next_step += 1
        self._count_in_steps = counting

    def _retime(self, at: float, period: float) -> None:
        """Change the tempo so that what is at ``at`` stays there."""
        assert self._period is not None
        beats = (at - self._origin) / self._period
        self._period = period
        self._origin = at - beats * period

    def _time_of(self, step: int) -> float:
        return self._origin + self._groove.beat_of(step) * self._quarter_s

    @property
    def _quarter_s(self) -> float:
        assert self._period is not None
        return self._period / self._pulse_quarters


def _period(bpm: float) -> float:
    return 60.0 / checked_tempo(bpm)
