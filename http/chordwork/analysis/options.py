"""What the analysis of a recording can be told, over REST as on the command line."""

from __future__ import annotations

from typing import Annotated, Literal

import attrs
from msgspec import Meta

from chordwork.harmony.options import said, written

FormName = Literal["text", "json", "chords", "lab", "csv", "jams"]
"""Of a whole recording; ``/analyze`` also streams it."""


@attrs.frozen(kw_only=True)
@written
class AnalyzeOptions:
    """Which of the chords that were heard are written down."""

    tier: Annotated[
        Literal["final", "live"],
        said(
            "final: the chords as decided. live: as a player would have seen them at each moment, provisional ones "
            "too, late ones late; over REST as ndjson only.",
            extra_json_schema={"type": "string"},
        ),
    ] = "final"
    raw: Annotated[
        bool,
        said("Keep slivers: chords shorter than half a beat, as they were decided. Without it they join a neighbour."),
    ] = False
    rest_s: Annotated[
        Annotated[float, Meta(ge=0, le=5)] | None,
        said(
            "Shortest rest in seconds: silence between two chords that is shorter belongs to the chord before it. "
            "Default: as the model has it, mostly 0.25."
        ),
    ] = None
