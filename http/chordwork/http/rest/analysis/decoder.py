"""The decoding process, as seen by the server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Final

import attrs
import msgspec
import trio
from msgspec import Meta

from chordwork.http.rest.analysis.decoding import REFUSED
from chordwork.http.rest.problems import Problem

MODULE: Final = "chordwork.http.rest.analysis.decoding"
PIECE_BYTES: Final = 64 << 10
HEAD_BYTES: Final = 1024
HEAD_TIMEOUT_S: Final = 30.0
SAID_BYTES: Final = 64 << 10
STATUSES: Final = {"not_audio": 415, "missing_decoder": 415, "audio_too_long": 413}
_INHERITED: Final = ("PATH", "LANG", "LC_ALL", "HOME", "PYTHONPATH", "LD_LIBRARY_PATH", "TMPDIR")


@attrs.frozen
class Head:
    """What a recording says about itself.

    Attributes:
        sample_rate: in Hz.
        channels: of the PCM: 1 or 2.
        duration: seconds, as its header claims.
    """

    sample_rate: Annotated[int, Meta(gt=0)]
    channels: Annotated[int, Meta(ge=1, le=2)]
    duration: float


@attrs.frozen
class AudioWarning:
    """What is wrong with a recording that was heard all the same."""

    code: str
    """Stable: see ``docs/formats.md``."""
    message: str
    """For people."""
    at: float | None = None
    """Where, in seconds."""


@attrs.frozen
class _Farewell:
    """What the process says at its end."""

    warnings: list[AudioWarning] = attrs.field(factory=list)


@attrs.frozen
class _Complaint:
    code: str
    detail: str


class Decoder:
    """A recording being decoded; made by :func:`open_decoder` only.

    Attributes:
        head: what it says about itself.
        warnings: what is wrong with it; complete when its pieces are.
    """

    def __init__(self, process: trio.Process, head: Head, first: bytes) -> None:
        """``first`` is PCM that came with the head."""
        self._process = process
        self._first = first
        self.head: Final = head
        self.warnings: Final[list[AudioWarning]] = []

    async def pieces(self) -> AsyncIterator[bytes]:
        """PCM, f32le, interleaved, until the recording ends.

        Raises:
            Problem: the recording is damaged, or longer than it says.
        """
        assert self._process.stdout is not None
        if self._first:
            yield self._first
        while piece := await self._process.stdout.receive_some(PIECE_BYTES):
            yield bytes(piece)
        self.warnings.extend(await _check(self._process))


@asynccontextmanager
async def open_decoder(descriptor: int, *, max_audio_s: float) -> AsyncIterator[Decoder]:
    """Start decoding an open file, for the length of an ``async with`` block; leaving it kills the process.

    Args:
        descriptor: of a file positioned at its beginning.
        max_audio_s: longest recording.

    Raises:
        Problem: 415 for what is no audio, 413 for too much of it, 422 for a rate that cannot be heard.
    """
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    process = await trio.lowlevel.open_process(
        [sys.executable, "-m", MODULE, str(descriptor), repr(float(max_audio_s))],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=(descriptor,),
        env={**environment, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )
    try:
        head, rest = await _head(process)
        yield Decoder(process, head, rest)
    finally:
        process.kill()
        with trio.CancelScope(shield=True):  # short: it was killed
            await process.wait()
            for stream in (process.stdout, process.stderr):
                if stream is not None:
                    await trio.aclose_forcefully(stream)


async def _head(process: trio.Process) -> tuple[Head, bytes]:
    assert process.stdout is not None
    said = b""
    with trio.move_on_after(HEAD_TIMEOUT_S):
        while b"\n" not in said and len(said) < HEAD_BYTES + PIECE_BYTES:
            piece = await process.stdout.receive_some(PIECE_BYTES)
            if not piece:
                await _check(process)
                break
            said += piece
    line, _, rest = said.partition(b"\n")
    try:
        return msgspec.json.decode(line, type=Head), rest
    except msgspec.DecodeError:
        raise Problem(415, "not_audio", "it could not be decoded: send WAV, FLAC, OGG or MP3") from None


async def _check(process: trio.Process) -> list[AudioWarning]:
    """Wait for the end of the process, whose output has ended; returns its warnings, passes on what it complains of."""
    assert process.stderr is not None
    said = b""
    with trio.move_on_after(HEAD_TIMEOUT_S):
        while len(said) < SAID_BYTES and (piece := await process.stderr.receive_some(SAID_BYTES)):
            said += piece
        await process.wait()
    try:
        if process.returncode == 0:
            return msgspec.json.decode(said, type=_Farewell).warnings if said else []
        if process.returncode == REFUSED:
            complaint = msgspec.json.decode(said, type=_Complaint)
            status = STATUSES.get(complaint.code, 422)
            raise Problem(status, complaint.code, f"the recording: {complaint.detail}")
    except msgspec.DecodeError:
        pass  # it speaks nonsense: as good as crashed
    # Killed by a signal: a limit, or a fault of the decoder.
    raise Problem(422, "damaged_audio", "the recording could not be decoded to its end: convert it to WAV or FLAC")
