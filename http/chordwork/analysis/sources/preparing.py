"""Bytes of any origin made into a file that a decoder opens: gzip inflated within bounds, raw PCM given a header."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import IO, Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.analysis.errors import CompressionError, TooBigError
from chordwork.analysis.sources.pcm import HEADER_BYTES, PcmFormat
from chordwork.analysis.warnings import AnalysisWarning

WINDOWS: Final = 16
WINDOW_FRAMES: Final = 2048
LOUD: Final = 4000.0
"""Of 32768: bytes the wrong way round are loud."""
GZIP_MAGIC: Final = b"\x1f\x8b"
PIECE_BYTES: Final = 1 << 18
_GZIP: Final = 16 + zlib.MAX_WBITS
_CONTAINERS: Final[tuple[tuple[bytes, int, str], ...]] = (
    (b"RIFF", 0, "wav"), (b"RIFX", 0, "wav"), (b"OggS", 0, "ogg"), (b"fLaC", 0, "flac"), (b"ID3", 0, "mp3"),
    (b"\x1aE\xdf\xa3", 0, "webm"), (b"ftyp", 4, "mp4"), (b"FORM", 0, "aiff"), (b"caff", 0, "caf"),
    (b".snd\0\0", 0, "au"),
)  # fmt: skip
"""First bytes of files with a header of their own: magic, its place, name."""

_DAMAGED: Final = "its gzip is damaged, or it is no gzip: compress it again, or send it as it is"

NewFile = Callable[[], IO[bytes]]


@attrs.frozen
class Prepared:
    """A recording ready to be decoded.

    Attributes:
        file: open, positioned at its beginning.
        warnings: what was found on the way.
    """

    file: IO[bytes]
    warnings: tuple[AnalysisWarning, ...] = ()


def prepare(
    file: IO[bytes], *, new_file: NewFile, limit_bytes: int, encoded: bool = False, pcm: PcmFormat | None = None
) -> Prepared:
    """Make a file decodable. Blocks: on a server, call it in a thread.

    Args:
        file: what has arrived; closed if another takes its place.
        new_file: makes an empty one.
        limit_bytes: most that compressed data may inflate to.
        encoded: it is said to be gzip. What begins like gzip is inflated anyway.
        pcm: what it is, if it is raw; a file that begins like WAV, Ogg, FLAC or MP3 is decoded as what it is.

    Raises:
        CompressionError: damaged gzip.
        TooBigError: it inflates to more than ``limit_bytes``.
    """
    if encoded or (pcm is None and _head(file).startswith(GZIP_MAGIC)):
        file = _replaced(file, new_file, lambda target: inflate(file, target, limit_bytes=limit_bytes))
    if pcm is None:
        return Prepared(file)
    container = container_of(_head(file))
    if container is not None:
        message = f"it was announced as raw PCM ({pcm.encoding}), but is a {container} file, and was read as one"
        return Prepared(file, (AnalysisWarning("looks_like", message, 0.0, container),))
    size = _size(file)
    said = () if (other := other_order(file, pcm, size)) is None else (other,)
    file = _replaced(file, new_file, lambda target: _with_header(file, target, pcm, size))
    if size % pcm.frame_bytes == 0:
        return Prepared(file, said)
    message = (
        f"the last {size % pcm.frame_bytes} bytes make no whole sample of {pcm.channels} channels of {pcm.encoding} "
        "and were left out: check format and channels"
    )
    return Prepared(file, (*said, AnalysisWarning("damaged_audio", message, size / pcm.frame_bytes / pcm.sample_rate)))


def other_order(file: IO[bytes], pcm: PcmFormat, size: int) -> AnalysisWarning | None:
    """16-bit samples whose bytes stand the other way round: that ``audio/L16`` is big-endian, few know.

    The recogniser hears decoded samples, and cannot see that any more.
    """
    if pcm.encoding not in ("s16le", "s16be"):
        return None
    said, other = ("<i2", ">i2") if pcm.encoding == "s16le" else (">i2", "<i2")
    rougher = looked = 0
    for number in range(WINDOWS):
        file.seek(size * number // WINDOWS // pcm.frame_bytes * pcm.frame_bytes)
        window = file.read(WINDOW_FRAMES * pcm.frame_bytes)
        whole = window[: len(window) // pcm.frame_bytes * pcm.frame_bytes]
        as_said, turned = (np.frombuffer(whole, kind)[:: pcm.channels].astype(np.float64) for kind in (said, other))
        if len(as_said) > 16 and as_said.std() > LOUD:
            looked += 1
            rougher += _roughness(as_said) > 0.4 and _roughness(turned) < 0.2
    file.seek(0)
    if looked < 2 or 2 * rougher <= looked:
        return None
    name = "s16be" if pcm.encoding == "s16le" else "s16le"
    message = f"it was announced as {pcm.encoding}, but looks like {name}: send it as that (audio/L16 is s16be)"
    return AnalysisWarning("looks_like", message, 0.0, name)


def _roughness(samples: NDArray[np.float64]) -> float:
    """Squared difference over twice the variance: near 0 for smooth sound, 1 for white noise."""
    varying = samples - samples.mean()
    step = np.diff(varying)
    return float(step @ step) / (2.0 * float(varying @ varying))


def container_of(head: bytes) -> str | None:
    """What kind of audio file begins with these bytes; None if they may be samples."""
    return next((name for magic, place, name in _CONTAINERS if head[place : place + len(magic)] == magic), None)


def inflate(source: IO[bytes], target: IO[bytes], *, limit_bytes: int) -> None:
    """Inflate gzip, all its members, as :rfc:`1952` allows.

    Raises:
        CompressionError: it is damaged, or ends too early.
        TooBigError: it would be more than ``limit_bytes``.
    """
    source.seek(0)
    inflater = zlib.decompressobj(_GZIP)
    written = 0
    waiting = source.read(PIECE_BYTES)
    begun = False
    try:
        while waiting:
            begun = True
            written += target.write(inflater.decompress(waiting, PIECE_BYTES))
            if written > limit_bytes:
                raise TooBigError(f"it inflates to more than {limit_bytes} bytes: send it in parts, or as FLAC or MP3")
            waiting = inflater.unconsumed_tail
            if inflater.eof:
                waiting = (inflater.unused_data or source.read(PIECE_BYTES)).lstrip(b"\0")
                if not waiting.startswith(GZIP_MAGIC[: len(waiting)]):
                    waiting = b""  # what follows is no member: gzip itself passes over it, too
                if waiting:
                    inflater, begun = zlib.decompressobj(_GZIP), False
            elif not waiting:
                waiting = source.read(PIECE_BYTES)
        if begun and not inflater.eof:
            target.write(inflater.flush())
    except zlib.error as error:
        raise CompressionError(_DAMAGED) from error
    if begun and not inflater.eof:
        raise CompressionError("its gzip ends too early: send it again")


def _replaced(file: IO[bytes], new_file: NewFile, fill: Callable[[IO[bytes]], None]) -> IO[bytes]:
    target = new_file()
    try:
        fill(target)
        target.flush()
        target.seek(0)
    except BaseException:
        target.close()
        raise
    file.close()
    return target


def _with_header(source: IO[bytes], target: IO[bytes], pcm: PcmFormat, size: int) -> None:
    whole = size - size % pcm.frame_bytes
    header = pcm.header(whole)
    assert len(header) == HEADER_BYTES
    target.write(header)
    source.seek(0)
    while whole > 0 and (piece := source.read(min(PIECE_BYTES, whole))):
        whole -= target.write(piece)


def _head(file: IO[bytes]) -> bytes:
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    return head


def _size(file: IO[bytes]) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size
