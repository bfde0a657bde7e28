"""What holds around those who meet what strangers sent: everything, and still enough with any one wall down."""

from __future__ import annotations

import os
import re
import struct
import sys
from pathlib import Path

import pytest

from bench.confinement.attempts import BECOME
from bench.confinement.stage import ROOT, Place, probe
from chordwork.http import Settings, SettingsError, serve
from chordwork.http.confinement import ESSENTIAL, Protection, calls, confine
from chordwork.http.confinement.filters import Calls, Except, OneOf, Without, program_of
from chordwork.http.confinement.landlock import landlock_version
from chordwork.http.rest.analysis import confined_decoder, protections
from chordwork.http.rest.computation_confinement import policy as worker_policy

ON_LINUX = sys.platform == "linux" and calls.this_machine() is not None
needs_all = pytest.mark.skipif(
    not ON_LINUX or landlock_version() < 6, reason="needs a Linux that has all protections (6.12 or newer)"
)
OF_THE_SERVER = {
    *("read the server's environment", "read the server's memory", "take an open file of the server"),
    *("trace the server", "read the file of keys", "list a folder", "make a file", "overwrite a file"),
    *("cut a file short", "remove a file", "connect to the store (TCP)"),
}
"""What nobody may do, whichever one of the protections is missing."""
OF_THE_WORKER = {
    *("look at a file (size, times)", "load more of Python", "write into the recording", "cut the recording short"),
    *("start a process", "run a program", BECOME, "start a thread", "make memory that can be run"),
    "open another descriptor",
}
"""What its work takes, and (of the recording) what only the decoder is given."""


@pytest.fixture(autouse=True)
def _modules_of_this_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))))


def missing(held: frozenset[str]) -> set[str]:
    return {each.value for each in Protection} - held


@needs_all
async def test_in_the_decoders_place_nothing_can_be_done() -> None:
    free = await probe(locked=False, server_hidden=False)
    assert {*OF_THE_SERVER, *OF_THE_WORKER} <= set(free.possible), free.reasons  # the attempts work where they may
    locked = await probe()
    assert missing(locked.held) <= {"namespaces"}
    assert locked.possible == []


@needs_all
@pytest.mark.parametrize("without", Protection)
async def test_with_one_protection_less_the_others_hold(without: Protection) -> None:
    outcome = await probe(without=frozenset({without}))
    assert without.value not in outcome.held
    assert not OF_THE_SERVER & set(outcome.possible)


@needs_all
async def test_in_a_workers_place_only_its_work_can_be_done() -> None:
    outcome = await probe(place="worker")
    assert missing(outcome.held) <= {"namespaces"}
    assert set(outcome.possible) == OF_THE_WORKER


@pytest.mark.skipif(not ON_LINUX, reason="of Linux")
@pytest.mark.parametrize("place", ["decoder", "worker"])
async def test_a_server_whose_memory_is_hidden_shows_it_to_nobody(place: Place) -> None:
    """Also where the kernel can do nothing else: only its own memory is hidden."""
    everything = frozenset(Protection)
    if os.geteuid() == 0:
        everything -= {Protection.CAPABILITIES, Protection.NO_NEW_PRIVS}  # root may look at everybody else
    looks = {"read the server's environment", "read the server's memory", "take an open file of the server"}
    shown = await probe(place=place, without=everything, server_hidden=False)
    assert looks <= set(shown.possible)
    hidden = await probe(place=place, without=everything)
    assert not looks & set(hidden.possible)


async def test_what_a_kernel_lacks_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container that forbids namespaces and Landlock, and a machine whose calls are unknown."""
    monkeypatch.setattr(protections, "_tried", [])
    monkeypatch.setattr(protections, "MODULE", "json.tool")  # says nothing of the kind
    assert await protections.try_protections() == frozenset()
    with pytest.raises(SettingsError, match=r"require_confinement: .*landlock.*seccomp"):
        await protections.check_confinement()
    with pytest.RaisesGroup(SettingsError, allow_unwrapped=True, flatten_subgroups=True):
        await serve(Settings(port=0, require_confinement=True))


@needs_all
async def test_what_was_tried_is_what_holds() -> None:
    held = await protections.try_protections()
    assert held >= ESSENTIAL
    await protections.check_confinement()


@pytest.mark.skipif(sys.platform == "linux", reason="of other systems")
def test_elsewhere_there_are_limits() -> None:
    assert Protection.LIMITS.value in {each.value for each in confine(worker_policy())}


# The filters, without a kernel: other machines than this one.

MACHINES = list(calls._MACHINES.items())


def verdict(program: bytes, arch: int, number: int, *arguments: int) -> str:
    """What a filter says to a call; the packet filter's machine, as far as ours use it."""
    data = struct.pack("=IIQ6Q", number, arch, 0, *(*arguments, 0, 0, 0, 0, 0, 0)[:6])
    at = value = 0
    while True:
        code, if_true, if_false, operand = struct.unpack_from("=HBBI", program, 8 * at)
        at += 1
        match code:
            case 0x20:
                (value,) = struct.unpack_from("=I", data, operand)
            case 0x15:
                at += if_true if value == operand else if_false
            case 0x35:
                at += if_true if value >= operand else if_false
            case 0x45:
                at += if_true if value & operand else if_false
            case 0x06:
                return {0x7FFF0000: "allow", 0x80000000: "kill", 0x50001: "EPERM", 0x50026: "ENOSYS"}[operand]
            case _:
                raise AssertionError(code)


@pytest.mark.parametrize(("name", "machine"), MACHINES)
def test_a_decoders_filter(name: str, machine: calls.Machine) -> None:
    program = program_of(
        confined_decoder.policy(confined_decoder.Order(descriptor=7, report=9, max_s=1.0)).calls, machine
    )
    number = machine.calls

    def of(call: str, *arguments: int) -> str:
        return verdict(program, machine.audit_arch, number[call], *arguments)

    assert [of("write", descriptor) for descriptor in (0, 1, 2, 7, 9, 1 << 32 | 1)] == [
        *("EPERM", "allow", "EPERM", "EPERM", "allow", "allow")  # the kernel looks at 32 bits of a descriptor, too
    ]
    assert [of("pread64", descriptor) for descriptor in (0, 7, 9)] == ["EPERM", "allow", "EPERM"]
    assert of("read", 7) == "EPERM"  # its position is shared with the server
    assert (of("mmap", 0, 4096, 3), of("mmap", 0, 4096, 7), of("mprotect", 0, 4096, 5)) == ("allow", "EPERM", "EPERM")
    assert (of("munmap"), of("exit_group")) == ("allow", "allow")
    for refused in ("clone", "clone3", "socket", "connect", "ptrace", "unshare", "seccomp", "io_uring_setup", "capset"):
        assert of(refused) == "EPERM", refused
    assert verdict(program, machine.audit_arch, 0x3FFF_FFFF) == "EPERM"
    assert verdict(program, 0x4000_0003, number["munmap"]) == "kill"  # another calling convention
    if name == "x86_64":
        assert verdict(program, machine.audit_arch, 0x4000_0000 | number["munmap"]) == "kill"


@pytest.mark.parametrize("machine", [machine for _, machine in MACHINES])
def test_a_workers_filter(machine: calls.Machine) -> None:
    program = program_of(worker_policy().calls, machine)

    def of(call: str, *arguments: int) -> str:
        return verdict(program, machine.audit_arch, machine.calls[call], *arguments)

    assert (of("read"), of("write"), of("mmap", 0, 4096, 7), of("clone", 0x11)) == ("allow",) * 4
    assert of("clone", 0x1000_0011) == "EPERM"  # with a user namespace
    assert of("clone3") == "ENOSYS"
    for refused in ("socket", "connect", "ptrace", "unshare", "mount", "bpf", "fchmod", "io_uring_setup"):
        assert of(refused) == "EPERM", refused


@pytest.mark.parametrize("machine", [machine for _, machine in MACHINES])
def test_conditions_leave_other_calls_alone(machine: calls.Machine) -> None:
    conditions = {"write": OneOf(0, frozenset({5})), "mmap": Without(2, 4)}
    for rules, other in ((Calls(("read",), conditions), "EPERM"), (Except(("read",), (), conditions), "allow")):
        program = program_of(rules, machine)
        numbers = {call: machine.calls[call] for call in ("write", "mmap", "read", "close")}
        said = {call: verdict(program, machine.audit_arch, number, 5) for call, number in numbers.items()}
        read = "allow" if other == "EPERM" else "EPERM"
        assert said == {"write": "allow", "mmap": "allow", "read": read, "close": other}


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("x86_64", "/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
        ("aarch64", "/usr/include/asm-generic/unistd.h"),
    ],
)
def test_numbers_are_those_of_the_kernel(name: str, header: str) -> None:
    if not Path(header).exists():
        pytest.skip("no headers of the kernel here")
    known = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", Path(header).read_text()))
    numbers = dict(MACHINES)[name].calls
    assert {call: int(known[call]) for call in numbers if call in known} == {
        call: number for call, number in numbers.items() if call in known
    }
    assert len(numbers.keys() & known.keys()) > len(numbers) - 3  # calls newer than the headers
