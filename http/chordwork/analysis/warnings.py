"""What a listener should know before trusting a chart: one shape of warning at every door."""

from __future__ import annotations

from typing import Any

import attrs


@attrs.frozen
class AnalysisWarning:
    """Something about a recording, which was heard all the same."""

    code: str
    """For machines; it never changes."""
    message: str
    """For people: what was found, and what to do."""
    at: float | None = None
    """Seconds into the recording; None if it is about the whole."""
    looks_like: str | None = None
    """What the bytes are more likely to be; None where that is not the question."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data; ``at`` and ``looks_like`` only where they say something."""
        document: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.at is not None:
            document["at"] = round(self.at, 4)
        if self.looks_like is not None:
            document["looks_like"] = self.looks_like
        return document
