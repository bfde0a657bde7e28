"""What is no plan is refused with its place and what is needed there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chordwork.music.songwriting import PlanFormatError, SongPlan, write_song
from chordwork.music.songwriting.records import MAX_ITEMS, MAX_TEXT

PLAN = write_song("rain on the roof").to_dict()
CHORD = ("sections", 0, "chords", 0)


def changed(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    data: Any = json.loads(json.dumps(PLAN))
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return dict(data)


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ((*CHORD, "bars"), "two", "plan.sections[0].chords[0].bars: a number is needed, not 'two'"),
        ((*CHORD, "bars"), float("nan"), "plan.sections[0].chords[0].bars: a number is needed, not nan"),
        ((*CHORD, "role"), "boss",
         "plan.sections[0].chords[0].role: one of home, away, tension, colour is needed, not 'boss'"),
        ((*CHORD, "why"), 7, "plan.sections[0].chords[0].why: a text is needed, not 7"),
        ((*CHORD, "roman"), None, "plan.sections[0].chords[0]: the field 'roman' is missing"),
        (("sections", 0, "chords"), {}, "plan.sections[0].chords: a list is needed, not an object"),
        (("sections", 0, "melody"), [], "plan.sections[0].melody: an object is needed, not a list"),
        (("tempo_bpm",), True, "plan.tempo_bpm: a whole number is needed, not True"),
        (("practice", "days"), 7.5, "plan.practice.days: a whole number is needed, not 7.5"),
        (("mood", "colour"), "blue",
         "plan.mood: no field 'colour' here: known are name, valence, energy, words, confidence, heard"),
        (("title",), "x" * (MAX_TEXT + 1), "plan.title: a text of 4001 characters: at most 4000 are read"),
        (("title_ideas",), ["x"] * (MAX_ITEMS + 1), "plan.title_ideas: 401 items: at most 400 are read"),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else None,
)  # fmt: skip
def test_the_place_and_what_is_needed_are_named(path: tuple[str | int, ...], value: object, text: str) -> None:
    with pytest.raises(PlanFormatError) as caught:
        SongPlan.from_dict(changed(path, value))
    assert str(caught.value) == text
    assert caught.value.code == "plan_format"
