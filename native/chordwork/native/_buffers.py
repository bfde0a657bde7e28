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


def pcm_bytes(pcm: PcmBuffer, sample_format: SampleFormat, channels: int | None = None) -> memoryview:
    """The samples as plain bytes, so that they can be cut anywhere; items are checked as in `borrow_pcm`.

    No copy of what is contiguous. With `channels`, an array of two dimensions must be [shape=(n, channels)].
    """
    try:
        view = memoryview(cast("Buffer", pcm))
        _check_items(view, sample_format)
        _check_shape(view, channels)
        if view.nbytes == 0:
            return memoryview(b"")
        return view.cast("B") if view.c_contiguous else memoryview(view.tobytes())
    except (TypeError, BufferError, ValueError) as error:
        if isinstance(error, AudioFormatError):
            raise
        raise AudioFormatError(f"PCM must be a bytes-like object or an array, not {_described(pcm)}") from error


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


def _check_shape(view: memoryview, channels: int | None) -> None:
    if view.ndim == 1 or (view.ndim == 2 and (channels is None or view.format in _BYTE_ITEMS)):
        return
    shape = view.shape or ()
    if len(shape) == 2 and (shape[1] == channels or (channels == 1 and shape[0] == 1)):
        return
    if len(shape) == 2 and shape[0] == channels:
        raise AudioFormatError(f"an array of shape {shape} has its channels first: pass its transpose (.T)")
    wanted = "(n,)" if channels in (None, 1) else f"(n, {channels}) or interleaved, (n,)"
    raise AudioFormatError(f"an array of PCM must have the shape {wanted}, not {shape}")


def _described(value: object) -> str:
    if isinstance(value, np.ndarray):
        return f"a {value.dtype} array of shape {value.shape}"
    return type(value).__name__
