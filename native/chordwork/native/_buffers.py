"""Borrowing a caller's memory for the length of one C call, without a copy."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
import numpy.typing as npt

from ._formats import SampleFormat
from ._native import ffi
from .errors import AudioFormatError

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from ._native import CData

    PcmBuffer = Buffer | npt.NDArray[Any]  # numpy's stubs call an array a Buffer from Python 3.12 on only

FloatArray = npt.NDArray[np.float32]
DoubleArray = npt.NDArray[np.float64]

# Item types, as the struct module writes them, that may hold each encoding. Bytes say nothing, so they may hold any.
_BYTE_ITEMS: Final = frozenset({"B", "b", "c"})
_SAMPLE_ITEMS: Final = {SampleFormat.S16LE: "h", SampleFormat.F32LE: "f"}


def borrow_pcm(pcm: PcmBuffer, sample_format: SampleFormat) -> CData:
    """The bytes of any contiguous buffer; one of typed items (say, float64) must have the items of `sample_format`."""
    try:
        if type(pcm) is not bytes:
            _check_items(memoryview(cast("Buffer", pcm)), sample_format)
        return ffi.from_buffer("uint8_t[]", pcm)
    except (TypeError, BufferError, ValueError) as error:
        if isinstance(error, AudioFormatError):
            raise
        raise AudioFormatError(f"PCM must be a contiguous bytes-like object, not {_described(pcm)}") from error


def pcm_bytes(pcm: PcmBuffer, sample_format: SampleFormat) -> memoryview:
    """A view of the same memory as plain bytes, so that it can be cut anywhere; checked as in `borrow_pcm`."""
    try:
        view = memoryview(cast("Buffer", pcm))
        _check_items(view, sample_format)
        return view.cast("B")
    except (TypeError, BufferError, ValueError) as error:
        if isinstance(error, AudioFormatError):
            raise
        raise AudioFormatError(f"PCM must be a contiguous bytes-like object, not {_described(pcm)}") from error


def borrow_floats(block: FloatArray, name: str) -> CData:
    """A writable, contiguous, one-dimensional float32 array, as ``float[]``."""
    if not isinstance(block, np.ndarray) or block.dtype != np.float32 or block.ndim != 1:
        raise AudioFormatError(f"{name} must be a one-dimensional float32 numpy array, not {_described(block)}")
    if not (block.flags.c_contiguous and block.flags.aligned and block.flags.writeable):
        raise AudioFormatError(f"{name} must be contiguous, aligned and writable; pass a copy of it")
    return ffi.from_buffer("float[]", block, require_writable=True)


def borrow_doubles(values: DoubleArray, count: int) -> CData:
    """A writable, contiguous float64 array of that many values, as ``double[]``."""
    if values.dtype != np.float64 or values.size != count or not values.flags.c_contiguous:
        raise AudioFormatError(f"wanted {count} contiguous float64 values, not {values.size} of {values.dtype}")
    return ffi.from_buffer("double[]", values, require_writable=True)


def _check_items(view: memoryview, sample_format: SampleFormat) -> None:
    items = view.format
    if items in _BYTE_ITEMS:
        return
    native_order = "<" if sys.byteorder == "little" else ">"
    if items.lstrip("@=" + native_order) != _SAMPLE_ITEMS[sample_format] or sys.byteorder != "little":
        raise AudioFormatError(
            f"PCM items of type {items!r} are not {sample_format.value}: pass bytes, or convert the array first"
        )


def _described(value: object) -> str:
    if isinstance(value, np.ndarray):
        return f"a {value.dtype} array of shape {value.shape}"
    return type(value).__name__
