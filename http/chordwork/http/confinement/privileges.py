"""What a process can be given up of its own standing: capabilities, new ones, namespaces, being looked into."""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from contextlib import suppress
from pathlib import Path
from typing import Final

from chordwork.http.confinement.calls import this_machine
from chordwork.http.confinement.kernel import (
    IS_LINUX,
    PR_CAP_AMBIENT,
    PR_CAP_AMBIENT_CLEAR_ALL,
    PR_GET_DUMPABLE,
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    call,
    control,
    leave,
)

_NEW_USER, _NEW_NET, _NEW_IPC = 0x1000_0000, 0x4000_0000, 0x0800_0000
_CAPABILITY_VERSION: Final = 0x2008_0522


def forbid_new_privileges() -> None:
    """No program that is run gains rights (``no_new_privs``). Raises ``OSError`` where there is no such thing."""
    control(PR_SET_NO_NEW_PRIVS, 1)


def hide_memory() -> None:
    """No other process of the same user may look into this one, and it leaves no core.

    Raises:
        OSError: not on Linux.
    """
    control(PR_SET_DUMPABLE, 0)


def keep_to_itself() -> None:
    """:func:`hide_memory` for a server, where the system can: what it started cannot read its environment, nor its
    memory, nor take its descriptors."""
    with suppress(OSError):
        hide_memory()


def is_memory_hidden() -> bool:
    """Whether :func:`hide_memory` holds for this process."""
    if not IS_LINUX:
        return False
    return control(PR_GET_DUMPABLE) != 1


def drop_capabilities() -> None:
    """Root's special rights, which a process in a namespace of its own has there, too.

    Raises:
        OSError: not on Linux.
    """
    machine = this_machine()
    if machine is None:
        raise OSError(errno.ENOSYS, "capabilities of this machine are not known here")
    with suppress(OSError):  # older than Linux 4.3
        control(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    head = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    none = struct.pack("=6I", *[0] * 6)
    call(
        machine.calls["capset"],
        ctypes.create_string_buffer(head, len(head)),
        ctypes.create_string_buffer(none, len(none)),
    )


def enter_namespaces() -> None:
    """Namespaces of users, networks and IPC of its own: a machine without a network, and nobody to be.

    Raises:
        OSError: the kernel or the container forbids it, or the process has several threads.
    """
    user, group = os.geteuid(), os.getegid()
    leave(_NEW_USER | _NEW_NET | _NEW_IPC)
    with suppress(OSError):  # known by the same number inside, so that its own files look like its own
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
