"""A chain of biquad filters that works in place."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from ._buffers import FloatArray, borrow_floats
from ._filter_design import BiquadSection
from ._native import ffi, lib
from ._saving import Saved, restored_array, saved_array
from .errors import FilterDesignError, SnapshotError

if TYPE_CHECKING:
    from ._native import CData

MAX_SECTIONS: Final = 64


class BiquadCascade:
    """Sections one after another; transposed direct form II, float32 in and out, double inside. Not thread-safe.

    State runs on from block to block, and the result does not depend on how the blocks are cut. A state under 1e-30
    becomes 0, so a decay into silence never meets slow subnormal numbers; one spoilt by NaN or infinity in the input
    recovers within 32 samples. No sections: the block is left as it is.
    """

    __slots__ = ("_cascade", "_sections")

    def __init__(self, sections: Iterable[BiquadSection]) -> None:
        if not isinstance(sections, Iterable):
            raise FilterDesignError(f"sections must be BiquadSections in a list, not {type(sections).__name__}")
        self._sections = tuple(sections)
        if len(self._sections) > MAX_SECTIONS:
            raise FilterDesignError(f"a cascade has at most {MAX_SECTIONS} sections, not {len(self._sections)}")
        for section in self._sections:
            _check_section(section)
        coefficients = ffi.new("cw_biquad[]", [attrs.astuple(section) for section in self._sections])
        cascade = lib.cw_cascade_new(coefficients, len(self._sections))
        if cascade == ffi.NULL:
            raise MemoryError("no memory for a filter cascade")
        self._cascade: CData = ffi.gc(cascade, lib.cw_cascade_free)

    @property
    def sections(self) -> tuple[BiquadSection, ...]:
        return self._sections

    def process(self, block: FloatArray) -> None:
        """Filter `block`, np.ndarray [shape=(n,), float32], in place."""
        with borrow_floats(block, "block") as view:
            lib.cw_cascade_process(self._cascade, view, len(view))

    def snapshot(self) -> Saved:
        """The state of its sections; not their coefficients."""
        states = np.zeros((len(self._sections), 2))
        position = lib.cw_cascade_save(self._cascade, ffi.from_buffer("double[]", states, require_writable=True))
        return {"position": position, "states": saved_array(states)}

    def restore(self, saved: Saved) -> None:
        """Go on from there. Raises `SnapshotError`, and changes nothing, where that cannot be."""
        states = restored_array(saved["states"], np.float64, (len(self._sections), 2))
        position = saved["position"]
        if not isinstance(position, int) or position < 0:
            raise SnapshotError("position must be a whole number")
        if lib.cw_cascade_restore(self._cascade, position, ffi.from_buffer("double[]", states)) != 0:
            raise SnapshotError("no cascade can be in such a state")

    def reset(self) -> None:
        """Forget the past: as if new."""
        lib.cw_cascade_reset(self._cascade)


def _check_section(section: BiquadSection) -> None:
    if not isinstance(section, BiquadSection):
        raise FilterDesignError(f"sections must be BiquadSection, not {type(section).__name__}")
    try:
        finite = all(math.isfinite(coefficient) for coefficient in attrs.astuple(section))
    except TypeError:
        finite = False
    if not finite:
        raise FilterDesignError(f"coefficients must be finite numbers: {section}")
    if not (abs(section.a2) < 1.0 and abs(section.a1) < 1.0 + section.a2):
        raise FilterDesignError(f"its poles must lie inside the unit circle, or the output grows for ever: {section}")
