"""A decoder of your own: a chord is what most of the latest hops say; and the built-in one, with another lag.

python examples/custom_decoder.py song.wav --window 20
"""

from __future__ import annotations

import argparse
from collections import Counter, deque
from functools import partial

import attrs
import numpy as np
import soundfile
from numpy.typing import NDArray

from chordwork.engine import (
    CHORDS,
    ChordEvent,
    DecoderFactory,
    DecoderSettings,
    HopTiming,
    KeyEvent,
    Recognizer,
    load_model,
)

NO_CHORD = len(CHORDS) - 1


class Majority:
    """Each hop votes for its likeliest chord; the chord is what more than half of the latest hops voted for.

    Any class with ``step`` and ``finish`` is a :class:`chordwork.engine.ChordDecoder`.
    """

    def __init__(self, timing: HopTiming, settings: DecoderSettings, window: int = 12) -> None:
        """One for each stream, made by the recogniser; ``settings`` are for decoders that the model was tuned with."""
        self._timing = timing
        self._votes: deque[int] = deque(maxlen=window)
        self._hops = 0
        self._chord, self._start, self._share = NO_CHORD, 0.0, 1.0

    def step(self, chord: NDArray[np.float32], bass: NDArray[np.float32]) -> list[ChordEvent | KeyEvent]:
        """The next hop: a change is final at once, and dated by the first of the votes that brought it."""
        self._hops += 1
        now = self._timing.heard(self._hops)
        self._votes.append(int(chord.argmax()))
        (leader, votes), *_ = Counter(self._votes).most_common(1)
        share = votes / len(self._votes)
        if leader == self._chord or share <= 0.5:
            return []
        first = self._hops - len(self._votes) + self._votes.index(leader)
        said: list[ChordEvent | KeyEvent] = []
        if (change := self._timing.changed(first)) > self._start:
            said.append(self._final(change, now))
            self._start = change
        self._chord, self._share = leader, share
        said.append(ChordEvent("provisional", CHORDS[leader], self._start, None, now, share))
        return said

    def finish(self, duration: float, now: float) -> list[ChordEvent | KeyEvent]:
        """What rings rings to the end."""
        return [self._final(duration, now)] if duration > self._start else []

    def _final(self, end: float, now: float) -> ChordEvent:
        return ChordEvent("final", CHORDS[self._chord], self._start, end, now, self._share)


def chords_of(song: str, decoder: DecoderSettings | DecoderFactory) -> str:
    """The final chords of a file."""
    samples, rate = soundfile.read(song, dtype="float32", always_2d=True)
    with Recognizer(rate, sample_format="f32le", decoder=decoder) as recognizer:
        events = [*recognizer.feed(samples[:, 0].tobytes()), *recognizer.finish()]
    finals = [event for event in events if isinstance(event, ChordEvent) and event.status == "final"]
    latest = max(event.at - (event.end or 0.0) for event in finals)
    return f"{' '.join(event.chord.symbol for event in finals)}; each final within {latest:.2f} s"


def main() -> None:
    """Hear a file by both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("song")
    parser.add_argument("--window", type=int, default=12, help="hops that vote")
    told = parser.parse_args()
    tuned = load_model().decoder_settings
    print("majority:", chords_of(told.song, partial(Majority, window=told.window)))
    for lag in (tuned.final_lag_hops // 2, tuned.final_lag_hops):
        print(f"lag of {lag} hops:", chords_of(told.song, attrs.evolve(tuned, final_lag_hops=lag)))


if __name__ == "__main__":
    main()
