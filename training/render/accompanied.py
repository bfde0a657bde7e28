"""Chord charts played by the product's own backing band: an arranger that no training clip was made with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from chordwork.harmony import ChordSymbol, parse_symbol
from chordwork.music.accompaniment import GROOVES, Accompaniment, Groove
from chordwork.music.accompaniment.groove import STEPS_PER_QUARTER
from chordwork.music.accompaniment.performing import Manner, perform
from evaluation.notes import Note, Track

from .corpus import Progression, Song
from .labels import Chord, parse
from .score import Score, Segment, merge_equal
from .voicings import Rng

PLAYERS: Final = 3
"""Voices that a groove's comping has at least: with two it plays power chords, whatever the chart says."""
SLOWEST, FASTEST = 0.85, 1.15
"""Of a groove's usual tempo."""

Chart = Sequence[tuple[Chord, int]]
"""Chords of the vocabulary and their beats."""


def chart_of_song(song: Song, beats: int, rng: Rng) -> list[tuple[Chord, int]]:
    """About so many beats of a song from one of its bars on, each chord on the beat next to where the song has it.

    Chords that the vocabulary has no name for give way to the one before.
    """
    grid = np.asarray(song.beats)
    pitched = [s for s in song.segments if s.chord.is_pitched]
    bars = [b for b in song.downbeats if pitched[0].start - 0.1 <= b] or [pitched[0].start]
    last = np.searchsorted(grid, pitched[-1].end) - beats
    starts = [b for b in bars if np.searchsorted(grid, b) <= last] or bars[:1]
    first = int(np.abs(grid - float(rng.choice(starts))).argmin())
    chords: list[Chord] = []
    for time in grid[first : first + beats]:
        sounding = next((s.chord for s in song.segments if s.start <= time + 0.1 < s.end), Chord())
        chords.append(sounding if sounding.quality != "X" else chords[-1] if chords else Chord())
    return _joined([(chord, 1) for chord in chords])


def chart_of_progression(progression: Progression, beats: int, rng: Rng) -> list[tuple[Chord, int]]:
    """About so many beats of a progression, moved to any key, from its beginning and round again."""
    transpose = int(rng.integers(12))
    chart: list[tuple[Chord, int]] = []
    known = [(chord, max(1, round(length))) for chord, length in progression.chords if chord.quality != "X"]
    while sum(length for _, length in chart) < beats:
        chart += [(chord.transposed(transpose), length) for chord, length in known]
    kept, now = [], 0
    for chord, length in chart:
        if now >= beats:
            break
        kept.append((chord, length))
        now += length
    return _joined(kept)


def groove_for(beats_per_bar: int, rng: Rng) -> Groove:
    """One of the band's grooves in this metre, or one in four."""
    whole = [groove for groove in GROOVES.values() if groove.voices >= PLAYERS]
    fitting = [groove for groove in whole if groove.beats == beats_per_bar and groove.metre[1] == 4]
    names = sorted(groove.name for groove in fitting or [g for g in whole if g.beats == 4])
    return GROOVES[str(rng.choice(names))]


def play_chart(chart: Chart, groove: Groove, rng: Rng, *, lead_in_s: float) -> Score:
    """The band's notes, and the chart in seconds: a chord begins on its beat, as charts have it.

    Args:
        chart: not empty.
        groove: what is played.
        rng: of tempo, intensity and unevenness.
        lead_in_s: silence before the first chord.
    """
    manner = Manner(
        tempo_bpm=groove.tempo_bpm * float(rng.uniform(SLOWEST, FASTEST)),
        seed=int(rng.integers(2**31)),
        intro=False,
        ending=False,
    )
    grid = [(symbol_of(chord), beats * STEPS_PER_QUARTER) for chord, beats in chart]
    band = perform(groove, [("", float(rng.uniform(0.3, 1.0)), grid)], manner)
    ends = [*(mark.beat for mark in band.chords[1:]), band.beats]
    segments = [
        Segment(lead_in_s + mark.beat * band.quarter_s, lead_in_s + end * band.quarter_s, parse(mark.label))
        for mark, end in zip(band.chords, ends, strict=True)
    ]
    beats = [lead_in_s + index * band.quarter_s for index in range(int(band.beats) + 1)]
    bar = max(1, int(groove.beats))
    score = Score(merge_equal(segments), beats, beats[::bar], tempo_bpm=band.quarter_bpm)
    score.tracks = [track for track in _tracks(band, lead_in_s) if track.notes]
    return score


def symbol_of(chord: Chord) -> ChordSymbol:
    """The chord as the band reads it."""
    return parse_symbol(chord.label)


def _joined(chart: Chart) -> list[tuple[Chord, int]]:
    joined: list[tuple[Chord, int]] = []
    for chord, beats in chart:
        if joined and joined[-1][0].label == chord.label:
            joined[-1] = (chord, joined[-1][1] + beats)
        else:
            joined.append((chord, beats))
    return joined


def _tracks(band: Accompaniment, lead_in_s: float) -> list[Track]:
    tracks = []
    for part in ("comping", "bass", "drums"):
        notes = [
            Note(start, start + note.beats * band.quarter_s, note.pitch, note.velocity)
            for note in band.part(part)
            for start in (lead_in_s + band.time_of(note),)
        ]
        program = band.groove.programs.get(part, 0)
        tracks.append(Track(part, notes, program=program, is_drum=part == "drums"))
    return tracks
