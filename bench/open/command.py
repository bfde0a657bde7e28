"""``python -m bench open``: its options, and its run."""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import attrs
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bench.open.conditions import CLEAN, CONDITIONS
from bench.open.corpus import SEED, Clip, arrive, chosen, find_pieces, read_pieces
from bench.open.errors import OpenBenchmarkError
from bench.open.hearing import Kept, hear, kept_in
from bench.open.measure import facts_of, measured, scoring_fingerprint
from bench.open.programs import Program, find_programs, not_ready
from bench.open.result import Curve, Measured, Result, document_of, read, text_of
from bench.open.summary import cost, flat
from bench.open.tables import show
from bench.peers.environments import default_folder
from chordwork.harmony import ChordSyntaxError

DEFAULT_CACHE: Final = Path("training/cache")
MINUTES: Final = 20.0
_FOLDERS: Final = re.compile(r"(?<![\w.])/(?:[\w.+-]+/)+")
QUICK_CONDITIONS: Final = (CLEAN, "phone", "noise 10 dB")


def add_options(parser: argparse.ArgumentParser) -> None:
    """The benchmark's own options."""
    group = parser.add_argument_group("open")
    group.add_argument("--full", action="store_true", help="every clip under every condition, and no limit of time")
    group.add_argument(
        "--only", default="", metavar="NAME,…", help="programs; --json keeps what its file says of the others"
    )
    group.add_argument(
        "--peers", type=Path, default=default_folder(), metavar="DIR", help="environments of peers; default %(default)s"
    )
    group.add_argument("--conditions", default="", metavar="NAME,…", help=f"of {', '.join(CONDITIONS)}; default all")
    group.add_argument("--half", choices=("a", "b"), default="b", help="a to choose, b (default) for figures")
    group.add_argument(
        "--cache", type=Path, default=DEFAULT_CACHE, metavar="DIR", help="where clips and answers are kept"
    )
    group.add_argument("--data", type=Path, default=Path("../shared/data"), metavar="DIR", help="the data pack, if any")
    group.add_argument(
        "--pieces", type=Path, metavar="DIR", help="clips of your own instead: DIR/KIND/NAME.json with NAME.flac"
    )
    group.add_argument("--model", type=Path, metavar="FILE", help="an ONNX model; default the bundled one")
    group.add_argument("--minutes", type=float, default=MINUTES, metavar="N", help="begin no clip later; default 20")
    group.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="programs at a time")
    group.add_argument(
        "--capacity", type=Path, metavar="FILE", help="what bench capacity --json wrote, to be drawn too"
    )


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Measure, print the tables, return the result.

    Raises:
        OpenBenchmarkError: something that was asked for is not there.
    """
    began = time.monotonic()
    names = _conditions(options.conditions, quick=quick)
    programs = find_programs(options.peers.expanduser(), _names(options.only), options.model)
    before = _before(options)
    if options.pieces is not None:
        pieces = read_pieces(options.pieces, options.half)
    else:
        pieces = find_pieces(options.cache, options.data, half=options.half, jobs=options.jobs)
    wanted = chosen(pieces, quick=quick, full=options.full, conditions=names)
    cache = options.cache.resolve()
    until = float("inf") if options.full else began + 60 * options.minutes
    kept = kept_in(cache)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        disable=not _terminal(),
    ) as progress:
        making = progress.add_task("clips", total=len(wanted))
        clips = []
        for piece, condition in wanted:
            clips.append(arrive(piece, condition, cache))
            progress.advance(making)
        hearing = progress.add_task("programs", total=len(clips) * len(programs))
        progress.update(hearing, completed=_there(kept, programs, clips))

        def tell(what: str) -> None:
            progress.advance(hearing)
            if not _terminal():
                print(what, flush=True)

        wrong = hear(programs, clips, kept, jobs=options.jobs, until=until, tell=tell)
    if not options.only:
        wrong += not_ready(options.peers.expanduser())
    result = _result(programs, clips, kept, options, wrong)
    if before is not None:
        result = merged(before, result)
    show(result, _console())
    for sentence in result.wrong:
        print(f"! {sentence}")
    if any("not heard in the time" in sentence for sentence in result.wrong):
        print("! Run it again to go on: what was heard is kept.")
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(text_of(document_of(result)), encoding="utf-8")
        print(f"written: {options.json}")
        options.json = None  # __main__ would write it in another form
    return {**document_of(result), "summary": flat(result)}


def _terminal() -> bool:
    return Console().is_terminal


def _console() -> Console:
    return Console() if _terminal() else Console(width=160)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _conditions(text: str, *, quick: bool) -> list[str]:
    """Clean is always among them.

    Raises:
        OpenBenchmarkError: one is not known.
    """
    names = _names(text) or list(QUICK_CONDITIONS if quick else CONDITIONS)
    unknown = [name for name in names if name not in CONDITIONS]
    if unknown:
        raise OpenBenchmarkError(f"no condition is called {', '.join(unknown)}: there are {', '.join(CONDITIONS)}")
    return [name for name in CONDITIONS if name == CLEAN or name in names]


def _before(options: argparse.Namespace) -> Result | None:
    """What a file says of programs that are not measured now.

    Raises:
        OpenBenchmarkError: it was scored otherwise, or is of other clips.
    """
    if not options.only or options.json is None or not options.json.exists():
        return None
    before = read(options.json)
    if before.scoring != scoring_fingerprint() or before.half != options.half or before.seed != SEED:
        raise OpenBenchmarkError(
            f"{options.json} was scored otherwise, or speaks of other clips: measure all programs, without --only"
        )
    return before


def _there(kept: Kept, programs: Sequence[Program], clips: Sequence[Clip]) -> int:
    return sum(kept.answer(program, clip) is not None for program in programs for clip in clips)


def _result(
    programs: Sequence[Program], clips: Sequence[Clip], kept: Kept, options: argparse.Namespace, wrong: list[str]
) -> Result:
    rows: dict[str, dict[str, dict[str, Any]]] = {}
    found: dict[str, Measured] = {}
    for program in programs:
        peak_mb = 0.0
        for clip in clips:
            answer = kept.answer(program, clip)
            if answer is None:
                continue
            try:
                row = measured(clip, answer)
            except ChordSyntaxError as error:
                wrong.append(f"{program.name}, {clip.piece.name}: {error}")
                continue
            peak_mb = max(peak_mb, answer.peak_mb)
            rows.setdefault(program.name, {}).setdefault(clip.condition, {})[clip.piece.name] = row
        if program.name not in rows:
            continue
        starts = kept.starts(program)
        found[program.name] = Measured(
            program.what,
            program.licence,
            program.tiers,
            program.version,
            program.model,
            round(peak_mb, 1),
            round(statistics.median(each.wall_s for each in starts), 2) if starts else None,
            round(statistics.median(each.cpu_s for each in starts), 2) if starts else None,
            machine_class(),
        )
    facts = {clip.piece.name: facts_of(clip) for clip in clips if clip.condition == CLEAN}
    capacity = curves(options.capacity) if options.capacity else []
    told = [without_paths(sentence) for sentence in [*wrong, *_not_reached(programs, clips, kept)]]
    return Result(SEED, options.half, scoring_fingerprint(), facts, found, rows, told, capacity)


def _not_reached(programs: Sequence[Program], clips: Sequence[Clip], kept: Kept) -> list[str]:
    """A sentence a program that has not heard everything."""
    sentences = []
    for program in programs:
        missing = [clip for clip in clips if kept.answer(program, clip) is None]
        if missing:
            names = list(dict.fromkeys(clip.condition for clip in missing))
            shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more conditions" if len(names) > 3 else "")
            sentences.append(
                f"{program.name}: {len(missing)} of {len(clips)} clips were not heard in the time ({shown})"
            )
    return sentences


def without_paths(sentence: str) -> str:
    """Where things lay on this machine is nobody's business; the names of files stay."""
    return _FOLDERS.sub("", sentence)


def machine_class() -> str:
    """Processor and cores; nothing that names a machine."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def merged(before: Result, now: Result) -> Result:
    """What was measured now, and what a file says of other programs on the same clips.

    Raises:
        OpenBenchmarkError: the clips are others.
    """
    differing = [name for name, clip in now.clips.items() if name in before.clips and clip != before.clips[name]]
    if differing:
        raise OpenBenchmarkError(
            f"the clips differ from those of the file ({', '.join(differing[:3])} …): leave --only out"
        )
    missing = [name for name in before.clips if name not in now.clips]
    if missing:
        raise OpenBenchmarkError(
            f"the file has clips that were not heard now ({', '.join(missing[:3])}): leave --quick out, say where the "
            "data pack lies with --data, or leave --only out"
        )
    others = {
        name: attrs.evolve(about, times_templates=cost(before, name).times_templates)  # of the run that they were in
        for name, about in before.programs.items()
        if name not in now.programs
    }
    names = [*now.programs, *others]
    return Result(
        now.seed,
        now.half,
        now.scoring,
        {**before.clips, **now.clips},
        {name: now.programs.get(name) or others[name] for name in names},
        {name: now.rows[name] if name in now.rows else before.rows[name] for name in names},
        [*now.wrong, *(each for each in before.wrong if each.partition(":")[0].partition(",")[0] not in now.programs)],
        now.capacity or before.capacity,
    )


def curves(path: Path) -> list[Curve]:
    """Of what ``python -m bench capacity --json`` wrote.

    Raises:
        OpenBenchmarkError: it is something else.
    """
    try:
        searches = json.loads(path.read_text(encoding="utf-8"))["searches"]
        return [
            Curve(
                str(each["door"]),
                round(1000 * float(each["chunk_s"]), 1),
                sorted((int(probe["sessions"]), round(float(probe["p99_ms"]), 2)) for probe in each["probes"]),
            )
            for each in searches
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OpenBenchmarkError(f"{path} is no result of python -m bench capacity --json ({error!r})") from error
