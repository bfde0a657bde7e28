"""Comping patterns: chord segments and a beat grid become notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from evaluation.notes import Note

from .score import Segment, beat_grid
from .voicings import Rng, Voicer, Voicing

Pattern = Callable[[Segment, Sequence[float], Voicing, Rng, list[bool]], list[Note]]
STRUMS: Final = ("d.du.udu", "d.d.d.du", "d..ud.du", "dududu.u", "d.dud.du", "d...d.du", "ddduddud")


def comp(
    segments: Sequence[Segment],
    beats: Sequence[float],
    voicer: Voicer,
    style: str,
    rng: Rng,
    *,
    jitter_s: float = 0.006,
) -> list[Note]:
    """Play every pitched segment in one style; notes end with their chord at the latest."""
    pattern = PATTERNS[style]
    mask = [bool(rng.random() < 0.5) for _ in range(16)]
    fixed = STRUMS[int(rng.integers(len(STRUMS)))]
    if style == "strum":
        mask = [c != "." for c in fixed]
    notes: list[Note] = []
    voicings: dict[str, Voicing] = {}
    for segment in segments:
        if not segment.chord.is_pitched:
            continue
        label = segment.chord.label if segment.chord.quality != "X" else repr(segment.chord)
        if label not in voicings or rng.random() < 0.15:
            voicings[label] = voicer(segment.chord, rng)
        for note in pattern(segment, beats, voicings[label], rng, mask):
            shift = float(rng.normal(0, jitter_s))
            start = max(segment.start - 0.004, note.start + shift)
            end = min(note.end + shift, segment.end)
            if end - start > 0.02:
                notes.append(Note(start, end, note.pitch, int(np.clip(note.velocity, 20, 127)), note.string))
    return notes


def _hit(
    time: float, end: float, voicing: Voicing, velocity: float, rng: Rng, spread_s: float = 0.0, up: bool = False
) -> list[Note]:
    """All voices at once, or one after the other over ``spread_s`` a voice."""
    order = voicing[::-1] if up else voicing
    return [
        Note(time + i * spread_s, end, pitch, int(velocity + rng.normal(0, 5)), string)
        for i, (pitch, string) in enumerate(order)
    ]


def _held(segment: Segment, beats: Sequence[float], voicing: Voicing, rng: Rng, mask: list[bool]) -> list[Note]:
    """Struck at the chord, again every few beats when it is long."""
    times = beat_grid(segment, beats, 1)[::4] if len(beats) > 1 else [segment.start]
    spread = float(rng.choice([0.0, 0.0, 0.012, 0.03]))
    ends = [*times[1:], segment.end]
    return [n for t, e in zip(times, ends, strict=True) for n in _hit(t, e, voicing, 78, rng, spread)]


def _pad(segment: Segment, beats: Sequence[float], voicing: Voicing, rng: Rng, mask: list[bool]) -> list[Note]:
    return _hit(segment.start, segment.end, voicing, 64, rng)


def _pulse(segment: Segment, beats: Sequence[float], voicing: Voicing, rng: Rng, mask: list[bool]) -> list[Note]:
    times = beat_grid(segment, beats, 1)
    ends = [*times[1:], segment.end]
    gate = float(rng.uniform(0.55, 1.0))
    return [
        n
        for i, (t, e) in enumerate(zip(times, ends, strict=True))
        for n in _hit(t, t + gate * (e - t), voicing, 82 - 8 * (i % 2), rng)
    ]


def _masked(per_beat: int) -> Pattern:
    def play(segment: Segment, beats: Sequence[float], voicing: Voicing, rng: Rng, mask: list[bool]) -> list[Note]:
        times = beat_grid(segment, beats, per_beat)
        on = [t for i, t in enumerate(times) if i == 0 or mask[i % len(mask)]]
        ends = [*on[1:], segment.end]
        return [
            n
            for i, (t, e) in enumerate(zip(on, ends, strict=True))
            for n in _hit(t, t + 0.85 * min(e - t, 1.2), voicing, 84 if i == 0 else 74, rng)
        ]

    return play


def _strum(segment: Segment, beats: Sequence[float], voicing: Voicing, rng: Rng, mask: list[bool]) -> list[Note]:
    times = beat_grid(segment, beats, 2)
    on = [(i, t) for i, t in enumerate(times) if i == 0 or mask[i % len(mask)]]
    ends = [*[t for _, t in on[1:]], segment.end]
    spread = float(rng.uniform(0.006, 0.03))
    notes: list[Note] = []
    for (i, t), e in zip(on, ends, strict=True):
        up = i % 2 == 1
        voices = voicing[-int(rng.integers(3, 5)) :] if up and len(voicing) > 4 else voicing
        notes += _hit(t, e + 0.01, voices, 72 if up else 86, rng, spread * (0.7 if up else 1.0), up)
    return notes


def _slow_strum(segment: Segment, beats: Sequence[float], voicing: Voicing, rng: Rng, mask: list[bool]) -> list[Note]:
    """One strum a chord, left to ring."""
    spread = min(float(rng.uniform(0.008, 0.06)), 0.25 * (segment.end - segment.start) / len(voicing))
    return _hit(
        segment.start, segment.end, voicing, float(rng.uniform(60, 105)), rng, spread, bool(rng.random() < 0.15)
    )


def _arpeggio(per_beat: int) -> Pattern:
    def play(segment: Segment, beats: Sequence[float], voicing: Voicing, rng: Rng, mask: list[bool]) -> list[Note]:
        times = beat_grid(segment, beats, per_beat)
        if len(times) < len(voicing):  # too short to sound every tone in turn
            return _slow_strum(segment, beats, voicing, rng, mask)
        order = list(range(len(voicing)))
        if mask[0]:
            order += order[-2:0:-1]
        elif mask[1]:
            order = [0, *[int(i) for i in rng.permutation(order[1:])]]
        ring = mask[2] or mask[3]
        notes = []
        for i, t in enumerate(times):
            pitch, string = voicing[order[i % len(order)]]
            end = segment.end if ring else t + 2.2 * (times[1] - times[0])
            if ring:  # the same string is struck again: it stops there
                again = [
                    u for j, u in enumerate(times[i + 1 :], i + 1) if order[j % len(order)] == order[i % len(order)]
                ]
                end = min([end, *again])
            notes.append(Note(t, end, pitch, int(80 - 6 * (i % 2) + rng.normal(0, 5)), string))
        return notes

    return play


def _fingerpick(segment: Segment, beats: Sequence[float], voicing: Voicing, rng: Rng, mask: list[bool]) -> list[Note]:
    """Thumb alternates between the two lowest voices on the beats, fingers answer between."""
    times = beat_grid(segment, beats, 2)
    if len(times) < len(voicing) or len(voicing) < 4:
        return _slow_strum(segment, beats, voicing, rng, mask)
    upper = voicing[1:]
    notes = []
    for i, t in enumerate(times):
        if i % 2 == 0:
            pitch, string = voicing[0] if i % 4 == 0 else voicing[1]
            end = times[i + 4] if i + 4 < len(times) else segment.end
            notes.append(Note(t, end, pitch, 84, string))
        finger = upper[-1 - (i * 2 + (1 if mask[i % 4] else 0)) % len(upper)]
        if i % 2 == 1 or i == 0:
            notes.append(Note(t, segment.end, finger[0], int(72 + rng.normal(0, 5)), finger[1]))
    missing = {p % 12 for p, _ in voicing} - {n.pitch % 12 for n in notes}
    return notes + [Note(segment.start, segment.end, p, 70, s) for p, s in voicing if p % 12 in missing]


def _boom_chick(segment: Segment, beats: Sequence[float], voicing: Voicing, rng: Rng, mask: list[bool]) -> list[Note]:
    """Bass on the first beat, chord on the others (and softly on the first)."""
    times = beat_grid(segment, beats, 1)
    if len(times) < 2 or len(voicing) < 3:
        return _held(segment, beats, voicing, rng, mask)
    ends = [*times[1:], segment.end]
    notes = []
    for i, (t, e) in enumerate(zip(times, ends, strict=True)):
        if i % 2 == 0:
            notes.append(Note(t, min(segment.end, e + (e - t)), voicing[0][0], 88, voicing[0][1]))
        notes += _hit(t, t + 0.7 * (e - t), voicing[1:], 58 if i % 2 == 0 else 76, rng, 0.008)
    return notes


def _muted(segment: Segment, beats: Sequence[float], voicing: Voicing, rng: Rng, mask: list[bool]) -> list[Note]:
    """Palm-muted eighths; the first one rings a little."""
    times = beat_grid(segment, beats, 2)
    return [
        n
        for i, t in enumerate(times)
        for n in _hit(t, t + (0.3 if i == 0 else float(rng.uniform(0.1, 0.18))), voicing, 92 if i == 0 else 78, rng)
    ]


PATTERNS: Final[dict[str, Pattern]] = {
    "held": _held,
    "pad": _pad,
    "pulse": _pulse,
    "eighths": _masked(2),
    "sixteenths": _masked(4),
    "strum": _strum,
    "slow_strum": _slow_strum,
    "arpeggio8": _arpeggio(2),
    "arpeggio16": _arpeggio(4),
    "fingerpick": _fingerpick,
    "boom_chick": _boom_chick,
    "muted": _muted,
}
KEYBOARD_STYLES: Final = ("held", "pulse", "eighths", "sixteenths", "arpeggio8", "arpeggio16", "boom_chick")
GUITAR_STYLES: Final = (
    "strum",
    "strum",
    "slow_strum",
    "arpeggio8",
    "arpeggio16",
    "fingerpick",
    "fingerpick",
    "eighths",
)
SUSTAINED_STYLES: Final = ("pad", "held", "pulse")
