"""Moved chords, shapes behind a capo, and names of both in every form."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree

import pytest

from chordwork.harmony.errors import ChordworkError
from chordwork.music.tabs import Tab, TabError, tab

SHAPES = [("Bb", "G"), ("F", "D"), ("Gm", "Em"), ("Eb", "C")]


def names(made: Tab) -> list[str]:
    return [mark.symbol for bar in made.score.bars for mark in bar.marks]


def shapes(made: Tab) -> list[tuple[str, str]]:
    return [(symbol, shape) for symbol, shape, _ in made.shapes]


@pytest.mark.parametrize(
    ("chords", "semitones", "moved", "key"),
    [
        ("G D/F# Em C", 3, ["Bb", "F/A", "Gm", "Eb"], "Bb major"),
        ("C G Am F", 2, ["D", "A", "Bm", "G"], "D major"),
        ("Db7 Gb", 1, ["D7", "G"], "G major"),  # not Ebb7
        ("E A B7", 1, ["F", "Bb", "C7"], "F major"),
        ("Am Dm E7", -3, ["F#m", "Bm", "C#7"], "F# minor"),
        ("C N.C. G", 2, ["D", "N.C.", "A"], "D major"),
        ("C G", 12, ["C", "G"], "C major"),
        ("F# C#", -12, ["F#", "C#"], "F# major"),
    ],
)
def test_transposed_chords_are_spelled_for_the_key_they_land_in(
    chords: str, semitones: int, moved: list[str], key: str
) -> None:
    made = tab(chords, transpose=semitones)
    assert names(made) == moved
    assert str(made.score.key) == key


def test_notes_move_with_the_names() -> None:
    made, there = tab("C G Am F7", transpose=2), tab("D A Bm G7")
    assert made.score == there.score


def test_shapes_sound_higher_by_the_capo() -> None:
    made = tab("G D Em C", capo=3, shapes=True)
    assert shapes(made) == SHAPES
    assert names(made) == ["Bb", "F", "Gm", "Eb"]
    assert str(made.score.key) == "Bb major"
    assert made.score.voicings == tab("Bb F Gm Eb", capo=3).score.voicings
    assert tab("G D", shapes=True).score == tab("G D").score


def test_shapes_keep_the_names_they_were_given() -> None:
    assert shapes(tab("C#m A E/G# B", capo=1, shapes=True)) == [("Dm", "C#m"), ("Bb", "A"), ("F/A", "E/G#"), ("C", "B")]
    assert shapes(tab("A#m D#m", capo=1, shapes=True)) == [("Bm", "A#m"), ("Em", "D#m")]


def test_shapes_and_a_transposition_together() -> None:
    """The shapes are moved first: what is played a tone up is played with other shapes behind the same capo."""
    assert shapes(tab("G C D", capo=3, shapes=True, transpose=2)) == [("C", "A"), ("F", "D"), ("G", "E")]


def test_slash_chords_keep_their_letters_behind_a_capo() -> None:
    assert shapes(tab("F#/A# B C#", capo=2)) == [("F#/A#", "E/G#"), ("B", "A"), ("C#", "B")]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"transpose": 25}, "tab"),
        ({"transpose": -99}, "tab"),
        ({"shapes": True, "capo": "easy"}, "tab"),
        ({"shapes": True, "capo": 99}, "capo"),
        ({"key": "H dur und moll"}, "key"),
        ({"sections": [(9, "Coda")]}, "tab"),
        ({"sections": [(0, "Intro")]}, "tab"),
    ],
)
def test_what_cannot_be_is_refused(options: dict[str, object], code: str) -> None:
    with pytest.raises(ChordworkError) as caught:
        tab("C G", **options)  # type: ignore[arg-type]
    assert isinstance(caught.value, TabError) or caught.value.code.startswith(code)


def test_a_key_that_is_given_wins() -> None:
    assert tab("C F", key="F major").to_dict()["key"] == "F major"
    assert names(tab("C F", key="F major", transpose=1)) == ["C#", "F#"]
    assert names(tab("C F", transpose=1)) == ["Db", "Gb"]


def test_every_form_tells_what_sounds_from_its_shape() -> None:
    """``Bb (G)`` wherever a name stands alone; formats with a place for one name say the rest in words."""
    gp, mido = pytest.importorskip("guitarpro"), pytest.importorskip("mido")
    made = tab("Bb F Gm Eb", capo=3, title="Capo")
    pairs = [f"{sounding} ({shape})" for sounding, shape in SHAPES]
    said = f"Capo 3: {', '.join(pairs)}"
    for pair in pairs:
        assert made.text(boxes=True).count(pair) == 2  # above its diagram and above the tab
        assert made.svg().count(f">{pair}</text>") == 2
        assert f'("{pair}" ' in made.alphatex()
        assert f'ch "{pair}"' in made.alphatex()
    assert said in [words.text for words in ElementTree.fromstring(made.musicxml()).iter("words")]
    song = gp.parse(io.BytesIO(made.guitar_pro()))
    beats = [beat for measure in song.tracks[0].measures for beat in measure.voices[0].beats]
    assert [beat.effect.chord.name for beat in beats if beat.effect.chord] == pairs
    assert said in song.notice
    conductor = mido.MidiFile(file=io.BytesIO(made.midi())).tracks[0]
    assert [message.text for message in conductor if message.type == "text"] == [said]
    assert [message.text for message in conductor if message.type == "marker"] == ["Bb", "F", "Gm", "Eb"]
    assert f"{{comment: {said}}}" in made.chordpro()
    assert "{key: G}" in made.chordpro()
    facts = json.loads(json.dumps(made.to_dict()))
    assert list(zip(facts["chords"], facts["shape_names"], strict=True)) == SHAPES
    assert facts["key"] == "Bb major"


def test_without_a_capo_one_name_is_enough() -> None:
    made = tab("C G")
    for document in (made.text(), made.svg(), made.alphatex(), made.musicxml(), made.chordpro()):
        assert "Capo" not in document
        assert "(C)" not in document


def test_keys_that_no_signature_writes_take_their_usual_name() -> None:
    assert str(tab("C", key="G# major").score.key) == "Ab major"
    assert str(tab("C", key="Fb major").score.key) == "E major"
    assert str(tab("C", key="Cb major").score.key) == "Cb major"
