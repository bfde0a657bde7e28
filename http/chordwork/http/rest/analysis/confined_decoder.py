"""A recording to PCM, in a process of its own: whatever a hostile file does to a decoder, it does it there.

Run as ``python -m chordwork.http.rest.analysis.confined_decoder ORDER``, an :class:`Order` in JSON. Writes one line of
JSON, ``{"sample_rate", "channels", "duration"}``, then PCM, f32le, interleaved. Ends with 0 and one line of JSON on a
descriptor for reports, ``{"warnings": [{"code", "message", "at"}]}``; or with :data:`REFUSED` and there
``{"code", "detail"}``. What decoders print goes nowhere.

All that it needs is imported first. Then it gives up everything but reading the recording and writing its answer
(:func:`policy`), and only then hears it. The one look at the recording before that is at its first bytes, in Python,
to know whether FFmpeg will be needed.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from contextlib import suppress
from typing import IO, Any, Final, NoReturn

import attrs

from chordwork.http.confinement import ESSENTIAL, Policy, Protection, confine
from chordwork.http.confinement.filters import PROT_EXEC, Calls, OneOf, Without
from chordwork.http.processes import parent_death

REFUSED: Final = 3
UNCONFINED: Final = "unconfined"
"""Code of the refusal to decode without protection."""
NEEDS_MEDIA: Final = "needs_media"
"""Code of the wish to be started again, with FFmpeg loaded."""
MAX_MEMORY_BYTES: Final = 3 << 30
"""Address space, most of it libraries'."""
MIN_CPU_S: Final = 20
AUDIO_S_PER_CPU_S: Final = 20
"""Slower decoders are stopped; MP3 takes about a three-hundredth of the time it lasts."""
BLOCK_FRAMES: Final = 8192
MAX_WARNINGS: Final = 60
"""More would not fit into what the server reads."""
OUTPUT: Final = 1


@attrs.frozen
class Order:
    """What the server wants.

    Attributes:
        descriptor: of the recording.
        report: descriptor for what there is to say at the end.
        max_s: longest recording, in seconds.
        media: load FFmpeg whatever the recording begins with.
        confined: decode nothing without every :data:`~chordwork.http.confinement.ESSENTIAL` protection.
    """

    descriptor: int
    report: int
    max_s: float
    media: bool = False
    confined: bool = False


def policy(order: Order) -> Policy:
    """Read the recording, write the answer, take memory; nothing else."""
    seconds = MIN_CPU_S + int(order.max_s / AUDIO_S_PER_CPU_S)
    return Policy(
        limits={
            resource.RLIMIT_CPU: seconds,
            resource.RLIMIT_AS: MAX_MEMORY_BYTES,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_NPROC: 0,
            resource.RLIMIT_NOFILE: 0,
        },
        calls=Calls(
            when={
                "pread64": OneOf(0, frozenset({order.descriptor})),
                "write": OneOf(0, frozenset({OUTPUT, order.report})),
                # Memory, but none that could be run.
                "mmap": Without(2, PROT_EXEC),
                "mprotect": Without(2, PROT_EXEC),
            },
            always=(
                *("futex", "munmap", "brk", "madvise", "mremap"),
                *("clock_gettime", "clock_getres", "gettimeofday", "getrandom", "sched_yield", "sched_getaffinity"),
                *("rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "restart_syscall"),
                *("getpid", "gettid", "close", "exit", "exit_group"),
            ),
        ),
    )


def lock_down(order: Order, *, without: frozenset[Protection] = frozenset()) -> frozenset[Protection]:
    """Give up everything that decoding does not need; returns what holds. ``without`` is for measuring."""
    with suppress(OSError):  # only to read: it came open for both
        again = os.open(f"/proc/self/fd/{order.descriptor}", os.O_RDONLY)
        os.dup2(again, order.descriptor)
        os.close(again)
    return confine(policy(order), without=without)


def main() -> None:
    """Carry out the order that is the first argument."""
    parent_death.end_with_parent()
    order = Order(**json.loads(sys.argv[1]))
    said = os.fdopen(order.report, "w")
    from chordwork.analysis.decoding import DecoderMissingError, DecodingError, open_stored
    from chordwork.analysis.decoding.containers.store import Store
    from chordwork.analysis.decoding.loading import load_decoders

    store = Store(order.descriptor)
    loaded = load_decoders(store, media=order.media)
    _keep_decoders_quiet()
    held = lock_down(order)
    if order.confined and not held >= ESSENTIAL:
        missing = ", ".join(sorted(each.value for each in ESSENTIAL - held))
        _refuse(said, UNCONFINED, f"this server decodes nothing without these protections: {missing}")
    try:
        with open_stored(store) as recording:
            if recording.duration > order.max_s:
                _refuse(said, "audio_too_long", f"it lasts {recording.duration:.0f} s: send at most {order.max_s:g} s")
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
                if frames > order.max_s * recording.sample_rate:
                    _refuse(said, "audio_too_long", f"it lasts more than {order.max_s:g} s, whatever its header says")
                sys.stdout.buffer.write(block.astype("<f4", copy=False).tobytes())
            sys.stdout.buffer.flush()
            _say(said, {"warnings": [each.to_dict() for each in recording.warnings[:MAX_WARNINGS]]})
    except DecoderMissingError as error:
        _refuse(said, error.code if loaded.all_there_is else NEEDS_MEDIA, str(error))
    except DecodingError as error:
        _refuse(said, error.code, str(error))
    except MemoryError:
        _refuse(said, "not_audio", "decoding it takes more memory than any music")
    except BrokenPipeError:
        with suppress(OSError):
            sys.stdout.buffer.close()


def _keep_decoders_quiet() -> None:
    """Point standard error nowhere, where libraries print what they think."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _say(said: IO[str], document: dict[str, Any]) -> None:
    said.write(json.dumps(document) + "\n")
    said.flush()


def _refuse(said: IO[str], code: str, detail: str) -> NoReturn:
    _say(said, {"code": code, "detail": detail})
    sys.exit(REFUSED)


if __name__ == "__main__":
    main()
