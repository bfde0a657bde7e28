"""How the bytes of a stream are to be read."""

from __future__ import annotations

import operator
from typing import SupportsIndex, cast

import attrs

from chordwork.native import SampleFormat
from chordwork.native.errors import AudioFormatError


def _sample_format(value: SampleFormat | str) -> SampleFormat:
    return SampleFormat.parse(value)


def _index(value: SupportsIndex) -> int:
    """As an int, if it is one by another name, such as numpy's; else as it is, for the check to refuse."""
    try:
        return value if isinstance(value, bool) else operator.index(value)
    except TypeError:
        return cast(int, value)


def _check_count(_instance: object, attribute: attrs.Attribute[int], value: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise AudioFormatError(f"{attribute.name} must be a whole number of at least 1, not {value!r}")


@attrs.frozen(kw_only=True)
class StreamFormat:
    """Rate, encoding and channel count of a PCM stream.

    Attributes:
        sample_rate: in Hz. The recogniser decides which rates it can use.
        sample_format: ``"s16le"`` or ``"f32le"``, little-endian, channels interleaved.
        channels: 1, or 2 (averaged, unless they cancel one another).

    Raises:
        AudioFormatError: no such encoding, or a count that is not a positive whole number.
    """

    sample_rate: int = attrs.field(converter=_index, validator=_check_count)
    sample_format: SampleFormat = attrs.field(default=SampleFormat.S16LE, converter=_sample_format)
    channels: int = attrs.field(default=1, converter=_index, validator=_check_count)
    bytes_per_frame: int = attrs.field(init=False, repr=False, eq=False)
    """Bytes of one sample of every channel."""
    bytes_per_second: int = attrs.field(init=False, repr=False, eq=False)
    """Bytes of one second of audio."""

    def __attrs_post_init__(self) -> None:
        frame = self.sample_format.bytes_per_sample * self.channels
        object.__setattr__(self, "bytes_per_frame", frame)
        object.__setattr__(self, "bytes_per_second", frame * self.sample_rate)

    def seconds(self, size_bytes: int) -> float:
        """Length of that many bytes of audio."""
        return size_bytes / self.bytes_per_second

    def whole_frames(self, duration_s: float) -> int:
        """Bytes of the longest run of whole frames that lasts no more than ``duration_s``; at least one frame."""
        return max(1, int(duration_s * self.sample_rate)) * self.bytes_per_frame
