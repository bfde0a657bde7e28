"""Harmless attempts at what a decoder has no need of: to read, write, call, start and see what is not its own."""

from __future__ import annotations

import ctypes
import errno
import importlib
import mmap
import os
import socket
import sys
import threading
from collections.abc import Callable
from typing import Final

import attrs

from chordwork.http.confinement.calls import this_machine
from chordwork.http.confinement.kernel import call, leave

SECRET: Final = b"a secret of the server's"
VARIABLE: Final = "CHORDWORK_PRETENDED_SECRET"
_NEW_USER: Final = 0x1000_0000
_SEIZE: Final = 0x4206


@attrs.frozen
class Target:
    """What was made to be attempted."""

    server: int
    """Process that plays the server; it has :data:`SECRET` in its environment, in its memory, and in an open file."""
    address: int
    """Where in its memory."""
    open_file: int
    """Its descriptor of that file."""
    folder: str
    """With the files ``keys``, ``other``, ``removable``; and the socket ``store.sock``."""
    tcp_port: int
    udp_port: int
    abstract: str
    """Name of an abstract Unix socket."""
    recording: int
    """Descriptor of the recording."""


Attempt = Callable[[Target], object]


def _environment(target: Target) -> None:
    with open(f"/proc/{target.server}/environ", "rb") as file:
        _expect(SECRET in file.read())


def _memory(target: Target) -> None:
    size = len(SECRET)
    there = ctypes.create_string_buffer(size)
    here, far = _piece(ctypes.addressof(there), size), _piece(target.address, size)
    call(_number("process_vm_readv"), target.server, here, 1, far, 1, 0)
    _expect(there.raw == SECRET)


def _descriptor(target: Target) -> None:
    handle = call(_number("pidfd_open"), target.server, 0)
    taken = call(_number("pidfd_getfd"), handle, target.open_file, 0)
    _expect(os.pread(taken, 100, 0) == SECRET)


def _read(target: Target) -> None:
    with open(f"{target.folder}/keys", "rb") as file:
        _expect(file.read() == SECRET)


def _overwrite(target: Target) -> None:
    with open(f"{target.folder}/other", "wb") as file:
        file.write(b"overwritten")


def _make(target: Target) -> None:
    with open(f"{target.folder}/made", "xb") as file:
        file.write(b"made")
    os.unlink(f"{target.folder}/made")


def _listen(target: Target) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()


def _tcp(target: Target) -> None:
    with socket.socket() as connecting:
        connecting.settimeout(5)
        connecting.connect(("127.0.0.1", target.tcp_port))


def _udp(target: Target) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sending:
        sending.sendto(b"", ("127.0.0.1", target.udp_port))


def _unix(address: str) -> None:
    with socket.socket(socket.AF_UNIX) as connecting:
        connecting.connect(address)


def _fork(target: Target) -> None:
    if (child := os.fork()) == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _program(target: Target) -> None:
    _, status = os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)
    _expect(status == 0)


def _thread(target: Target) -> None:
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()


def _more_of_python(target: Target) -> None:
    importlib.import_module(next(name for name in ("sched", "cmd", "tabnanny", "timeit") if name not in sys.modules))


def _runnable_memory(target: Target) -> None:
    mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()


ATTEMPTS: Final[dict[str, Attempt]] = {
    "read the server's environment": _environment,
    "read the server's memory": _memory,
    "take an open file of the server": _descriptor,
    "trace the server": lambda target: call(_number("ptrace"), _SEIZE, target.server, 0, 0),
    "signal the server": lambda target: os.kill(target.server, 0),
    "read the file of keys": _read,
    "look at a file (size, times)": lambda target: os.stat(f"{target.folder}/keys"),
    "list a folder": lambda target: os.listdir(target.folder),
    "list all processes": lambda target: os.listdir("/proc"),
    "load more of Python": _more_of_python,
    "make a file": _make,
    "overwrite a file": _overwrite,
    "cut a file short": lambda target: os.truncate(f"{target.folder}/other", 0),
    "remove a file": lambda target: os.unlink(f"{target.folder}/removable"),
    "change a file's rights": lambda target: os.chmod(f"{target.folder}/other", 0o600),
    "write into the recording": lambda target: os.pwrite(target.recording, b"x", 0),
    "cut the recording short": lambda target: os.ftruncate(target.recording, 0),
    "connect to the store (TCP)": _tcp,
    "send a packet (UDP)": _udp,
    "connect to the store (Unix)": lambda target: _unix(f"{target.folder}/store.sock"),
    "connect to the store (abstract)": lambda target: _unix("\0" + target.abstract),
    "listen (TCP)": _listen,
    "start a process": _fork,
    "run a program": _program,
    "make memory that can be run": _runnable_memory,
    "take 8 GiB of memory": lambda target: mmap.mmap(-1, 8 << 30).close(),
    "open another descriptor": lambda target: os.close(os.dup(target.recording)),
    "make namespaces": lambda target: leave(_NEW_USER),
    "start a thread": _thread,
    "use io_uring": lambda target: os.close(call(_number("io_uring_setup"), 1, ctypes.create_string_buffer(120))),
}
BECOME: Final = "become another program"
"""Attempted last, by whoever runs the others: there is no way back."""


def attempted(target: Target) -> dict[str, str]:
    """All of them; the reason for each that did not succeed, nothing for those that did."""
    return {name: _reason(attempt, target) for name, attempt in ATTEMPTS.items()}


def _reason(attempt: Attempt, target: Target) -> str:
    try:
        attempt(target)
    except OSError as error:
        return errno_name(error)
    except (RuntimeError, ImportError, MemoryError, ValueError, AssertionError) as error:
        return type(error).__name__
    return ""


def errno_name(error: OSError) -> str:
    """As in the manual pages."""
    return errno.errorcode.get(error.errno or 0, type(error).__name__)


def _expect(holds: bool) -> None:
    if not holds:
        raise AssertionError


def _number(name: str) -> int:
    machine = this_machine()
    assert machine is not None
    return machine.calls[name]


class _Piece(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


def _piece(address: int, size: int) -> _Piece:
    return _Piece(address, size)
