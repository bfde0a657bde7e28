"""The tag in the first frame of an MP3: how many frames follow, and what the encoder added around the sound.

Xing and Info with LAME's extension (http://gabriel.mp3-tech.org/mp3infotag.html), and Fraunhofer's VBRI.
"""

from __future__ import annotations

from typing import Final

import attrs

from chordwork.analysis.decoding.containers.frame_headers import FrameHeader, mpeg_header

DECODER_DELAY: Final = 529
"""Samples by which every decoder of layer III lags: 528 of the hybrid filter bank, and one."""
USUAL_ENCODER_DELAY: Final = 576
"""LAME's, and so nearly everybody's."""


@attrs.frozen
class Tag:
    """What a tag frame says."""

    frames: int | None
    """After the tag frame; None if it does not say."""
    delay: int | None = None
    """Samples that the encoder put before the sound."""
    padding: int | None = None
    """Samples behind it."""


def read_tag(frame: bytes, header: FrameHeader) -> Tag | None:
    """The tag in a frame, given from its beginning; None if it holds sound instead."""
    if header.layer != 3:
        return None
    for at in (4 + header.side_info, 6 + header.side_info):
        if frame[at : at + 4] in (b"Xing", b"Info"):
            return _xing(frame[at:])
    if frame[36:40] == b"VBRI":
        return Tag(int.from_bytes(frame[50:54], "big") or None)
    return None


def _xing(tag: bytes) -> Tag:
    flags = int.from_bytes(tag[4:8], "big")
    frames = int.from_bytes(tag[8:12], "big") if flags & 1 else None
    at = 8 + 4 * (flags & 1) + 4 * (flags >> 1 & 1) + 100 * (flags >> 2 & 1) + 4 * (flags >> 3 & 1)
    lame = tag[at : at + 24]
    if len(lame) < 24 or lame[:4] not in (b"LAME", b"Lavf", b"Lavc", b"GOGO", b"L3.9"):
        return Tag(frames)
    both = int.from_bytes(lame[21:24], "big")
    return Tag(frames, both >> 12, both & 0xFFF)


def clean_tag(first: bytes, frames: int, body_bytes: int) -> bytes:
    """A silent frame with a Xing tag that says how long the stream is, and nothing else.

    Args:
        first: the header of any frame of the stream.
        frames: that follow.
        body_bytes: of them.
    """
    for bitrate in range(1, 15):
        head = bytes((first[0], first[1] | 1, bitrate << 4 | first[2] & 0x0C, first[3]))
        read = mpeg_header(head)
        if read is not None and read.length >= 4 + read.side_info + 16:
            tag = b"Xing" + (3).to_bytes(4, "big") + frames.to_bytes(4, "big")
            tag += min(body_bytes + read.length, 0xFFFFFFFF).to_bytes(4, "big")
            return (head + bytes(read.side_info) + tag).ljust(read.length, b"\0")
    return b""
