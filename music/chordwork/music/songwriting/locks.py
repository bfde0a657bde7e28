"""Paths to the fields of a plan, and the values that are settled beforehand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import attrs

from chordwork.music.songwriting.errors import PlanOptionError
from chordwork.music.songwriting.model import SECTION_NAMES, LyricPrompt, MelodyPrompt, Plan, PracticePlan, Section
from chordwork.music.songwriting.records import to_data

MAX_LOCKS: Final = 200
_ASKED: Final = frozenset({"format", "theme", "level", "instrument", "voice", "seed", "locked"})
FIELDS: Final = tuple(field.name for field in attrs.fields(Plan) if field.name not in _ASKED)
"""Fields of a plan that can be locked; the others are what was asked."""
SECTION_FIELDS: Final = tuple(field.name for field in attrs.fields(Section) if field.name != "name")
_INNER: Final = {
    "melody": tuple(field.name for field in attrs.fields(MelodyPrompt)),
    "lyrics": tuple(field.name for field in attrs.fields(LyricPrompt)),
    "practice": tuple(field.name for field in attrs.fields(PracticePlan)),
}
_PATH: Final = re.compile(r"[a-z_]+(?:\.[a-z_-]+){0,3}")


class Locks:
    """Settled values by path.

    Attributes:
        paths: as they were given, in order of the alphabet; all sections at once are listed one by one.

    Args:
        values: such as ``{"key": "G major", "sections.chorus.chords": "G | D | Em | C"}``.

    Raises:
        PlanOptionError: a path that leads nowhere, or too many.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        if len(values) > MAX_LOCKS:
            raise PlanOptionError(f"{len(values)} locked fields: at most {MAX_LOCKS} are kept")
        given: dict[str, Any] = {}
        for path, value in values.items():
            check_path(path)
            given |= {path: value} if path != "sections" else _sections_in(value)
        self.paths = tuple(sorted(given))
        self._values: dict[str, Any] = {}
        for path, value in given.items():
            for inner, each in _spread(path, value):
                self._values.setdefault(inner, each)
        self._values |= {path: value for path, value in given.items() if path in self._values}

    def __contains__(self, path: str) -> bool:
        return path in self._values

    def get(self, path: str) -> Any:
        """The settled value; None if there is none."""
        return self._values.get(path)

    @property
    def sections(self) -> tuple[str, ...]:
        """Names of the sections that some path speaks of."""
        parts = (path.split(".") for path in self._values)
        return tuple(dict.fromkeys(part[1] for part in parts if part[0] == "sections" and len(part) > 1))

    def without(self, *fields: str) -> Locks:
        """The same without some outer fields."""
        kept = Locks({})
        kept._values = {path: value for path, value in self._values.items() if path.split(".")[0] not in fields}
        return kept

    def items(self) -> tuple[tuple[str, Any], ...]:
        """Paths and values, outer fields before those within them."""
        return tuple(sorted(self._values.items(), key=lambda item: (item[0].count("."), item[0])))


def check_path(path: object) -> str:
    """A path that leads to a field.

    Raises:
        PlanOptionError: it does not.
    """
    if not isinstance(path, str) or not _PATH.fullmatch(path):
        raise PlanOptionError(
            f"{str(path)[:60]!r} is no path to a field: write for example 'key' or 'sections.chorus.chords'"
        )
    first, *rest = path.split(".")
    if first not in FIELDS:
        raise PlanOptionError(f"no field {first[:40]!r} can be locked: choose from {', '.join(FIELDS)}")
    if first == "sections" and rest:
        name, *inner = rest
        if name not in SECTION_NAMES:
            raise PlanOptionError(f"no section {name[:40]!r} here: choose from {', '.join(SECTION_NAMES)}")
        if inner and inner[0] not in SECTION_FIELDS:
            raise PlanOptionError(f"a section has no field {inner[0][:40]!r}: choose from {', '.join(SECTION_FIELDS)}")
        first, rest = (inner[0], inner[1:]) if inner else ("", [])
    if rest and (len(rest) > 1 or rest[0] not in _INNER.get(first, ())):
        known = _INNER.get(first)
        hint = f"choose from {', '.join(known)}" if known else f"{first!r} can only be locked as a whole"
        raise PlanOptionError(f"no field {path[:60]!r}: {hint}")
    return path


def _sections_in(value: Any) -> dict[str, Any]:
    """A list of sections as one value for each."""
    items = value if isinstance(value, list | tuple) else ()
    named = {data["name"]: data for item in items if isinstance(data := to_data(item), dict) and "name" in data}
    if not named or len(named) != len(items):
        raise PlanOptionError("sections: a list of sections is needed, each with its name")
    return {check_path(f"sections.{name}"): data for name, data in named.items()}


def _spread(path: str, value: Any) -> list[tuple[str, Any]]:
    """A whole section as values for each of its fields."""
    parts = path.split(".")
    if parts[0] != "sections" or len(parts) != 2:
        return [(path, value)]
    data = to_data(value)
    if not isinstance(data, dict):
        raise PlanOptionError(f"{path}: an object with the fields of a section is needed")
    return [(check_path(f"{path}.{name}"), each) for name, each in data.items() if name != "name"]
