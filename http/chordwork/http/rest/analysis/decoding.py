"""A recording to PCM, in a process of its own: whatever a hostile file does to a decoder, it does it there.

Run as ``python -m chordwork.http.rest.analysis.decoding FD MAX_S``. Writes one line of JSON, ``{"sample_rate",
"channels", "duration"}``, then PCM, f32le, interleaved. Ends with 0 and one line of JSON on standard error,
``{"warnings": [{"code", "message", "at"}]}``; or with :data:`REFUSED` and ``{"code", "detail"}`` there. It may not
write files, nor take more memory or CPU time than stated below; what decoders print goes nowhere.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from contextlib import suppress
from typing import IO, Any, Final, NoReturn

REFUSED: Final = 3
MAX_MEMORY_BYTES: Final = 3 << 30
"""Address space, most of it libraries'."""
MIN_CPU_S: Final = 20
AUDIO_S_PER_CPU_S: Final = 20
"""Slower decoders are stopped; MP3 takes about a three-hundredth of the time it lasts."""
BLOCK_FRAMES: Final = 8192
MAX_WARNINGS: Final = 60
"""More would not fit into what the server reads."""


def main() -> None:
    """Decode the open file whose number is the first argument."""
    descriptor, max_s = int(sys.argv[1]), float(sys.argv[2])
    _limit_itself(max_s)
    said = _keep_decoders_quiet()
    # After the limits: reading the header is decoding too.
    from chordwork.http.decoding import DecodingError, open_recording

    try:
        with open_recording(descriptor) as recording:
            if recording.duration > max_s:
                _refuse(said, "audio_too_long", f"it lasts {recording.duration:.0f} s: send at most {max_s:g} s")
            head = {
                "sample_rate": recording.sample_rate,
                "channels": recording.channels,
                "duration": recording.duration,
            }
            sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
            sys.stdout.buffer.flush()
            frames = 0
            for block in recording.blocks(BLOCK_FRAMES):
                frames += len(block)
                if frames > max_s * recording.sample_rate:
                    _refuse(said, "audio_too_long", f"it lasts more than {max_s:g} s, whatever its header says")
                sys.stdout.buffer.write(block.astype("<f4", copy=False).tobytes())
            sys.stdout.buffer.flush()
            warnings = [
                {"code": each.code, "message": each.message, "at": each.at}
                for each in recording.warnings[:MAX_WARNINGS]
            ]
            _say(said, {"warnings": warnings})
    except DecodingError as error:
        _refuse(said, error.code, str(error))
    except MemoryError:
        _refuse(said, "not_audio", "decoding it takes more memory than any music")
    except BrokenPipeError:
        with suppress(OSError):
            sys.stdout.buffer.close()


def _keep_decoders_quiet() -> IO[str]:
    """Point standard error nowhere, where libraries print what they think; returns the way to the server."""
    kept = os.fdopen(os.dup(2), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return kept


def _limit_itself(max_s: float) -> None:
    seconds = MIN_CPU_S + int(max_s / AUDIO_S_PER_CPU_S)
    for kind, limit in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, MAX_MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # lower already, or unknown to this system
            resource.setrlimit(kind, (limit, limit))


def _say(said: IO[str], document: dict[str, Any]) -> None:
    said.write(json.dumps(document) + "\n")
    said.flush()


def _refuse(said: IO[str], code: str, detail: str) -> NoReturn:
    _say(said, {"code": code, "detail": detail})
    sys.exit(REFUSED)


if __name__ == "__main__":
    main()
