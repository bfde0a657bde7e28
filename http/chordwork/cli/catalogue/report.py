"""How a run went: what is told at its end, and kept beside the results as ``report.json``."""

from __future__ import annotations

import json
from typing import Any, Final

import attrs

from chordwork.analysis.forms.writing import printable

FILE: Final = "report.json"
_SHOWN: Final = 10
"""Failures that are printed; the file has all of them."""


@attrs.define
class Report:
    """Counts of a run.

    Attributes:
        found: recordings in the library.
        before: of these, heard by an earlier run.
        heard: by this one.
        failed: reasons, by path.
        warnings: how often each kind was given.
        audio_s: seconds of audio heard by this run.
    """

    found: int
    before: int = 0
    heard: int = 0
    failed: dict[str, str] = attrs.field(factory=dict[str, str])
    warnings: dict[str, int] = attrs.field(factory=dict[str, int])
    audio_s: float = 0.0

    def document(self) -> dict[str, Any]:
        """As data."""
        return {
            "found": self.found,
            "heard_before": self.before,
            "heard": self.heard,
            "audio_s": round(self.audio_s, 3),
            "failed": {printable(path): reason for path, reason in sorted(self.failed.items())},
            "warnings": dict(sorted(self.warnings.items())),
        }

    def to_json(self) -> bytes:
        """As a file."""
        return (json.dumps(self.document(), ensure_ascii=False, indent=2) + "\n").encode()

    def text(self, out: str, elapsed_s: float) -> str:
        """For people.

        Args:
            out: folder of the results.
            elapsed_s: how long the run took.
        """
        hours = self.audio_s / 3600
        speed = f", {self.audio_s / elapsed_s:.0f} times as fast as it plays" if self.heard and elapsed_s > 0 else ""
        lines = [
            f"{self.found:,} recordings: {self.heard:,} heard now ({hours:.2f} hours{speed}), "
            f"{self.before:,} before, {len(self.failed):,} failed."
        ]
        for path, reason in sorted(self.failed.items())[:_SHOWN]:
            lines.append(f"  {printable(path)}: {reason}")
        if len(self.failed) > _SHOWN:
            lines.append(f"  … and {len(self.failed) - _SHOWN:,} more in {out}/{FILE}")
        for code, count in sorted(self.warnings.items(), key=lambda item: -item[1]):
            lines.append(f"  warning {code}: {count:,} {'recording' if count == 1 else 'recordings'}")
        lines.append(f"Tables, JAMS files and the whole report: {out}")
        return "\n".join(lines) + "\n"
