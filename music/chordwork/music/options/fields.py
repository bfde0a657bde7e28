"""Fields that several verbs share."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta

from chordwork.harmony.options import said

NotationName = Annotated[
    Literal["english", "german", "solfege"],
    said("Of note names, read and written: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#)."),
]
KeyText = Annotated[str, Meta(min_length=1, max_length=40, examples=["Eb major", "F# dorian"])]
LevelName = Literal["beginner", "intermediate", "advanced"]
MoodName = Literal["happy", "calm", "sad", "tense"]
"""The four quadrants of valence and energy."""
VoiceName = Literal["low", "medium", "high"]
GrooveName = Annotated[str, Meta(min_length=1, max_length=40)]
InstrumentName = Annotated[str, Meta(min_length=1, max_length=80)]
TuningText = Annotated[str, Meta(max_length=200)]
CapoFret = Annotated[int, Meta(ge=0, le=36)]

FELT: Final = "Felt beats a minute, 20 to 400; in 6/8 and 12/8, dotted quarters."
TUNING: Final = "By name (drop d), or by its notes from the bass side (DADGBE, D2 A2 D3 G3 B3 E4). Default: standard."
