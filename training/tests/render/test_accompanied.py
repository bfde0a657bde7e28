"""Charts played by the product's band, and mixed by other means than training's."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from chordwork.music.accompaniment import GROOVES
from evaluation.clips import RATE_HZ
from evaluation.notes import Note, Track
from training.render.accompanied import (
    PLAYERS,
    chart_of_progression,
    chart_of_song,
    groove_for,
    play_chart,
    symbol_of,
)
from training.render.corpus import DEFAULT_DATA, Progression, Song, half, song_names
from training.render.labels import NO_CHORD, QUALITIES, Chord
from training.render.plan import ACCOMPANIED, CROSSED_CLIPS, TRAINED_SONGS, crossed_plan, dev_plan
from training.render.score import Segment
from training.render.studio import MASTERS, filter_graph, mixed_down

needs_data = pytest.mark.skipif(not (DEFAULT_DATA / "pop909").is_dir(), reason="no data pack")
CHART = [(Chord(0, "maj"), 4), (Chord(9, "min7"), 2), (Chord(2, "min7", 3), 2), (NO_CHORD, 4), (Chord(7, "7"), 4)]


def song() -> Song:
    """Four bars of four half-second beats, changed a little late, with a chord that has no name."""
    chords = [Chord(0, "maj"), Chord(5, "maj"), Chord(5, "X", 0, (0, 6)), Chord(7, "7")]
    edges = [0.0, 2.04, 4.0, 6.0, 8.0]
    segments = [Segment(start, end, chord) for start, end, chord in zip(edges, edges[1:], chords, strict=False)]
    beats = [0.5 * index for index in range(17)]
    return Song("000", {}, segments, beats, beats[::4], [])


@pytest.mark.parametrize("quality", QUALITIES)
def test_the_band_reads_every_chord_of_the_vocabulary(quality: str) -> None:
    symbol = symbol_of(Chord(3, quality))
    assert {(3 + interval) % 12 for interval in symbol.intervals} == set(Chord(3, quality).pitch_classes)


def test_a_song_becomes_whole_beats_without_nameless_chords() -> None:
    chart = chart_of_song(song(), 16, np.random.default_rng(0))
    assert chart == [(Chord(0, "maj"), 4), (Chord(5, "maj"), 8), (Chord(7, "7"), 4)]


def test_a_progression_goes_round() -> None:
    progression = Progression(
        "x", [(Chord(0, "maj"), 4.0), (Chord(0, "X", 0, (0, 6)), 4.0), (Chord(7, "7"), 4.0)], 4, None
    )
    chart = chart_of_progression(progression, 20, np.random.default_rng(1))
    assert [(chord.quality, beats) for chord, beats in chart] == [("maj", 4), ("7", 4)] * 2 + [("maj", 4)]
    assert (chart[1][0].root - chart[0][0].root) % 12 == 7


@pytest.mark.parametrize("seed", range(12))
def test_what_the_band_plays_is_what_the_chart_says(seed: int) -> None:
    rng = np.random.default_rng(seed)
    score = play_chart(CHART, groove_for(4, rng), rng, lead_in_s=0.7)
    assert [segment.chord for segment in score.segments] == [chord for chord, _ in CHART]
    assert score.segments[0].start == pytest.approx(0.7)
    comping = next(track for track in score.tracks if track.name == "comping")
    for segment in score.segments:
        inside = {n.pitch % 12 for n in comping.notes if segment.start - 0.02 <= n.start < segment.end - 0.05}
        assert inside <= set(segment.chord.pitch_classes)
        if segment.chord.is_pitched:
            thirds = {(segment.chord.root + i) % 12 for i in (3, 4) if i in segment.chord.intervals}
            assert thirds <= inside


def test_grooves_play_thirds_and_keep_the_metre() -> None:
    drawn = {groove_for(4, np.random.default_rng(seed)).name for seed in range(60)}
    assert len(drawn) > 6
    assert all(GROOVES[name].beats == 4 and GROOVES[name].voices >= PLAYERS for name in drawn)
    assert groove_for(3, np.random.default_rng(0)).beats == 3
    assert groove_for(11, np.random.default_rng(0)).beats == 4


@needs_data
def test_accompanied_clips_share_no_song_with_training_and_halves_none_with_each_other() -> None:
    clips = [clip for clip in dev_plan(DEFAULT_DATA, 1) if clip.kind == ACCOMPANIED]
    sides = {side: {clip.source for clip in clips if clip.side == side} for side in "ab"}
    assert len(clips) == sum(len(each) for each in sides.values()) == 32
    assert not sides["a"] & sides["b"]
    assert not (sides["a"] | sides["b"]) & set(song_names(DEFAULT_DATA, "train"))


@needs_data
def test_crossed_clips_differ_in_one_thing_at_a_time() -> None:
    clips = crossed_plan(DEFAULT_DATA, 1)
    kinds = {clip.kind for clip in clips}
    assert len(kinds) == 9
    for number in range(CROSSED_CLIPS):
        alike = [clip for clip in clips if clip.name.endswith(f"_{number:02d}")]
        assert len({clip.seed for clip in alike}) == 1
        assert len({clip.source for clip in alike if clip.kind != TRAINED_SONGS}) == 1
    assert all(half(clip.source) == "a" for clip in clips if clip.kind != TRAINED_SONGS)


def tracks() -> list[Track]:
    notes = [Note(0.2, 1.8, pitch) for pitch in (60, 64, 67)]
    return [Track("comping", notes), Track("bass", [Note(0.2, 1.8, 36)], program=33)]


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg")
@pytest.mark.parametrize("seed", range(8))
def test_every_mix_is_sound_that_starts_in_time(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def stem(given: list[Track], *_: object, **__: object) -> np.ndarray:
        time = np.arange(2 * RATE_HZ) / RATE_HZ
        waves = [np.sin(2 * np.pi * 440 * 2 ** ((n.pitch - 69) / 12) * time) for n in given[0].notes]
        return np.asarray(0.1 * sum(waves) * (time >= 0.2), np.float32)

    monkeypatch.setattr("training.render.studio.render_tracks", stem)
    first, again = (mixed_down(tracks(), "x", 2.0, np.random.default_rng(seed), tuning_cents=0.0) for _ in range(2))
    assert np.array_equal(first, again)
    assert first.shape == (2 * RATE_HZ,)
    assert np.isfinite(first).all()
    begun = int(np.flatnonzero(np.abs(first) > 0.05 * np.abs(first).max())[0])
    assert abs(begun / RATE_HZ - 0.2) < 0.02


def test_every_master_is_drawn_and_every_stem_mixed() -> None:
    graphs = [filter_graph(tracks(), np.random.default_rng(seed)) for seed in range(40)]
    marks = {"glue": "ratio=2:attack=20", "loud": "alimiter", "wide": "extrastereo", "small": "asoftclip"}
    assert set(marks) == set(MASTERS)
    assert all(any(mark in graph for graph in graphs) for mark in marks.values())
    assert all("[0:a]" in graph and "[1:a]" in graph and "amix=inputs=2" in graph for graph in graphs)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg")
def test_a_failing_mixer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.render.studio.render_tracks", lambda *_, **__: np.zeros(100, np.float32))
    monkeypatch.setattr("training.render.studio.filter_graph", lambda *_: "[0:a]nonsense[mix]")
    with pytest.raises(RuntimeError, match="could not mix"):
        mixed_down(tracks(), "x", 1.0, np.random.default_rng(0), tuning_cents=0.0)
