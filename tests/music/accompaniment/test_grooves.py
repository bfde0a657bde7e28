"""docs/grooves.md says, as players count it, what every groove plays; here the band is heard playing it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from chordwork.music.accompaniment import GROOVES, Groove, LiveBand, Note, accompany
from chordwork.music.accompaniment.groove import DRUM_NAMES, DRUMS

PAGE: Final = Path(__file__).parents[3] / "docs/grooves.md"
WRITTEN: Final = dict(re.findall(r"^## (\w+)\n\n(.*?)\n```$", PAGE.read_text(), re.DOTALL | re.MULTILINE))
BARS: Final = 4
"""The longest pattern."""
SEEDS: Final = range(8)
INTENSITIES: Final = tuple(level / 20 for level in range(21))
QUARTERS, EIGHTHS = ("", "e", "&", "a"), ("", "&")
DEGREES: Final = {0: "1", 4: "3", 7: "5", 9: "6"}
MARKS: Final = {108: "{}!", 86: "{}", 54: "({})", 88: "{}!", 70: "{}", 44: "({})"}
"""By velocity, at full intensity: of drums, then of comping."""


def counted(strokes: dict[int, str], groove: Groove) -> str:
    """Strokes by step, with the count to be filled in; bars that repeat are said once."""
    places = QUARTERS if groove.unit_steps == len(QUARTERS) else EIGHTHS
    counts = [f"{step // len(places) + 1}{places[step % len(places)]}" for step in range(groove.bar_steps)]
    bars = []
    for first in range(0, BARS * groove.bar_steps, groove.bar_steps):
        said = [strokes[first + step].format(name) for step, name in enumerate(counts) if first + step in strokes]
        bars.append(" ".join(said) or "-")
    length = next(length for length in (1, 2, BARS) if bars == bars[:length] * (BARS // length))
    return " | ".join(bars[:length])


def played(groove: Groove, intensity: float = 1.0, seed: int = 0) -> Iterator[tuple[int, Note]]:
    """Steps and notes of the last four of eight bars on a sixth chord, with another to come."""
    beats = 2 * BARS * groove.metre[0]
    piece = accompany(
        [("C6", beats), ("Ab", beats)], groove=groove, intensity=intensity, seed=seed,
        intro=False, ending=False, fills=False, humanise=False,
    )  # fmt: skip
    steps = {groove.beat_of(step): step - BARS * groove.bar_steps for step in range(2 * BARS * groove.bar_steps)}
    for note in piece.notes:
        if steps.get(note.beat, -1) >= 0:
            yield steps[note.beat], note


def heard(groove: Groove) -> str:
    """A groove's part of the page."""
    drums: dict[int, dict[int, str]] = {}
    comping: dict[int, list[Note]] = {}
    for step, note in played(groove):
        if note.part == "drums":
            drums.setdefault(note.pitch, {})[step] = MARKS[note.velocity]
        elif note.part == "comping":
            comping.setdefault(step, []).append(note)
    joined = [(level, {note.pitch for _, note in played(groove, level)}) for level in INTENSITIES]
    rows: dict[str, str] = {}
    for key, strokes in sorted(drums.items()):
        joins = next(level for level, keys in joined if key in keys)
        rows[DRUM_NAMES[key] + (f" from {joins:g}" if joins else "")] = counted(strokes, groove)
    bass: dict[int, set[int]] = {}
    for step, note in (each for seed in SEEDS for each in played(groove, seed=seed)):
        if note.part == "bass":
            bass.setdefault(step, set()).add(note.pitch % 12)
    degrees = {step: DEGREES[min(tones)] if len(tones) == 1 else "<" for step, tones in bass.items()}
    rows["bass"] = counted({step: f"{{}}:{degree}" for step, degree in degrees.items()}, groove)
    struck = {step: MARKS[notes[0].velocity] if len(notes) > 1 else "{}." for step, notes in comping.items()}
    rows["comping"] = counted(struck, groove)
    swing = f"swung {groove.swing:.0%} in {'eighths' if groove.swung_steps == 4 else 'sixteenths'}"
    feel = "straight" if groove.swing == 0.5 else swing
    lines = "\n".join(f"{name:21}{text}" for name, text in rows.items())
    return f"{groove.title}: {groove.metre_text}, {groove.tempo_text(groove.tempo_bpm)}, {feel}.\n\n```text\n{lines}"


@pytest.mark.parametrize("name", GROOVES)
def test_a_groove_plays_what_the_page_says(name: str) -> None:
    assert heard(GROOVES[name]) == WRITTEN[name]


def test_the_page_knows_no_other_grooves() -> None:
    assert list(WRITTEN) == list(GROOVES)


@pytest.mark.parametrize("name", GROOVES)
def test_the_live_band_plays_the_same_drums(name: str) -> None:
    groove = GROOVES[name]
    band = LiveBand(groove, intensity=1.0)
    band.tempo(groove.tempo_bpm, 0.0)
    quarter_s = 60.0 / groove.quarter_bpm(groove.tempo_bpm)
    notes = band.due((BARS * groove.beats - 0.01) * quarter_s)
    found = sorted((round(note.time / quarter_s, 6), note.pitch, note.velocity) for note in notes)
    wanted = [(step, note) for step, note in played(groove) if note.part == "drums"]
    assert found == sorted((round(groove.beat_of(step), 6), note.pitch, note.velocity) for step, note in wanted)


def test_every_drum_has_its_key_of_general_midi() -> None:
    """The General MIDI Percussion Key Map: what another program plays at each key."""
    assert DRUMS == {
        "kick": 36, "rim": 37, "snare": 38, "clap": 39, "hat": 42, "tom_low": 43, "pedal": 44, "open": 46,
        "tom_mid": 47, "crash": 49, "tom_high": 50, "ride": 51, "tambourine": 54, "cowbell": 56, "conga_slap": 62,
        "conga": 63, "conga_low": 64, "shaker": 70, "clave": 75,
    }  # fmt: skip
