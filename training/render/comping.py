"""Progressions comped by GM instruments, alone or with bass, drums and a melody."""

from __future__ import annotations

import numpy as np

from evaluation.notes import Note, Track

from . import palette
from .bass import STYLES as BASS_STYLES
from .bass import bass_line
from .corpus import Progression
from .drums import drum_part
from .guitar import guitar_voicing
from .patterns import GUITAR_STYLES, KEYBOARD_STYLES, SUSTAINED_STYLES, comp
from .score import Score, beat_grid
from .sequences import struck_progression, timed
from .voicings import Rng, Voicer, at_or_above, close_above_bass, keyboard, upper_structure

SCALE_STEPS = (0, 2, 4, 5, 7, 9, 11)
STRUCK_GAP_S = 0.8


def compose(
    progression: Progression, seconds: float, rng: Rng, *, lead_in_s: float, replace: float, band: bool = False
) -> Score:
    """A comping score: one chord instrument, sometimes company; as a ``band``, always with bass and drums."""
    score = timed(
        progression,
        seconds,
        rng,
        lead_in_s=lead_in_s,
        replace=replace,
        invert=0.18,
        rest=0.04 if rng.random() < 0.3 else 0.0,
    )
    with_bass = rng.random() < (1.0 if band else 0.4)
    program = palette.comping_program(rng)
    style, voicer = chord_part(program, with_bass, rng)
    notes = comp(score.segments, score.beats, voicer, style, rng)
    score.tracks = [Track("comp", notes, program=program)]
    if with_bass:
        line = bass_line(score.segments, score.beats, str(rng.choice(BASS_STYLES)), rng)
        score.tracks.append(
            Track("bass", line, program=palette.pick(palette.BASSES, rng), gain_db=float(rng.uniform(-1, 4)))
        )
    if rng.random() < (1.0 if band else 0.25):
        score.tracks.append(
            Track(
                "drums", drum_part(score.beats, score.downbeats, rng), is_drum=True, gain_db=float(rng.uniform(-8, 2))
            )
        )
    if rng.random() < (0.6 if band else 0.25):
        lead = palette.pick(palette.LEADS, rng)
        score.tracks.append(Track("melody", melody(score, rng), program=lead, gain_db=float(rng.uniform(-9, -2))))
    score.tracks = [t for t in score.tracks if t.notes]
    return score


def strike(progression: Progression, seconds: float, rng: Rng, *, lead_in_s: float, replace: float) -> Score:
    """Single chords of a progression on one instrument, left to ring, with silences between most of them."""
    score = struck_progression(
        progression, seconds, rng, lead_in_s=lead_in_s, replace=replace, shortest_gap_s=STRUCK_GAP_S
    )
    program = palette.comping_program(rng)
    if palette.is_guitar(program):
        notes = comp(score.segments, [], guitar_voicing, "slow_strum", rng)
    else:
        notes = comp(score.segments, [], keyboard(), "held", rng)
    score.tracks = [Track("comp", notes, program=program)]
    return score


def chord_part(program: int, with_bass: bool, rng: Rng) -> tuple[str, Voicer]:
    """Style and voicing that suit a GM program; never rootless without a bass."""
    if palette.is_guitar(program):
        return str(rng.choice(GUITAR_STYLES)), guitar_voicing
    if program in palette.SUSTAINED:
        return str(rng.choice(SUSTAINED_STYLES)), upper_structure() if with_bass else close_above_bass()
    if with_bass and rng.random() < 0.4:
        return str(rng.choice(KEYBOARD_STYLES)), upper_structure()
    return str(rng.choice(KEYBOARD_STYLES)), keyboard() if rng.random() < 0.75 else close_above_bass()


def melody(score: Score, rng: Rng) -> list[Note]:
    """Chord tones on the beat, steps between them off it, with rests."""
    notes: list[Note] = []
    pitch = int(rng.integers(67, 77))
    for segment in score.segments:
        if not segment.chord.is_pitched:
            continue
        times = beat_grid(segment, score.beats, 2)
        ends = [*times[1:], segment.end]
        for i, (start, end) in enumerate(zip(times, ends, strict=True)):
            if rng.random() < 0.35:
                continue
            if i % 2 == 0 or rng.random() < 0.5:
                near = [at_or_above(pc, pitch - 6) for pc in segment.chord.pitch_classes]
                pitch = int(np.clip(min(near, key=lambda p: abs(p - pitch) + rng.random() * 5), 62, 84))
                if pitch % 12 not in segment.chord.pitch_classes:
                    pitch = at_or_above(segment.chord.root, 62)
            else:
                pitch += int(rng.choice([-2, -1, 1, 2]))
            notes.append(Note(start, start + 0.9 * (end - start), pitch, int(rng.integers(70, 100))))
    return notes
