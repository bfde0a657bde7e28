"""What runs in the processes that work computations out: ``python -m chordwork.http.rest.computation_process``.

Reads requests from standard input, and writes results to standard output, one after the other, each as its length (four
bytes, little-endian) and MessagePack. It ends with its input, and when nobody has asked for a while.

It is confined as far as its work allows (``computation_confinement``): it reads the installation and the soundfonts,
writes to a folder of its own, and runs FluidSynth; there is no network, and nothing of the server to be seen.
"""

from __future__ import annotations

import os
import select
import struct
import sys
from contextlib import suppress
from functools import cache
from typing import Any, BinaryIO, Final

import msgspec

from chordwork.harmony.errors import ChordworkError
from chordwork.http.confinement import confine
from chordwork.http.processes import parent_death
from chordwork.http.rest.answers import Answer, Declined
from chordwork.http.rest.computation import Computation
from chordwork.http.rest.computation_confinement import allow_processor_time, policy

LENGTH: Final = struct.Struct("<I")
NICENESS: Final = 10
"""Chords of live sessions come first."""
IDLE_S: Final = 300.0
SHOWN_CHARACTERS: Final = 200
MISSING_EXTRA: Final = "missing_extra"
"""Code of the errors that a more complete server would not have."""


def perform(path: str, canonical: bytes, format_name: str) -> Answer | Declined:
    """Work one request out.

    Args:
        path: which computation.
        canonical: the request, as :meth:`~chordwork.http.rest.computation.Computation.canonical` writes it.
        format_name: form of the answer.
    """
    computation = _computations()[path]
    request = msgspec.json.decode(canonical, type=computation.request)
    try:
        return Answer.of(computation.perform(request, computation.form(format_name)))
    except ChordworkError as error:
        return declined(error)


def declined(error: ChordworkError) -> Declined:
    """What an error of the music library means; one about a text says where in it."""
    from chordwork.harmony import HarmonySyntaxError

    position = getattr(error, "position", None)
    if position is None:
        status = 501 if error.code == MISSING_EXTRA else 422
        return Declined(error.code, " ".join(str(error).split()), status=status)
    text = getattr(error, "text", "")[:SHOWN_CHARACTERS]
    place = {"text": text, "position": position}
    if isinstance(error, HarmonySyntaxError):
        place |= {"line": error.line, "column": error.column}
        if error.suggestion is not None:
            place["suggestion"] = error.suggestion[:SHOWN_CHARACTERS]
    return Declined(error.code, getattr(error, "reason", str(error)), place)


@cache
def _computations() -> dict[str, Computation]:
    from chordwork.http.rest.music import COMPUTATIONS

    return {computation.path: computation for computation in COMPUTATIONS}


def pack(*values: Any) -> bytes:
    """One message."""
    packed = msgspec.msgpack.encode(values)
    return LENGTH.pack(len(packed)) + packed


def reply(request: bytes) -> bytes:
    """The message that answers a request: an answer, a refusal, or the name of an error that nobody foresaw."""
    try:
        result = perform(*msgspec.msgpack.decode(request, type=tuple[str, bytes, str]))
    except Exception as error:
        return pack("failed", f"{type(error).__name__}: {error}"[:1000])
    if isinstance(result, Answer):
        return pack("answer", result.body, result.etag, result.notes)
    return pack("declined", result.code, result.detail, result.members, result.status)


def main() -> None:
    """Answer until the input ends."""
    with suppress(OSError):
        os.nice(NICENESS)
    parent_death.end_with_parent()
    confine(policy())
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no answer
    while select.select([requests], [], [], IDLE_S)[0]:
        request = _read(requests)
        if request is None:
            return
        allow_processor_time()
        replies.write(reply(request))
        replies.flush()


def _read(stream: BinaryIO) -> bytes | None:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    size = LENGTH.unpack(head)[0]
    body = stream.read(size)
    return body if len(body) == size else None


if __name__ == "__main__":
    main()
