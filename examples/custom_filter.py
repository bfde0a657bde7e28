"""A filter of your own in the place of the built-in ones: notches at the hum of the mains and all its harmonics.

python examples/custom_filter.py song.wav --hum 60
"""

from __future__ import annotations

import argparse
from functools import partial
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from chordwork.engine import ChordEvent, FilterSettings, Recognizer
from chordwork.native import BiquadCascade, notch

WIDTH_HZ = 1.5


class HumNotch:
    """Takes out ``hum_hz`` and its harmonics up to 1 kHz, behind the built-in filters.

    Any class with ``process`` is a :class:`chordwork.engine.AudioFilter`; with ``snapshot`` and ``restore`` its streams
    can go on elsewhere.
    """

    def __init__(self, rate_hz: int, hum_hz: float = 50.0) -> None:
        """One for each stream, made by the recogniser, which says the rate."""
        notches = [notch(rate_hz, at, at / WIDTH_HZ) for at in np.arange(hum_hz, 1000.0, hum_hz)]
        self._cascade = BiquadCascade([*FilterSettings().sections(rate_hz), *notches])

    def process(self, block: NDArray[np.float32]) -> None:
        """In place, hop by hop."""
        self._cascade.process(block)

    def snapshot(self) -> dict[str, Any]:
        """Plain values."""
        return self._cascade.snapshot()

    def restore(self, saved: dict[str, Any]) -> None:
        """Go on from there."""
        self._cascade.restore(saved)


def main() -> None:
    """Hear a file without hum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("song")
    parser.add_argument("--hum", type=float, default=50.0, help="Hz: 50, or 60 in the Americas")
    told = parser.parse_args()
    samples, rate = soundfile.read(told.song, dtype="float32", always_2d=True)
    with Recognizer(rate, sample_format="f32le", filters=partial(HumNotch, hum_hz=told.hum)) as recognizer:
        events = [*recognizer.feed(samples[:, 0].tobytes()), *recognizer.finish()]
    print(*(event.chord.symbol for event in events if isinstance(event, ChordEvent) and event.status == "final"))


if __name__ == "__main__":
    main()
