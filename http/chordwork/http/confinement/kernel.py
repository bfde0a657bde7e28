"""The kernel's calls that Python has no name for."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Final

IS_LINUX: Final = sys.platform == "linux"

PR_SET_DUMPABLE: Final = 4
PR_GET_DUMPABLE: Final = 3
PR_SET_NO_NEW_PRIVS: Final = 38
PR_CAP_AMBIENT: Final = 47
PR_CAP_AMBIENT_CLEAR_ALL: Final = 4

_libc: Final = ctypes.CDLL(None, use_errno=True) if IS_LINUX else None


def control(option: int, *arguments: int) -> int:
    """``prctl``.

    Raises:
        OSError: the kernel refuses, or is none of Linux.
    """
    return _checked("prctl", ctypes.c_int(option), *(ctypes.c_ulong(each) for each in (*arguments, 0, 0, 0, 0)[:4]))


def leave(namespaces: int) -> None:
    """``unshare``.

    Raises:
        OSError: the kernel refuses, or is none of Linux.
    """
    _checked("unshare", ctypes.c_int(namespaces))


def call(number: int, *arguments: int | ctypes.Array[ctypes.c_char] | ctypes.Structure | None) -> int:
    """A system call by its number; buffers and structures are passed by their address.

    Raises:
        OSError: the kernel refuses, or is none of Linux.
    """
    return _checked("syscall", ctypes.c_long(number), *(_word(each) for each in arguments))


def _word(argument: int | ctypes.Array[ctypes.c_char] | ctypes.Structure | None) -> object:
    if argument is None:
        return ctypes.c_void_p(None)
    if isinstance(argument, int):
        return ctypes.c_ulong(argument)
    return ctypes.byref(argument)


def _checked(name: str, *arguments: object) -> int:
    if _libc is None:
        raise OSError(f"{name}: a call of Linux")
    function = getattr(_libc, name)
    function.restype = ctypes.c_long if name == "syscall" else ctypes.c_int
    result: int = function(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
    return result
