"""Worker processes on this machine, each fed by a thread; one that dies costs nothing but the song in its hands."""

from __future__ import annotations

import contextlib
import json
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable
from typing import Final

from chordwork.cli.catalogue.tasks import Outcome, Task, failure, to_line

MODULE: Final = "chordwork.cli.catalogue.worker"
ATTEMPTS: Final = 3
"""How often a song is tried whose worker dies: the worker may have been killed for another's memory."""
LIMIT_S: Final = 3600.0
"""Longest time for a song; a recording of a day takes half of it on a slow core."""


class Worker:
    """One process, started when it is first needed and again when it has died."""

    def __init__(self, limit_s: float = LIMIT_S) -> None:
        """Nothing runs yet."""
        self._limit_s = limit_s
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = self._late = False
        self._lock = threading.Lock()

    def analyse(self, task: Task) -> Outcome:
        """Have a song heard; never raises, whatever happens to the process."""
        reason = "stopped"
        for _ in range(ATTEMPTS):
            process = self._running()
            if process is None:
                break
            answer = self._answer(process, task)
            if answer is not None:
                return answer
            reason = self._buried(process)
            if reason.startswith("it took"):
                break
        return failure(task["path"], reason)

    def close(self) -> None:
        """Kill the process; a song in its hands is heard the next time."""
        with self._lock:
            self._closed = True
            process = self._process
        if process is not None:
            process.kill()

    def end(self) -> None:
        """Let go of the process: it ends with its input."""
        if self._process is not None:
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):  # What was not sent to one that is dead.
                        pipe.close()
            self._process.wait()

    def _running(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._closed:
                return None
            if self._process is None:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", MODULE],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
                self._late = False
            return self._process

    def _answer(self, process: subprocess.Popen[bytes], task: Task) -> Outcome | None:
        assert process.stdin is not None
        assert process.stdout is not None
        alarm = threading.Timer(self._limit_s, self._kill_late, (process,))
        alarm.daemon = True
        alarm.start()
        try:
            process.stdin.write(to_line(task))
            process.stdin.flush()
            line = process.stdout.readline()
        except (BrokenPipeError, ValueError):
            return None
        finally:
            alarm.cancel()
        if not line.endswith(b"\n"):
            return None
        outcome: Outcome = json.loads(line)
        return outcome

    def _kill_late(self, process: subprocess.Popen[bytes]) -> None:
        self._late = True
        process.kill()

    def _buried(self, process: subprocess.Popen[bytes]) -> str:
        """Why it ended."""
        process.kill()
        self.end()
        with self._lock:
            self._process = None
        if self._late:
            return f"it took more than {self._limit_s:.0f} s to hear"
        code = process.returncode
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return f"its worker died {ATTEMPTS} times ({how}): there may be too little memory; try fewer --workers"


class WorkerPool:
    """Several workers on one machine."""

    def __init__(self, workers: int) -> None:
        """``workers`` processes are started when songs come."""
        self._workers = [Worker() for _ in range(workers)]

    def analyse(self, tasks: Iterable[Task]) -> Generator[Outcome]:
        """Outcomes as they come, each task's once; closing it before its end kills the workers."""
        waiting = iter(tasks)
        lock = threading.Lock()
        outcomes: queue.Queue[Outcome | None] = queue.Queue(maxsize=len(self._workers))
        stopped = threading.Event()

        def feed(worker: Worker) -> None:
            try:
                while not stopped.is_set():
                    with lock:
                        task = next(waiting, None)
                    if task is None:
                        break
                    outcome = worker.analyse(task)
                    if not stopped.is_set():
                        outcomes.put(outcome)
            finally:
                worker.end()
                outcomes.put(None)

        threads = [threading.Thread(target=feed, args=(worker,), daemon=True) for worker in self._workers]
        for thread in threads:
            thread.start()
        left = len(threads)
        try:
            while left:
                outcome = outcomes.get()
                if outcome is None:
                    left -= 1
                else:
                    yield outcome
        finally:
            stopped.set()
            for worker in self._workers:
                worker.close()
            while left:
                left -= outcomes.get() is None
            for thread in threads:
                thread.join()
