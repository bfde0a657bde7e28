"""Files of recordings, as far as they are read here: what they are, their headers, frames and pages, and what is cut.

The decoders behind that are other people's, and none is called: in their place stands one that reads all that it would
be given, and yields silence; the last byte of a file says whether it breaks off.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Any, Final

import numpy as np

from chordwork.analysis.decoding import opening
from chordwork.analysis.decoding.containers.cuts import how_cut
from chordwork.analysis.decoding.containers.media_claims import asf_duration_s
from chordwork.analysis.decoding.containers.store import Spliced, Store
from chordwork.analysis.decoding.decoders.sounds import BrokenSound
from chordwork.analysis.decoding.errors import DecodingError
from chordwork.analysis.decoding.plans import adts, aiff, flac, mpeg, ogg, wave
from chordwork.harmony.errors import ChordworkError
from tests.fuzz.python.contract import refusing

RATE_HZ: Final = 44_100
MOST_BLOCKS: Final = 40
_MODULES: Final[tuple[Any, ...]] = (opening, adts, aiff, flac, mpeg, ogg, wave)
DEMUXERS: Final = ("amr", "ac3", "mpegts", "avi", "mov", "matroska", "caf", "asf")


class Bytes(Store):
    """A file that is not on any disk."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read(self, offset: int, count: int) -> bytes:
        assert offset >= 0
        return self._data[offset : offset + max(0, count)]


class Silence:
    """In the place of a decoder."""

    def __init__(self, file: Spliced, breaks: bool) -> None:
        file.seek(0)
        self._file, self._breaks = file, breaks
        self.format = "WAV"
        self.frames: int | None = file.size // 4
        self.rate_hz, self.channels = RATE_HZ, 2
        self.promised_s: float | None = self.frames / RATE_HZ
        self.warnings: list[Any] = []

    def pieces(self) -> Iterator[Any]:
        given = 0
        while piece := self._file.read(4096):
            given += len(piece) // 4
            yield np.zeros((len(piece) // 4, 2), np.float32)
            if self._breaks:
                raise BrokenSound(given, "it breaks off", at_end=self._file.tell() >= self._file.size)

    def close(self) -> None:
        pass


def _open(breaks: bool, file: Spliced, *_: Any) -> Silence:
    if file.size < 4:
        raise DecodingError("nothing that sounds")
    return Silence(file, breaks)


@contextmanager
def _decoders_replaced(breaks: bool) -> Iterator[None]:
    decoder: Any = partial(_open, breaks)
    instead: dict[str, Any] = {
        "open_sound": decoder,
        "open_media": decoder,
        "measure_s": lambda *_: None,
        "has_media": lambda: True,
    }
    replaced = [
        (module, name, getattr(module, name)) for module in _MODULES for name in instead if hasattr(module, name)
    ]
    for module, name, _ in replaced:
        setattr(module, name, instead[name])
    try:
        yield
    finally:
        for module, name, real in replaced:
            setattr(module, name, real)


def seeds() -> Iterable[bytes]:
    import soundfile

    samples = (np.random.default_rng(1).normal(0, 0.1, (900, 2))).astype(np.float32)
    for form, subtype in (
        ("WAV", "PCM_16"), ("WAVEX", "PCM_24"), ("RF64", "PCM_16"), ("W64", "PCM_16"), ("AIFF", "PCM_16"),
        ("AU", "PCM_16"), ("CAF", "PCM_16"), ("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("OGG", "OPUS"),
        ("MP3", "MPEG_LAYER_III"),
    ):  # fmt: skip
        made = io.BytesIO()
        soundfile.write(made, samples, 48_000 if subtype == "OPUS" else RATE_HZ, format=form, subtype=subtype)
        yield made.getvalue()[:6000]
        if form in ("MP3", "OGG", "FLAC"):
            yield (made.getvalue() * 2)[:8000]
    yield b"ID3\x04\0\0\0\0\0\x05hello" + b"\xff\xfb\x90\x00" + bytes(413) + b"\xff\xfb\x90\x00" + bytes(413)
    yield b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(10) + b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(10)
    yield b"fLaC\x80\0\0\x22" + struct.pack(">HH", 4096, 4096) + bytes(30) + b"\xff\xf8\xc9\x18\0\0"
    yield (
        b"FORM\0\0\0\x40AIFCCOMM\0\0\0\x18\0\x02\0\0\0\x10\0\x10\x40\x0e\xac\x44\0\0\0\0\0\0sowt\0\0SSND\0\0\0\x10"
        + bytes(16)
    )
    yield b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42\0\0\0\x08free\0\0\0\x10mdat" + bytes(8)
    yield b"#!AMR\n" + (b"\x3c" + bytes(31)) * 3
    yield b"\x1aE\xdf\xa3\x84\x42\x82\x81\x00\x18S\x80g\x88" + bytes(16)
    yield b"0&\xb2u\x8ef\xcf\x11\xa6\xd9\0\xaa\0b\xcel" + bytes(60)
    yield (b"G\x40\x11\x10" + bytes(184)) * 3


def one(data: bytes) -> None:
    with _decoders_replaced(breaks=bool(data) and data[-1] % 2 == 1):
        _read(data)


def _read(data: bytes) -> None:
    store = Bytes(data)
    with refusing(ChordworkError), opening.open_stored(store) as recording:
        assert recording.duration is None or recording.duration >= 0.0
        for block in islice(recording.blocks(4096), MOST_BLOCKS):
            assert block.shape[1] == recording.channels
    file = Spliced(store, [(0, store.size)])
    how_cut(file, DEMUXERS[len(data) % len(DEMUXERS)])
    seconds = asf_duration_s(file)
    assert seconds is None or seconds >= 0.0
