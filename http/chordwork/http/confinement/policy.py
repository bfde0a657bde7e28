"""What a process may do, and the step after which it may do no more."""

from __future__ import annotations

import resource
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Final

import attrs

from chordwork.http.confinement import filters, landlock, privileges


class Protection(Enum):
    """One wall of several; each holds by itself."""

    LIMITS = "limits"
    """Bounds on memory, processor time, files, descriptors and processes (``setrlimit``)."""
    NAMESPACES = "namespaces"
    """Users, network and IPC of its own: no network at all. Many containers forbid it."""
    CAPABILITIES = "capabilities"
    """None of root's special rights."""
    NO_NEW_PRIVS = "no_new_privs"
    """No program that is run gains rights."""
    UNDUMPABLE = "undumpable"
    """Others of the same user cannot look into its memory."""
    LANDLOCK = "landlock"
    """No files but those named."""
    SECCOMP = "seccomp"
    """No system calls but those named."""


ESSENTIAL: Final = frozenset(Protection) - {Protection.NAMESPACES}
"""What ``require_confinement`` asks for: namespaces are a second wall behind others, and often forbidden."""

Limits = Mapping[int, int]
"""``resource.RLIMIT_…`` to its bound, soft and hard."""


@attrs.frozen(kw_only=True)
class Policy:
    """What a process needs, and so all that it may do."""

    limits: Limits
    calls: filters.Calls | filters.Except
    readable: tuple[Path, ...] = ()
    """Files and folders to read, and to run programs of."""
    writable: tuple[Path, ...] = ()
    namespaced_limits: Limits = attrs.field(factory=dict)
    """Those that count for a whole user, and are set where the process is a user of its own."""


def confine(policy: Policy, *, without: frozenset[Protection] = frozenset()) -> frozenset[Protection]:
    """Give up everything but what a policy allows; for good.

    Call it while the process has one thread, after its imports.

    Args:
        policy: what is left.
        without: walls that are left out, to see what the others hold.

    Returns:
        The protections that hold; others are unknown to this system, or forbidden.
    """
    held: set[Protection] = set()

    def attempt(protection: Protection, step: Callable[[], object]) -> None:
        if protection not in without:
            with suppress(OSError):
                step()
                held.add(protection)

    attempt(Protection.NAMESPACES, privileges.enter_namespaces)
    attempt(Protection.NO_NEW_PRIVS, privileges.forbid_new_privileges)
    attempt(Protection.UNDUMPABLE, privileges.hide_memory)
    attempt(Protection.LANDLOCK, lambda: landlock.restrict(policy.readable, policy.writable))
    namespaced = Protection.NAMESPACES in held
    limits = {**policy.limits, **policy.namespaced_limits} if namespaced else policy.limits
    attempt(Protection.LIMITS, lambda: set_limits(limits))  # no more descriptors, which Landlock needs
    if Protection.NO_NEW_PRIVS in held:  # without it, filtering takes a capability
        attempt(Protection.CAPABILITIES, privileges.drop_capabilities)
    attempt(Protection.SECCOMP, lambda: filters.install(policy.calls))
    return frozenset(held)


def set_limits(limits: Limits) -> None:
    """Set all of them that this system knows."""
    for kind, limit in limits.items():
        with suppress(ValueError, OSError):  # lower already, or unknown to this system
            resource.setrlimit(kind, (limit, limit))
