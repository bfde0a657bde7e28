"""Sound as a file: WAV, FLAC, MP3, Ogg Vorbis or Opus, and how its end is found."""

from __future__ import annotations

import io
import wave
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from chordwork.music.accompaniment.errors import SoundFormatError

SoundFormat = Literal["wav", "mp3", "ogg", "opus", "flac"]
SOUND_FORMATS: Final[tuple[SoundFormat, ...]] = get_args(SoundFormat)
_CONTAINERS: Final[dict[SoundFormat, tuple[str, str]]] = {
    "mp3": ("MP3", "MPEG_LAYER_III"), "ogg": ("OGG", "VORBIS"), "opus": ("OGG", "OPUS"), "flac": ("FLAC", "PCM_16"),
}  # fmt: skip
"""Names of libsndfile."""
_RATES: Final[dict[SoundFormat, tuple[int, ...]]] = {
    "mp3": (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000),
    "opus": (8_000, 12_000, 16_000, 24_000, 48_000),
}
"""Sample rates of formats that have but a few."""
BLOCK_FRAMES: Final = 4096
"""Written at once: libsndfile's Vorbis encoder takes stack for all that it is given."""
SILENCE: Final = 10.0 ** (-70.0 / 20.0)
"""Loudness, as a share of full scale, below which nobody hears what rings on;"""
WINDOW_S: Final = 0.01
"""measured over this long,"""
FADE_S: Final = 0.05
"""and faded out over this long."""

Stereo = NDArray[np.float32]
"""Shape ``(samples, 2)``."""
PEAK: Final = 0.89
"""The loudest sample of what is rendered, -1 dBFS."""


def rung_out(sound: Stereo, rate: int, played_s: float) -> Stereo:
    """Sound up to where it has rung out, faded there to nothing; never shorter than what is played.

    Args:
        sound: shape ``(samples, 2)``.
        rate: samples a second.
        played_s: seconds that are kept in any case; silence is added where there is less.
    """
    window = max(1, round(WINDOW_S * rate))
    fade = round(FADE_S * rate)
    whole = len(sound) // window * window
    power = np.square(sound[:whole].reshape(-1, 2 * window), dtype=np.float64).mean(axis=1)
    loud = np.flatnonzero(power > SILENCE**2)
    audible = (int(loud[-1]) + 1) * window if len(loud) else 0
    played = round(played_s * rate)
    length = max(played, min(audible + fade, len(sound)))
    ended = np.zeros((length, 2), np.float32)
    ended[: len(sound)] = sound[:length]
    if length > played:
        short = min(fade, length - played)
        ended[length - short :] *= np.linspace(1.0, 0.0, short, dtype=np.float32)[:, None]
    return ended


def rate_for(kind: SoundFormat, wanted: int) -> int:
    """The sample rate to render at: the one wanted where the format has it, else its next higher or highest one."""
    rates = _RATES.get(kind)
    if rates is None or wanted in rates:
        return wanted
    return next((rate for rate in rates if rate > wanted), rates[-1])


def encode(sound: Stereo, rate: int, kind: SoundFormat) -> bytes:
    """A file of it.

    Args:
        sound: shape ``(samples, 2)``, in [-1, 1].
        rate: samples a second, one that the format has.
        kind: of the file.

    Raises:
        SoundFormatError: no such format, or the libsndfile here cannot write it.
    """
    if kind not in SOUND_FORMATS:
        raise SoundFormatError(f"{str(kind)[:20]!r} is no sound format here: choose one of {', '.join(SOUND_FORMATS)}")
    samples = np.round(sound * 32767.0).astype("<i2")
    file = io.BytesIO()
    if kind == "wav":
        with wave.open(file, "wb") as out:
            out.setnchannels(2)
            out.setsampwidth(2)
            out.setframerate(rate)
            out.writeframes(samples.tobytes())
        return file.getvalue()
    import soundfile

    container, coding = _CONTAINERS[kind]
    if not soundfile.check_format(container, coding):
        raise SoundFormatError(
            f"libsndfile {soundfile.__libsndfile_version__}, which is installed here, writes no {kind}: choose wav or "
            "flac, or install libsndfile 1.1 or newer"
        )
    with soundfile.SoundFile(file, "w", samplerate=rate, channels=2, format=container, subtype=coding) as encoder:
        for begin in range(0, len(samples), BLOCK_FRAMES):
            encoder.write(samples[begin : begin + BLOCK_FRAMES])
    return file.getvalue()
