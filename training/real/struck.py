"""Recorded notes struck as players strike them: weak thirds, strings missed or late, chords that ring or stop, rests.

The notes are recordings of real instruments; who plays them is made up here, and so what is played is known. Rendering
for training plays more evenly (:mod:`training.render.staccato`): this is for evaluation alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import attrs
import numpy as np

from evaluation.clips import RATE_HZ
from evaluation.notes import Note, Track
from evaluation.sampler import load_instruments, play_track
from training.real.manifest import Piece
from training.render.corpus import Progression, half, load_progressions, stable_hash
from training.render.guitar import TUNING, guitar_voicing, power_chord
from training.render.handling import handling
from training.render.labels import Chord
from training.render.powerchords import play_power_chords
from training.render.recorded import in_range
from training.render.score import Score, Segment
from training.render.sound import Audio, distort, room
from training.render.staccato import chart
from training.render.strokes import Change, Feel, Played, labelled, play
from training.render.take import Take, with_decay
from training.render.voicings import Rng, Voicing, keyboard

LEAD_IN_S: Final = 0.7
TAIL_S: Final = 1.0
STYLES: Final = (
    "four",
    "backbeat",
    "offbeats",
    "charleston",
    "skank",
    "boom_chick",
    "boom_chicka",
    "shell",
    "tresillo",
)
RINGING: Final = 0.7
"""Share of pieces in which strokes ring until the next, as most players have it."""
WEAK_THIRD: Final = 0.6
"""Share of pieces in which thirds are weak: a finger that lies badly, or another string that is struck harder,"""
WEAKER: Final = (0.3, 0.6)
"""and their velocity then, as a share of the others'."""
LATE: Final = 0.05
"""Share of notes that come late,"""
LATE_S: Final = (0.03, 0.12)
MISSED: Final = 0.06
"""and of doubled notes that do not come at all."""
OVERRUN_S: Final = (0.03, 0.2)
"""How long an open string rings on when the fingers have moved."""
POWER_SHARE: Final = 0.5
"""Of the chords of a piece on a distorted guitar: the others are plain triads, so that both mistakes can be made."""
POWER_CHORDS: Final = "ax_grinder_power_chords"
"""Recordings of whole power chords, distorted already."""


def strike(piece: Piece, data: Path) -> Take:
    """The sound of a struck piece and what is played; the same for the same row of the manifest.

    Args:
        piece: its ``file`` is the instrument, its ``start_s`` the seed.
        data: the data pack.
    """
    rng = np.random.default_rng(stable_hash(f"real:{piece.name}:{piece.start_s:g}") % 2**63)
    progressions = [p for p in load_progressions(data, "dev") if half(p.name) == piece.half]
    progression = progressions[int(rng.integers(len(progressions)))]
    if piece.file == POWER_CHORDS:
        return _whole_power_chords(progression, piece, data, rng)
    return _on_an_instrument(progression, piece, data, rng)


def _on_an_instrument(progression: Progression, piece: Piece, data: Path, rng: Rng) -> Take:
    instrument = load_instruments(data)[piece.file]
    guitar = instrument.family == "guitar"
    beat_s = 60 / float(rng.uniform(70, 140))
    feel = Feel(
        beat_s=beat_s,
        beats_per_bar=progression.beats_per_bar,
        lead_in_s=LEAD_IN_S,
        swing=float(rng.choice([0.0, 0.0, 0.12])),
        stab_s=float(rng.uniform(0.15, 0.35)),
        jitter_s=float(rng.uniform(0.006, 0.018)),
        spread_s=float(rng.uniform(0.006, 0.02)) if guitar else 0.004,
        push=0.1,
        run=0.1,
    )
    changes = chart(progression, (piece.seconds - LEAD_IN_S - TAIL_S) / beat_s, beat_s, rng)
    driven = piece.source == "power"
    if driven:
        changes = _powered(changes, rng)
    style = str(rng.choice(STYLES))
    played = play(changes, [style], _voiced if guitar else keyboard(), feel, rng)
    ringing = not driven and rng.random() < RINGING
    weaker = float(rng.uniform(*WEAKER)) if not driven and rng.random() < WEAK_THIRD else 1.0
    for index, part in enumerate(played):
        following = next((n.start for p in played[index + 1 : index + 2] for n in p.notes), None)
        part.notes = as_played(part, following, rng, ringing=ringing, weaker=weaker)
    notes = [note for part in played for note in part.notes]
    total = max(note.end for note in notes) + 2.5
    track = Track(piece.source, in_range(notes, instrument), instrument=piece.file)
    audio = play_track(track, instrument, total, rng, tuning_cents=float(rng.uniform(-12, 12)), tuned=False)
    if driven:
        audio = distort(audio, float(rng.uniform(10, 24)))
    audio = room(audio, rng, decay_s=float(rng.uniform(0.2, 0.6)), wet=float(rng.uniform(0.05, 0.25)))
    segments = labelled(played, audio, total)
    if guitar:
        starts, ends = [s.start for s in segments], [s.end for s in segments]
        audio = audio + handling(audio, data, starts[1:], [], ends, rng, split="dev", quiet_db=3.0)
    sound = {"instruments": [piece.file], "style": style, "ringing": bool(ringing), "weak_thirds": round(weaker, 2)}
    return Take(np.asarray(audio, np.float32), Score(segments, tracks=[track], tempo_bpm=60 / beat_s), sound)


def as_played(part: Played, following: float | None, rng: Rng, *, ringing: bool, weaker: float) -> list[Note]:
    """The notes of a chord as fingers get them.

    Args:
        part: the chord and its notes as they should be.
        following: when the next chord begins, None after the last.
        ringing: strokes ring until the next of the chord, or until the next chord.
        weaker: velocity of thirds as a share of the others'.
    """
    if not part.notes:
        return []
    third = {(part.chord.root + interval) % 12 for interval in (3, 4) if interval in part.chord.intervals}
    strokes = sorted({round(note.start, 1) for note in part.notes})
    classes = [note.pitch % 12 for note in part.notes]
    last = max(note.end for note in part.notes)
    result = []
    for note in part.notes:
        if rng.random() < MISSED and classes.count(note.pitch % 12) > 2 * len(strokes):
            continue
        start, end, velocity = note.start, note.end, note.velocity
        if rng.random() < LATE:
            start = min(start + float(rng.uniform(*LATE_S)), end - 0.03)
        if ringing:
            end = max(end, min((s for s in strokes if s > note.start + 0.15), default=last))
        if following is not None and 0 <= note.string < len(TUNING) and note.pitch == TUNING[note.string]:
            end += float(rng.uniform(*OVERRUN_S)) if ringing and end > following - 0.1 else 0.0
        if note.pitch % 12 in third:
            velocity = max(12, round(velocity * weaker))
        if end - start > 0.025:
            result.append(attrs.evolve(note, start=start, end=end, velocity=velocity))
    return result


def _voiced(chord: Chord, rng: Rng) -> Voicing:
    return power_chord(chord, rng) if chord.quality == "5" else guitar_voicing(chord, rng)


def _powered(changes: Sequence[Change], rng: Rng) -> list[Change]:
    """Power chords and plain triads, each chord always the same."""
    kept: dict[Chord, Chord] = {}
    result = []
    for chord, beats in changes:
        if chord.is_pitched and chord not in kept:
            triad = "min" if 3 in chord.intervals else "maj"
            kept[chord] = Chord(chord.root, "5" if rng.random() < POWER_SHARE else triad)
        result.append((kept.get(chord, chord), beats))
    return result


def _whole_power_chords(progression: Progression, piece: Piece, data: Path, rng: Rng) -> Take:
    beat_s = 60 / float(rng.uniform(90, 150))
    changes = chart(progression, (piece.seconds - LEAD_IN_S - TAIL_S) / beat_s, beat_s, rng)
    segments, now = [], LEAD_IN_S
    for chord, beats in changes:
        end = now + beats * beat_s
        segments.append(Segment(now, end, Chord(chord.root, "5") if chord.is_pitched else chord))
        now = end
    score = Score(segments, tempo_bpm=60 / beat_s)
    audio = play_power_chords(score, data, score.end + 1.0, rng, 0.0)
    score.segments = with_decay(score.segments, audio, len(audio) / RATE_HZ)
    return Take(audio, score, {"instruments": [POWER_CHORDS]})


def whole(take: Take) -> Audio:
    """The sound of a take as far as it is wanted: a second after its last chord, faded out."""
    count = min(len(take.audio), round((take.score.segments[-1].end + TAIL_S) * RATE_HZ))
    audio = take.audio[:count].copy()
    fade = min(count, RATE_HZ // 5)
    audio[count - fade :] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)
    return audio
