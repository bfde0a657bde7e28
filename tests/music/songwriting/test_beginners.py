"""First songs: keys of open chords, chords without a barre, notes that most people can sing and name."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bench.songwriting.rubric import EASY_KEYS
from chordwork.music.songwriting import write_song

ROOT = Path(__file__).parents[3]
THEMES = [each["theme"] for each in json.loads((ROOT / "bench/songwriting/themes.json").read_text())]
PLAIN = re.compile(r"(C#?|D|Eb|E|F#?|G#?|Ab|A|Bb|B|Db|D#|Gb|A#)(\d)")
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def pitch(name: str) -> int:
    found = PLAIN.fullmatch(name)
    assert found is not None, name
    return 12 * int(found[2]) + 12 + STEPS[found[1][0]] + found[1].count("#") - found[1][1:].count("b")


@pytest.mark.parametrize(
    "genre", ["pop", "ballad", "rock", "folk", "country", "blues", "jazz", "bossa", "soul", "disco"]
)
@pytest.mark.parametrize("mood", ["happy", "sad", "tense"])
def test_a_beginners_guitar_song_has_open_chords_in_an_open_key(genre: str, mood: str) -> None:
    for seed in range(3):
        plan = write_song("storm coming", genre=genre, mood=mood, seed=seed)
        assert plan.key in EASY_KEYS
        for chord in plan.chords:
            assert chord.difficulty != "hard" or chord.symbol in ("F", "Fmaj7"), (plan.key, chord.symbol, chord.shape)
            assert not chord.symbol.startswith(("Bm7b5", "F#", "C#", "G#", "Bb", "Eb", "Ab")), (plan.key, chord.symbol)
            assert chord.symbol not in ("Bm", "B", "Gm", "Cm", "Fm")


@pytest.mark.parametrize("instrument", ["ukulele", "banjo", "mandolin"])
def test_other_instruments_get_no_hard_chord_either(instrument: str) -> None:
    for theme in THEMES[::10]:
        plan = write_song(theme, instrument=instrument)
        assert not [chord.symbol for chord in plan.chords if chord.difficulty == "hard"]


def test_a_key_that_was_asked_for_is_kept_with_its_chords() -> None:
    plan = write_song("storm coming", key="B minor")
    assert plan.key == "B minor"
    assert "Bm" in {chord.symbol[:2] for chord in plan.chords}


@pytest.mark.parametrize(("voice", "lowest"), [("low", 45), ("medium", 57), ("high", 60)])
@pytest.mark.parametrize("level", ["beginner", "advanced"])
def test_a_song_lies_within_a_voice_and_its_notes_have_plain_names(voice: str, lowest: int, level: str) -> None:
    for theme in THEMES[::7]:
        for section in write_song(theme, voice=voice, level=level).sections:  # type: ignore[arg-type]
            melody = section.melody
            low, high = pitch(melody.low), pitch(melody.high)
            assert lowest <= low < high <= lowest + 17
            for target in melody.targets:
                assert low <= pitch(target.note) <= high
