"""What happens to the clips of the open benchmark on their way: as people record, and as recordings travel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs
import numpy as np
import soxr

from bench.consistency.conditions import Condition, Sound, at_rate, coded, like_a_tape, noisy, one_channel
from chordwork.harmony.score import Segment
from evaluation.clips import RATE_HZ
from evaluation.phone import as_on_a_phone
from evaluation.rooms import reverberated

CLEAN: Final = "clean"
KB_PER_S: Final = 32
OPUS_HZ: Final = 48_000
_OPUS_LEVEL: Final = 0.896
"""libsndfile's compression of Opus at which a second of one channel takes :data:`KB_PER_S` kilobits,"""
_MP3_LEVEL: Final = 0.84
"""and of MP3."""


def _as_it_is(sound: Sound, _: np.random.Generator) -> Sound:
    return sound


def _by_phone(sound: Sound, rng: np.random.Generator) -> Sound:
    """:mod:`evaluation.phone`: a room, a phone's microphone, noise 20 dB below, gain riding."""
    pcm = np.asarray((np.clip(sound.mono, -1.0, 1.0) * 32_767.0).round(), np.int16)
    heard = as_on_a_phone(pcm, sound.rate_hz, str(rng.integers(2**63)))
    return Sound((heard / np.float32(32_768.0)).astype(np.float32)[:, None], sound.rate_hz)


def _opus(sound: Sound, rng: np.random.Generator) -> Sound:
    """Opus knows few rates."""
    wide = soxr.resample(sound.samples, sound.rate_hz, OPUS_HZ).astype(np.float32)
    return coded("OGG", "OPUS", _OPUS_LEVEL)(Sound(wide, OPUS_HZ), rng)


CONDITIONS: Final[Mapping[str, Condition]] = {
    CLEAN: Condition(_as_it_is),
    "phone": Condition(_by_phone),
    "noise 10 dB": Condition(one_channel(noisy(10.0))),
    "MP3 32 kb/s": Condition(coded("MP3", "MPEG_LAYER_III", _MP3_LEVEL, mode="CONSTANT")),
    "room": Condition(one_channel(reverberated)),
    "30 cents flat": like_a_tape(cents=-30.0),
    "noise 0 dB": Condition(one_channel(noisy(0.0))),
    "8 kHz": Condition(at_rate(8_000)),
    "30 cents sharp": like_a_tape(cents=30.0),
    "Opus 32 kb/s": Condition(_opus),
    "noise 20 dB": Condition(one_channel(noisy(20.0))),
}
"""In the order in which they are heard, so that a run that is stopped has heard the most telling ones."""


@attrs.frozen
class Arrived:
    """What arrives of a clip: the sound, and where its chords are then."""

    sound: Sound
    chords: tuple[Segment, ...]


def through(condition: str, sound: Sound, chords: tuple[Segment, ...], name: str) -> Arrived:
    """A clip under a condition; the same for the same name.

    Args:
        condition: a key of :data:`CONDITIONS`.
        sound: at :data:`~evaluation.clips.RATE_HZ`, one channel.
        chords: its reference.
        name: of the clip; what is random follows from it and the condition.
    """
    if sound.rate_hz != RATE_HZ:
        raise ValueError(f"{name}: clips of the open benchmark have {RATE_HZ} Hz, not {sound.rate_hz}")
    change = CONDITIONS[condition]
    moved = change.moved(list(chords), 0.0)
    if moved is None:
        raise ValueError(f"{condition}: chords that lie between two names cannot be scored")
    return Arrived(change.apply(sound, f"{name} {condition}"), tuple(moved))
