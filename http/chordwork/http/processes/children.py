"""Processes of ours that work for a server: what they are given, and that nothing of them stays behind.

Each is a process group in a session of its own, and is killed whole: when it is closed, or when its server is gone. It
imports from where the server was installed, never from the folder that the server was started in; its own folder is
``/``. Its environment is named here, variable by variable; settings and secrets are not in it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final, Literal

import trio

from chordwork.http.processes import parent_death

FOLDER: Final = "/"
"""Where they work: nothing that strangers, or other users, could have put there."""

_INHERITED: Final = (
    "PATH",
    "LANG",
    "LC_ALL",
    "HOME",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
)
_ONE_THREAD: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def python_command(module: str, *arguments: str) -> list[str]:
    """How to run a module of ours in a process of its own, not looking for modules where the server was started."""
    options = ["-P"]
    options += ["-s"] if sys.flags.no_user_site else []
    options += ["-B"] if sys.flags.dont_write_bytecode else []
    return [sys.executable, *options, "-m", module, *arguments]


def search_path(environment: Mapping[str, str]) -> dict[str, str]:
    """``PYTHONPATH`` with full paths, for a process with another working folder.

    An empty entry means "wherever it is started", and is left out.
    """
    if sys.flags.ignore_environment:
        return {}
    entries = [os.path.abspath(entry) for entry in environment.get("PYTHONPATH", "").split(os.pathsep) if entry]
    return {"PYTHONPATH": os.pathsep.join(entries)} if entries else {}


class Child:
    """A process and all that it started; made by :func:`open_child` only.

    Attributes:
        process: the first of the group.
    """

    def __init__(self, process: trio.Process, lifeline: int) -> None:
        """``lifeline`` is the writing end; it is owned from now on."""
        self.process: Final = process
        self._lifeline: int | None = lifeline

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._state() == "running"

    def _state(self) -> Literal["running", "ended", "collected"]:
        """Without collecting it, so that its number, and that of its group, stay its own; where the system can."""
        if not hasattr(os, "waitid"):  # macOS, before Python 3.13
            return "running" if self.process.poll() is None else "collected"
        try:
            ended = os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return "collected"
        return "running" if ended is None else "ended"

    async def aclose(self) -> None:
        """Kill it, and all of its group."""
        if self._lifeline is None:
            return
        lifeline, self._lifeline = self._lifeline, None
        if self._state() != "collected":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        os.close(lifeline)
        with trio.CancelScope(shield=True):  # short: it was killed
            await self.process.wait()
            for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
                if stream is not None:
                    await trio.aclose_forcefully(stream)


async def open_child(
    module: str,
    arguments: Sequence[str] = (),
    *,
    stdin: int,
    stdout: int,
    stderr: int | None = None,
    descriptors: Sequence[int] = (),
    variables: Mapping[str, str] | None = None,
) -> Child:
    """Start a module of ours. Close what is returned.

    Args:
        module: its name, for ``python -m``.
        arguments: for it.
        stdin: as for ``subprocess``; so are the next two.
        stdout: where it writes.
        stderr: where it complains; where we do if None.
        descriptors: that it inherits beside those.
        variables: that it gets beside the few that all get.
    """
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    environment |= search_path(os.environ) | _ONE_THREAD | dict(variables or {})
    watched, lifeline = os.pipe()
    try:
        process = await trio.lowlevel.open_process(
            python_command(module, *arguments),
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            pass_fds=(*descriptors, watched),
            env={**environment, parent_death.VARIABLE: str(watched)},
            cwd=FOLDER,
            start_new_session=True,
        )
        parent_death.kill_group_with(watched, process.pid)
    except BaseException:
        os.close(lifeline)
        raise
    finally:
        os.close(watched)
    return Child(process, lifeline)
