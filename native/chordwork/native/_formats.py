"""Sample formats and the limits that audio must keep; what enters is checked here."""

import enum
import operator
from typing import Final

from .errors import AudioFormatError

MIN_SAMPLE_RATE_HZ: Final = 8_000
MAX_SAMPLE_RATE_HZ: Final = 192_000
MAX_CHANNELS: Final = 2
MAX_BUFFER_SAMPLES: Final = 1 << 24  # 64 MiB of float32: 87 s at the highest rate


class SampleFormat(enum.Enum):
    """How a PCM sample is written: little-endian, channels interleaved."""

    S16LE = "s16le"
    F32LE = "f32le"

    @classmethod
    def parse(cls, value: "SampleFormat | str") -> "SampleFormat":
        """A format, or its name; raises `AudioFormatError` naming those there are."""
        try:
            return cls(value)
        except ValueError:
            known = ", ".join(repr(known.value) for known in cls)
            raise AudioFormatError(f"the sample format must be one of {known}, not {value!r}") from None

    @property
    def bytes_per_sample(self) -> int:
        return 2 if self is SampleFormat.S16LE else 4


def checked_count(value: int, name: str, *, least: int = 1, most: int = MAX_BUFFER_SAMPLES) -> int:
    """`value` as an int in [least, most], or `AudioFormatError` naming it."""
    try:
        count = operator.index(value)
    except TypeError:
        raise AudioFormatError(f"{name} must be a whole number, not {value!r} ({type(value).__name__})") from None
    if isinstance(value, bool) or not least <= count <= most:
        raise AudioFormatError(f"{name} must be from {least} to {most}, not {value}")
    return count


def checked_rate_hz(value: int, name: str) -> int:
    return checked_count(value, name, least=MIN_SAMPLE_RATE_HZ, most=MAX_SAMPLE_RATE_HZ)


def checked_channels(value: int) -> int:
    return checked_count(value, "channels", most=MAX_CHANNELS)


def checked_format(value: SampleFormat) -> SampleFormat:
    if not isinstance(value, SampleFormat):
        known = ", ".join(f"SampleFormat.{known.name}" for known in SampleFormat)
        raise AudioFormatError(f"the sample format must be one of {known}, not {value!r}")
    return value
