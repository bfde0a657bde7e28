"""What may happen to a recording on its way, each as a function of its samples. Mono float32 at any rate, seeded."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping
from typing import Final

import attrs
import numpy as np
import soundfile
import soxr
from scipy import signal

from chordwork.harmony.chord import parse_label
from chordwork.harmony.notes import PITCH_CLASS_NAMES
from chordwork.harmony.score import Segment
from evaluation.clips import RATE_HZ
from evaluation.rooms import Audio, coloured_noise, mixed, reverberated, through_microphone

SEED: Final = 20_261_130
UNSURE_CENTS: Final = 8.0
"""As far as tunings are told apart."""


@attrs.frozen
class Sound:
    """A recording: samples ``(n, channels)`` in [-1, 1], and their rate in Hz."""

    samples: Audio
    rate_hz: int

    @property
    def mono(self) -> Audio:
        """The mean of the channels."""
        return np.asarray(self.samples.mean(axis=1), np.float32)


Change = Callable[[Sound, np.random.Generator], Sound]


@attrs.frozen
class Condition:
    """Something that leaves the chords alone, or moves them.

    Attributes:
        change: the recording to what arrives; the name seeds what is random.
        semitones: by which every chord sounds higher.
        cents: beyond that, by which all is mistuned.
    """

    change: Change
    semitones: int = 0
    cents: float = 0.0

    def apply(self, sound: Sound, name: str) -> Sound:
        """What arrives; the same for the same name."""
        digest = hashlib.sha256(f"{SEED}:{name}".encode()).digest()
        return self.change(sound, np.random.default_rng(int.from_bytes(digest[:8], "little")))

    def moved(self, timeline: list[Segment], tuning_cents: float) -> list[Segment] | None:
        """Where the chords of the recording should be heard, and how they should be called; None where that cannot be
        said, for what is a quarter tone off lies between two names.

        Args:
            timeline: of the recording.
            tuning_cents: by which it is mistuned itself.
        """
        mistuned = tuning_cents + self.cents
        if self.cents and abs(abs(mistuned) - 50.0) < UNSURE_CENTS:
            return None
        semitones = self.semitones + (round(mistuned / 100.0) if self.cents else 0)
        faster = 2 ** ((self.semitones + self.cents / 100.0) / 12)
        return [
            (start / faster, end / faster, label if label in ("N", "X") else _moved(label, semitones))
            for start, end, label in timeline
        ]


def _moved(label: str, semitones: int) -> str:
    if not semitones:
        return label
    _, colon, rest = label.partition(":")
    return f"{PITCH_CLASS_NAMES[(parse_label(label).root + semitones) % 12]}{colon}{rest}"


def at_rate(rate_hz: int) -> Change:
    """Resampled."""
    return lambda sound, _: Sound(soxr.resample(sound.samples, sound.rate_hz, rate_hz).astype(np.float32), rate_hz)


def coded(kind: str, subtype: str, level: float, *, mode: str | None = None) -> Change:
    """Through a codec of libsndfile and back; ``level`` is its compression, in [0, 1], ``mode`` its bitrate mode."""

    def code(sound: Sound, _: np.random.Generator) -> Sound:
        file = io.BytesIO()
        rate_hz, channels = sound.rate_hz, sound.samples.shape[1]
        with soundfile.SoundFile(
            file, "w", rate_hz, channels, subtype, format=kind, compression_level=level, bitrate_mode=mode
        ) as coder:  # a second at a time, as encoders are fed
            for start in range(0, len(sound.samples), rate_hz):
                coder.write(0.9 * sound.samples[start : start + rate_hz])
        file.seek(0)
        samples, rate_hz = soundfile.read(file, dtype="float32", always_2d=True)
        return Sound(samples / np.float32(0.9), rate_hz)

    return code


def like_a_tape(semitones: int = 0, *, cents: float = 0.0) -> Condition:
    """Played faster, and so higher, or slower and lower."""
    faster = 2 ** ((semitones + cents / 100.0) / 12)

    def speed_up(sound: Sound, _: np.random.Generator) -> Sound:
        return Sound(soxr.resample(sound.samples, faster, 1.0).astype(np.float32), sound.rate_hz)

    return Condition(speed_up, semitones, cents)


def one_channel(change: Callable[[Audio, np.random.Generator], Audio]) -> Change:
    """What happens to one channel at the rate for which rooms and microphones are made."""

    def apply(sound: Sound, rng: np.random.Generator) -> Sound:
        mono = np.asarray(soxr.resample(sound.mono, sound.rate_hz, RATE_HZ), np.float32)
        changed = change(mono, rng)
        return Sound((changed / max(1.0, float(np.abs(changed).max())))[:, None], RATE_HZ)

    return apply


def _shelved(low_db: float, high_db: float) -> Callable[[Audio, np.random.Generator], Audio]:
    def equalise(audio: Audio, _: np.random.Generator) -> Audio:
        below = signal.sosfilt(signal.butter(1, 250.0, "lowpass", fs=RATE_HZ, output="sos"), audio)
        above = signal.sosfilt(signal.butter(1, 2_000.0, "highpass", fs=RATE_HZ, output="sos"), audio)
        gain = 10.0 ** (np.array([low_db, high_db]) / 20.0) - 1.0
        return np.asarray(audio + gain[0] * below + gain[1] * above, np.float32)

    return equalise


def noisy(snr_db: float) -> Callable[[Audio, np.random.Generator], Audio]:
    """Coloured noise so far below the loudest second."""
    return lambda audio, rng: mixed(audio, coloured_noise(len(audio), rng), snr_db=snr_db)


def _side(sound: Sound, _: np.random.Generator) -> Sound:
    return Sound(sound.samples[:, :1], sound.rate_hz)


CONDITIONS: Final[Mapping[str, Condition]] = {
    "8 kHz": Condition(at_rate(8_000)),
    "96 kHz": Condition(at_rate(96_000)),
    "Ogg Vorbis, small": Condition(coded("OGG", "VORBIS", 0.9)),
    "MP3, small": Condition(coded("MP3", "MPEG_LAYER_III", 0.8)),
    "a phone's microphone": Condition(one_channel(lambda audio, rng: through_microphone(audio, rng, phone=True))),
    "a room": Condition(one_channel(reverberated)),
    "noise, 20 dB below": Condition(one_channel(noisy(20.0))),
    "noise, 10 dB below": Condition(one_channel(noisy(10.0))),
    "bass down, treble up 9 dB": Condition(one_channel(_shelved(-9.0, 9.0))),
    "bass up, treble down 9 dB": Condition(one_channel(_shelved(9.0, -9.0))),
    "the left side alone": Condition(_side),
    "35 cents flat": like_a_tape(cents=-35.0),
    "35 cents sharp": like_a_tape(cents=35.0),
    "a semitone up": like_a_tape(1),
    "two semitones down": like_a_tape(-2),
    "five semitones up": like_a_tape(5),
}
