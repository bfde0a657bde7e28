"""The decoding process, as seen by the server."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Final

import attrs
import msgspec
import structlog
import trio
from msgspec import Meta

from chordwork.analysis.warnings import AnalysisWarning
from chordwork.http.processes.children import Child, open_child
from chordwork.http.rest.analysis.confined_decoder import NEEDS_MEDIA, REFUSED, UNCONFINED, Order
from chordwork.http.wire.problems import Problem

MODULE: Final = "chordwork.http.rest.analysis.confined_decoder"
PIECE_BYTES: Final = 64 << 10
HEAD_BYTES: Final = 1024
HEAD_TIMEOUT_S: Final = 30.0
SAID_BYTES: Final = 64 << 10
STATUSES: Final = {"not_audio": 415, "missing_decoder": 415, "audio_too_long": 413, UNCONFINED: 503}
MAX_LOGGED_BYTES: Final = 2000
SLACK_S: Final = 1.0
"""Of PCM, beyond the longest recording: the process counts, and this is for the case that it has been taken over."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


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
class _Farewell:
    """What the process says at its end."""

    warnings: list[AnalysisWarning] = attrs.field(factory=list)


@attrs.frozen
class _Complaint:
    code: str
    detail: str


class _Words:
    """What a process says beside its answer: taken as it comes, so that it never waits, and kept up to a bound."""

    def __init__(self, stream: trio.abc.ReceiveStream) -> None:
        self._stream = stream
        self._said = bytearray()
        self._overflown = False
        self._ended = trio.Event()

    @property
    def said(self) -> bytes:
        """All of it; nothing if it was too much."""
        return b"" if self._overflown else bytes(self._said)

    async def collect(self) -> None:
        """Until it has hung up."""
        while piece := await self._stream.receive_some(SAID_BYTES):
            if len(self._said) + len(piece) > SAID_BYTES:
                self._overflown = True
            if not self._overflown:
                self._said += piece
        self._ended.set()

    async def wait(self) -> None:
        """Until nothing more can come."""
        await self._ended.wait()


@attrs.frozen
class _Running:
    """A decoding process at work."""

    child: Child
    report: _Words
    complaints: _Words

    @property
    def process(self) -> trio.Process:
        return self.child.process


class Decoder:
    """A recording being decoded; made by :func:`open_decoder` only.

    Attributes:
        head: what it says about itself.
        warnings: what is wrong with it; complete when its pieces are.
    """

    def __init__(self, running: _Running, head: Head, first: bytes, *, max_audio_s: float) -> None:
        """``first`` is PCM that came with the head."""
        self._running = running
        self._first = first
        self._bytes_left = int((max_audio_s + SLACK_S) * head.sample_rate) * head.channels * 4
        self.head: Final = head
        self.warnings: Final[list[AnalysisWarning]] = []

    async def pieces(self) -> AsyncIterator[bytes]:
        """PCM, f32le, interleaved, until the recording ends.

        Raises:
            Problem: the recording is damaged, or longer than it says.
        """
        stdout = self._running.process.stdout
        assert stdout is not None
        piece = self._first or bytes(await stdout.receive_some(PIECE_BYTES))
        while piece:
            self._bytes_left -= len(piece)
            if self._bytes_left < 0:
                raise Problem(413, "audio_too_long", "the recording: it lasts longer than any may")
            yield piece
            piece = bytes(await stdout.receive_some(PIECE_BYTES))
        try:
            self.warnings.extend(await _check(self._running))
        except _NeedsMedia:  # too late to begin anew
            raise Problem(415, "missing_decoder", "the recording: a part of it needs another decoder") from None


@asynccontextmanager
async def open_decoder(
    descriptor: int, *, max_audio_s: float, require_confinement: bool = False
) -> AsyncIterator[Decoder]:
    """Start decoding an open file, for the length of an ``async with`` block; leaving it kills the process.

    Args:
        descriptor: of a file positioned at its beginning.
        max_audio_s: longest recording.
        require_confinement: refuse to decode where the system cannot confine the process.

    Raises:
        Problem: 415 for what is no audio, 413 for too much of it, 422 for a rate that cannot be heard, 503 without
            confinement.
    """
    try:
        async with _decoding(descriptor, max_audio_s, require_confinement, media=False) as decoder:
            yield decoder
            return
    except _NeedsMedia:
        pass
    async with _decoding(descriptor, max_audio_s, require_confinement, media=True) as decoder:
        yield decoder


class _NeedsMedia(Exception):
    """The recording is not what it begins like: it takes FFmpeg, which was not loaded."""


@asynccontextmanager
async def _decoding(descriptor: int, max_audio_s: float, confined: bool, *, media: bool) -> AsyncIterator[Decoder]:
    """One process. Raises as :func:`open_decoder`, and ``_NeedsMedia`` before anything is yielded."""
    ear, mouth = os.pipe()
    async with trio.lowlevel.FdStream(ear) as report:
        order = Order(descriptor, mouth, float(max_audio_s), media=media, confined=confined)
        try:
            child = await open_child(
                MODULE,
                [json.dumps(attrs.asdict(order))],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                descriptors=(descriptor, mouth),
            )
        finally:
            os.close(mouth)
        try:
            assert child.process.stderr is not None
            running = _Running(child, _Words(report), _Words(child.process.stderr))
            async with _listening(running):
                head, rest = await _head(running)
                yield Decoder(running, head, rest, max_audio_s=max_audio_s)
        finally:
            await child.aclose()


@asynccontextmanager
async def _listening(running: _Running) -> AsyncIterator[None]:
    """Takes in what the process says, for the length of an ``async with`` block; what the block raises is not put into
    a group."""
    failure: BaseException | None = None
    async with trio.open_nursery() as nursery:
        nursery.start_soon(running.report.collect)
        nursery.start_soon(running.complaints.collect)
        try:
            yield
        except BaseException as error:
            failure = error
        nursery.cancel_scope.cancel()
    if failure is not None:
        raise failure


async def _head(running: _Running) -> tuple[Head, bytes]:
    stdout = running.process.stdout
    assert stdout is not None
    said = b""
    with trio.move_on_after(HEAD_TIMEOUT_S):
        while b"\n" not in said and len(said) < HEAD_BYTES + PIECE_BYTES:
            piece = await stdout.receive_some(PIECE_BYTES)
            if not piece:
                await _check(running)
                break
            said += piece
    line, _, rest = said.partition(b"\n")
    try:
        return msgspec.json.decode(line, type=Head), rest
    except msgspec.DecodeError:
        raise Problem(415, "not_audio", "it could not be decoded: send WAV, FLAC, OGG or MP3") from None


async def _check(running: _Running) -> list[AnalysisWarning]:
    """Wait for the end of the process, whose output has ended; returns its warnings, passes on what it complains of."""
    with trio.move_on_after(HEAD_TIMEOUT_S):
        await running.report.wait()
        await running.process.wait()
    said = running.report.said
    try:
        if running.process.returncode == 0:
            return msgspec.json.decode(said, type=_Farewell).warnings if said else []
        if running.process.returncode == REFUSED:
            complaint = msgspec.json.decode(said, type=_Complaint)
            if complaint.code == NEEDS_MEDIA:
                raise _NeedsMedia
            status = STATUSES.get(complaint.code, 422)
            raise Problem(status, complaint.code, f"the recording: {complaint.detail}")
    except msgspec.DecodeError:
        pass  # it speaks nonsense: as good as crashed
    if complaints := running.complaints.said[-MAX_LOGGED_BYTES:].decode(errors="replace").strip():
        _log.error("the decoder failed before it began", said=complaints)
    # Killed by a signal: a limit, or a fault of the decoder.
    raise Problem(422, "damaged_audio", "the recording could not be decoded to its end: convert it to WAV or FLAC")
