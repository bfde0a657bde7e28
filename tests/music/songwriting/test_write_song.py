"""The one call: a theme in, a plan out that everything else of the library can play."""

from __future__ import annotations

import json

import pytest

from chordwork.music.accompaniment import accompany
from chordwork.music.songwriting import SongPlan, write_song
from chordwork.music.suggestions import suggest
from chordwork.music.tabs import tab

THEME = "walking home through the rain"


def test_the_simplest_call_just_works() -> None:
    plan = write_song(THEME)
    assert plan.title == "Walking Home Through the Rain"
    assert plan.section("verse").bars >= 8
    assert plan.steps[0].number == 1


def test_the_same_call_gives_the_same_song_and_another_seed_another() -> None:
    assert write_song(THEME, seed=3) == write_song(THEME, seed=3)
    charts = {write_song(THEME, seed=seed).section("verse").chart for seed in range(6)}
    assert len(charts) > 2


@pytest.mark.parametrize("level", ["beginner", "intermediate", "advanced"])
def test_json_and_back_is_exact(level: str) -> None:
    plan = write_song(THEME, level=level, seed=4)  # type: ignore[arg-type]
    data = json.loads(json.dumps(plan.to_dict()))
    assert SongPlan.from_dict(data) == plan
    assert SongPlan.from_dict(data).to_dict() == data


def test_links_can_be_called_as_they_are() -> None:
    plan = write_song(THEME, genre="soul", level="intermediate")
    links = plan.to_dict()["links"]
    made = tab(**links["sections"]["chorus"]["tab"])
    assert len(made.score.bars) == plan.section("chorus").bars
    assert accompany(**links["song"]["accompany"]).tempo_bpm > 0
    assert suggest(**links["sections"]["verse"]["suggest"])
