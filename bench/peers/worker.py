"""A program that hears files in a process of its own, and says of each what it heard and what that cost.

The process reads paths, one a line, and answers each with a line of JSON (:func:`bench.accuracy.run_peer.answer` says
which): peers answer from their own environments, Chordwork from this one. All are held to one thread.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

import attrs

from bench.peers.errors import PeerSetupError

SILENT_S: Final = 900.0
"""A program that says nothing for so long is ended."""
LAST_WORDS: Final = 1200
ONE_THREAD: Final = dict.fromkeys(
    (
        "MKL_NUM_THREADS",
        "NUMBA_NUM_THREADS",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "RAYON_NUM_THREADS",
        "TF_NUM_INTEROP_THREADS",
        "TF_NUM_INTRAOP_THREADS",
        "VECLIB_MAXIMUM_THREADS",
    ),
    "1",
)
_NOT_PASSED_ON: Final = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")

Heard = tuple[float, float, str] | tuple[float, float, str, float] | tuple[float, float, str, float, float]
"""Start and end in seconds, Harte label; where the program says it, its confidence in [0, 1], and when it decided."""


@attrs.frozen
class Answer:
    """What was heard in one file.

    Attributes:
        tiers: ``final``, ``live`` or both, each sorted by start.
        error: why nothing was heard; else empty.
        cpu_s: CPU seconds of hearing, all threads.
        wall_s: seconds by the clock.
        cpu_so_far_s: CPU seconds since the process began.
        peak_mb: most memory that the process ever had.
    """

    tiers: dict[str, list[Heard]]
    error: str
    cpu_s: float
    wall_s: float
    cpu_so_far_s: float
    peak_mb: float


class Worker:
    """The process, for as long as a ``with`` block lasts.

    Args:
        name: what messages call it.
        command: what is run.
        log: receives all that it prints beside answers.
        folder: where it runs.
        environment: further variables.
        silent_s: ends a program that says nothing for so long.

    Raises:
        PeerSetupError: it cannot be started, ended before it was asked, or said nothing for too long.
    """

    def __init__(
        self,
        name: str,
        command: list[str],
        *,
        log: Path,
        folder: Path | None = None,
        environment: dict[str, str] | None = None,
        silent_s: float = SILENT_S,
    ) -> None:
        self._name, self._command, self._folder, self._log = name, command, folder, log
        self._environment, self._silent_s = environment or {}, silent_s
        self._process: subprocess.Popen[str] | None = None
        self._diary: IO[str] | None = None
        self._began = 0.0
        self.versions: dict[str, str] = {}

    def __enter__(self) -> Self:
        """Start the process, and wait until its program is loaded."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        self._diary = self._log.open("w", encoding="utf-8")
        kept = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON}
        variables = {**kept, **ONE_THREAD, "TF_CPP_MIN_LOG_LEVEL": "2", **self._environment}
        self._began = time.monotonic()
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._diary,
                text=True,
                encoding="utf-8",
                cwd=self._folder,
                env=variables,
            )
        except OSError as error:
            self._diary.close()
            raise PeerSetupError(f"{self._name} cannot be started: {error}") from error
        try:
            self.versions = {name: str(version) for name, version in self._said()["versions"].items()}
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def since_start_s(self) -> float:
        """Seconds by the clock since the process was started."""
        return time.monotonic() - self._began

    def ask(self, path: Path) -> Answer:
        """What is heard in a file.

        Raises:
            PeerSetupError: the process has ended, or says nothing.
        """
        assert self._process is not None, "use it in a with block"
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{path.resolve()}\n")
            self._process.stdin.flush()
        except OSError:
            raise self._ended() from None
        said = self._said()
        return Answer(
            {tier: [(*each,) for each in heard] for tier, heard in said.get("tiers", {}).items()},
            said.get("error", ""),
            said["cpu_s"],
            said["wall_s"],
            said["cpu_so_far_s"],
            said["peak_mb"],
        )

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            self._process.kill()
            self._process.wait()
        if self._diary is not None:
            self._diary.close()

    def _said(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        alarm = threading.Timer(self._silent_s, self._process.kill)
        alarm.start()
        try:
            line = self._process.stdout.readline()
        finally:
            alarm.cancel()
        try:
            said: dict[str, Any] = json.loads(line)
        except ValueError:
            raise self._ended() from None
        return said

    def _ended(self) -> PeerSetupError:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._diary is not None:
            self._diary.flush()
        words = self._log.read_text(encoding="utf-8", errors="replace").strip()[-LAST_WORDS:]
        return PeerSetupError(f"{self._name} ended, or said nothing for {self._silent_s:g} s; its last words: {words}")
