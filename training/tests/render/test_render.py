"""The parts of the renderer that need no data pack, soundfont or sampler."""

from __future__ import annotations

import numpy as np
import pytest

from evaluation.sampler import shifted
from training.render.bass import STYLES, bass_line
from training.render.guitar import MUTED, TUNING, shapes
from training.render.labels import NO_CHORD, QUALITIES, Chord, parse
from training.render.patterns import PATTERNS, comp
from training.render.plan import clip_seed
from training.render.score import Segment, beat_grid, merge_equal
from training.render.sequences import varied
from training.render.sound import audible_end
from training.render.voicings import close_above_bass, keyboard, section, upper_structure

BEATS = [i * 0.5 for i in range(33)]


@pytest.mark.parametrize(
    ("label", "reduced"),
    [
        ("Bb:9/3", "Bb:7/3"),
        ("C:maj/b7", "C:7/b7"),
        ("G:sus4(b7,9)", "G:sus4"),
        ("F#:min7(b5)", "F#:hdim7"),
        ("D:(1,5)", "D:5"),
        ("A:7(b5)", "X"),
        ("E:aug(b7)", "X"),
        ("Db:maj(9)", "C#:maj"),
        ("N", "N"),
        ("X", "X"),
        ("C:dim7/bb7", "C:dim7/bb7"),
        ("C:aug/#5", "C:aug/#5"),
    ],
)
def test_labels_are_reduced_to_the_vocabulary(label: str, reduced: str) -> None:
    assert parse(label).label == reduced


@pytest.mark.parametrize("quality", QUALITIES)
def test_guitar_shapes_sound_the_chord_and_nothing_else(quality: str) -> None:
    for root in range(12):
        chord = Chord(root, quality)
        for shape in shapes(tuple(sorted(chord.pitch_classes)), chord.bass_pc):
            pitches = [TUNING[i] + f for i, f in enumerate(shape) if f != MUTED]
            assert {p % 12 for p in pitches} == set(chord.pitch_classes)
            assert min(pitches) % 12 == root


def test_every_quality_has_a_guitar_shape_on_every_root() -> None:
    missing = [
        c.label
        for q in QUALITIES
        for r in range(12)
        if not shapes(tuple(sorted((c := Chord(r, q)).pitch_classes)), c.bass_pc)
    ]
    assert missing == []


@pytest.mark.parametrize("voicer", [keyboard(), close_above_bass(), section(40, 76, 4), upper_structure()])
@pytest.mark.parametrize("quality", QUALITIES)
def test_voicings_are_whole(voicer, quality: str) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(3)
    for root in range(12):
        chord = Chord(root, quality)
        assert {p % 12 for p, _ in voicer(chord, rng)} == set(chord.pitch_classes)


@pytest.mark.parametrize("style", PATTERNS)
def test_patterns_sound_the_whole_chord_inside_its_segment(style: str) -> None:
    chords = [Chord(0, "maj7"), Chord(9, "min", 3), Chord(7, "7"), NO_CHORD, Chord(5, "dim7")]
    segments = [Segment(i * 2.0, i * 2.0 + 2.0, c) for i, c in enumerate(chords)]
    notes = comp(segments, BEATS, close_above_bass(), style, np.random.default_rng(5))
    for segment in segments:
        inside = [n for n in notes if segment.start - 0.005 <= n.start < segment.end - 0.005]
        assert {n.pitch % 12 for n in inside} == set(segment.chord.pitch_classes)
        assert all(n.end <= segment.end for n in inside)


@pytest.mark.parametrize("style", STYLES)
def test_bass_lines_start_on_the_bass(style: str) -> None:
    segments = [Segment(0.0, 2.0, Chord(0, "maj", 4)), Segment(2.0, 4.0, Chord(9, "min"))]
    notes = bass_line(segments, BEATS, style, np.random.default_rng(0))
    for segment in segments:
        first = min((n for n in notes if n.start >= segment.start), key=lambda n: n.start)
        assert first.pitch % 12 == segment.chord.bass_pc


def test_beat_grid_begins_with_the_segment_and_stays_inside() -> None:
    times = beat_grid(Segment(1.0, 3.0, NO_CHORD), BEATS, 2)
    assert times == pytest.approx([1.0, 1.25, 1.5, 1.75, 2.0, 2.25, 2.5, 2.75])


def test_equal_neighbours_merge() -> None:
    a, b = Segment(0, 1, Chord(0, "maj")), Segment(1, 2, Chord(0, "maj"))
    assert merge_equal([a, b]) == [Segment(0, 2, Chord(0, "maj"))]


def test_resampling_moves_the_pitch() -> None:
    time = np.arange(22_050) / 22_050
    tone = np.sin(2 * np.pi * 440 * time).astype(np.float32)
    higher = shifted(tone, 2 ** (2 / 12), 16_384)
    peak = np.argmax(np.abs(np.fft.rfft(higher * np.hanning(len(higher))))) * 22_050 / len(higher)
    assert peak == pytest.approx(440 * 2 ** (2 / 12), abs=1.5)


def test_a_decay_ends_where_it_is_45_db_down() -> None:
    time = np.arange(4 * 22_050) / 22_050
    tone = (np.sin(2 * np.pi * 220 * time) * 10 ** (-30 * time / 20)).astype(np.float32)  # 30 dB a second
    assert audible_end(tone, 0.0, 4.0) == pytest.approx(1.5, abs=0.06)


def test_seeds_differ_by_clip_and_never_by_process() -> None:
    assert clip_seed(1, "band_00000") != clip_seed(1, "band_00001")
    assert clip_seed(1, "band_00000") == clip_seed(1, "band_00000")


def test_variation_keeps_silence_silent() -> None:
    assert varied(NO_CHORD, np.random.default_rng(0), replace=1.0, invert=1.0) == NO_CHORD
