"""What the first bytes of a stream say it is: containers and texts that were sent as if they were PCM."""

from __future__ import annotations

import re
import struct
from typing import Final

FEWEST_BYTES: Final = 64
"""Enough for every signature; less than the first decision of the recogniser takes in any format."""
CHAIN_FRAMES: Final = 3
"""MP3 and AAC frames have short marks: so many must follow one another, each where the one before ends."""
TEXT_BYTES: Final = 256
"""So much text, printable without an exception, is no sound."""
FEWEST_CHARACTERS: Final = 8
"""Different ones, lest a constant be taken for text;"""
FEWEST_IN_JSON: Final = 3
"""a list of zeros has no more."""

_SIGNATURES: Final = (
    (b"\x1a\x45\xdf\xa3", "webm"),
    (b"\x1f\x43\xb6\x75", "webm"),  # a cluster: a recorder's later piece
    (b"OggS\0", "ogg"),
    (b"OpusHead", "opus"),
    (b"fLaC", "flac"),
    (b"ID3\x02", "mp3"),
    (b"ID3\x03", "mp3"),
    (b"ID3\x04", "mp3"),
    (b"RF64", "wav"),
    (b"BW64", "wav"),
    (b"RIFX", "wav"),
    (b"riff\x2e\x91\xcf\x11", "wav"),  # Sony's 64-bit WAV
    (b"caff\0\x01", "caf"),
    (b".snd\0\0\0", "au"),
    (b"#!AMR", "amr"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "wma"),
    (b"wvpk", "wavpack"),
    (b"TTA1", "tta"),
    (b"MAC \x96\x0f", "ape"),
    (b"MThd\0\0\0\x06", "midi"),
    (b"NIST_1A\n", "nist"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x93NUMPY", "npy"),
)
_BOXES: Final = frozenset({b"ftyp", b"styp", b"moov", b"moof", b"sidx"})
_JSON: Final = re.compile(rb"\s*[\[{]\s*[\"{\[0-9-]")
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/=_-]{60,}(?:\r?\n[A-Za-z0-9+/=_-]{60,})*(?:\r?\n[A-Za-z0-9+/=_-]*)?")
"""In lines, if at all, that are longer than words."""
_TEXT: Final = re.compile(rb"[\t\n\r -~]+")
_MP3_KBPS: Final = {
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Layer III of MPEG-1, and of MPEG-2."""
_AC3_KBPS: Final = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640)
_MP3_RATES_HZ: Final = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def signature(head: bytes) -> str | None:
    """The format whose signature a stream begins with; None for sound, and for what has none.

    Args:
        head: its first :data:`FEWEST_BYTES` bytes, or all there are.
    """
    for start, name in _SIGNATURES:
        if head.startswith(start):
            return name
    kind = head[8:12]
    if head.startswith(b"RIFF") and kind in (b"WAVE", b"AVI "):
        return "wav" if kind == b"WAVE" else "avi"
    if head.startswith(b"FORM") and kind in (b"AIFF", b"AIFC"):
        return "aiff"
    if head[4:8] in _BOXES and struct.unpack(">I", head[:4])[0] < 1 << 24:
        return "mp4"
    return None


def slow_signature(head: bytes) -> str | None:
    """The same of formats that it takes some thousand bytes to tell: MP3, AAC and AC-3, transport streams, and text.

    Args:
        head: the beginning of a stream, the more the better.
    """
    if _chain(head, _mp3_frame_bytes):
        return "mp3"
    if _chain(head, _adts_frame_bytes):
        return "aac"
    if _chain(head, _ac3_frame_bytes):
        return "ac3"
    if len(head) > 4 * 188 and all(head[place] == 0x47 for place in range(0, len(head), 188)):
        return "mpegts"
    return _text(head[: 4 * TEXT_BYTES])


def wav_format(head: bytes) -> tuple[int, int, int, int] | None:
    """Format tag, channels, rate in Hz and bits of a sample that a WAV header states; None if it is cut before that."""
    place = head.find(b"fmt ", 12)
    if place < 0 or len(head) < place + 24:
        return None
    tag, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", head, place + 8)
    return tag, channels, rate_hz, bits


def _text(head: bytes) -> str | None:
    if len(head) < TEXT_BYTES or not _TEXT.fullmatch(head):
        return None
    different = len(set(head))
    if _JSON.match(head) and different >= FEWEST_IN_JSON:
        return "json"
    if different < FEWEST_CHARACTERS:
        return "base64" if _BASE64.fullmatch(head) and 2 * head.count(b"A") > len(head) else None  # silence, so far
    if head.startswith(b"data:"):
        return "base64"
    return "base64" if _BASE64.fullmatch(head) else "text"


def _chain(head: bytes, frame_bytes: object) -> bool:
    place, frames = 0, 0
    while place + 7 <= len(head):
        size = frame_bytes(head, place)  # type: ignore[operator]
        if size is None:
            return False
        place, frames = place + size, frames + 1
    return frames >= CHAIN_FRAMES


def _mp3_frame_bytes(head: bytes, place: int) -> int | None:
    mark, second, third = head[place], head[place + 1], head[place + 2]
    version, layer = second >> 3 & 3, second >> 1 & 3
    if mark != 0xFF or second & 0xE0 != 0xE0 or version == 1 or layer != 1:
        return None
    index, rate = third >> 4, third >> 2 & 3
    if index in (0, 15) or rate == 3:
        return None
    kbps, rate_hz = _MP3_KBPS[version == 3][index - 1], _MP3_RATES_HZ[version][rate]
    return (144_000 if version == 3 else 72_000) * kbps // rate_hz + (third >> 1 & 1)


def _ac3_frame_bytes(head: bytes, place: int) -> int | None:
    if head[place : place + 2] != b"\x0b\x77":
        return None
    if head[place + 5] >> 3 > 10:  # E-AC-3
        return 2 * ((head[place + 2] & 7) << 8 | head[place + 3]) + 2
    rate, code = head[place + 4] >> 6, head[place + 4] & 0x3F
    if rate == 3 or code >> 1 >= len(_AC3_KBPS):
        return None
    kbps = _AC3_KBPS[code >> 1]
    return 2 * (2 * kbps, 320 * kbps // 147 + (code & 1), 3 * kbps)[rate]


def _adts_frame_bytes(head: bytes, place: int) -> int | None:
    if head[place] != 0xFF or head[place + 1] & 0xF6 != 0xF0:
        return None
    size = (head[place + 3] & 3) << 11 | head[place + 4] << 3 | head[place + 5] >> 5
    return size if size > 7 else None
