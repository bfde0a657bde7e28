"""Words that a plan offers: the theme's own nouns, chosen pictures, rhymes by sound, and no English where it is not."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from chordwork.music.songwriting import MOODS, write_song
from chordwork.music.songwriting.words.english import english
from chordwork.music.songwriting.words.languages import index, languages
from chordwork.music.songwriting.words.nouns import nouns_of
from chordwork.music.songwriting.words.reading import read_theme
from chordwork.music.songwriting.words.scenes import pictures_of_mood, scenes
from chordwork.music.songwriting.words.table import word_table

ROOT = Path(__file__).parents[3]


def images_of(theme: str) -> set[str]:
    return {image for section in write_song(theme).sections for image in section.lyrics.images}


NOUNS = [
    ("grandmother's old piano", ("grandmother", "piano"), "owner and thing, not the adjective"),
    ("thank you, Dad", ("dad",), "after a comma"),
    ("we won the cup", ("cup",), "what was won"),
    ("storm coming", ("storm",), "before its verb"),
    ("war", ("war",), "a word alone"),
    ("spring rain", ("spring", "rain"), "two nouns beside each other"),
    ("we still hold hands after fifty years", ("hands", "years"), "objects of verbs; 'hold' is none"),
    ("my wife sings in the kitchen", ("wife", "kitchen"), "'sings' is a verb"),
    ("my son learns to ride a bike", ("son", "bike"), "'ride' after 'to' is a verb"),
    ("autumn leaves on the wind", ("autumn", "leaves", "wind"), "'leaves' of a tree"),
    ("she left me", (), "none there"),
    ("you're mine", (), "a pronoun"),
    ("close the coal mine", ("coal", "mine"), "and a pit"),
    ("afraid of the dark", ("dark",), "an adjective that stands as a noun"),
    ("Christmas without you", ("Christmas",), "capitals of feasts stay"),
    ("Paris in the rain", ("Paris", "rain"), "and of cities"),
    ("my grandmohter's gardn", ("grandmother", "garden"), "slips of the pen are mended"),
    ("a letter to Magdalena", ("letter", "Magdalena"), "a name as it stands"),
    ("🐶❤️", ("dog", "heart"), "what emoji show"),
    ("my jackass boss", ("boss",), "what insults is not repeated"),
    ("being gay in a small town", ("town",), "no adjective for a noun"),
    ("alles", (), "no alley: a short unknown word is no slip"),
]


@pytest.mark.parametrize(("theme", "nouns", "why"), NOUNS, ids=[theme for theme, _, _ in NOUNS])
def test_nouns_of_a_theme(theme: str, nouns: tuple[str, ...], why: str) -> None:
    assert nouns_of(theme) == nouns, why


@pytest.mark.parametrize(
    ("theme", "never"),
    [
        ("war", "wart dogma"), ("thank you, Dad", "jackass christ chick pup"), ("cat", "catsup pig beagle"),
        ("grandmother's old piano", "aunt teenager mummy wife"), ("we won the cup", "mug milk froth tea beer coffee"),
        ("my brother never came back", "christ"), ("falling for the girl at the bakery", "chick"),
        ("life", "death"), ("we still hold hands", "hanger glove"),
    ],
)  # fmt: skip
def test_nothing_insults_or_merely_looks_alike(theme: str, never: str) -> None:
    plan = write_song(theme)
    said = {word for image in images_of(theme) for word in image.split()}
    said |= {word for section in plan.sections for each in section.lyrics.rhymes for word in (each.word, *each.rhymes)}
    assert not said & set(never.split())


def test_own_nouns_come_first_and_every_other_picture_is_a_chosen_one() -> None:
    chosen = {picture for scene in scenes() for picture in scene.pictures}
    chosen |= {picture for mood in MOODS for picture in pictures_of_mood(mood)}
    for each in json.loads((ROOT / "bench/songwriting/themes.json").read_text())[::5]:
        if each["language"] != "English":
            continue
        nouns = read_theme(each["theme"]).nouns
        for section in write_song(each["theme"]).sections:
            images = section.lyrics.images
            own = [image for image in images if image in nouns]
            assert list(images[: len(own)]) == own, each["theme"]
            assert set(images[len(own) :]) <= chosen, each["theme"]
            assert not images or not nouns or images[0] == nouns[0]


def test_chosen_pictures_are_plain_words_each_once_in_its_scene() -> None:
    for scene in scenes():
        pictures = scene.pictures
        assert len(set(pictures)) == len(pictures) >= 6, scene.name
        assert not {word for picture in pictures for word in picture.lower().split()} & english().coarse
        assert len(set(scene.words)) == len(scene.words), scene.name
    assert len({scene.name for scene in scenes()}) == len(scenes())


LANGUAGE = [
    ("storm coming", "", "storm is Dutch too, and English"),
    ("winter", "", "German as well: English"),
    ("die hard", "", "two English words"),
    ("mama", "", "in every language: English"),
    ("solo", "", "Spanish for alone: English"),
    ("Los Angeles", "", "a place"),
    ("my amigo", "", "one foreign word in English"),
    ("café in the rain", "", "an accent that English keeps"),
    ("war", "", "German for was"),
    ("der alte Bahnhof im Regen", "German", "little words and rain"),
    ("gute Nacht, Mutter", "German", "night is German, nothing is only English"),
    ("Liebe", "German", "no English word"),
    ("gracias, papá", "Spanish", "an accent that German Papa lacks"),
    ("sous la pluie à Lyon", "French", "à is no English a"),
    ("la vie en rose", "French", "three words that English knows, in French"),
    ("il mare d'inverno", "Italian", "an apostrophe parts words"),
    ("夜の海", "Japanese", "its script"),
]


@pytest.mark.parametrize(("theme", "language", "why"), LANGUAGE, ids=[theme for theme, _, _ in LANGUAGE])
def test_english_unless_it_surely_is_not(theme: str, language: str, why: str) -> None:
    assert read_theme(theme).language == language, why


@pytest.mark.parametrize(
    ("theme", "own"),
    [
        ("der alte Bahnhof im Regen", {"Bahnhof", "Regen"}), ("le vieux piano de ma mère", {"piano", "mère"}),
        ("la casa de mi abuela", {"casa", "abuela"}), ("una lettera a mio padre", {"lettera", "padre"}),
        ("de zee in de winter", {"zee", "winter"}), ("夜の海", {"夜", "海"}), ("Yön hiljaisuus on kaunis", set()),
        ("ⴰⵎⴰⵏ", set()), ("Warszawa nocą", set()),
    ],
)  # fmt: skip
def test_a_theme_in_another_language_gets_its_own_words_and_pictures_in_it_or_none(theme: str, own: set[str]) -> None:
    plan = write_song(theme)
    reading = read_theme(theme)
    groups = [language.pictures.values() for language in languages() if language.name == reading.language]
    there = {picture for own_language in groups for group in own_language for picture in group}
    assert own <= images_of(theme)
    assert images_of(theme) <= own | there
    for section in plan.sections:
        assert not section.lyrics.rhymes
        assert "And then" not in section.lyrics.opening


def test_pictures_of_every_language_stand_for_notions() -> None:
    with_pictures = [language for language in languages() if language.pictures]
    assert {language.name for language in with_pictures} == {"German", "French", "Spanish", "Italian"}
    for language in with_pictures:
        assert list(language.pictures) == [group[0] for group in index().subjects], language.name
    notions = [notion for group in index().subjects for notion in group]
    assert set(notions) <= set(index().notions)
    assert len(notions) == len(set(notions))


@pytest.mark.parametrize(
    ("word", "has", "lacks", "why"),
    [
        ("mind", {"find", "kind"}, {"wind"}, "wind is first of all the one that blows"),
        ("wind", set(), {"mind", "find"}, "and has no rhyme worth having"),
        ("tear", {"near", "fear"}, {"bear", "wear"}, "of an eye, not in a coat"),
        ("dove", {"love", "above"}, {"drove"}, "the bird"),
        ("bow", set(), {"go", "now"}, "of a ship or a violin: nobody knows"),
        ("love", {"above"}, {"move", "prove"}, "spelled alike is no rhyme"),
        ("home", {"foam"}, {"come", "some"}, "nor here"),
        ("food", {"mood"}, {"blood", "good"}, "nor here"),
        ("dad", {"had"}, {"wad", "tad", "pad"}, "chosen words only"),
    ],
)
def test_rhymes_sound_alike(word: str, has: set[str], lacks: set[str], why: str) -> None:
    found = set(read_theme(word).rhymes(word, 20))
    assert has <= found, why
    assert not found & lacks, why
    assert found <= english().rhyming


def test_no_offered_rhyme_has_two_sounds_or_is_coarse() -> None:
    offered = english().rhyming - english().two_sounds
    assert not offered & english().coarse
    assert not offered & {"wind", "tear", "live", "lead", "read", "close", "bow", "row", "wound", "does"}
    assert len([word for word in offered if word in word_table()]) > 900


def test_a_word_of_two_sounds_is_not_rhymed_unless_its_noun_is_meant() -> None:
    for word in ("live", "read", "close", "row", "wound", "minute", "again", "roof"):
        assert read_theme("love").rhymes(word, 6) == ()


def test_a_wheel_carries_every_data_file() -> None:
    room = ROOT / "music/chordwork/music/songwriting/words"
    globs = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    packed = {path for glob in globs["chordwork.music.songwriting.words"] for path in room.glob(glob)}
    kept = {path for path in room.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    assert packed == kept
    assert len(kept) > 20


def test_every_language_says_every_notion_in_its_order() -> None:
    """The file of a language that is forgotten in the index, or a notion in it, would be missed by nobody."""
    room = ROOT / "music/chordwork/music/songwriting/words"
    assert {path.stem for path in room.glob("languages/*.json")} == {"index", *index().languages}
    assert len(languages()) == len({language.name for language in languages()}) == 16
    for language in languages():
        assert tuple(language.stems) == index().notions, language.name
        assert all(stems.split() for stems in language.stems.values()), language.name
