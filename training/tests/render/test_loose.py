"""Loose playing: thirds weak or gone for a while, never for a bar; the chart stays the label."""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import numpy as np
import pytest

from training.render.corpus import DEFAULT_DATA, is_song, song_names
from training.render.guitar import guitar_voicing
from training.render.labels import QUALITIES, Chord
from training.render.loose import UKULELE, capo, ukulele_voicing
from training.render.looseness import (
    FIRST_HEARD_S,
    HEARD_EVERY_S,
    LATE_S,
    PUSHED_BEATS,
    Looseness,
    loosened,
    looseness,
    pushed,
    struck,
)
from training.render.patterns import GUITAR_STYLES, comp
from training.render.pipeline import make_clip
from training.render.plan import Clip, dev_plan, train_plan
from training.render.score import Segment

SEGMENTS = [Segment(0.0, 4.0, Chord(0, "maj")), Segment(4.0, 8.0, Chord(9, "min7")), Segment(8.0, 9.0, Chord(7, "7"))]
BEATS = [0.5 * i for i in range(19)]
LOOSEST = Looseness(third_db=-10.0, drop_third=0.8, part=0.6, ring=1.0, ring_s=0.5, uneven=8.0)
needs_data = pytest.mark.skipif(not DEFAULT_DATA.exists(), reason="the data pack is not here")


@pytest.mark.parametrize("style", sorted({*GUITAR_STYLES, "pulse"}))
@pytest.mark.parametrize("seed", range(4))
def test_each_note_of_a_chord_is_heard_soon_and_then_about_once_a_bar(style: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    notes = comp(SEGMENTS, BEATS, guitar_voicing, style, rng)
    loose = loosened(notes, SEGMENTS, LOOSEST, rng)
    for segment in SEGMENTS:
        for pitch_class in segment.chord.pitch_classes:
            meant, left = (
                [
                    n
                    for n in part
                    if n.pitch % 12 == pitch_class and segment.start - 0.05 <= n.start < segment.end - 0.05
                ]
                for part in (notes, loose)
            )
            assert left
            first = min(n.start for n in meant)
            assert min(n.start for n in left) <= max(first, segment.start + FIRST_HEARD_S) + 0.05
            silent = sorted(n.start for n in left)
            ends = np.maximum.accumulate([n.end for n in sorted(left, key=lambda n: n.start)])
            gaps = [b - a for a, b in zip(ends, silent[1:], strict=False)]
            usual = np.diff(sorted({n.start for n in meant}))
            assert max(gaps, default=0.0) <= HEARD_EVERY_S + max(usual, default=0.0)


def test_thirds_are_softer_and_fewer() -> None:
    rng = np.random.default_rng(0)
    notes = comp(SEGMENTS, BEATS, guitar_voicing, "strum", rng)
    loose = loosened(notes, SEGMENTS, LOOSEST, rng)

    def thirds(part: list) -> list[int]:  # type: ignore[type-arg]
        return [n.velocity for n in part if n.start < 3.9 and n.pitch % 12 == 4]

    assert len(thirds(loose)) < len(thirds(notes))
    assert np.mean(thirds(loose)) < 0.6 * np.mean(thirds(notes))


def test_a_player_who_is_not_loose_plays_what_is_written() -> None:
    notes = comp(SEGMENTS, BEATS, guitar_voicing, "strum", np.random.default_rng(1))
    assert loosened(notes, SEGMENTS, Looseness(), np.random.default_rng(2)) == sorted(notes, key=lambda n: n.start)


def test_strings_ring_into_a_chord_that_follows_at_once_and_into_no_rest() -> None:
    apart = [SEGMENTS[0], attrs.evolve(SEGMENTS[1], start=5.0)]
    for segments, rings in ((SEGMENTS[:2], True), (apart, False)):
        notes = comp(segments, BEATS, guitar_voicing, "slow_strum", np.random.default_rng(3))
        loose = loosened(notes, segments, LOOSEST, np.random.default_rng(4))
        assert any(n.start < 3.9 and n.end > 4.02 for n in loose) is rings


def test_ways_to_play_are_drawn_from_a_seed() -> None:
    one, other = (looseness(np.random.default_rng(5), strings=True) for _ in range(2))
    assert one == other
    assert one.third_db <= 0.0


@pytest.mark.parametrize("quality", QUALITIES)
def test_a_capo_changes_the_shape_and_not_the_chord(quality: str) -> None:
    chord = Chord(3, quality)
    assert {p % 12 for p, _ in capo(3)(chord, np.random.default_rng(0))} == set(chord.pitch_classes)


@pytest.mark.parametrize("root", range(12))
def test_a_ukulele_sounds_every_triad_near_the_nut(root: int) -> None:
    for quality in ("maj", "min", "7", "min7"):
        chord = Chord(root, quality)
        shape = ukulele_voicing(chord, np.random.default_rng(root))
        assert {p % 12 for p, _ in shape} == set(chord.pitch_classes)
        assert all(0 <= pitch - UKULELE[string] <= 5 for pitch, string in shape)


@needs_data
@pytest.mark.parametrize("split", ["train", "dev"])
def test_a_loose_clip_has_no_power_chord_and_is_the_same_every_time(split: str, tmp_path: Path) -> None:
    source = next(
        row["id"]
        for line in (DEFAULT_DATA / "progressions" / "progressions.jsonl").read_text().splitlines()
        if (row := json.loads(line))["split"] == split and not row.get("duplicate_of") and len(row["chords"]) > 8
    )
    clip = Clip("a_loose_x", "loose", split, source, 10.0, 11, "a")
    first, again = (make_clip(clip, tmp_path, DEFAULT_DATA) for _ in range(2))
    assert np.array_equal(first[0], again[0])
    assert first[1] == again[1]
    labels = {label for _, _, label in first[1]["chords"]}
    assert len(labels) > 1
    assert not any(label.endswith(":5") for label in labels)


@needs_data
def test_songs_and_singers_of_the_evaluation_are_heard_nowhere_else() -> None:
    trained = {clip.source for clip in train_plan(DEFAULT_DATA, 40, 1) if clip.kind in ("sung", "loose")}
    judged = [clip for clip in dev_plan(DEFAULT_DATA, 1) if clip.kind in ("sung", "loose")]
    assert {clip.side for clip in judged} == {"a", "b"}
    assert not trained & {clip.source for clip in judged}
    songs = {clip.source for clip in judged if is_song(clip.source)}
    assert songs
    assert songs <= set(song_names(DEFAULT_DATA, "dev"))


def test_pushed_chords_come_half_a_beat_early_and_leave_no_gap() -> None:
    moved = pushed(SEGMENTS, BEATS, np.random.default_rng(0), share=1.0)
    assert [s.chord for s in moved] == [s.chord for s in SEGMENTS]
    assert [s.start for s in moved] == [0.0, 4.0 - 0.5 * PUSHED_BEATS, 8.0 - 0.5 * PUSHED_BEATS]
    assert [s.end for s in moved[:-1]] == [s.start for s in moved[1:]]
    assert pushed(SEGMENTS, BEATS, np.random.default_rng(0), share=0.0) == SEGMENTS
    short = [Segment(0.0, 0.5, Chord(0, "maj")), Segment(0.5, 2.0, Chord(7, "7"))]
    assert pushed(short, BEATS, np.random.default_rng(0), share=1.0) == short


def test_late_strokes_move_as_a_whole_and_take_the_label_along() -> None:
    rng = np.random.default_rng(1)
    notes = comp(SEGMENTS, BEATS, guitar_voicing, "strum", rng)
    late = loosened(notes, SEGMENTS, Looseness(late=1.0), rng)
    assert len(late) == len(notes)
    assert min(n.start for n in late) - min(n.start for n in notes) >= LATE_S[0]
    assert all(n.end > n.start for n in late)
    heard = struck(SEGMENTS, late)
    for meant, segment in zip(SEGMENTS, heard, strict=True):
        assert LATE_S[0] - 0.03 <= segment.start - meant.start <= LATE_S[1] + 0.03
        assert any(n.start == segment.start for n in late)
    assert [s.end for s in heard[:-1]] == [s.start for s in heard[1:]]
    assert struck(SEGMENTS, notes)[0].start == pytest.approx(min(n.start for n in notes))
