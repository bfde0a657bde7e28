"""What two lists of events differ in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs

TOLERANCE: Final = 1e-4
ESTIMATES: Final = frozenset(
    {"confidence", "cents", "bpm", "beat_phase", "ahead_s", "probabilities", "peak_dbfs", "rms_dbfs", "alternatives"}
)
"""Fields that may differ a little; all others must be the same."""
_LEAST_RIVAL: Final = 0.01
"""Rivals less likely than this are not said."""

Said = Sequence[Sequence[Any]]
"""Events: the kind of each, and its fields by name."""


@attrs.frozen
class Comparison:
    """How alike two lists are.

    Attributes:
        events: in the first.
        identical: of them, the same to the last bit.
        worst: largest difference of an estimate.
        different: what is not the same, in words; empty if all is.
    """

    events: int
    identical: int
    worst: float
    different: tuple[str, ...]


def compare(ours: Said, theirs: Said, tolerance: float = TOLERANCE) -> Comparison:
    """Compare event by event, up to the end of the longer list."""
    identical, worst, different = 0, 0.0, []
    for one, other in zip(ours, theirs, strict=False):
        if one == other:
            identical += 1
            continue
        (kind, mine), (their_kind, their) = one, other
        if kind != their_kind or mine.keys() != their.keys():
            different.append(f"{_named(one)} against {_named(other)}")
            continue
        if wrong := [name for name in mine if name not in ESTIMATES and mine[name] != their[name]]:
            told = ", ".join(f"{name} {mine[name]!r} against {their[name]!r}" for name in wrong)
            different.append(f"{_named(one)}: {told}")
        apart = max((_apart(name, mine[name], their[name]) for name in mine if name in ESTIMATES), default=0.0)
        worst = max(worst, apart)
        if not wrong and apart > tolerance:
            different.append(f"{_named(one)}: an estimate differs by {apart:.2g}")
    if len(ours) != len(theirs):
        different.append(f"{len(ours)} events against {len(theirs)}")
    return Comparison(len(ours), identical, worst, tuple(different))


def _apart(name: str, mine: Any, theirs: Any) -> float:
    if name == "alternatives":
        mine, theirs = (sorted((share for _, share in rivals), reverse=True) for rivals in (mine, theirs))
        longest = max(len(mine), len(theirs))
        mine, theirs = ([*each, *[_LEAST_RIVAL] * (longest - len(each))] for each in (mine, theirs))
    if isinstance(mine, list):
        return max((abs(one - other) for one, other in zip(mine, theirs, strict=True)), default=0.0)
    if name in ("bpm", "cents"):
        return float(abs(mine - theirs) / max(1.0, abs(mine)))
    return float(abs(mine - theirs))


def _named(event: Sequence[Any]) -> str:
    kind, fields = event
    label = f" {fields['chord']}" if "chord" in fields else ""
    return f"{kind}{label} at {fields.get('at', 0.0):.3f} s"
