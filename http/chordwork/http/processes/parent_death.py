"""Ends what was started together with who started it: a pipe of which the starter alone holds the writing end.

When that end is closed, by the starter or, with everything of his, by the kernel, the kernel kills the whole process
group of what was started. Nothing over there has to play along; it may be a program of others, or busy.

Not ``PR_SET_PDEATHSIG``: it means the *thread* that started the process, and trio starts processes in threads that end
after ten idle seconds.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import threading
from typing import Final

VARIABLE: Final = "CHORDWORK_LIFELINE"
"""Number of the reading end, for those who have to watch it themselves."""

_F_SETSIG: Final = 10


def kill_group_with(lifeline: int, group: int) -> None:
    """Let the kernel kill a process group when the other end of a pipe is closed; where it can (Linux).

    Args:
        lifeline: reading end, which some process of the group holds open, too.
        group: id of the process group.
    """
    if sys.platform == "linux":
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, -group)
        fcntl.fcntl(lifeline, _F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)


def end_with_parent() -> None:
    """In what was started, where the kernel cannot: end with the other end, and the process group along."""
    number = os.environ.pop(VARIABLE, "")
    if number and sys.platform != "linux":
        threading.Thread(target=_watch, args=(int(number),), daemon=True).start()


def _watch(lifeline: int) -> None:
    while os.read(lifeline, 1):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)
