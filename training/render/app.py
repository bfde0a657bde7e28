"""Render a plan over several processes, and the command line for it."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from attrs import define, evolve, field
from rich.console import Console
from rich.progress import track

from .corpus import DEFAULT_DATA, is_song, unpack_pop909
from .labels import parse
from .pipeline import render_clip
from .plan import CROSSED, OPEN, Clip, crossed_plan, dev_plan, open_plan, train_plan

SMOKE_SECONDS = 12.0


@define
class Tally:
    """What was rendered: seconds per kind and per chord quality, and clips that failed."""

    kind_s: Counter[str] = field(factory=Counter)
    quality_s: Counter[str] = field(factory=Counter)
    failed: list[str] = field(factory=list)

    def add(self, meta: dict[str, Any]) -> None:
        """Count one annotation."""
        self.kind_s[meta["kind"]] += meta["seconds"]
        for start, end, label in meta["chords"]:
            self.quality_s[parse(label).quality if label != "X" else "X"] += end - start


def render(plan: Sequence[Clip], cache: Path, *, data: Path = DEFAULT_DATA, jobs: int = 2) -> Tally:
    """Render every clip that is not there yet. A clip that fails is reported and left out."""
    if any(is_song(clip.source) and clip.split != OPEN for clip in plan):
        unpack_pop909(data, cache)
    tally = Tally()
    for clip, meta, error in _progress(_results(plan, cache, data, jobs), len(plan)):
        if meta is None:
            tally.failed.append(clip.name)
            print(f"{clip.name} failed:\n{error}", file=sys.stderr)
        else:
            tally.add(meta)
    return tally


Result = tuple[Clip, dict[str, Any] | None, str]


def _results(plan: Sequence[Clip], cache: Path, data: Path, jobs: int) -> Iterator[Result]:
    work = partial(_one, cache=cache, data=data)
    if jobs <= 1:
        yield from map(work, plan)
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap_unordered(work, plan, chunksize=1)


def _one(clip: Clip, cache: Path, data: Path) -> Result:
    try:
        return clip, render_clip(clip, cache, data), ""
    except Exception:  # one odd clip must not end a night's rendering
        return clip, None, traceback.format_exc()


def _progress(results: Iterable[Result], total: int) -> Iterator[Result]:
    """A bar on a terminal, a line every twenty-five clips elsewhere."""
    if Console().is_terminal:
        yield from track(results, total=total, description="render")
        return
    began, audio_s = time.monotonic(), 0.0
    for count, result in enumerate(results, 1):
        audio_s += result[1]["seconds"] if result[1] else 0.0
        if count % 25 == 0 or count == total:
            spent = time.monotonic() - began
            print(f"render {count}/{total} clips, {audio_s / 3600:.2f} h of audio in {spent:.0f} s", flush=True)
        yield result


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns the exit status."""
    parser = argparse.ArgumentParser("python -m training.render", description="Render training or evaluation audio.")
    parser.add_argument("--cache", type=Path, required=True, help="folder that receives SPLIT/KIND/ID.flac and .json")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="the data pack")
    parser.add_argument("--split", choices=("train", "dev", OPEN, CROSSED), default="train")
    parser.add_argument("--hours", type=float, default=12.0, help="hours of training audio; the other sets are fixed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kinds", default="", help="comma-separated kinds to render, default all")
    parser.add_argument("--half", choices=("a", "b"), default="", help="of the clips that have one, default both")
    parser.add_argument("--smoke", action="store_true", help="one short clip of each kind, and half")
    options = parser.parse_args(argv)
    data: Path = options.data.resolve()
    if options.split == OPEN:
        plan = open_plan(options.seed)
    elif options.split == CROSSED:
        plan = [clip for side in "ab" for clip in crossed_plan(data, options.seed, side)]
    elif options.split == "train":
        plan = train_plan(data, options.hours, options.seed)
    else:
        plan = dev_plan(data, options.seed)
    if options.half:
        plan = [clip for clip in plan if clip.side in options.half]
    if options.kinds:
        plan = [clip for clip in plan if clip.kind in options.kinds.split(",")]
    if options.smoke:
        firsts = {(clip.kind, clip.side): clip for clip in reversed(plan)}
        plan = [evolve(clip, name=f"{clip.name}_smoke", seconds=SMOKE_SECONDS) for clip in firsts.values()]
    tally = render(plan, options.cache.resolve(), data=data, jobs=options.jobs)
    _report(tally)
    return 1 if tally.failed else 0


def _report(tally: Tally) -> None:
    for kind, seconds in sorted(tally.kind_s.items()):
        print(f"{kind:8s} {seconds / 3600:6.2f} h")
    total = sum(tally.quality_s.values()) or 1.0
    print("  ".join(f"{quality} {100 * seconds / total:.1f}%" for quality, seconds in tally.quality_s.most_common()))
    if tally.failed:
        print(f"{len(tally.failed)} clips failed: {', '.join(tally.failed[:10])}", file=sys.stderr)
