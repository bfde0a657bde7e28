"""Writing a plan anew around what is to stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from chordwork.music.songwriting import records
from chordwork.music.songwriting.compose import compose
from chordwork.music.songwriting.errors import PlanOptionError
from chordwork.music.songwriting.locks import Locks, check_path
from chordwork.music.songwriting.model import Plan

CHANGEABLE: Final = ("theme", "level", "instrument", "voice")


def rewrite(
    plan: Plan,
    *,
    seed: int | None,
    locked: Iterable[str] | Mapping[str, Any] | None,
    changes: Mapping[str, Any],
) -> Plan:
    """See :meth:`~chordwork.music.songwriting.SongPlan.rewrite`."""
    if unknown := [name for name in changes if name not in CHANGEABLE]:
        raise PlanOptionError(
            f"rewrite: {unknown[0]!r} is no argument: lock it with a value, or change {', '.join(CHANGEABLE)}"
        )
    if isinstance(locked, str):
        locked = (locked,)
    values = dict(locked) if isinstance(locked, Mapping) else _values(plan, plan.locked if locked is None else locked)
    return compose(
        changes.get("theme", plan.theme),
        changes.get("level", plan.level),
        changes.get("instrument", plan.instrument),
        changes.get("voice", plan.voice),
        plan.seed if seed is None else seed,
        Locks(values),
    )


def edit(plan: Plan, values: Mapping[str, Any]) -> Plan:
    """See :meth:`~chordwork.music.songwriting.SongPlan.edit`."""
    kept = {path: value_at(plan, path) for path in plan.locked if not any(_within(path, new) for new in values)}
    return rewrite(plan, seed=None, locked={**kept, **values}, changes={})


def value_at(plan: Plan, path: str) -> Any:
    """The value of a field, as JSON data.

    Raises:
        PlanOptionError: no such path, or a section that this plan does not have.
    """
    first, *rest = check_path(path).split(".")
    value = records.to_data(getattr(plan, first))
    if first == "sections" and rest:
        found = [section for section in value if section["name"] == rest[0]]
        if not found:
            raise PlanOptionError(f"{path}: this song has no {rest[0]}")
        value, rest = found[0], rest[1:]
    for name in rest:
        value = value[name]
    return value


def _values(plan: Plan, paths: Iterable[str]) -> dict[str, Any]:
    """The plan's own values; with all sections goes their order."""
    listed = list(paths)
    if "sections" in listed:
        listed.append("form")
    return {path: value_at(plan, path) for path in listed}


def _within(path: str, other: str) -> bool:
    """Whether a path is another or lies within it."""
    return path == other or path.startswith(f"{other}.")
