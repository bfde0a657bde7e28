"""Chord symbols in MusicXML say what sounds: read back by the standard's own rules."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree

import pytest

from chordwork.harmony.vocabulary import LEAD_SHEET_SUFFIXES
from chordwork.music.fretboard import ChordTones
from chordwork.music.tabs import tab

from .musicxml_reader import pitch_classes

RARE: Final = (
    "maj7no3", "7no5", "7(no3)", "9no3", "m7no5", "(add4)", "6/9#11", "m7#5", "(add2)", "maj9sus4", "m13b5", "(no5)",
    "7b9#11b13", "7b5#11", "augmaj7#11", "m(maj11)", "(b9)", "(#11)", "m(add4)", "maj9no5", "mb6", "dim(maj7)",
)  # fmt: skip


def harmonies(chords: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(tab(chords, style="bass", pattern="roots").musicxml()).findall(".//harmony")


@pytest.mark.parametrize("root", ["C", "F#", "Eb", "B"])
@pytest.mark.parametrize("bass", ["", "/D"])
def test_every_chord_reads_back_with_its_pitches(root: str, bass: str) -> None:
    chords = " ".join(f"{root}{suffix}{bass}" for suffix in (*LEAD_SHEET_SUFFIXES, *RARE))
    made = tab(chords, style="bass", pattern="roots")
    marks = [mark for bar in made.score.bars for mark in bar.marks]
    read = ElementTree.fromstring(made.musicxml()).findall(".//harmony")
    for mark, harmony in zip(marks, read, strict=True):
        assert mark.tones is not None
        assert pitch_classes(harmony) == mark.tones.allowed, mark.symbol
        assert harmony.findtext("kind") not in ("other", "none")


@pytest.mark.parametrize(
    ("chord", "kind", "changes"),
    [
        ("C7b9", "dominant", "add 9 -1"),
        ("C7sus4", "suspended-fourth", "add 7 0"),  # from a dominant chord, whose seventh is minor
        ("C9sus4", "suspended-fourth", "add 7 0, add 9 0"),
        ("Cmaj7sus4", "suspended-fourth", "add 7 1"),
        ("Cadd9", "major", "add 9 0"),
        ("C6/9", "major-sixth", "add 9 0"),
        ("C11", "dominant-11th", ""),
        ("C13", "dominant-13th", "subtract 11 0"),  # the kind holds an eleventh, the chord does not
        ("C13#11", "dominant-13th", "alter 11 1"),
        ("C7alt", "augmented-seventh", "add 9 -1, add 9 1, add 11 1"),
        ("Cmaj7#11", "major-seventh", "add 11 1"),
        ("CmMaj9", "major-minor", "add 9 0"),
        ("C7#5#9", "augmented-seventh", "add 9 1"),
        ("C7b5", "dominant", "alter 5 -1"),
        ("Cmaj7#5", "major-seventh", "alter 5 1"),
        ("C5", "power", ""),
        ("C7no3", "dominant", "subtract 3 0"),
        ("Cm7b5", "half-diminished", ""),
        ("Cdim7", "diminished-seventh", ""),
        ("Cm11b5", "minor-11th", "alter 5 -1"),
        ("Csus2sus4", "suspended-fourth", "add 2 0"),
    ],
)
def test_the_kind_is_the_one_a_musician_would_name(chord: str, kind: str, changes: str) -> None:
    (harmony,) = harmonies(chord)
    degrees = [
        " ".join(degree.findtext(f"degree-{tag}", "") for tag in ("type", "value", "alter"))
        for degree in harmony.findall("degree")
    ]
    assert (harmony.findtext("kind"), ", ".join(degrees)) == (kind, changes)


def test_the_kind_is_printed_as_the_chord_is() -> None:
    """Its text is the whole suffix, so the degrees behind it are not printed again."""
    for chord, text in (("C7b9", "7b9"), ("Bbm7b5/E", "m7b5"), ("F#", ""), ("C13", "13")):
        (harmony,) = harmonies(chord)
        kind = harmony.find("kind")
        assert kind is not None
        assert kind.get("text") == text
        assert all(degree.get("print-object") == "no" for degree in harmony.findall("degree"))


def test_the_bass_is_spelled_as_printed() -> None:
    for chord, step, alter in (("F#/A#", "A", "1"), ("C7/Bb", "B", "-1"), ("Cm7/D#", "D", "1")):
        (harmony,) = harmonies(chord)
        assert (harmony.findtext("bass/bass-step"), harmony.findtext("bass/bass-alter")) == (step, alter)


def test_tones_under_a_name_of_their_own_are_told_by_their_intervals() -> None:
    for intervals, kind in (
        ((0, 4, 7, 10, 1), "dominant"),
        ((0, 3, 6, 9), "diminished-seventh"),
        ((0, 5, 7), "suspended-fourth"),
    ):
        tones = ChordTones.from_intervals(2, intervals, symbol="Mystic")
        made = tab([tones], style="bass", pattern="roots")
        (harmony,) = ElementTree.fromstring(made.musicxml()).findall(".//harmony")
        assert harmony.findtext("kind") == kind
        assert pitch_classes(harmony) == tones.allowed


@pytest.mark.parametrize(
    ("chords", "fifths", "mode"),
    [
        ("Bb Eb F7 Bb", "-2", "major"),
        ("Em Am B7 Em", "1", "minor"),
        ("F# C#7 B F#", "6", "major"),
        ("Dm G Dm G Dm C", "0", "dorian"),
    ],
)
def test_the_key_signature_is_that_of_the_key_found(chords: str, fifths: str, mode: str) -> None:
    root = ElementTree.fromstring(tab(chords).musicxml())
    assert (root.findtext(".//key/fifths"), root.findtext(".//key/mode")) == (fifths, mode)
    (attributes,) = root.iter("attributes")
    assert [child.tag for child in attributes][:3] == ["divisions", "key", "time"]


def test_a_song_of_silence_has_no_key() -> None:
    assert ElementTree.fromstring(tab("N.C.").musicxml()).find(".//key") is None
