"""What is fuzzed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

HERE: Final = Path(__file__).resolve().parent
CHARTS: Final = (
    *("abc", "chordpro", "chords-over-lyrics", "gp", "gp5", "ireal", "jams", "json"),
    *("lab", "midi", "musicxml", "sonic-visualiser", "typed"),
)
NATIVE: Final = tuple(sorted(path.stem for path in (HERE / "native").glob("*.c") if path.stem != "driver"))
PYTHON: Final = (
    *("answers", "chords", *(f"charts-{form}" for form in CHARTS)),
    *("forms", "headers", "protocol", "recordings", "requests", "snapshots"),
)
GROUPS: Final = {
    "native": NATIVE,
    "charts": tuple(name for name in PYTHON if name.startswith("charts-")),
    "server": tuple(name for name in PYTHON if not name.startswith("charts-")),
}
"""Several at once, by one name."""
LONGEST: Final = 4096
"""Bytes of an input."""
LONGEST_OF: Final = {
    "beat": 128, "callback": 128, "cascade": 160, "frames": 40, "hop": 160, "probe": 136,
    "resampler": 192, "ring": 192, "spectra": 192, "tiers": 320,
    "answers": 160, "chords": 256, "snapshots": 64,
}  # fmt: skip
"""Of targets where nothing longer gets any further, and takes its time."""


class Target(NamedTuple):
    """A target of Python."""

    seeds: Callable[[], Iterable[bytes]]
    one: Callable[[bytes], None]


def target(name: str) -> Target:
    """The target of Python of that name."""
    module, _, form = name.partition("-")
    found = import_module(f"tests.fuzz.python.{module}")
    return Target(*found.of(form)) if form else Target(found.seeds, found.one)


def longest(name: str) -> int:
    """Bytes of an input that are tried at most."""
    return LONGEST_OF.get(name, LONGEST)


def chosen(names: Iterable[str]) -> list[str]:
    """Targets by their names and those of groups, in order; all where there is none.

    Raises:
        SystemExit: there is none of such a name.
    """
    known = (*NATIVE, *PYTHON)
    found: list[str] = []
    for name in names:
        found += GROUPS.get(name, (name,))
    if unknown := [name for name in found if name not in known]:
        raise SystemExit(f"no such target: {', '.join(unknown)}; there are {', '.join((*GROUPS, *known))}")
    return list(dict.fromkeys(found)) or list(known)
