"""Everything that decoding may need, loaded before the first byte of a recording reaches a decoder.

A process that has given up the right to open files, and to make memory that can be run, cannot load anything later:
so each decoder is used once here, on a moment of silence that was made for it.
"""

from __future__ import annotations

import io
import struct
from typing import Final

import attrs

from chordwork.analysis.decoding.containers.sniffing import AIFF, MPEG, OGG, RIFF, UNKNOWN, WAVE64, sniff
from chordwork.analysis.decoding.containers.store import Store
from chordwork.analysis.decoding.decoders.media import has_media, load_media
from chordwork.analysis.decoding.decoders.sndfile import ForwardSound

WITHOUT_MEDIA: Final = frozenset({RIFF, WAVE64, MPEG, OGG, AIFF, UNKNOWN})
"""Files that libsndfile hears, nearly always; loading FFmpeg for them would take longer than decoding most of them."""
_SILENCE: Final = struct.pack("<8h", *[0] * 8)
_WAVE: Final = (
    struct.pack("<4sI4s4sIHHIIHH", b"RIFF", 36 + len(_SILENCE), b"WAVE", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16)
    + struct.pack("<4sI", b"data", len(_SILENCE))
    + _SILENCE
)


@attrs.frozen
class Loaded:
    """What was loaded."""

    media: bool
    """FFmpeg is there."""
    all_there_is: bool
    """Nothing that is installed was left out."""


def load_decoders(store: Store, *, media: bool) -> Loaded:
    """Load what a recording is likely to need.

    Args:
        store: the recording; its first bytes are compared with those of the formats that are known.
        media: load FFmpeg whatever they are.
    """
    with ForwardSound(io.BytesIO(_WAVE)) as sound:  # makes the callbacks, which are code
        sound.read(8, dtype="float32", always_2d=True)
    there = has_media()
    wanted = there and (media or sniff(store)[0] not in WITHOUT_MEDIA)
    if wanted:
        load_media(_WAVE)
    return Loaded(media=wanted, all_there_is=wanted or not there)
