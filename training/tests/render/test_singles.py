"""Single chords with silences: what is played, how long it is silent, which clips there are."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import numpy as np
import pytest

from evaluation.sampler import RESERVED
from training.render.corpus import DEFAULT_DATA
from training.render.guitar import MUTED, TUNING
from training.render.labels import QUALITIES, parse
from training.render.pipeline import make_clip
from training.render.plan import Clip, dev_plan, train_plan
from training.render.singles import (
    FIRST_TAUGHT,
    PIANO_QUALITIES,
    SHAPES,
    fingering,
    guitar_grip,
    keyboard_grip,
    singles_cast,
    strokes,
)

needs_data = pytest.mark.skipif(not DEFAULT_DATA.exists(), reason="the data pack is not here")


@pytest.mark.parametrize(("label", "frets"), [(label, frets) for label, row in SHAPES.items() for frets in row])
def test_a_shape_sounds_its_chord_over_its_bass_within_four_frets(label: str, frets: str) -> None:
    chord = parse(label)
    pitches = [TUNING[string] + fret for string, fret in enumerate(fingering(frets)) if fret != MUTED]
    without_fifth = set(chord.pitch_classes) - {(chord.root + 7) % 12}
    sounding = {pitch % 12 for pitch in pitches}
    assert sounding == (without_fifth if frets == "x32310" else set(chord.pitch_classes))  # the open C7 has no fifth
    assert pitches[0] == min(pitches)
    assert pitches[0] % 12 == chord.bass_pc
    pressed = [fret for fret in fingering(frets) if fret > 0]
    assert max(pressed) - min(pressed) <= 3


def test_the_chords_learnt_first_have_shapes() -> None:
    assert set(FIRST_TAUGHT) <= set(SHAPES)


def test_a_missed_string_leaves_the_chord_and_its_bass() -> None:
    rng = np.random.default_rng(0)
    counts = set()
    for _ in range(400):
        chord, voicing = guitar_grip(rng)
        counts.add(len(voicing))
        classes = {pitch % 12 for pitch, _ in voicing}
        assert classes >= set(chord.pitch_classes) - {(chord.root + 7) % 12}
        assert voicing[0][0] % 12 == chord.bass_pc
    assert {3, 4, 5, 6} <= counts


def test_piano_chords_have_three_or_four_notes_and_their_label_s_bass() -> None:
    rng = np.random.default_rng(0)
    inverted = 0
    for _ in range(400):
        chord, voicing = keyboard_grip(rng)
        pitches = [pitch for pitch, _ in voicing]
        assert len(pitches) in (3, 4)
        assert {pitch % 12 for pitch in pitches} == set(chord.pitch_classes)
        assert min(pitches) % 12 == chord.bass_pc
        assert max(pitches) - min(pitches) <= 12
        inverted += chord.bass != 0
    assert 60 < inverted < 160
    assert sum(PIANO_QUALITIES.values()) == pytest.approx(1.0)
    assert set(PIANO_QUALITIES) <= set(QUALITIES)


def test_strokes_stay_inside_the_chord_and_one_string_sounds_one_note() -> None:
    rng = np.random.default_rng(0)
    voicing = [(45, 1), (52, 2), (57, 3), (60, 4), (64, 5)]
    again = 0
    for _ in range(100):
        notes = strokes(voicing, 2.0, 3.0, rng, spread_s=(0.006, 0.045))
        assert {note.pitch for note in notes} == {pitch for pitch, _ in voicing}
        assert min(note.start for note in notes) == 2.0
        assert max(note.end for note in notes) == 5.0
        again += len(notes) > len(voicing)
    assert 10 < again < 40


@needs_data
def test_every_reserved_instrument_that_plays_chords_is_in_one_half() -> None:
    a, b = singles_cast("a"), singles_cast("b")
    assert sorted(a + b) == sorted(set(RESERVED) - {"bass_killer"})
    assert all(any("piano" in name or "organ" in name for name in cast) for cast in (a, b))


@needs_data
def test_the_plan_has_twenty_four_clips_shared_evenly_by_the_instruments_of_each_half() -> None:
    clips = [clip for clip in dev_plan(DEFAULT_DATA, 1) if clip.kind == "singles"]
    assert [clip.name for clip in clips[:3]] == ["a_singles_000", "b_singles_001", "a_singles_002"]
    assert len(clips) == 24
    for clip in clips:
        assert clip.name[0] == clip.side
        assert clip.source in singles_cast(clip.side)
    assert {sum(other.source == clip.source for other in clips) for clip in clips} == {3}
    lines = "\n".join(f"{c.kind} {c.name} {c.seed} {c.source} {c.seconds} {c.side}" for c in clips)
    assert hashlib.sha256(lines.encode()).hexdigest() == (
        "a078245238d7988c548827ff14ac22def5a5b7e23a011cb33d3e959fb251d5d9"
    )
    assert not [clip for clip in train_plan(DEFAULT_DATA, 12, 1) if clip.kind == "singles"]


@needs_data
@pytest.mark.parametrize("instrument", ["nylon_quartertone", "organ_vsco"])
@pytest.mark.long
def test_a_clip_is_chords_with_silences_and_the_same_every_time(tmp_path, instrument: str) -> None:  # type: ignore[no-untyped-def]
    clip = Clip("b_singles_test", "singles", "dev", instrument, 90.0, 5, "b")
    (first, meta), (second, again) = (make_clip(clip, tmp_path, DEFAULT_DATA) for _ in range(2))
    assert meta == again
    assert np.array_equal(first, second)
    labels = [label for _, _, label in meta["chords"]]
    assert labels[::2] == ["N"] * len(labels[::2])
    assert "N" not in labels[1::2]
    assert all(one != two for one, two in pairwise(labels[1::2]))
    silences = [end - start for start, end, label in meta["chords"] if label == "N"][1:-1]
    assert silences
    assert min(silences) > 0.3  # 0.8 s less what is still heard of the chord
    assert max(silences) <= 3.0 + 0.1
    assert meta["sound"]["instruments"] == [instrument]
