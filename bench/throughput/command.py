"""``python -m bench throughput [--against COMMIT] [--peer NAME=PYTHON] [--program LABEL=COMMAND]``."""

from __future__ import annotations

import argparse
import re
import resource
import shlex
import statistics
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np
import soundfile
from rich.console import Console
from rich.table import Table

from bench.builds import THIS, TOP, Build, build_of
from chordwork.analysis import clips
from chordwork.harmony import ChordworkError

PROGRAM: Final = Path(__file__).with_name("hearing.py")
RUN_PEER: Final = TOP / "bench/accuracy/run_peer.py"
FORMATS: Final = {"wav": "PCM_16", "flac": "PCM_16", "mp3": "MPEG_LAYER_III"}
RATE_HZ: Final = 44_100
MINUTES: Final = {True: 1.0, False: 10.0}
ROUNDS: Final = {True: 3, False: 5}
AIM: Final = 0.0012
"""CPU seconds for a second of FLAC, decoding included."""
_WARM_UP_S: Final = 5.0
_PEER_SAYS: Final = re.compile(r"([0-9.]+) CPU s a second")


class ThroughputError(ChordworkError):
    """A program could not be run."""

    code: ClassVar[str] = "bench_throughput"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The benchmark's own options."""
    group = parser.add_argument_group("throughput")
    group.add_argument("--against", metavar="COMMIT", help="also build and measure this commit, by turns")
    group.add_argument("--minutes", type=float, help="of audio in each file (default: 10, quick: 1)")
    group.add_argument("--mono", action="store_true", help="one channel instead of two")
    group.add_argument(
        "--peer",
        action="append",
        default=[],
        metavar="NAME=PYTHON",
        help="a peer that run_peer.py knows, and the Python of its environment (bench/accuracy/PEERS.md), such as "
        "madmom-deepchroma=peers/madmom/bin/python; may be repeated",
    )
    group.add_argument(
        "--program",
        action="append",
        default=[],
        metavar="LABEL=COMMAND",
        help="another program, to which the WAV file is given as its last argument; may be repeated",
    )


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Measure, print the table, return the raw data.

    Raises:
        ThroughputError: a program could not be run.
        BuildError: the commit cannot be built.
    """
    seconds = 60.0 * (options.minutes or MINUTES[quick])
    costs: dict[tuple[str, str], list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="chordwork-bench-") as folder, ExitStack() as stack:
        files = make_files(Path(folder), seconds, 1 if options.mono else 2)
        builds = [*([stack.enter_context(build_of(options.against))] if options.against else []), THIS]
        for _ in range(ROUNDS[quick]):
            for build in builds:
                for format, cpu_s in _heard(build, files).items():
                    costs.setdefault((build.name, format), []).append(cpu_s / seconds)
            for label, command in map(_pair, options.program):
                costs.setdefault((label, "wav"), []).append(
                    _cpu_s_of([*shlex.split(command), str(files["wav"])]) / seconds
                )
            for name, python in map(_pair, options.peer):
                costs.setdefault((name, "flac"), []).append(_peer(name, python, files["flac"]))
    medians = {key: statistics.median(each) for key, each in costs.items()}
    ratios = {
        format: statistics.median(now / then for now, then in zip(costs[THIS.name, format], each, strict=True))
        for (name, format), each in costs.items()
        if builds[0] is not THIS and name == builds[0].name
    }
    Console(width=None if Console().is_terminal else 120).print(_table(medians, ratios, seconds))
    return {
        "benchmark": "throughput",
        "against": options.against,
        "seconds": seconds,
        "channels": 1 if options.mono else 2,
        "aim": AIM,
        "summary": {
            **{f"cpu_s_per_audio_s_{format}": medians[THIS.name, format] for format in FORMATS},
            **{f"ratio_to_before_{format}": ratio for format, ratio in ratios.items()},
        },
        "cpu_s_per_audio_s": [{"program": name, "format": form, "runs": each} for (name, form), each in costs.items()],
    }


def make_files(folder: Path, seconds: float, channels: int) -> dict[str, Path]:
    """The bundled recordings, over and over, in each format; and a short one to warm up with."""
    sounds = []
    for path in sorted(Path(clips.__path__[0]).glob("*.ogg")):
        sound, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
        assert rate_hz == RATE_HZ
        sounds.append(np.repeat(sound, 2, axis=1)[:, :: sound.shape[1]][:, :channels])
    loop = np.concatenate(sounds)
    files = {format: folder / "kind" / f"a_recording.{format}" for format in FORMATS}
    for format, kind in FORMATS.items():
        files[format].parent.mkdir(exist_ok=True)
        with soundfile.SoundFile(files[format], "w", RATE_HZ, channels, kind) as file:
            left = round(seconds * RATE_HZ)
            while left > 0:
                file.write(loop[:left])
                left -= len(loop)
    soundfile.write(folder / "short.wav", loop[: round(_WARM_UP_S * RATE_HZ)], RATE_HZ)
    return files


def _heard(build: Build, files: dict[str, Path]) -> dict[str, float]:
    short = files["wav"].parent.parent / "short.wav"
    command = build.command(PROGRAM, str(short), *map(str, files.values()))
    done = subprocess.run(command, env=build.environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise ThroughputError(f"{build.name} cannot hear: {done.stderr.strip()[-600:]}")
    return dict(zip(files, map(float, done.stdout.split()), strict=True))


def _pair(option: str) -> tuple[str, str]:
    label, sign, what = option.partition("=")
    if not (label and sign and what):
        raise ThroughputError(f"{option!r} is no NAME=WHAT")
    return label, what


def _cpu_s_of(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        subprocess.run(command, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise ThroughputError(f"{command[0]} failed: {error}") from error
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _peer(name: str, python: str, file: Path) -> float:
    """CPU seconds for a second of audio, as ``run_peer.py`` counts them: loading is left out."""
    with tempfile.TemporaryDirectory(prefix="chordwork-bench-") as labs:
        command = [python, str(RUN_PEER), name, "--clips", str(file.parent.parent), "--output", labs]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found = _PEER_SAYS.findall(done.stderr)
        if done.returncode or not found:
            raise ThroughputError(f"the peer {name} failed (bench/accuracy/PEERS.md): {done.stderr.strip()[-600:]}")
        return float(found[-1])


def _table(medians: dict[tuple[str, str], float], ratios: dict[str, float], seconds: float) -> Table:
    table = Table(
        title=f"Files of {seconds / 60:g} min at {RATE_HZ / 1000:g} kHz, decoding included; one core",
        title_justify="left",
    )
    for heading in ("program", "file", "CPU s a second", "hours a core and minute", "to before"):
        table.add_column(heading, justify="left" if heading in ("program", "file") else "right")
    for (name, format), cost in medians.items():
        ratio = f"× {ratios[format]:.2f}" if name == THIS.name and format in ratios else ""
        table.add_row(name, format, f"{cost:.5f}", f"{1 / (60 * cost):.1f}", ratio)
    return table
