"""Which files a process may reach (Landlock): those that it names, for reading or for writing; no others.

Kernels differ in what they can forbid, which is asked first. Reference: Linux,
``Documentation/userspace-api/landlock.rst``.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import struct
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from chordwork.http.confinement.calls import this_machine
from chordwork.http.confinement.kernel import call

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_FIRST_RIGHTS: Final = (1 << 13) - 1
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_OF_FILES: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_READING: Final = _EXECUTE | _READ_FILE | _READ_DIR
_TCP: Final = 0b11
_SCOPES: Final = 0b11
"""Abstract Unix sockets and signals, to processes outside."""
_ASK_VERSION: Final = 1
_PATH_BENEATH: Final = 1


def landlock_version() -> int:
    """What this kernel can do; 0: nothing of it."""
    machine = this_machine()
    if machine is None:
        return 0
    try:
        return call(machine.calls["landlock_create_ruleset"], None, 0, _ASK_VERSION)
    except OSError:
        return 0


def restrict(readable: Iterable[Path], writable: Iterable[Path]) -> None:
    """Give up all files but these and what lies below them, TCP, and signals to strangers, as far as the kernel can.

    Args:
        readable: to read, and to run. What is not there is passed over.
        writable: to read, write, make and remove.

    Raises:
        OSError: the kernel cannot, or has more threads to look after than this one.
    """
    machine, version = this_machine(), landlock_version()
    if machine is None or version == 0:
        raise OSError(errno.ENOSYS, "no Landlock in this kernel")
    if len(os.listdir("/proc/self/task")) > 1:
        raise OSError(errno.EBUSY, "other threads of this process would stay free")
    handled = _FIRST_RIGHTS
    for since, right in ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL_DEV)):
        handled |= right if version >= since else 0
    rules = struct.pack("=QQQ", handled, _TCP if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = call(machine.calls["landlock_create_ruleset"], ctypes.create_string_buffer(rules, 24), size, 0)
    try:
        for path in readable:
            _allow(machine.calls["landlock_add_rule"], ruleset, path, _READING & handled)
        for path in writable:
            _allow(machine.calls["landlock_add_rule"], ruleset, path, handled & ~_EXECUTE)
        call(machine.calls["landlock_restrict_self"], ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(number: int, ruleset: int, path: Path, rights: int) -> None:
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(parent).st_mode):
                rights &= _OF_FILES
            rule = struct.pack("=Qi", rights, parent)
            call(number, ruleset, _PATH_BENEATH, ctypes.create_string_buffer(rule, len(rule)), 0)
        finally:
            os.close(parent)
