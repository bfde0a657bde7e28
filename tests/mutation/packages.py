"""What mutants are made of: packages, their files, and the tests in which those that cover a line are looked for.

A package must be held by its own tests: what only those of others would notice, somewhere far above, counts as missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]


class Package(NamedTuple):
    """One row of the table."""

    sources: Sequence[str]
    """Files and folders."""
    tests: Sequence[str]
    """Files and folders."""

    def files(self) -> list[Path]:
        """The modules."""
        return _python(self.sources)

    def test_files(self) -> list[Path]:
        """The modules of tests."""
        return [file for file in _python(self.tests) if file.name.startswith("test_")]


_MUSIC: Final = "music/chordwork/music"
_HTTP: Final = "tests/http"

PACKAGES: Final = {
    "harmony": Package(["music/chordwork/harmony"], ["tests/harmony"]),
    "charts": Package(
        [f"{_MUSIC}/charts"], ["tests/harmony/test_charts.py", "tests/music/tabs/test_charts.py", "tests/music/charts"]
    ),
    "song": Package([f"{_MUSIC}/song"], ["tests/music/song"]),
    **{
        name: Package([f"{_MUSIC}/{name}"], [f"tests/music/{name}"])
        for name in ("fretboard", "tabs", "suggestions", "songwriting", "accompaniment", "practice")
    },
    "mailbox": Package(["actors/chordwork/actors/_mailbox.py"], ["tests/actors"]),
    "decoder": Package(["engine/chordwork/engine/_decoder.py"], ["tests/engine"]),
    "protocol": Package(
        ["http/chordwork/http/wire"],
        [
            f"{_HTTP}/wire/test_protocol.py",
            f"{_HTTP}/wire/test_fields.py",
            f"{_HTTP}/wire/test_said_and_refused.py",
            f"{_HTTP}/test_schema.py",
            f"{_HTTP}/dialects/test_wire_protocol.py",
            f"{_HTTP}/dialects/test_seed_dialect.py",
            "tests/client/test_messages.py",
        ],
    ),
}


def _python(places: Sequence[str]) -> list[Path]:
    found: list[Path] = []
    for place in (ROOT / each for each in places):
        if not place.exists():
            raise SystemExit(f"tests/mutation/packages.py names {place.relative_to(ROOT)}, which is not there")
        found += sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return found
