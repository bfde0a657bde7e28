"""Has every program hear every clip, and keeps what it said: a run that was stopped goes on."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import attrs

from bench.open.corpus import FOLDER, Clip
from bench.open.programs import Program
from bench.peers.environments import a_second_of_c_major
from bench.peers.errors import PeerSetupError
from bench.peers.worker import Answer, Worker

TELLING: Final = 4
"""So many conditions, the first ones, everybody hears before anybody hears another."""
STARTS: Final = 3
"""As many cold starts are kept of each program, the last ones."""

Tell = Callable[[str], None]


@attrs.frozen
class Start:
    """A cold start: from nothing until a second of audio was heard; seconds by the clock, and of CPU."""

    wall_s: float
    cpu_s: float


@attrs.define
class Kept:
    """Answers of all programs, in a folder.

    Attributes:
        folder: ``PROGRAM/CONDITION/CLIP.json``, and ``PROGRAM/starts.json``.
    """

    folder: Path

    def answer(self, program: Program, clip: Clip) -> Answer | None:
        """What was said before by the same program of the same sound."""
        try:
            noted = json.loads(self._file(program, clip).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if noted.pop("program", "") != program.fingerprint or noted.pop("sound", "") != clip.digest:
            return None
        noted["tiers"] = {tier: [(*each,) for each in heard] for tier, heard in noted["tiers"].items()}
        return Answer(**noted)

    def keep(self, program: Program, clip: Clip, answer: Answer) -> None:
        """Write an answer down."""
        noted = {"program": program.fingerprint, "sound": clip.digest, **attrs.asdict(answer)}
        _write(self._file(program, clip), noted)

    def starts(self, program: Program) -> list[Start]:
        """Cold starts of the same program, oldest first."""
        try:
            noted = json.loads(self._starts(program).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return [Start(**each) for each in noted["starts"]] if noted["program"] == program.fingerprint else []

    def started(self, program: Program, start: Start) -> None:
        """Write a cold start down."""
        starts = [attrs.asdict(each) for each in [*self.starts(program), start][-STARTS:]]
        _write(self._starts(program), {"program": program.fingerprint, "starts": starts})

    def _file(self, program: Program, clip: Clip) -> Path:
        condition = clip.condition.replace(" ", "_").replace("/", "-")
        return self.folder / program.name / condition / f"{clip.piece.name}.json"

    def _starts(self, program: Program) -> Path:
        return self.folder / program.name / "starts.json"


def _write(path: Path, what: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(what), encoding="utf-8")
    unfinished.replace(path)


def kept_in(cache: Path) -> Kept:
    """Beside the clips."""
    return Kept(cache / FOLDER / "answers")


def hear(
    programs: Sequence[Program],
    clips: Sequence[Clip],
    kept: Kept,
    *,
    jobs: int,
    until: float,
    tell: Tell,
) -> list[str]:
    """Let every program hear what it has not heard yet.

    First everybody hears every clip clean, then under the most telling conditions, then under the others: what is left
    at the end of the time is left to everybody. ``jobs`` programs run at a time.

    Args:
        programs: who hears.
        clips: what, in order.
        kept: where answers are.
        jobs: programs at a time; each has one thread.
        until: :func:`time.monotonic` after which no clip is begun.
        tell: called after every clip.

    Returns:
        What went wrong, a sentence each; what was not reached has no answer.
    """
    conditions = list(dict.fromkeys(clip.condition for clip in clips))
    rounds = [names for names in (conditions[:1], conditions[1:TELLING], conditions[TELLING:]) if names]
    work = [
        (program, [clip for clip in clips if clip.condition in names and kept.answer(program, clip) is None])
        for names in rounds
        for program in programs
    ]
    left = sum(len(missing) for _, missing in work)
    done = 0
    began, counting = time.monotonic(), threading.Lock()

    def heard(program: Program, clip: Clip, answer: Answer) -> None:
        nonlocal done
        with counting:
            done += 1
            minutes = (time.monotonic() - began) / done * (left - done) / 60
            tell(
                f"{done}/{left} {program.name}: {clip.piece.name}, {clip.condition}, "
                f"{answer.cpu_s / clip.seconds:.3f} CPU s a second, about {minutes:.0f} min left"
            )

    wrong: list[str] = []
    with a_second_of_c_major() as second, ThreadPoolExecutor(jobs) as pool:
        for index in range(len(rounds)):
            part = work[index * len(programs) : (index + 1) * len(programs)]
            for trouble in pool.map(lambda each: _session(each[0], each[1], kept, second, until, heard), part):
                wrong += trouble
    return wrong


def _session(
    program: Program,
    clips: Sequence[Clip],
    kept: Kept,
    second: Path,
    until: float,
    heard: Callable[[Program, Clip, Answer], None],
) -> list[str]:
    """One program, from its cold start to its last clip."""
    wrong: list[str] = []
    with ExitStack() as stack:
        worker: Worker | None = None
        for clip in clips:
            if time.monotonic() > until:
                break
            try:
                if worker is None:
                    log = (kept.folder / program.name / "log.txt").resolve()
                    worker = stack.enter_context(program.start(log))
                    first = worker.ask(second)
                    kept.started(program, Start(worker.since_start_s, first.cpu_so_far_s))
                answer = worker.ask(clip.audio)
            except PeerSetupError as error:
                wrong.append(f"{program.name}, {clip.piece.name}, {clip.condition}: {error}")
                break
            if answer.error:
                wrong.append(f"{program.name} failed on {clip.piece.name}, {clip.condition}: {answer.error}")
            else:
                kept.keep(program, clip, answer)
            heard(program, clip, answer)
    return wrong
