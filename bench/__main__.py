"""``python -m bench NAME [--quick] [--json PATH]``, and the options of the benchmark's own."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from bench.builds import measured_now
from chordwork.engine import ChordworkError
from chordwork.engine._onnxruntime import switch_telemetry_off

COMMANDS: Final[Mapping[str, str]] = {
    "cost": "What hearing costs in CPU, memory and import time, beside the same on numpy's transform.",
    "count": "What a hop costs in instructions and cache misses, counted and not timed, beside another commit.",
    "equal": "Whether files say the same as live audio, and this build as another commit, event by event.",
    "hop_cost": "Where the microseconds of a hop go, stage by stage.",
    "frame_cost": "What a handshake and a frame cost on the stream port, by two readers.",
    "path_cost": "What a frame costs from socket to socket, beside hearing alone.",
    "flame": "Where the processor time of a crowded server goes, drawn as a flame graph.",
    "session_cost": "What one more session costs a server in memory and CPU.",
    "embedding": "What a chunk costs on asyncio, trio and in threads, beside hearing alone.",
    "callback": "Whether an audio callback that feeds an engine misses deadlines of 2 ms.",
    "capacity": "How many sessions one core carries, beside the design that this replaces.",
    "latency": "How long a player waits for an ack, a name and a final chord.",
    "weight": "How large the wheel is, and what imports bring.",
    "compare": "Two results of benchmarks, before and after; fails where something got dearer.",
    "open": "How well Chordwork and other programs name chords while they sound, on clips that anyone can make.",
    "peers": "Makes the environments of other programs, or says in which state they are.",
    "accuracy": "How well the recogniser hears rendered clips, beside templates and other programs.",
    "real": "How well the recogniser hears real songs, guitars and recorded notes, beside other programs.",
    "consistency": "Whether a recording has the same chords however it is recorded, without labels.",
    "charts": "Whether charts of recordings are what a musician would write.",
    "convert": "What a playlist of a thousand songs and a folder of charts cost to convert.",
    "formats": "Every container and codec against the WAV it was made from.",
    "practice": "Whether wrong playing is noticed, and the right string named.",
    "liveband": "A band that follows a player, from sound to sound.",
    "accompaniment": "Whether each groove is in tune, on the grid, and clean.",
    "throughput": "How many hours of audio a core hears in a minute, from files, beside another commit and peers.",
    "exports": "Whether the exports are what other programs read.",
    "songwriting": "A hundred themes against a rubric.",
    "suggestions": "Whether each new chord is answered within 2 ms while somebody plays.",
    "voicings": "Whether every shape on thirty tunings is true and playable.",
    "catalogue": "A library of songs heard by several processes.",
    "confinement": "What can be done in the place of a decoder or a worker.",
    "failover": "What is lost when a server, or the store that servers share, dies.",
    "chaos": "What is kept of each promise when processes, machines and networks misbehave.",
    "fairness": "Whether a greedy client keeps others waiting.",
    "fleet": "What players feel when a server of several goes, measured and simulated.",
    "soak": "Whether a server keeps anything of those who have left.",
    "web": "What the web client costs while it listens, and whether that grows.",
    "layout": "Lines, modules, circles and floors by package, beside another commit.",
}
"""Each is a module or a package of that name."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one benchmark; its table goes to standard output, its raw data to ``--json``.

    A benchmark is a module with ``run(*, quick)``; or, if it has options of its own, with ``add_options(parser)`` and
    ``run(*, quick, options)``.
    """
    switch_telemetry_off()  # also of the programs that some benchmarks run beside ours
    wanted, _ = _parser(help=False).parse_known_args(arguments)
    parser = _parser(help=True)
    module = importlib.import_module(f"bench.{wanted.name}") if wanted.name else None
    has_options = hasattr(module, "add_options")
    if module is not None and has_options:
        module.add_options(parser)
    options = parser.parse_args(arguments)
    if module is None:
        parser.error("name a benchmark; --help lists them")
    try:
        result = module.run(quick=options.quick, options=options) if has_options else module.run(quick=options.quick)
    except ChordworkError as error:
        print(f"{parser.prog} {options.name}: {error}", file=sys.stderr)
        return 1
    if options.json:
        result["machine"] = {
            "python": platform.python_version(),
            "processor": platform.machine(),
            "cores": os.cpu_count(),
        }
        result["measured"] = measured_now()
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(result, indent=1) + "\n")
    return 0


def _parser(*, help: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Chordwork's benchmarks.",
        epilog="\n".join(f"  {name:14} {sentence}" for name, sentence in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=help,
        allow_abbrev=help,
    )
    parser.add_argument("name", choices=COMMANDS, nargs="?", metavar="NAME", help="one of those below")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs")
    parser.add_argument("--json", type=Path, metavar="PATH", help="also write the raw data there")
    return parser


if __name__ == "__main__":
    sys.exit(main())
