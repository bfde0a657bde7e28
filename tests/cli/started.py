"""The program, started once: every run is a fork of a process that has imported all of it, as ``main`` of its own.

A run has its own arguments, environment, folder, standard streams and exit code, and costs no second of importing.
What tests about the start itself, about pipes of a shell, signals or terminals starts Python anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

_IMPORTED = (
    *("chordwork.cli", "cyclopts", "rich.console", "numpy", "onnxruntime", "soundfile", "trio", "chordwork.actors"),
    *("chordwork.cli.commands.analyze", "chordwork.cli.commands.demo", "chordwork.cli.commands.tabs"),
)


class Started:
    """The process that is forked.

    Args:
        environment: of the interpreter; a run may have another.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        roots = os.pathsep.join((str(Path(__file__).parents[2]), environment.get("PYTHONPATH", "")))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.started"],
            env={**environment, "PYTHONPATH": roots},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def run(
        self,
        arguments: Iterable[str | Path],
        *,
        environment: Mapping[str, str],
        folder: Path,
        stdin: bytes = b"",
        timeout_s: float = 240.0,
    ) -> subprocess.CompletedProcess[bytes]:
        """One run, to its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with tempfile.TemporaryDirectory() as scratch:
            streams = [os.path.join(scratch, name) for name in ("stdin", "stdout", "stderr")]
            os.mkfifo(streams[0])
            threading.Thread(target=_pour, args=(stdin, streams[0]), daemon=True).start()
            command = [*map(str, arguments)]
            told = [command, dict(environment), str(folder), streams]
            self._process.stdin.write(json.dumps(told).encode() + b"\n")
            self._process.stdin.flush()
            if not select.select([self._process.stdout], [], [], timeout_s)[0]:
                self.close()
                raise subprocess.TimeoutExpired(command, timeout_s)
            answer = self._process.stdout.readline()
            assert answer, "the process that is forked has died"
            said, complained = (Path(each).read_bytes() for each in streams[1:])
        return subprocess.CompletedProcess(command, int(answer), said, complained)

    def close(self) -> None:
        """End it; a run that goes on ends with it."""
        self._process.kill()
        self._process.communicate()


def _pour(data: bytes, into: str) -> None:
    """A pipe's standard input; who is read no further has written enough."""
    with contextlib.suppress(BrokenPipeError), open(into, "wb", buffering=0) as pipe:
        pipe.write(data)


def _child(arguments: list[str], environment: dict[str, str], folder: str, streams: list[str]) -> int:
    os.setsid()
    for number, path in enumerate(streams):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT
        os.dup2(os.open(path, flags, 0o600), number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["chordwork", *arguments]
    from chordwork.cli import main

    try:
        code = main()
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _serve() -> None:
    for name in _IMPORTED:
        __import__(name)
    answers, requests = os.dup(1), os.fdopen(os.dup(0), "rb")
    os.set_inheritable(answers, False)
    while line := requests.readline():
        told: Any = json.loads(line)
        if (pid := os.fork()) == 0:
            code = 70
            try:
                requests.close()
                os.close(answers)
                code = _child(*told)
            finally:
                os._exit(code)
        _, status = os.waitpid(pid, 0)
        ended = os.waitstatus_to_exitcode(status)
        os.write(answers, b"%d\n" % ended)


if __name__ == "__main__":
    _serve()
