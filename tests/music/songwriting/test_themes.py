"""Themes of every kind: what is heard in them, what the song is called, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.music.songwriting import MAX_CHARACTERS, MOODS, ThemeError, write_song
from chordwork.music.songwriting.choices.mood import CONTRARY_MOODS, mood_of
from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.prompts.titles import title_ideas
from chordwork.music.songwriting.words.reading import CONTRARY, read_theme
from chordwork.music.songwriting.words.table import word_table

EVALUATION = Path(__file__).parents[3] / "training/themes/evaluation.json"


@pytest.mark.parametrize(
    ("theme", "mood"),
    [
        ("a birthday party in the garden", "happy"), ("fishing on the lake at dawn", "calm"),
        ("crying at my mother's grave", "sad"), ("a knife in the dark alley", "tense"),
        ("💔😢", "sad"), ("🎉🎂🥳", "happy"), ("Liebeskummer im Herbst", "sad"), ("fête et danse, mon ami", "happy"),
        ("la guerra y el miedo", "tense"), ("夜の海", "calm"), ("грусть и слезы", "sad"), ("슬픈 이별", "sad"),
    ],
)  # fmt: skip
def test_moods_are_heard_in_words_emoji_and_other_languages(theme: str, mood: str) -> None:
    plan = write_song(theme)
    assert plan.mood.name == mood
    assert plan.mood.words
    assert plan.mood.confidence > 0.5


@pytest.mark.parametrize(
    ("theme", "mood", "title"),
    [
        ("a happy song about my sad uncle", "happy", "My Sad Uncle"),
        ("write me a sad song about pizza", "sad", "Pizza"),
        ("a lullaby for my daughter", "calm", "My Daughter"),
        ("an angry protest song about the rent", "tense", "The Rent"),
    ],
)
def test_a_mood_that_is_asked_for_is_given(theme: str, mood: str, title: str) -> None:
    plan = write_song(theme)
    assert (plan.mood.name, plan.title) == (mood, title)
    assert "You asked" in plan.mood.heard


@pytest.mark.parametrize("theme", ["asdfgh", "42", "...", "COVID", "\u200d⁂"])
def test_a_theme_of_which_nothing_is_known_is_a_calm_guess_that_says_so(theme: str) -> None:
    plan = write_song(theme)
    assert plan.mood.confidence < 0.5
    assert "Set the mood" in plan.mood.heard or "set the mood" in plan.mood.heard
    assert plan.title
    assert len(plan.section("verse").lyrics.images) >= 6


@pytest.mark.parametrize(
    "theme",
    ["", "   ", "\n\t\u200d", "\x00\x01", "x" * (MAX_CHARACTERS + 1), "rain " * 200_000, None, 7, b"rain", ["rain"]],
    ids=lambda theme: f"{type(theme).__name__} of {len(str(theme))}",
)
def test_no_theme_and_a_megabyte_are_refused(theme: object) -> None:
    with pytest.raises(ThemeError) as caught:
        write_song(theme)  # type: ignore[arg-type]
    assert caught.value.code == "theme"
    assert len(str(caught.value)) < 200


@given(st.text(min_size=1, max_size=300), st.sampled_from(["beginner", "intermediate", "advanced"]))
def test_any_text_is_a_song_or_a_theme_error(theme: str, level: str) -> None:
    try:
        plan = write_song(theme, level=level)  # type: ignore[arg-type]
    except ThemeError:
        return
    assert plan.mood.name in MOODS
    assert 1 <= len(plan.title) <= 60
    assert plan.text()
    assert plan.markdown()
    assert plan.chordpro()
    json.dumps(plan.to_dict()).encode()


@pytest.mark.parametrize(
    ("theme", "title"),
    [
        ("rain on the roof", "Rain on the Roof"),
        ("walking home", "Walking Home"),
        ('she said "no"', 'She Said "No"'),
        ("my iPhone", "My iPhone"),
        ("being a nurse on the night shift", "Being a Nurse on the Night Shift"),
        ("amor en la playa", "Amor en la playa"),
        ("Liebeskummer im Herbst", "Liebeskummer im Herbst"),
        ("a blues about my broken car", "My Broken Car"),
        ("🎸🔥", "🎸🔥"),
    ],
)
def test_a_title_is_the_theme_itself_as_its_language_writes_titles(theme: str, title: str) -> None:
    assert write_song(theme).title == title


def test_every_title_idea_has_a_word_of_the_theme_or_near_it() -> None:
    for text in (
        "the old lighthouse",
        "my cat sleeps all day",
        "losing the house in the flood",
        "dancing in the street",
    ):
        reading = read_theme(text)
        near = {word.text for word in reading.words} | set(reading.nouns)
        for idea in title_ideas(text, reading, mood_of(reading), Draw(1)):
            assert near & {word.strip(",'").lower() for word in idea.split()}, idea


def test_no_picture_goes_against_the_mood() -> None:
    table = word_table()
    for text in ("my dog stole the wedding cake", "losing my father", "a quiet lake", "war in my street"):
        reading = read_theme(text)
        contrary = CONTRARY_MOODS[mood_of(reading).name]
        found = reading.related(32, without=contrary)
        assert len(found) >= 6
        for word in found:
            row = table.row_of(word) if word in table else None
            assert row is None or all(table.moods[row, MOODS.index(each)] < CONTRARY for each in contrary.split())


def test_rhymes_end_alike_and_are_no_forms_of_the_word() -> None:
    rhymes = read_theme("rain").rhymes("rain", 6)
    assert len(rhymes) == 6
    assert all(word.endswith(("ain", "ane", "aign", "eign", "ein", "agne")) for word in rhymes)
    assert "rain" not in rhymes


def test_the_evaluation_list_is_a_hundred_themes_that_no_word_was_taught_with() -> None:
    unseen = json.loads(EVALUATION.read_text())["themes"]
    taught = {text.casefold() for text, _ in json.loads(EVALUATION.with_name("tuning.json").read_text())["themes"]}
    assert len({text for text, _ in unseen}) == 100
    assert not {text.casefold() for text, _ in unseen} & taught
    right = sum(mood_of(read_theme(text)).name in moods for text, moods in unseen)
    assert right >= 75  # 80 when it was measured; the commonest mood gets 27
