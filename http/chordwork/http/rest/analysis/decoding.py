"""A recording to PCM, in a process of its own: whatever a hostile file does to a decoder, it does it there.

Run as ``python -m chordwork.http.rest.analysis.decoding FD MAX_S``. Writes one line of JSON, ``{"sample_rate",
"channels", "duration"}``, then PCM, f32le, interleaved; ends with 0, or with :data:`REFUSED` and one line of JSON,
``{"code", "detail"}``, on standard error. It may not write files, nor take more memory or CPU time than stated below.
"""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NoReturn

REFUSED: Final = 3
MAX_MEMORY_BYTES: Final = 3 << 30
"""Address space, most of it libraries'."""
MIN_CPU_S: Final = 20
AUDIO_S_PER_CPU_S: Final = 20
"""Slower decoders are stopped; MP3 takes about a three-hundredth of the time it lasts."""
BLOCK_FRAMES: Final = 8192


def main() -> None:
    """Decode the open file whose number is the first argument."""
    descriptor, max_s = int(sys.argv[1]), float(sys.argv[2])
    _limit_itself(max_s)
    # After the limits: reading the header is decoding too.
    from chordwork.http.cli.analysis.audio_file import open_audio
    from chordwork.http.cli.errors import InputError

    path = Path(f"/dev/fd/{descriptor}")
    frames = 0
    try:
        with open_audio(path) as audio:
            if audio.frames > max_s * audio.sample_rate and audio.frames < 1 << 62:
                _refuse("audio_too_long", f"it lasts {audio.duration:.0f} s: send at most {max_s:g} s")
            head = {"sample_rate": audio.sample_rate, "channels": audio.channels, "duration": audio.duration}
            sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
            sys.stdout.buffer.flush()
            for block in audio.blocks(BLOCK_FRAMES):
                frames += len(block)
                if frames > max_s * audio.sample_rate:
                    _refuse("audio_too_long", f"it lasts more than {max_s:g} s, whatever its header says")
                sys.stdout.buffer.write(block.astype("<f4", copy=False).tobytes())
            sys.stdout.buffer.flush()
    except InputError as error:
        reason = str(error).removeprefix(f"{path}: ")
        code = "damaged_audio" if frames else "audio_format" if "rate" in reason else "not_audio"
        _refuse(code, reason)
    except MemoryError:
        _refuse("not_audio", "decoding it takes more memory than any music")
    except BrokenPipeError:
        with suppress(OSError):
            sys.stdout.buffer.close()


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


def _refuse(code: str, detail: str) -> NoReturn:
    document: dict[str, Any] = {"code": code, "detail": detail}
    sys.stderr.write(json.dumps(document) + "\n")
    sys.stderr.flush()
    sys.exit(REFUSED)


if __name__ == "__main__":
    main()
