"""Chord evidence to what is final and to what is shown now, hop by hop. Not thread-safe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from ._buffers import DoubleArray, FloatArray
from ._native import ffi, lib
from ._saving import MOST, Saved, restored_array, saved_array
from ._viterbi import FixedLagViterbi
from .errors import AudioFormatError, SnapshotError

if TYPE_CHECKING:
    from ._native import CData

MAX_STATES: Final = 1024
_FLOAT32: Final = np.dtype(np.float32)
_FLOATS: Final = ffi.typeof("float[]")
_from_buffer: Final = ffi.from_buffer
_NOT_KNOWN: Final = ffi.NULL
_step: Final = lib.cw_tiers_step
_NEWS: Final = [(bool(news & lib.CW_CLOSED), bool(news & lib.CW_SHOWN)) for news in range(4)]
"""Looked up once: each hop of each stream comes by here."""
_MAX_ROWS: Final = 16
"""Intervals above a root: a bit each of what a chord has."""
_COUNTS: Final = ("heard", "decided", "segment_hops", "resting_hops", "since_rise")
_STATES: Final = ("segment_state", "leader", "shown")
_KEPT: Final = ("posterior", "arrival", "bass_mean", "segment_posterior", "segment_bass", "resting_posterior")


@attrs.frozen(kw_only=True)
class TierSettings:
    """Constants of both tiers.

    rows : roots, and intervals of a bass above each
    intervals : of each quality, above the root; chords lie root by root, and none is the last state
    penalty : cost of a change to each state in the final tier, np.ndarray [shape=(states,), float64]
    lag : hops after which the final tier decides
    temperature : by which log-probabilities are divided, so that confidence means probability
    sharpness : exponent on the evidence in the provisional tier; below 1 where neighbouring hops share it
    arrival : probability that a hop arrives in each state from elsewhere, likewise np.ndarray [shape=(states,)]
    keep : and that it stays where it is
    threshold : a state is shown from this filtered probability on,
    margin : and from this many times that of the one shown
    inversion_threshold : mean probability from which on a bass other than the root is named,
    bass_hysteresis : more where none was named, less where one was
    bass_share : of the newest hop in that mean
    bass_settling : hops for which a chord has led before its bass may change
    cost : of each state in both tiers, nats a hop: np.ndarray [shape=(states,), float64], or None: nothing
    power : which quality is root and fifth alone, from 0; None: none is
    third_cost : by which one costs more, nats a hop, where its third certainly sounds; where it may, in proportion
    rest_hops : of none between two chords that still belong to the first, in the final tier,
    shown_rest_hops : and for which none has to lead in the provisional tier before it is shown after a chord
    """

    rows: int
    intervals: Sequence[Iterable[int]]
    penalty: DoubleArray
    lag: int
    temperature: float
    sharpness: float
    arrival: DoubleArray
    keep: float
    threshold: float
    margin: float
    inversion_threshold: float
    bass_hysteresis: float
    bass_share: float
    bass_settling: int
    cost: DoubleArray | None = None
    power: int | None = None
    third_cost: float = 0.0
    rest_hops: int = 0
    shown_rest_hops: int = 0


class ChordTiers:
    """Both tiers of one stream.

    The final tier is a fixed-lag Viterbi search; the hops that it takes for one chord in a row are a segment. The
    provisional tier is a forward filter: what it shows changes when another state leads clearly, or when the bass of
    the one shown does. After a chord, both wait whether none lasts long enough for a rest.
    """

    def __init__(self, settings: TierSettings) -> None:
        states, rows = len(settings.penalty), settings.rows
        if states != rows * len(settings.intervals) + 1 or states > MAX_STATES or len(settings.arrival) != states:
            raise AudioFormatError(
                f"{states} states are not {rows} roots of {len(settings.intervals)} qualities and none"
            )
        intervals = [tuple(each) for each in settings.intervals]
        if not 1 <= rows <= _MAX_ROWS or not all(0 <= each < rows for chord in intervals for each in chord):
            raise AudioFormatError(f"{rows} roots: there may be 1 to {_MAX_ROWS}, and a chord has intervals below that")
        self._cost: DoubleArray = np.zeros(states) if settings.cost is None else np.array(settings.cost, np.float64)
        if settings.power is not None and not 0 <= settings.power < len(intervals):
            raise AudioFormatError(f"quality {settings.power} is none of {len(intervals)}")
        if self._cost.shape != (states,) or not np.isfinite(self._cost).all():
            raise AudioFormatError(f"costs of {states} states were expected, finite ones")
        self._states, self._rows = states, rows
        self._viterbi = FixedLagViterbi(settings.penalty, settings.lag)
        self._search: CData = self._viterbi._viterbi
        self._places = settings.lag + 1
        self._intervals: CData = ffi.new("uint16_t[]", [sum(1 << i for i in set(each)) for each in intervals])
        none = states - 1
        self._posteriors: FloatArray = np.zeros((self._places, states), np.float32)
        self._basses: FloatArray = np.zeros((self._places, rows, rows), np.float32)
        self.posterior: DoubleArray = np.zeros(states)
        """Filtered probability of each state now."""
        self.posterior[none] = 1.0
        self.arrival: DoubleArray = np.array(settings.arrival, np.float64)
        """Probability that a hop arrives in each state from elsewhere; may be written to."""
        self._bass_mean: DoubleArray = np.zeros((rows, rows))
        self._segment_posterior: DoubleArray = np.zeros(states)
        self._segment_bass: DoubleArray = np.zeros(rows)
        self._resting_posterior: DoubleArray = np.zeros(states)
        self._closed_posterior: DoubleArray = np.zeros(states)
        self._closed_bass: DoubleArray = np.zeros(rows)
        self._plan: CData = ffi.new(
            "cw_tiers_plan *",
            {
                "states": states,
                "rows": rows,
                "qualities": len(settings.intervals),
                "power": len(settings.intervals) if settings.power is None else settings.power,
                "places": self._places,
                "intervals": self._intervals,
                "cost": ffi.from_buffer("double[]", self._cost),
                **{
                    name: getattr(settings, name)
                    for name in (
                        *("temperature", "sharpness", "keep", "threshold", "margin", "inversion_threshold"),
                        *(
                            "third_cost",
                            "bass_hysteresis",
                            "bass_share",
                            "bass_settling",
                            "rest_hops",
                            "shown_rest_hops",
                        ),
                    )
                },
            },
        )
        doubles = (*(name for name in _KEPT if name != "posterior"), "posterior", "closed_posterior", "closed_bass")
        views = {name: ffi.from_buffer("double[]", self._array(name), require_writable=True) for name in doubles}
        floats = {"posteriors": self._posteriors, "basses": self._basses}
        views |= {name: ffi.from_buffer("float[]", array, require_writable=True) for name, array in floats.items()}
        self._views = views
        self._tiers: CData = ffi.new("cw_tiers *", views)
        for name in ("segment_state", "closed_state", "leader", "shown"):
            setattr(self._tiers, name, none)

    def step(self, chord: FloatArray, bass: FloatArray, notes: FloatArray | None = None) -> tuple[bool, bool]:
        """Take one hop: whether a segment has ended by it, and whether what is shown has changed.

        chord : log-probabilities, np.ndarray [shape=(states,), float32]
        bass : log-probabilities of each interval above each root, np.ndarray [shape=(rows, rows), float32]
        notes : probability that each root sounds, np.ndarray [shape=(rows,), float32]; None: not known
        """
        if chord.shape != (self._states,) or bass.shape != (self._rows, self._rows):
            raise AudioFormatError(f"evidence of {self._states} states and {self._rows} basses each was expected")
        sounding = _NOT_KNOWN
        if notes is not None:
            if notes.shape != (self._rows,):
                raise AudioFormatError(f"{self._rows} roots may sound, not {notes.shape}")
            sounding = _floats(notes)
        news = _step(self._plan, self._tiers, self._search, _floats(chord), _floats(bass), sounding)
        return _NEWS[news]

    def flush(self) -> Iterable[bool]:
        """Decide the hops that still wait, one after the other: whether a segment has ended by it. Only once.

        Where the audio ends in a rest that was still waited for, a segment ends by that once more.
        """
        for state in self._viterbi.flush():
            yield bool(lib.cw_tiers_decide(self._plan, self._tiers, state))
        if lib.cw_tiers_end(self._plan, self._tiers):
            yield True

    def rest(self, hops: int, shown_hops: int) -> None:
        """From now on, `rest_hops` and `shown_rest_hops` are these."""
        self._plan.rest_hops, self._plan.shown_rest_hops = hops, shown_hops

    @property
    def heard_hops(self) -> int:
        """Hops taken."""
        return int(self._tiers.heard)

    @property
    def decided_hops(self) -> int:
        """Hops of them whose state is final."""
        return int(self._tiers.decided)

    @property
    def closed(self) -> tuple[int, DoubleArray, DoubleArray]:
        """The segment that ended last: its state, mean posterior, and mean bass above its root."""
        tiers = self._tiers
        hops = max(tiers.closed_hops, 1)
        return tiers.closed_state, self._closed_posterior / hops, self._closed_bass / hops

    @property
    def closed_end(self) -> int:
        """The first hop behind it, from 0."""
        return int(self._tiers.closed_end)

    @property
    def segment(self) -> tuple[int, DoubleArray, DoubleArray]:
        """The same of the one under construction."""
        tiers = self._tiers
        hops = max(tiers.segment_hops, 1)
        return tiers.segment_state, self._segment_posterior / hops, self._segment_bass / hops

    @property
    def shown(self) -> tuple[int, int]:
        """The state that is shown, and the interval of its bass above the root."""
        return self._tiers.shown, self._tiers.shown_interval

    @property
    def hops_since_rise(self) -> int:
        """For how many hops the likeliest state has led."""
        return int(self._tiers.since_rise)

    def snapshot(self) -> Saved:
        """What was heard and is not decided yet, what was decided and is not over, and what is shown."""
        tiers = self._tiers
        waiting = [place % self._places for place in range(tiers.decided, tiers.heard)]
        return {
            "viterbi": self._viterbi.snapshot(),
            "posteriors": saved_array(self._posteriors[waiting]),
            "basses": saved_array(self._basses[waiting]),
            "counts": {name: getattr(tiers, name) for name in (*_COUNTS, *_STATES, "shown_interval")},
            **{name: saved_array(self._array(name)) for name in _KEPT},
        }

    def restore(self, saved: Saved) -> None:
        """Go on from there. Raises `SnapshotError` for no state of such tiers; then these are of no use any more."""
        counts, tiers = saved["counts"], self._tiers
        self._viterbi.restore(saved["viterbi"])
        for name in (*_COUNTS, *_STATES, "shown_interval"):
            most = MOST if name in _COUNTS else self._states - 1 if name in _STATES else self._rows - 1
            count = counts[name]
            if type(count) is not int or not 0 <= count <= most:
                raise SnapshotError(f"{name} cannot be {count!r}")
            setattr(tiers, name, count)
        hops = tiers.heard - tiers.decided
        if not 0 <= hops < self._places:
            raise SnapshotError("a snapshot has a hop for each that is not decided yet")
        if tiers.resting_hops > (tiers.decided if tiers.segment_state < self._states - 1 else 0):
            raise SnapshotError("a rest lies between the chord before it and the hop decided last")
        waiting = [place % self._places for place in range(tiers.decided, tiers.heard)]
        self._posteriors[waiting] = restored_array(saved["posteriors"], np.float32, (hops, self._states))
        self._basses[waiting] = restored_array(saved["basses"], np.float32, (hops, self._rows, self._rows))
        for name in _KEPT:
            array = self._array(name)
            array[...] = restored_array(saved[name], np.float64, array.shape)

    def _array(self, name: str) -> DoubleArray:
        array: DoubleArray = getattr(self, name if name in ("posterior", "arrival") else f"_{name}")
        return array


def _floats(values: FloatArray) -> CData:
    if values.dtype != _FLOAT32 or not values.flags.c_contiguous:
        raise AudioFormatError(f"wanted contiguous float32 values, not {values.dtype}")
    return _from_buffer(_FLOATS, values)
