"""Staccato clips: what a rest means, that nothing else of the plan moved, that a seed decides everything."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from evaluation.clips import APART
from evaluation.notes import Note
from training.render import plan
from training.render.corpus import DEFAULT_DATA
from training.render.labels import NO_CHORD, Chord
from training.render.pipeline import make_clip
from training.render.plan import Clip, dev_plan, train_plan
from training.render.sequences import struck_chords
from training.render.strokes import RHYTHMS, STYLES, Feel, Played, coloured_guitar, labelled, play
from training.render.voicings import keyboard

C, F = Chord(0, "maj"), Chord(5, "7")
needs_data = pytest.mark.skipif(not DEFAULT_DATA.exists(), reason="the data pack is not here")


def stroke(start: float, end: float, pitch: int = 60) -> Note:
    return Note(start, end, pitch)


def fingerprint(clips: Sequence[Clip]) -> str:
    lines = "\n".join(f"{c.kind} {c.name} {c.seed} {c.source} {c.seconds} {c.side}" for c in clips)
    return hashlib.sha256(lines.encode()).hexdigest()


def test_a_short_rest_belongs_to_its_chord() -> None:
    played = [Played(C, [stroke(1.0, 1.2), stroke(1.9, 2.1)]), Played(F, [stroke(2.8, 3.0)])]
    spans = [(s.start, s.end, s.chord) for s in labelled(played, None, 5.0)]
    assert spans == [(1.0, 2.8, C), (2.8, 3.0, F)]


def test_a_long_rest_is_no_chord() -> None:
    played = [Played(C, [stroke(1.0, 1.2)]), Played(NO_CHORD), Played(C, [stroke(2.1, 2.3)])]
    spans = [(s.start, s.end) for s in labelled(played, None, 5.0)]
    assert spans == [(1.0, 1.2), (2.1, 2.3)]


@pytest.mark.parametrize("style", sorted(set(STYLES)))
@pytest.mark.parametrize("tempo", [70, 120, 180])
def test_rests_are_short_inside_a_chord_and_long_where_there_is_none(style: str, tempo: int) -> None:
    changes = [(C, 8.0), (F, 4.0), (Chord(7, "min7"), 1.0), (NO_CHORD, 5.0), (C, 12.0), (Chord(9, "maj7"), 2.0)]
    feel = Feel(beat_s=60 / tempo, beats_per_bar=4, lead_in_s=0.5, swing=0.15, push=0.4, run=0.4)
    for voicer in (coloured_guitar, keyboard()):
        played = play(changes, [style], voicer, feel, np.random.default_rng(1))
        segments = labelled(played, None, 60.0)
        assert [s.chord for s in segments] == [c for c, _ in changes if c.is_pitched]
        notes = sorted((n for p in played for n in p.notes), key=lambda n: n.start)
        for segment in segments:
            inside = [n for n in notes if segment.start <= n.start < segment.end]
            assert {n.pitch % 12 for n in inside} >= set(segment.chord.pitch_classes)
            edges = [segment.start, *[n.start for n in inside], segment.end]
            heard = np.maximum.accumulate([segment.start, *[n.end for n in inside]])
            assert max(np.array(edges[1:]) - heard) <= 0.7
        gaps = [b.start - a.end for a, b in pairwise(segments)]
        assert [gap > 0.8 for gap in gaps] == [False, False, True, False]
        assert max(gaps[:2] + gaps[3:]) < 0.001


def test_every_part_of_a_rhythm_is_known() -> None:
    assert {part for pattern in RHYTHMS.values() for _, part in pattern} <= set("cpbfsg")


def test_struck_chords_keep_away_from_short_silences_where_asked() -> None:
    score = struck_chords([C, F] * 50, np.random.default_rng(0), seconds=200, lead_in_s=1.0, shortest_gap_s=0.8)
    silences = [s.end - s.start for s in score.segments if not s.chord.is_pitched]
    assert len(silences) > 20
    assert min(silences) >= 0.8


@needs_data
def test_the_evaluation_sets_and_the_older_kinds_stay_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    evaluation = [c for c in dev_plan(DEFAULT_DATA, 1) if c.kind not in APART]
    assert fingerprint(evaluation) == "ea8336ce365ce7bbd37371ccfcb9cc4e50f949eee7496839086d64b42f77c78e"
    now = {clip.name: clip for clip in train_plan(DEFAULT_DATA, 12, 1)}
    monkeypatch.setattr(plan, "EXTRA_SHARES", {"staccato": 0.17})
    older = [c for c in train_plan(DEFAULT_DATA, 12, 1) if c.kind != "staccato"]
    assert fingerprint(older) == "0fed9043829096d38ded3a339dc68fb43fb9fc0e80d17fece287f59d5f2e874c"
    assert [now[clip.name] for clip in older] == older


@needs_data
def test_the_plan_adds_two_hours_of_staccato_to_twelve() -> None:
    clips = [c for c in train_plan(DEFAULT_DATA, 12, 1) if c.kind == "staccato"]
    assert sum(c.seconds for c in clips) / 3600 == pytest.approx(12 * 0.17, rel=0.05)
    assert all(40 <= c.seconds <= 60 for c in clips)


@needs_data
def test_a_clip_is_the_same_every_time(tmp_path) -> None:  # type: ignore[no-untyped-def]
    source = next(c.source for c in train_plan(DEFAULT_DATA, 1, 1) if c.kind == "staccato")
    clip = Clip("staccato_test", "staccato", "train", source, 12.0, 5)
    (first, meta), (second, again) = (make_clip(clip, tmp_path, DEFAULT_DATA) for _ in range(2))
    assert meta == again
    assert np.array_equal(first, second)
