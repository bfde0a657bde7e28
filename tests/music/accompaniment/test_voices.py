"""How the built-in instruments sound: loudness at three moments, and how bright they are."""

from __future__ import annotations

from typing import Final

import numpy as np
import pytest

from chordwork.music.accompaniment.sound.voices import VOICES, tone

RATE_HZ: Final = 22_050
OTHER: Final = 99
SOUNDS: Final = {
    0: (0.3315, 0.3214, 0.2277, 422.5),
    4: (0.326, 0.325, 0.2387, 163.2),
    7: (0.3229, 0.2615, 0.09678, 593.8),
    16: (0.2955, 0.3481, 0.2842, 297.3),
    24: (0.3277, 0.2956, 0.1594, 310.8),
    25: (0.3296, 0.3019, 0.1704, 422.9),
    26: (0.3242, 0.3044, 0.1808, 226.9),
    27: (0.3324, 0.3154, 0.2109, 376.6),
    28: (0.2943, 0.1416, 0.005073, 331.6),
    30: (0.6619, 0.7032, 0.691, 786.4),
    32: (0.3197, 0.2932, 0.1522, 206.4),
    33: (0.3274, 0.3189, 0.224, 283.5),
    34: (0.3313, 0.3165, 0.2185, 467.7),
    36: (0.3263, 0.2817, 0.1331, 590.2),
    48: (0.06338, 0.3299, 0.232, 480.1),
    99: (0.3273, 0.3224, 0.2361, 375.0),
}
"""By General MIDI program: root mean square of an A2 at its stroke, a tenth and half a second later, and the centre of
its spectrum in hertz; measured, so that nobody changes one voice while mending another."""


def sounds(program: int) -> tuple[float, ...]:
    sound = tone(program, 45, 0.5, RATE_HZ).astype(np.float64)
    loud = [
        np.sqrt((sound[int(begin * RATE_HZ) : int(end * RATE_HZ)] ** 2).mean())
        for begin, end in ((0.0, 0.02), (0.05, 0.15), (0.4, 0.5))
    ]
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    frequencies_hz = np.fft.rfftfreq(len(sound), 1 / RATE_HZ)
    return (*map(float, loud), float((spectrum * frequencies_hz).sum() / spectrum.sum()))


def test_every_voice_is_there() -> None:
    assert {*SOUNDS} == {*VOICES, OTHER}


@pytest.mark.parametrize("program", SOUNDS)
def test_a_voice_sounds_as_it_was_balanced(program: int) -> None:
    assert sounds(program) == pytest.approx(SOUNDS[program], rel=0.002)


def test_a_bell_keeps_below_what_the_rate_can_hold() -> None:
    """The bell-like partial of an electric piano, seven times its note, or as high as the rate allows."""
    sound = tone(4, 96, 0.5, 8000).astype(np.float64)
    spectrum = np.abs(np.fft.rfft(sound[:800] * np.hanning(800)))
    assert spectrum[320] > 20 * spectrum[380], "it rings at 0.4 of the rate"
    assert spectrum[320] > 20 * spectrum[265]
