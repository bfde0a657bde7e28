"""The artificial sound card of deadlines.c."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.harmony.errors import ChordworkError

CALLBACK: Final = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_ulong,
    ctypes.c_void_p,
    ctypes.c_ulong,
    ctypes.c_void_p,
)
"""As PortAudio calls one: input, output, frames, times, flags, user data."""


class NoCompiler(ChordworkError):
    """The artificial sound card is C, and there is nothing here to compile it with."""

    code = "no_compiler"


class _Run(ctypes.Structure):
    _fields_ = [
        ("measured", ctypes.c_void_p),
        ("measured_data", ctypes.c_void_p),
        ("baseline", ctypes.c_void_p),
        ("baseline_data", ctypes.c_void_p),
        ("pcm", ctypes.c_void_p),
        ("pcm_bytes", ctypes.c_uint64),
        ("frames", ctypes.c_uint64),
        ("frame_bytes", ctypes.c_uint64),
        ("calls", ctypes.c_uint64),
        ("period_ns", ctypes.c_int64),
        ("realtime", ctypes.c_int64),
        ("woken_ns", ctypes.c_void_p),
        ("measured_ns", ctypes.c_void_p),
        ("baseline_ns", ctypes.c_void_p),
        ("done", ctypes.c_int64),
        ("thread", ctypes.c_byte * 64),
    ]


@attrs.frozen(eq=False)
class Played:
    """What a device noted, in nanoseconds for each call.

    Attributes:
        woken: after its deadline, when the thread ran.
        measured: time in the callback that is measured.
        baseline: time in the one that does nothing.
        realtime: whether the thread had the priority that sound cards' threads have.
    """

    woken: NDArray[np.int64]
    measured: NDArray[np.int64]
    baseline: NDArray[np.int64]
    realtime: bool


class Device:
    """Calls two callbacks in turn at each deadline, from a thread of its own that never comes into Python by itself."""

    def __init__(self, folder: Path) -> None:
        """Compile it into ``folder``.

        Raises:
            NoCompiler: there is none.
        """
        compiler = os.environ.get("CC", "cc")
        if shutil.which(compiler) is None:
            raise NoCompiler("the artificial sound card needs a C compiler: sudo apt install gcc, or set CC")
        library = folder / "deadlines.so"
        source = Path(__file__).with_name("deadlines.c")
        subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-pthread", str(source), "-o", str(library)], check=True)
        self._library: Any = ctypes.CDLL(str(library))
        self.nothing: int = ctypes.cast(self._library.deadlines_nothing, ctypes.c_void_p).value or 0

    def start(
        self,
        measured: tuple[int, int],
        baseline: tuple[int, int],
        pcm: bytes,
        *,
        frames: int,
        calls: int,
        period_s: float,
        priority: int,
    ) -> Playing:
        """Begin to play; addresses are of a callback and its user data."""
        return Playing(self._library, measured, baseline, pcm, frames, calls, period_s, priority)


class Playing:
    """A device that plays."""

    def __init__(
        self,
        library: Any,
        measured: tuple[int, int],
        baseline: tuple[int, int],
        pcm: bytes,
        frames: int,
        calls: int,
        period_s: float,
        priority: int,
    ) -> None:
        self._library = library
        self._pcm = ctypes.create_string_buffer(pcm, len(pcm))
        self._notes = np.ones((3, calls), np.int64)  # touched: no page comes late
        self._run = _Run(
            *measured, *baseline, ctypes.addressof(self._pcm), len(pcm), frames, 2, calls, round(1e9 * period_s),
            priority, *(note.ctypes.data for note in self._notes),
        )  # fmt: skip
        if library.deadlines_start(ctypes.byref(self._run)) != 0:
            raise OSError("no thread could be started")

    @property
    def done(self) -> bool:
        """Whether all calls were made."""
        return bool(self._run.done)

    def join(self) -> Played:
        """Wait until it has ended."""
        self._library.deadlines_join(ctypes.byref(self._run))
        woken, measured, baseline = self._notes
        return Played(woken, measured, baseline, realtime=self._run.realtime != 0)
