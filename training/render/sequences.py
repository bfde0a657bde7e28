"""Progressions in seconds, with over-sampled qualities and inversions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from attrs import evolve

from chordwork.harmony import parse_note

from .corpus import Progression
from .labels import NO_CHORD, ODD_CHORDS, QUALITIES, Chord
from .score import Score, Segment, merge_equal
from .voicings import Rng

SHORTEST_S: Final = 0.3
LONGEST_S: Final = 8.0
TRAIN_SHORTEST_GAP_S: Final = 0.8  # a shorter rest belongs to its chord: it must not be taught as N
# How often a replaced chord gets each quality: the rare ones most.
REPLACEMENT: Final = {
    "maj": 1,
    "min": 3,
    "7": 7,
    "maj7": 10,
    "min7": 7,
    "maj6": 10,
    "min6": 13,
    "dim": 12,
    "dim7": 13,
    "hdim7": 13,
    "aug": 13,
    "sus2": 9,
    "sus4": 9,
    "minmaj7": 12,
    "5": 6,
    "X": 1,
}
PLAUSIBLE: Final = {
    "maj": ("maj7", "maj6", "7", "sus2", "sus4", "5", "aug"),
    "min": ("min7", "min6", "minmaj7", "5", "sus2", "dim"),
    "7": ("7", "sus4", "maj7", "aug"),
    "min7": ("min7", "hdim7", "min6", "minmaj7"),
    "maj7": ("maj7", "maj6"),
    "dim": ("dim7", "hdim7"),
    "hdim7": ("dim7", "hdim7"),
}
TENSIONS: Final = {"7": (2, 9, 1), "maj7": (2,), "min7": (2, 5), "maj": (2,), "maj6": (2,), "min": (2,), "sus4": (10,)}


def random_quality(rng: Rng) -> str:
    """A quality (or "X"), the rare ones most often."""
    weights = np.array(list(REPLACEMENT.values()), float)
    return str(rng.choice(list(REPLACEMENT), p=weights / weights.sum()))


def varied(chord: Chord, rng: Rng, *, replace: float, invert: float) -> Chord:
    """The chord itself, or another quality on its root; sometimes inverted, sometimes with a sounding tension."""
    if not chord.is_pitched:
        return chord
    if rng.random() < replace:
        plausible = PLAUSIBLE.get(chord.quality)
        quality = str(rng.choice(plausible)) if plausible and rng.random() < 0.35 else random_quality(rng)
        chord = Chord(chord.root, quality)
    if chord.quality == "X":
        return Chord(chord.root, "X", 0, ODD_CHORDS[int(rng.integers(len(ODD_CHORDS)))])
    if chord.bass == 0 and rng.random() < invert and chord.quality not in ("5", "aug", "dim7"):
        chord = evolve(chord, bass=int(rng.choice(QUALITIES[chord.quality][1:])))
    if chord.quality in TENSIONS and rng.random() < 0.12:
        chord = evolve(chord, extra=(int(rng.choice(TENSIONS[chord.quality])),))
    return chord


def timed(
    progression: Progression,
    seconds: float,
    rng: Rng,
    *,
    lead_in_s: float,
    replace: float,
    invert: float,
    rest: float = 0.0,
) -> Score:
    """A stretch of a progression, transposed at random, at a random tempo.

    ``rest`` is the probability of a silent bar (N) after a chord. Chords last 0.3 to 8 s.
    """
    beat_s = 60 / float(np.exp(rng.uniform(np.log(56), np.log(176))))
    transpose = int(rng.integers(12))
    chords = list(progression.chords)
    begin = int(rng.integers(max(1, len(chords) - 8)))
    hurry = float(rng.choice([1.0, 1.0, 1.0, 0.5]))  # double time: more changes
    segments: list[Segment] = []
    position = 0.0
    bar = progression.beats_per_bar
    for original, raw_beats in (chords[begin:] + chords) * 3:
        if position * beat_s >= seconds:
            break
        beats = max(1, round(raw_beats * hurry)) if raw_beats >= 1 else raw_beats
        while beats * beat_s > LONGEST_S and beats > 1:
            beats = max(1, beats // 2)
        if beats * beat_s < SHORTEST_S:
            beats = float(np.ceil(SHORTEST_S / beat_s))
        chord = varied(original.transposed(transpose), rng, replace=replace, invert=invert)
        start, position = position, position + beats
        segments.append(_segment(start, position, chord, beat_s, lead_in_s))
        if rest and rng.random() < rest:
            start, position = position, position + int(rng.choice([1, 2, bar]))
            segments.append(_segment(start, position, NO_CHORD, beat_s, lead_in_s))
    while segments and not segments[0].chord.is_pitched:
        gap = segments[0].end - lead_in_s
        segments = [Segment(s.start - gap, s.end - gap, s.chord) for s in segments[1:]]
    count = round((segments[-1].end - lead_in_s) / beat_s)
    beat_times = [lead_in_s + i * beat_s for i in range(count + 1)]
    score = Score(merge_equal(segments), beat_times, beat_times[::bar], tempo_bpm=60 / beat_s)
    if progression.key and replace < 0.25 and ":" in progression.key:
        score.keys = [(lead_in_s, segments[-1].end, _transposed_key(progression.key, transpose))]
    return score


def _segment(start: float, end: float, chord: Chord, beat_s: float, lead_in_s: float) -> Segment:
    return Segment(lead_in_s + start * beat_s, lead_in_s + end * beat_s, chord)


def _transposed_key(key: str, semitones: int) -> str:
    from .labels import ROOT_NAMES

    tonic, mode = key.split(":", 1)
    return f"{ROOT_NAMES[(parse_note(tonic).pitch_class + semitones) % 12]}:{mode}"


def struck_chords(
    chords: Sequence[Chord], rng: Rng, *, seconds: float, lead_in_s: float, shortest_gap_s: float = 0.3
) -> Score:
    """Single chords with silences of ``shortest_gap_s`` to 3 s between them; no beat."""
    segments = []
    now = lead_in_s
    for chord in chords:
        if now >= seconds:
            break
        held = float(np.exp(rng.uniform(np.log(0.5), np.log(4.5))))
        segments.append(Segment(now, now + held, chord))
        gap = float(rng.uniform(shortest_gap_s, 3.0)) if rng.random() < 0.75 else 0.0
        if gap:
            segments.append(Segment(now + held, now + held + gap, NO_CHORD))
        now += held + gap
    while segments and not segments[-1].chord.is_pitched:
        segments.pop()
    return Score(segments)


def struck_progression(
    progression: Progression, seconds: float, rng: Rng, *, lead_in_s: float, replace: float, shortest_gap_s: float
) -> Score:
    """Chords of a progression, in turn, with silences between them."""
    source = [c for c, _ in progression.chords if c.is_pitched]
    turn, move = int(rng.integers(len(source))), int(rng.integers(12))
    chords = [varied(c.transposed(move), rng, replace=replace, invert=0.12) for c in (source[turn:] + source) * 4]
    return struck_chords(chords, rng, seconds=seconds, lead_in_s=lead_in_s, shortest_gap_s=shortest_gap_s)
