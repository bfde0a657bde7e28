"""States as plain values that can be written down: numbers, and arrays as their bytes, little-endian.

What is saved in one place and restored in another goes on as if nothing had happened, bit for bit. A state is checked
as it is restored: whatever it was, an object is afterwards in a state that it could have come to by itself, or in the
one it was in.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from ._native import ffi
from .errors import SnapshotError

if TYPE_CHECKING:
    from ._native import CData

Saved = dict[str, Any]
"""Numbers, texts, bytes, None, and lists and dicts of these."""

MOST: Final = 1 << 53
"""That anything is counted to."""
_LITTLE: Final = sys.byteorder == "little"


def saved_array(values: npt.NDArray[Any]) -> bytes:
    """The items of an array, in order."""
    if not _LITTLE:
        raise SnapshotError("snapshots are little-endian, and this machine is not")
    return values.tobytes()


def restore_array(saved: Any, into: npt.NDArray[Any]) -> None:
    """Overwrite an array with items that were saved from one of its kind and size."""
    into[...] = restored_array(saved, into.dtype, into.shape)


def restored_array(saved: Any, dtype: npt.DTypeLike, shape: tuple[int, ...]) -> npt.NDArray[Any]:
    """A new array from saved items, of which there must be as many as that."""
    kind = np.dtype(dtype)
    count = int(np.prod(shape))
    if not isinstance(saved, bytes) or len(saved) != count * kind.itemsize or not _LITTLE:
        raise SnapshotError(f"{count} values of {kind} were expected in this place of a snapshot")
    return np.frombuffer(saved, kind).reshape(shape).copy()


def saved_struct(state: CData) -> bytes:
    """The bytes of a struct of C that was made by ``ffi.new``."""
    if not _LITTLE:
        raise SnapshotError("snapshots are little-endian, and this machine is not")
    return bytes(ffi.buffer(state))


def restored_struct(saved: Any, kind: str) -> CData:
    """A struct of C from its bytes."""
    state = ffi.new(f"{kind} *")
    size = ffi.sizeof(kind)
    if not isinstance(saved, bytes) or len(saved) != size or not _LITTLE:
        raise SnapshotError(f"{size} bytes of {kind} were expected in this place of a snapshot")
    ffi.memmove(state, saved, size)
    return state


def saved_fields(holder: object, names: Iterable[str]) -> Saved:
    """Numbers, truths, bytes and texts of an object, by their names."""
    return {name: getattr(holder, name) for name in names}


def restore_fields(holder: object, saved: Saved, names: Iterable[str]) -> None:
    """Set them; each must be of the type that is there, counts at least 0 and other numbers finite."""
    for name in names:
        value = saved[name]
        if type(value) is not type(getattr(holder, name)):
            raise SnapshotError(f"{name} is no {type(value).__name__}")
        if (type(value) is int and not 0 <= value <= MOST) or (type(value) is float and not math.isfinite(value)):
            raise SnapshotError(f"{name} cannot be {value!r}")
        setattr(holder, name, value)
