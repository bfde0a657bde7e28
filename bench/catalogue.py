"""A library heard by several processes: ``python -m bench catalogue [--songs N] [--seconds S] [--dask ADDRESS]``.

Two questions. Does a second worker halve the time? One worker and two, by turns, medians and their ratio. Is every song
written once, whoever is killed? Workers, and the run itself, are killed at seeded random moments until the library is
done; then its tables must equal those of a run that nobody disturbed, and no result may have been written half.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import numpy as np
import soundfile
from pyarrow import parquet

from chordwork.analysis import clips

SEED: Final = 7
RATE_HZ: Final = 22_050
_COMMAND: Final = [sys.executable, "-m", "chordwork.cli", "analyze"]
_KILL_AFTER_S: Final = (0.3, 2.5)
_WORKERS_KILLED: Final = 0.75
"""Share of the kills that meet a worker and not the run."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Size of the library, and a cluster beside the processes."""
    parser.add_argument("--songs", type=int, help="recordings in the library (default: 100, quick: 10)")
    parser.add_argument("--seconds", type=float, default=60.0, help="of each recording")
    parser.add_argument("--kills", type=int, help="how often something is killed (default: 12, quick: 5)")
    parser.add_argument("--dask", metavar="ADDRESS", help="hear the library by this cluster, too, and compare")


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Print both answers."""
    songs = options.songs or (10 if quick else 100)
    with tempfile.TemporaryDirectory(prefix="chordwork-bench-") as folder:
        place = Path(folder)
        library = place / "library"
        audio_s = make_library(library, songs, options.seconds)
        print(f"{songs} recordings of {options.seconds:g} s, {audio_s / 3600:.2f} hours; {os.cpu_count()} processors")
        scaling = _scaling(library, place, rounds=1 if quick else 3, audio_s=audio_s)
        kills = _kills(library, place, options.kills or (5 if quick else 12))
        cluster = None if options.dask is None else _cluster(library, place, options.dask, audio_s)
    return {"songs": songs, "seconds": options.seconds, "scaling": scaling, "kills": kills, "dask": cluster}


def make_library(library: Path, songs: int, seconds: float) -> float:
    """Recordings cut from the bundled ones, each at another place, in FLAC and Ogg; seconds of audio in all."""
    sounds = []
    for path in sorted(Path(clips.__path__[0]).glob("*.ogg")):
        sound, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
        step = rate_hz / RATE_HZ
        sounds.append(sound.mean(axis=1)[np.arange(0, len(sound), step).astype(int)])
    chance = random.Random(SEED)
    length = round(seconds * RATE_HZ)
    for number in range(songs):
        sound = sounds[number % len(sounds)]
        cut = np.resize(np.roll(sound, chance.randrange(len(sound))), length)
        path = library / f"album {number // 10:04}" / f"song {number:06}.{('flac', 'ogg')[number % 2]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, cut, RATE_HZ)
    return songs * seconds


def _command(library: Path, out: Path, *more: str) -> list[str]:
    return [*_COMMAND, "--library", str(library), "--out", str(out), *more]


def _scaling(library: Path, place: Path, *, rounds: int, audio_s: float) -> dict[str, Any]:
    took: dict[int, list[float]] = {1: [], 2: []}
    for number in range(rounds):
        for workers, times in took.items():
            out = place / f"scaling-{workers}-{number}"
            began = time.perf_counter()
            subprocess.run(_command(library, out, "--workers", str(workers)), stdout=subprocess.DEVNULL, check=True)
            times.append(time.perf_counter() - began)
    medians = {workers: statistics.median(times) for workers, times in took.items()}
    ratio = statistics.median(one / two for one, two in zip(took[1], took[2], strict=True))
    for workers, median in medians.items():
        print(f"  {workers} worker{'s' if workers > 1 else ' '}  {median:7.1f} s  {audio_s / median:6.0f} × real time")
    print(f"  two workers to one: {ratio:.2f} times as fast (pairs, median of {rounds})")
    if (os.cpu_count() or 1) < 2:
        print("  one processor: this says nothing about scaling")
    return {"took_s": took, "ratio": ratio}


def _kills(library: Path, place: Path, kills: int) -> dict[str, Any]:
    out, chance = place / "killed", random.Random(SEED)
    command = _command(library, out, "--workers", "2")
    killed = {"worker": 0, "run": 0}
    runs = 0
    while True:
        runs += 1
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            while sum(killed.values()) < kills and process.poll() is None:
                time.sleep(chance.uniform(*_KILL_AFTER_S))
                workers = _children(process.pid)
                victim = process.pid
                if workers and chance.random() < _WORKERS_KILLED:
                    victim = chance.choice(workers)
                if process.poll() is None and _kill(victim):
                    killed["run" if victim == process.pid else "worker"] += 1
        if process.returncode in (0, 2):
            break
    finished = sum(killed.values())
    rows = {table: _rows(out, table) for table in ("songs", "chords")}
    whole = {table: _rows(place / "scaling-1-0", table) for table in ("songs", "chords")}
    paths = [row["path"] for row in rows["songs"]]
    written = len(list(out.glob("jams/**/*.jams")))
    for path in out.glob("jams/**/*.jams"):
        json.loads(path.read_text())
    result = {
        "killed": killed,
        "runs": runs,
        "songs": len(paths),
        "songs_twice": len(paths) - len(set(paths)),
        "songs_missing": len({row["path"] for row in whole["songs"]} - set(paths)),
        "failed": sum(row["error"] is not None for row in rows["songs"]),
        "jams": written,
        "same_tables": rows == whole,
    }
    print(f"  killed {killed['worker']} workers and {killed['run']} runs of {runs}: {len(paths)} songs, "
          f"{result['songs_twice']} twice, {result['songs_missing']} missing, {result['failed']} failed, "
          f"{written} JAMS files, tables {'the same' if rows == whole else 'NOT the same'} as undisturbed")  # fmt: skip
    if finished < kills:
        print(f"  the library was done after {finished} of {kills} kills: give it more --songs or --seconds")
    return result


def _children(pid: int) -> list[int]:
    try:
        text = " ".join(path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    except OSError:
        return []
    return [int(each) for each in text.split()]


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _rows(out: Path, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parquet.read_table(out / f"{table}.parquet").to_pylist()
    return rows


def _cluster(library: Path, place: Path, address: str, audio_s: float) -> dict[str, Any]:
    out = place / "cluster"
    began = time.perf_counter()
    subprocess.run(_command(library, out, "--dask", address), stdout=subprocess.DEVNULL, check=True)
    took_s = time.perf_counter() - began
    same = all(_rows(out, table) == _rows(place / "scaling-1-0", table) for table in ("songs", "chords"))
    print(f"  cluster    {took_s:7.1f} s  {audio_s / took_s:6.0f} × real time, "
          f"tables {'the same' if same else 'NOT the same'}")  # fmt: skip
    return {"took_s": took_s, "same_tables": same}
