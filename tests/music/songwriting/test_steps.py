"""Steps that can be followed: nothing is played before it is learned, on any instrument, and the English is whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import attrs
import pytest

from chordwork.music.songwriting import GENRES, SongPlan, write_song

THEMES = (
    "walking home through the rain", "my dog stole the wedding cake", "losing my father", "the system is rigged",
    "🎸🔥", "a love song for Anna", "asdfgh", "mi corazón está roto",
)  # fmt: skip
INSTRUMENTS = ("guitar", "ukulele", "piano", "bass", "banjo", "mandolin", "guitar-7")
ASKED: tuple[dict[str, Any], ...] = (
    *(
        {"theme": theme, "level": level, "instrument": instrument, "seed": seed}
        for seed, theme in enumerate(THEMES)
        for level in ("beginner", "intermediate", "advanced")
        for instrument in INSTRUMENTS[seed % 2 :: 2]
    ),
    *(
        {"theme": "a road at night", "genre": genre, "level": level, "seed": 5}
        for genre in GENRES
        for level in ("beginner", "advanced")
    ),
)
PLANS = range(len(ASKED))
"""Written when a test first asks for one."""


@cache
def written(index: int) -> SongPlan:
    asked = dict(ASKED[index])
    return write_song(asked.pop("theme"), **asked)


def named(index: int) -> str:
    return " ".join(str(value) for name, value in ASKED[index].items() if name != "seed")


@pytest.fixture
def plan(request: pytest.FixtureRequest) -> SongPlan:
    return written(request.param)


@pytest.mark.parametrize("plan", PLANS, ids=named, indirect=True)
def test_chords_are_learned_before_they_are_played(plan: SongPlan) -> None:
    learned: set[str] = set()
    for step in plan.steps:
        for chord in plan.chords:
            if step.kind == "learn" and f"{chord.symbol} " in step.text and chord.shape in step.text:
                learned.add(chord.symbol)
        if step.kind in ("play", "sing") and step.title != "The hand that keeps time":
            for section in plan.sections:
                if section.title.lower() in f"{step.title} {step.text}".lower() and step.number > 2:
                    missing = {each.symbol for each in section.chords} - learned - {"N.C."}
                    assert not missing, (step.title, section.title, missing)
        if match := re.match(r"The change from (\S+) to (\S+)", step.title):
            assert set(match.groups()) <= learned
    assert learned == {chord.symbol for chord in plan.chords}


@pytest.mark.parametrize("plan", PLANS, ids=named, indirect=True)
def test_hands_are_told_what_their_instrument_has(plan: SongPlan) -> None:
    text = " ".join(step.text for step in plan.steps if step.kind in ("learn", "play"))
    if plan.instrument == "piano":
        assert not re.search(r"string|fret|strum|pluck|capo", text)
    if plan.instrument == "bass":
        assert not re.search(r"strum|keys|pluck every", text)


@pytest.mark.parametrize("plan", PLANS, ids=named, indirect=True)
def test_the_english_is_whole(plan: SongPlan) -> None:
    for text in texts(attrs.asdict(plan, filter=lambda field, _: field.name not in ("theme", "title", "title_ideas"))):
        assert not re.search(r"\{|\}|None\b(?! of| is)|  |\.\.(?!\.)|,,| ,|\b([a-z]{2,}) \1\b", text), text
        assert not re.search(r"\ba [aeio]\w", text.replace("a one", "")), text
    for step in plan.steps:
        assert step.text.endswith((".", "!", "?", "…”", "…")), step.text
        assert step.title[:1].isupper()
        assert 1 <= step.minutes <= 60
    assert [step.number for step in plan.steps] == list(range(1, len(plan.steps) + 1))
    assert len({step.title for step in plan.steps}) == len(plan.steps)


@pytest.mark.parametrize("plan", PLANS, ids=named, indirect=True)
def test_no_part_has_the_task_of_the_one_before(plan: SongPlan) -> None:
    tasks = Counter((part.section, part.task) for part in plan.form)
    assert not [key for key, count in tasks.items() if count > 1 and key[0] in ("verse", "chorus")]


@pytest.mark.parametrize("plan", PLANS, ids=named, indirect=True)
def test_tempos_climb_to_the_song_in_clear_steps(plan: SongPlan) -> None:
    ladder = plan.practice.ladder_bpm
    assert list(ladder) == sorted(ladder)
    assert plan.tempo_bpm in ladder
    assert all(two - one >= 3 for one, two in pairwise(ladder))


@pytest.mark.parametrize("plan", PLANS, ids=named, indirect=True)
def test_a_line_has_as_many_rhymes_as_lines(plan: SongPlan) -> None:
    for section in plan.sections:
        lyrics = section.lyrics
        assert len(lyrics.scheme) == lyrics.lines
        if lyrics.lines:
            assert 3 <= lyrics.syllables_low < lyrics.syllables_high <= 16
            assert len(set(lyrics.images)) == len(lyrics.images) >= 6


def test_beginners_get_more_and_smaller_steps() -> None:
    beginner, advanced = write_song(THEMES[0]), write_song(THEMES[0], level="advanced")
    assert len(beginner.steps) > len(advanced.steps)
    assert beginner.practice.days > advanced.practice.days


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts(each)


def test_a_capo_is_put_on_before_the_first_chord() -> None:
    plan = write_song("the road home", key="Eb major", seed=2)
    assert plan.capo == 3
    first = next(step for step in plan.steps if step.kind == "learn")
    assert first.text.startswith("Put the capo behind fret 3")
    assert "(C shape) x32010" in first.text
    assert any("Fmaj7 shape, xx3210" in chord.tip for chord in plan.chords)


def test_a_song_without_a_chorus_is_told_nothing_of_one() -> None:
    without = [plan for plan in map(written, PLANS) if all(part.section != "chorus" for part in plan.form)]
    assert without
    for plan in without:
        told = [*(section.lyrics.job for section in plan.sections), *(step.text for step in plan.steps)]
        assert not [text for text in told if "chorus" in text], plan.theme


@pytest.mark.parametrize("plan", PLANS, ids=named, indirect=True)
def test_reasons_say_the_same_of_several_chords_once(plan: SongPlan) -> None:
    for section in plan.sections:
        for said in ("softer neighbour", "steps away", "builds tension", "adds a colour", "is home"):
            assert len(re.findall(rf"\b{said}\b(?!['s])", section.why)) <= 1, section.why
