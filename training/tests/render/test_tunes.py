"""Made-up melodies: in reach, inside the chords' time, free of the chords' notes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from evaluation.clips import RATE_HZ
from evaluation.notes import Note, Track
from training.render.labels import NO_CHORD, Chord
from training.render.score import Score, Segment
from training.render.singing import add_singing, in_reach
from training.render.tunes import SPAN, beside, fills, tonic_of, tune


def song() -> Score:
    chords = [Chord(2, "maj"), Chord(7, "maj"), NO_CHORD, Chord(9, "7"), Chord(2, "maj")] * 3
    segments = [Segment(2.0 * i, 2.0 * i + 2.0, chord) for i, chord in enumerate(chords)]
    return Score(segments, beats=[0.5 * i for i in range(61)])


def test_the_key_is_the_one_that_holds_the_chords() -> None:
    assert tonic_of(song()) == 2


@pytest.mark.parametrize("seed", range(8))
def test_a_tune_stays_in_reach_and_within_chords(seed: int) -> None:
    notes = tune(song(), np.random.default_rng(seed), lowest=50)
    assert notes
    assert all(50 <= n.pitch <= 50 + SPAN for n in notes)
    silent = [s for s in song().segments if not s.chord.is_pitched]
    assert not any(s.start <= n.start < s.end for s in silent for n in notes)
    assert all(a.end <= b.start + 1e-9 for a, b in pairwise(notes))


def test_a_good_part_of_a_tune_is_not_in_the_chord() -> None:
    score = song()
    foreign = sounding = 0.0
    for seed in range(12):
        for note in tune(score, np.random.default_rng(seed), lowest=55):
            under = next(s for s in score.segments if s.start <= note.start + 1e-6 < s.end)
            sounding += note.end - note.start
            foreign += (note.end - note.start) * (note.pitch % 12 not in under.chord.pitch_classes)
    assert 0.3 < foreign / sounding < 0.7


def test_a_second_voice_keeps_to_the_scale() -> None:
    line = [Note(0.0, 1.0, 62), Note(1.0, 2.0, 66), Note(2.0, 3.0, 69)]
    assert [n.pitch for n in beside(line, song(), -2)] == [59, 62, 66]


def test_fills_lie_inside_chords() -> None:
    notes = fills(song(), np.random.default_rng(0), lowest=60, share=1.0)
    assert notes
    assert all(any(s.start <= n.start and n.end <= s.end for s in song().segments if s.chord.is_pitched) for n in notes)


@pytest.mark.parametrize("made_up", [False, True])
def test_singing_adds_notes_and_sound_but_changes_no_chord(made_up: bool) -> None:
    score, audio = song(), np.full(31 * RATE_HZ, 1e-3, np.float32)
    score.tracks = [Track("comp", [Note(0.0, 1.0, 50)])]
    before, silence = list(score.segments), audio.copy()
    melody = [] if made_up else [Note(1.0, 2.0, 80), Note(2.0, 3.0, 83)]
    said = add_singing(audio, score, np.random.default_rng(3), tuning_cents=0.0, melody=melody)
    assert score.segments == before
    assert [t.name for t in score.tracks][:2] == ["comp", "voice"]
    assert said["made_up"] is made_up
    assert np.abs(audio - silence).max() > 1e-4


def test_a_melody_comes_to_the_singer_by_octaves() -> None:
    moved = in_reach([Note(0.0, 1.0, 84), Note(1.0, 2.0, 86)], 50)
    assert [n.pitch for n in moved] == [60, 62]
