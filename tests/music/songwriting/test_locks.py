"""Any field can be set and kept; the rest is written anew around it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chordwork.music.songwriting import FIELDS, SECTION_FIELDS, PlanFormatError, PlanOptionError, SongPlan, write_song
from chordwork.music.songwriting.rewriting import value_at

THEME = "my dog stole the wedding cake"
PLAN = write_song(THEME, seed=3)
PATHS = [
    *(field for field in FIELDS if field != "sections"),
    *(f"sections.{section.name}.{field}" for section in PLAN.sections for field in SECTION_FIELDS),
    *(f"sections.{section.name}.lyrics.{field}" for section in PLAN.sections for field in ("job", "images", "rhymes")),
    *(f"sections.{section.name}.melody.{field}" for section in PLAN.sections for field in ("low", "targets")),
    "practice.days",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_locked_field_stays_exactly_as_it_is(path: str) -> None:
    other = PLAN.rewrite(seed=8, locked=[path])
    assert value_at(other, path) == value_at(PLAN, path)
    assert other.locked == (path,)
    assert json.loads(json.dumps(other.to_dict())) == other.to_dict()


@given(st.sets(st.sampled_from(PATHS), max_size=6), st.integers(0, 50))
@settings(max_examples=40, deadline=None)
def test_several_locks_hold_together_or_say_why_not(paths: set[str], seed: int) -> None:
    try:
        other = PLAN.rewrite(seed=seed, locked=sorted(paths))
    except PlanOptionError:
        return
    for path in paths:
        assert value_at(other, path) == value_at(PLAN, path), path


@pytest.mark.parametrize("seed", [25037, 657992, 1, 2])  # the first two make a bossa of it
def test_a_locked_form_gives_the_sections_their_names(seed: int) -> None:
    """Else the form says "Verse 1" and the section "A part", in a song that is no AABA."""
    plan = write_song("walking home through the rain", level="intermediate")
    other = plan.rewrite(seed=seed, locked=["form", "sections.verse.chords"])
    assert {section.title for section in other.sections} == {part.title.rstrip(" 0123456789") for part in other.form}
    assert "Verse" in {section.title for section in other.sections}
    assert "A part" not in other.form_why
    standard = write_song("rain", genre="jazz")
    assert "A part" in {section.title for section in standard.sections}
    assert "AABA" in standard.form_why


def test_without_locks_another_seed_changes_what_a_song_is() -> None:
    others = [PLAN.rewrite(seed=seed, locked=[]) for seed in range(20, 26)]
    for changed in ("key", "tempo_bpm", "form", "sections"):
        assert any(getattr(other, changed) != getattr(PLAN, changed) for other in others), changed
    assert {other.theme for other in others} == {THEME}


def test_everything_locked_is_the_same_song() -> None:
    again = PLAN.rewrite(seed=99, locked=FIELDS)
    fields = set(FIELDS)
    assert {name: again.to_dict()[name] for name in fields} == {name: PLAN.to_dict()[name] for name in fields}


def test_an_edit_stays_and_what_hangs_on_it_follows() -> None:
    edited = PLAN.edit({"key": "Eb major", "sections.chorus.chords": "Eb | Bb | Cm | Ab", "title": "Cake!"})
    assert edited.section("chorus").chart.startswith("Eb | Bb | Cm | Ab")
    assert edited.title == "Cake!"
    assert {"key", "title", "sections.chorus.chords"} <= set(edited.locked)
    assert [chord.roman for chord in edited.section("chorus").chords][:4] == ["I", "V", "vi", "IV"]
    assert any("Cake!" in step.text for step in edited.steps)
    assert {"Eb", "Bb", "Cm", "Ab"} <= {chord.symbol for chord in edited.chords}
    twice = edited.edit({"tempo_bpm": 77})
    assert twice.title == "Cake!"
    assert twice.practice.ladder_bpm[-1] == 77


@pytest.mark.parametrize(
    "locked",
    [
        {"nothing": 1}, {"key": "H major"}, {"key": 7}, {"tempo_bpm": -4}, {"tempo_bpm": "fast"}, {"tempo_bpm": 10**9},
        {"metre": "17/16"}, {"groove": "polka"}, {"genre": "vaporwave"}, {"mood": "hangry"}, {"capo": 99},
        {"capo": True},
        {"form": "verse hook"}, {"form": []}, {"form": ["verse"] * 10_000}, {"sections.verse.chords": "C | | ??"},
        {"sections.verse.chords": "C | " * 10_000}, {"sections.verse.energy": "loud"}, {"sections.outro": 3},
        {"groove": "waltz", "metre": "4/4"}, {"form": "verse", "sections.bridge.chords": "C | F"}, {"steps": "none"},
        {"practice.days": "many"}, {"x" * 10_000: 1}, {"chords": [{"symbol": "C"}]}, {"pattern": "nope"},
    ],
)  # fmt: skip
def test_values_that_cannot_be_are_refused_with_a_short_reason(locked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        write_song(THEME, locked=locked)
    assert getattr(caught.value, "code", "")
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"}, {"sections": []}, {"tempo_bpm": "x"}, {"key": "Q"}, {"groove": "polka"}, {"extra": 1},
        {"form": [{"section": "hook", "title": "", "task": ""}]}, {"locked": ["nothing"]},
    ],
)  # fmt: skip
def test_data_that_is_no_plan_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(PlanFormatError):
        SongPlan.from_dict({**PLAN.to_dict(), **change})


def test_another_process_writes_the_same_song() -> None:
    code = f"from chordwork.music.songwriting import write_song as w; print(hash_of := w({THEME!r}, seed=3).text())"
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=120).stdout
    assert out == PLAN.text() + "\n"
