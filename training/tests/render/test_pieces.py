"""Clips of the open benchmark: made of what stands in the repository, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evaluation.notes import Note, Track
from training.render.comping import STRUCK_GAP_S, compose, strike
from training.render.labels import ODD_CHORDS
from training.render.nochord import LAYERS, MADE_LAYERS
from training.render.pieces import open_progressions
from training.render.pipeline import lose_side, make_clip
from training.render.plan import OPEN, OPEN_COUNTS, open_plan


def test_every_label_is_in_the_vocabulary() -> None:
    for progression in open_progressions().values():
        assert all(chord.quality not in ("X", "N") for chord, _ in progression.chords), progression.name
        assert not any(chord.intervals in ODD_CHORDS for chord, _ in progression.chords)
        assert all(beats in (2.0, 4.0) for _, beats in progression.chords)


def test_halves_share_no_progression_and_no_seed() -> None:
    plan = open_plan(1)
    assert len({clip.seed for clip in plan}) == len(plan) == sum(OPEN_COUNTS.values())
    sources = {side: {clip.source for clip in plan if clip.side == side} - {"noise"} for side in "ab"}
    assert not sources["a"] & sources["b"]
    assert all(clip.name.startswith(f"{clip.side}_{clip.kind}_") and clip.split == OPEN for clip in plan)
    assert [clip.seed for clip in open_plan(2)] != [clip.seed for clip in plan]


def test_a_band_has_bass_and_drums() -> None:
    for seed, progression in enumerate(open_progressions().values()):
        score = compose(progression, 20.0, np.random.default_rng(seed), lead_in_s=0.5, replace=0.35, band=True)
        assert {"comp", "bass", "drums"} <= {track.name for track in score.tracks}


def test_struck_chords_ring_before_silences() -> None:
    progression = open_progressions()["four_chords"]
    score = strike(progression, 30.0, np.random.default_rng(3), lead_in_s=0.5, replace=0.0)
    silences = [segment for segment in score.segments if not segment.chord.is_pitched]
    assert silences
    assert all(silence.end - silence.start >= STRUCK_GAP_S - 1e-9 for silence in silences)
    notes = score.tracks[0].notes
    for segment in score.segments:
        inside = {note.pitch % 12 for note in notes if segment.start - 0.01 <= note.start < segment.end - 0.01}
        assert inside == (set(segment.chord.pitch_classes) if segment.chord.is_pitched else set())


def test_sound_without_chords_needs_no_recordings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(MADE_LAYERS) < set(LAYERS)
    assert sum(MADE_LAYERS.values()) == pytest.approx(1.0)
    monkeypatch.setattr("training.render.pipeline.MADE_LAYERS", {"hiss": 0.5, "applause": 0.5})  # needs no program
    clip = next(clip for clip in open_plan(1) if clip.kind == "none")
    audio, meta = make_clip(clip, tmp_path, tmp_path / "no data")
    again, _ = make_clip(clip, tmp_path, tmp_path / "no data")
    assert np.array_equal(audio, again)
    assert meta["chords"] == [[0.0, 20.0, "N"]]
    assert set(meta["sound"]["layers"]) <= {"hiss", "applause"}


def test_one_side_of_a_mix_keeps_the_bass_and_one_who_plays_the_chords() -> None:
    for seed in range(20):
        tracks = [Track(name, [Note(0, 1, 60)]) for name in ("melody", "comp1", "comp2", "bass")]
        tracks.append(Track("drums", [Note(0, 1, 36)], is_drum=True))
        lose_side(tracks, np.random.default_rng(seed))
        gains = {track.name: track.gain_db for track in tracks}
        assert gains["comp1"] == gains["bass"] == 0.0
        assert all(-22.0 < gains[name] < 3.1 and gains[name] != 0.0 for name in ("melody", "comp2", "drums"))
