"""Chord diagrams in alphaTex and Guitar Pro: first fret, barres, fingers, root and type; key and markers in MIDI."""

from __future__ import annotations

import io
from typing import Any

import pytest

from chordwork.harmony.vocabulary import LEAD_SHEET_SUFFIXES
from chordwork.music.tabs import tab


def diagram(chord: str, **options: Any) -> Any:
    gp = pytest.importorskip("guitarpro")
    song = gp.parse(io.BytesIO(tab(chord, **options).guitar_pro()))
    return song.tracks[0].measures[0].voices[0].beats[0].effect.chord


def test_alphatex_diagrams_begin_at_their_first_fret_with_their_barres() -> None:
    """alphaTab draws five frets from the first; without it C#m falls below the grid."""
    made = tab("C#m", frets=(4, 7), open_strings=False)
    (voicing,) = made.voicings
    low = min(fret for fret in voicing.frets if fret > 0)
    assert "\\chord {firstfret 4 barre 4} " in made.alphatex()
    assert low == 4
    assert "\\chord {firstfret 1} " in tab("C").alphatex()
    assert "\\chord {firstfret 1 barre 1} " in tab("F", frets=(1, 3), open_strings=False).alphatex()


def test_guitar_pro_diagrams_have_fingers_and_barres() -> None:
    chord = diagram("F", frets=(1, 3), open_strings=False)
    assert chord.strings[:6] == [1, 1, 2, 3, 3, 1]
    assert [finger.value for finger in chord.fingerings] == [1, 1, 2, 4, 3, 1, -2]
    assert [(barre.fret, barre.start, barre.end) for barre in chord.barres] == [(1, 1, 6)]
    assert (chord.firstFret, chord.show) == (1, True)
    open_c = diagram("C")
    assert [finger.value for finger in open_c.fingerings] == [-1, 1, -1, 2, 3, -1, -2]
    assert open_c.barres == []
    assert diagram("C#m", frets=(4, 7), open_strings=False).firstFret == 4


@pytest.mark.parametrize(
    ("chord", "root", "kind", "extension"),
    [
        ("C", "C", "major", "none"),
        ("Bb7", "Bb", "seventh", "none"),
        ("F#m7", "F#", "minorSeventh", "none"),
        ("Ebmaj7", "Eb", "majorSeventh", "none"),
        ("Am6", "A", "minorSixth", "none"),
        ("Bdim", "B", "diminished", "none"),
        ("Bdim7", "B", "diminished", "none"),
        ("Bm7b5", "B", "minorSeventh", "none"),
        ("Caug", "C", "augmented", "none"),
        ("E5", "E", "power", "none"),
        ("D7sus4", "D", "seventhSuspendedFourth", "none"),
        ("Dsus2", "D", "suspendedSecond", "none"),
        ("E9", "E", "seventh", "ninth"),
        ("A13", "A", "seventh", "thirteenth"),
        ("Cadd9", "C", "major", "ninth"),
        ("Am(maj7)", "A", "minorMajor", "none"),
    ],
)
def test_guitar_pro_diagrams_say_root_and_type(chord: str, root: str, kind: str, extension: str) -> None:
    found = diagram(chord)
    assert (str(found.root), found.type.name, found.extension.name) == (root, kind, extension)


def test_guitar_pro_alterations_and_bass() -> None:
    assert diagram("E7b9").tonality.name == "diminished"
    assert diagram("E7#9").tonality.name == "augmented"
    assert diagram("Bm7b5").fifth.name == "diminished"
    assert diagram("Cadd9").add is True
    assert diagram("E9").add is False
    assert str(diagram("G/B").bass) == "B"
    assert str(diagram("G").bass) == "G"


def test_guitar_pro_takes_every_chord() -> None:
    gp = pytest.importorskip("guitarpro")
    made = tab(" ".join(f"Eb{suffix}" for suffix in LEAD_SHEET_SUFFIXES))
    song = gp.parse(io.BytesIO(made.guitar_pro()))
    names = [
        beat.effect.chord.name
        for measure in song.tracks[0].measures
        for beat in measure.voices[0].beats
        if beat.effect.chord
    ]
    assert names == [f"Eb{suffix}" for suffix in LEAD_SHEET_SUFFIXES]


@pytest.mark.parametrize(
    ("chords", "key", "signature"),
    [
        ("Bb Eb F7 Bb", "Bb major", "Bb"),
        ("Em Am B7 Em", "E minor", "Em"),
        ("C", "D dorian", "C"),
        ("Gb", "Gb major", "Gb"),
    ],
)
def test_keys_go_into_midi_guitar_pro_and_alphatex(chords: str, key: str, signature: str) -> None:
    """A church mode by its signature: these formats know major and minor."""
    gp, mido = pytest.importorskip("guitarpro"), pytest.importorskip("mido")
    made = tab(chords, key=key)
    conductor = mido.MidiFile(file=io.BytesIO(made.midi())).tracks[0]
    assert [message.key for message in conductor if message.type == "key_signature"] == [signature]
    headers = gp.parse(io.BytesIO(made.guitar_pro())).measureHeaders
    assert {header.keySignature.value[0] for header in headers} == {made.score.key.signature if made.score.key else 0}
    name = signature.lower()
    expected = f"{name[:-1]}minor" if name.endswith("m") else f"{name}major"
    assert f"\\ks {expected}\n" in made.alphatex()


def test_six_flats_minor_is_a_key_that_readers_take() -> None:
    """mido refuses to make Ebm's neighbours by name, but reads what is in range."""
    mido = pytest.importorskip("mido")
    for key, name in (
        ("Eb minor", "Ebm"),
        ("Ab minor", "Abm"),
        ("A# minor", "A#m"),
        ("Cb major", "Cb"),
        ("C# major", "C#"),
    ):
        made = tab("C", key=key)
        conductor = mido.MidiFile(file=io.BytesIO(made.midi())).tracks[0]
        assert [message.key for message in conductor if message.type == "key_signature"] == [name]
