"""Filters of system calls (seccomp), as programs of the kernel's packet filter; built here, without a library.

A :class:`Calls` allows what it names, and refuses everything else with EPERM; an :class:`Except` allows everything but
what it names. EPERM and not death: a library that tries something it can do without goes on without.

References: Linux, ``Documentation/userspace-api/seccomp_filter.rst``; McCanne & Jacobson, "The BSD Packet Filter"
(1993).
"""

from __future__ import annotations

import ctypes
import errno
import struct
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from chordwork.http.confinement.calls import Machine, this_machine
from chordwork.http.confinement.kernel import call

PROT_EXEC: Final = 4
NEW_NAMESPACES: Final = 0x7E02_0000
"""All ``CLONE_NEW…`` that ``clone`` takes; ``CLONE_NEWTIME`` is for ``clone3`` and ``unshare``."""

_SET_MODE_FILTER: Final = 1
_ALL_THREADS: Final = 1
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW: Final = 0x7FFF_0000
_KILL: Final = 0x8000_0000
_REFUSE: Final = 0x0005_0000


@attrs.frozen
class OneOf:
    """An argument is one of these numbers; its lower 32 bits, of which a file descriptor has no more."""

    index: int
    values: frozenset[int]


@attrs.frozen
class Without:
    """An argument has none of these bits, among its lower 32."""

    index: int
    bits: int


Condition = OneOf | Without


@attrs.frozen
class Calls:
    """Allows what it names."""

    always: tuple[str, ...] = ()
    when: Mapping[str, Condition] = attrs.field(factory=dict)
    """Calls that depend on an argument."""


@attrs.frozen
class Except:
    """Allows all but what it names."""

    never: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    """Refused as if the kernel did not know them (ENOSYS), so that libraries take the older call."""
    when: Mapping[str, Condition] = attrs.field(factory=dict)


def install(rules: Calls | Except) -> None:
    """Filter the calls of this process from now on, in all its threads.

    Raises:
        OSError: the kernel has no filters, or the machine is not known here.
    """
    machine = this_machine()
    if machine is None:
        raise OSError(errno.ENOSYS, "system calls of this machine are not known here")
    program = program_of(rules, machine)
    code = ctypes.create_string_buffer(program, len(program))
    filter = _Program(len(program) // 8, ctypes.addressof(code))
    if call(machine.calls["seccomp"], _SET_MODE_FILTER, _ALL_THREADS, filter) != 0:
        raise OSError(errno.EBUSY, "a thread has a filter of its own")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def program_of(rules: Calls | Except, machine: Machine) -> bytes:
    """The program for one kind of machine, eight bytes an instruction."""
    return b"".join(_instructions(rules, machine))


def _instructions(rules: Calls | Except, machine: Machine) -> Iterator[bytes]:
    yield _step(_LOAD, _ARCH)
    yield _step(_JUMP_EQUAL, machine.audit_arch, 1, 0)
    yield _step(_RETURN, _KILL)
    yield _step(_LOAD, _NUMBER)
    if machine.other_abi_from is not None:
        yield _step(_JUMP_AT_LEAST, machine.other_abi_from, 0, 1)
        yield _step(_RETURN, _KILL)
    refused, unknown = _REFUSE | errno.EPERM, _REFUSE | errno.ENOSYS
    for name, condition in rules.when.items():
        yield from _conditional(machine.calls[name], condition)
    match rules:
        case Calls():
            yield from _each(rules.always, machine, _ALLOW)
            yield _step(_RETURN, refused)
        case Except():
            yield from _each(rules.unknown, machine, unknown)
            yield from _each(rules.never, machine, refused)
            yield _step(_RETURN, _ALLOW)


def _each(names: tuple[str, ...], machine: Machine, verdict: int) -> Iterator[bytes]:
    for name in names:
        if name in machine.calls:
            yield _step(_JUMP_EQUAL, machine.calls[name], 0, 1)
            yield _step(_RETURN, verdict)


def _conditional(number: int, condition: Condition) -> Iterator[bytes]:
    """Allows or refuses one call; others pass on with its number loaded."""
    refused = _REFUSE | errno.EPERM
    steps = [_step(_LOAD, _ARGUMENTS + 8 * condition.index)]
    match condition:
        case OneOf():
            for value in sorted(condition.values):
                steps += [_step(_JUMP_EQUAL, value, 0, 1), _step(_RETURN, _ALLOW)]
            steps.append(_step(_RETURN, refused))
        case Without():
            steps += [_step(_JUMP_ANY_BIT, condition.bits, 0, 1), _step(_RETURN, refused), _step(_RETURN, _ALLOW)]
    yield _step(_JUMP_EQUAL, number, 0, len(steps))
    yield from steps


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
