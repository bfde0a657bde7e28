"""The rendered dev clips, and under which conditions each was made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from chordwork.harmony.score import Segment
from evaluation.errors import NoClipsError

RATE_HZ: Final = 22_050
"""Of all rendered audio."""
QUICK_STEP: Final = 8
"""``--quick`` takes every eighth clip of a kind."""

WITHOUT_CHORDS: Final = "none"
"""The kind of clip in which nothing plays a chord."""
SINGLES: Final = "singles"
"""The kind of clip with one chord at a time. It stands apart: half of it is silence, which flatters every sum."""
APART: Final = frozenset({SINGLES, "sung", "loose", "accompanied"})
"""Kinds that came later: sums over all clips go without them, so that they mean what they meant before."""

_SINGLE_NOTE_PARTS: Final = frozenset({"bass", "melody", "bridge", "fill", "voice", "voice2"})
_GM_FAMILIES: Final[tuple[tuple[int, str], ...]] = (
    (3, "piano"), (5, "electric piano"), (7, "harpsichord, clavinet"), (15, "mallets"), (23, "organ"),
    (25, "acoustic guitar"), (28, "electric guitar"), (31, "driven guitar"), (39, "bass"), (55, "strings, voices"),
    (79, "winds"), (87, "synth lead"), (103, "synth pad"), (127, "other"),
)  # fmt: skip
"""Last General MIDI program (counted from 0) of each family."""
_RECORDED_FAMILIES: Final[Mapping[str, str]] = {
    "steel": "acoustic guitar", "nylon": "acoustic guitar", "electric": "electric guitar",
    "archtop": "electric guitar", "piano": "piano", "epiano": "electric piano", "organ": "organ",
}  # fmt: skip
"""Family of a recorded instrument, by the first word of its name."""


@attrs.frozen
class EvaluationClip:
    """One clip and its reference.

    Attributes:
        name: begins with its half, ``a_`` or ``b_``.
        kind: ``band``, ``comping``, ``notes`` (recorded single notes), ``singles`` (single chords with
            silences) or ``none`` (no chords).
        audio: its FLAC file.
        chords: reference timeline, contiguous, in seconds.
        key: such as ``Eb major``, the one that lasts longest; None where no key is given.
        beats: when they fall, in seconds; empty where the clip has no pulse.
        tuning_cents: offset from A4 = 440 Hz.
        conditions: of ``soundfont``, ``instrument`` (family that plays the chords) and ``tuning``, where they apply.
    """

    name: str
    kind: str
    audio: Path
    chords: tuple[Segment, ...]
    key: str | None
    beats: tuple[float, ...]
    tuning_cents: float
    conditions: dict[str, str]


def find_clips(cache: Path, *, half: str, kinds: Sequence[str], step: int = 1) -> list[EvaluationClip]:
    """Clips under ``cache/dev``, by kind and name.

    Args:
        cache: what ``python -m training render`` wrote to.
        half: ``a``, ``b`` or ``ab``.
        kinds: kinds wanted; all if empty.
        step: take every ``step``-th clip of each kind.

    Raises:
        NoClipsError: there are none, or none of a kind that was asked for.
    """
    folders = [cache / "dev" / kind for kind in kinds] or sorted((cache / "dev").glob("*"))
    prefixes = tuple(f"{side}_" for side in half)
    found: list[Path] = []
    for folder in folders:
        names = sorted(path for path in folder.glob("*.json") if path.name.startswith(prefixes))
        names = [path for path in names if path.with_suffix(".flac").exists()]
        if kinds and not names:
            raise NoClipsError(cache, f"half {half}, kind {folder.name}")
        found += names[::step]
    if not found:
        raise NoClipsError(cache, f"half {half}")
    return [read_clip(path) for path in found]


def read_clip(path: Path) -> EvaluationClip:
    """Read the annotation of a clip."""
    annotation: dict[str, Any] = json.loads(path.read_text())
    keys = [(float(end) - float(start), str(name)) for start, end, name in annotation["key"]]
    return EvaluationClip(
        name=path.stem,
        kind=path.parent.name,
        audio=path.with_suffix(".flac"),
        chords=tuple((float(start), float(end), str(label)) for start, end, label in annotation["chords"]),
        key=_key_name(max(keys)[1]) if keys else None,
        beats=tuple(float(beat) for beat in annotation.get("beats", ())),
        tuning_cents=float(annotation["tuning_cents"]),
        conditions=_conditions(path.parent.name, annotation["sound"], float(annotation["tuning_cents"])),
    )


def _key_name(label: str) -> str:
    tonic, _, mode = label.partition(":")
    return f"{tonic} {'minor' if mode == 'min' else 'major'}"


def _conditions(kind: str, sound: dict[str, Any], tuning_cents: float) -> dict[str, str]:
    if kind == WITHOUT_CHORDS:
        return {}
    conditions = {"tuning": "detuned" if tuning_cents else "in tune"}
    if font := str(sound.get("font", "")).partition(".")[0]:
        conditions["soundfont"] = font
    programs: dict[str, int] = sound.get("programs", {})
    chordal = [program for part, program in programs.items() if part not in _SINGLE_NOTE_PARTS]
    if programs:
        program = [*chordal, *programs.values()][0]
        conditions["instrument"] = next(family for last, family in _GM_FAMILIES if program <= last)
    families = [
        family for name in sound.get("instruments", ()) if (family := _RECORDED_FAMILIES.get(name.partition("_")[0]))
    ]
    if families:
        conditions["instrument"] = f"recorded {families[0]}"
    return conditions
