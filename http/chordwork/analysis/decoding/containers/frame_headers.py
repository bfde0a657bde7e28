"""Headers of MPEG audio frames (ISO 11172-3, 13818-3; layers I to III; also 2.5) and of ADTS frames (13818-7)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import attrs

_RATES_HZ: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
"""By version: 3 is MPEG-1, 2 is MPEG-2, 0 is MPEG-2.5."""
_KBITS: Final = {
    (True, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_ADTS_RATES_HZ: Final = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)


@attrs.frozen(slots=True)
class FrameHeader:
    """What the first bytes of a frame say."""

    length: int
    """Of the whole frame, in bytes."""
    samples: int
    """Of the frame, in sample frames."""
    rate_hz: int
    channels: int
    layer: int
    """1 to 3; 0 for AAC."""
    stream: tuple[int, int, int, int]
    """What all frames of a stream share."""
    side_info: int = 0
    """Bytes between the header and a Xing tag."""


HeaderReader = Callable[[bytes], FrameHeader | None]
"""Takes the first :data:`HEADER_BYTES` of a frame."""
HEADER_BYTES: Final = 6


def mpeg_header(head: bytes) -> FrameHeader | None:
    """The header of an MPEG audio frame; None if there is none, or its length is free."""
    return _mpeg(int.from_bytes(head[:4], "big")) if len(head) >= 4 else None


@lru_cache(maxsize=4096)
def _mpeg(word: int) -> FrameHeader | None:
    version, layer = word >> 19 & 3, 4 - (word >> 17 & 3)
    bitrate, rate, padding = word >> 12 & 15, word >> 10 & 3, word >> 9 & 1
    if word >> 21 != 0x7FF or version == 1 or layer == 4 or bitrate in (0, 15) or rate == 3 or word & 3 == 2:
        return None
    first = version == 3
    rate_hz = _RATES_HZ[version][rate]
    bits = 1000 * _KBITS[first, layer][bitrate]
    if layer == 1:
        samples, length = 384, 4 * (12 * bits // rate_hz + padding)
    else:
        samples = 1152 if layer == 2 or first else 576
        length = samples // 8 * bits // rate_hz + padding
    mono = word >> 6 & 3 == 3
    side_info = {(True, False): 32, (True, True): 17, (False, False): 17, (False, True): 9}[first, mono]
    return FrameHeader(
        length, samples, rate_hz, 1 if mono else 2, layer, (version, layer, rate_hz, int(mono)), side_info
    )


def adts_header(head: bytes) -> FrameHeader | None:
    """The header of an ADTS frame, or None."""
    if len(head) < 6 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or head[2] >> 2 & 15 >= len(_ADTS_RATES_HZ):
        return None
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    if length < 8:
        return None
    rate_hz = _ADTS_RATES_HZ[head[2] >> 2 & 15]
    channels = (head[2] & 1) << 2 | head[3] >> 6
    return FrameHeader(length, 1024, rate_hz, channels, 0, (head[1] & 0xF8, 0, rate_hz, channels))
