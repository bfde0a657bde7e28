"""Clips played as players play: weak and missing thirds, parts of strums, strings ringing on, often with a singer."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any, Final

import numpy as np
from attrs import evolve
from numpy.typing import NDArray

from evaluation.clips import RATE_HZ
from evaluation.notes import Note, Track
from evaluation.sampler import RESERVED, Instrument, load_instruments, play_track

from .bass import STYLES as BASS_STYLES
from .bass import bass_line
from .corpus import Progression
from .drums import drum_part
from .guitar import guitar_voicing
from .labels import Chord
from .looseness import loosened, looseness, pushed, struck
from .oneshots import DEV_KITS, TRAIN_KITS, play_drums
from .patterns import GUITAR_STYLES, KEYBOARD_STYLES, comp
from .recorded import BORROWED, BORROWED_SEMITONES, dev_side, in_range
from .score import Segment
from .sequences import timed
from .singing import add_singing
from .sound import distort, room
from .take import Take, with_decay
from .timbre import invented, play_invented
from .tunes import fills
from .voicings import Rng, Voicer, Voicing, close_above_bass, keyboard

Audio = NDArray[np.float32]
CASTS: Final = (("guitar", 0.6), ("keys", 0.22), ("invented", 0.18))
ACOUSTIC_WEIGHT: Final = 2.5
WAYS: Final = (("plain", 0.55), ("capo", 0.25), ("twelve", 0.1), ("ukulele", 0.1))
"""How guitars are strung and held."""
UKULELE: Final = (67, 60, 64, 69)
"""Open strings, MIDI."""
UKULELE_FRETS: Final = 5
PUSHED: Final = 0.4
"""Share of training clips whose player anticipates changes,"""
LATE: Final = 0.4
"""and of those in which some strokes come late."""
SUNG: Final = 0.55
"""Share of clips with a singer."""


def perform_loose(
    progression: Progression,
    data: Path,
    seconds: float,
    rng: Rng,
    *,
    split: str,
    side: str = "",
    lead_in_s: float,
    tuning_cents: float,
) -> Take:
    """One clip on one instrument of a split, recorded or (in training) invented."""
    score = timed(
        progression,
        seconds,
        rng,
        lead_in_s=lead_in_s,
        replace=float(rng.choice([0.0, 0.1, 0.4])),
        invert=0.08,
        rest=0.1 if rng.random() < 0.2 else 0.0,
    )
    bank = load_instruments(data)
    cast = str(rng.choice([name for name, _ in CASTS], p=[weight for _, weight in CASTS]))
    cast = "guitar" if split == "dev" and cast == "invented" else cast
    instrument = None if cast == "invented" else bank[_player(cast, bank, split, side, rng)]
    strings = cast != "keys"
    way = str(rng.choice([name for name, _ in WAYS], p=[weight for _, weight in WAYS])) if strings else "plain"
    score.segments = [_charted(segment, way, rng) for segment in score.segments]
    if split == "train" and rng.random() < PUSHED:
        score.segments = pushed(score.segments, score.beats, rng, share=float(rng.uniform(0.2, 0.8)))
    style, voicer = _part(strings, way, rng)
    how = looseness(rng, strings=strings)
    if split == "train" and rng.random() < LATE:
        how = evolve(how, late=float(rng.uniform(0.05, 0.3)))
    notes = loosened(comp(score.segments, score.beats, voicer, style, rng), score.segments, how, rng)
    if how.late:
        score.segments = struck(score.segments, notes)
    total = score.end + 2.5
    tracks = [Track("loose", in_range(notes, instrument) if instrument else notes)]
    if way == "twelve":
        doubles = [evolve(n, pitch=n.pitch + (12 if n.string < 4 else 0), start=n.start + 0.004) for n in notes]
        tracks.append(Track("courses", in_range(doubles, instrument) if instrument else doubles, gain_db=-4.0))
        tracks[1].detune_cents = float(rng.normal(0.0, 4.0))
    if rng.random() < 0.2:
        tracks.append(Track("fill", fills(score, rng, lowest=int(rng.integers(55, 67))), gain_db=-2.0))
    audio = _sounded(tracks, instrument, total, tuning_cents, split, rng)
    if instrument and instrument.name.startswith("electric") and rng.random() < 0.3:
        audio = distort(audio, float(rng.uniform(2.0, 12.0)))
    score.tracks = [track for track in tracks if track.notes]
    if way != "ukulele" and rng.random() < 0.2:
        audio += _bass(score.segments, score.beats, bank, split, total, tuning_cents, audio, score.tracks, rng)
    if rng.random() < 0.5:
        audio = room(audio, rng, decay_s=float(rng.uniform(0.15, 0.8)), wet=float(rng.uniform(0.05, 0.5)))
    score.segments = with_decay(score.segments, audio, total)
    sung: dict[str, Any] = {}
    if rng.random() < SUNG:
        sung = add_singing(audio, score, rng, tuning_cents=tuning_cents)
    with_drums = bool(rng.random() < 0.2)
    if with_drums:
        hits = [n for n in drum_part(score.beats, score.downbeats, rng) if n.start < score.end]
        drums = play_drums(hits, data, total, rng, TRAIN_KITS if split == "train" else DEV_KITS)
        audio += drums * _gain(audio, drums, rng, (-12.0, 0.0))
    sound = {
        "setting": cast,
        "instruments": [instrument.name] if instrument else [],
        "way": way,
        "style": style,
        "third_db": round(how.third_db, 1),
        "drop_third": how.drop_third,
        "voice": sung,
        "drums": with_drums,
    }
    return Take(audio, score, sound)


def _charted(segment: Segment, way: str, rng: Rng) -> Segment:
    """Power chords are for other clips, in which no third sounds, and a ukulele has no bass to turn a chord over."""
    chord = segment.chord
    if chord.quality == "5":
        chord = Chord(chord.root, str(rng.choice(["maj", "min"])))
    return evolve(segment, chord=evolve(chord, bass=0) if way == "ukulele" and chord.is_pitched else chord)


def _player(cast: str, bank: dict[str, Instrument], split: str, side: str, rng: Rng) -> str:
    families = ("guitar",) if cast == "guitar" else ("piano", "epiano")
    names = sorted(
        n
        for n, i in bank.items()
        if i.family in families and (n in RESERVED) == (split == "dev") and (split == "train" or dev_side(n) == side)
    )
    weights = np.array([ACOUSTIC_WEIGHT if n.startswith(("steel", "nylon", "chordcrack")) else 1.0 for n in names])
    return str(rng.choice(names, p=weights / weights.sum()))


def _part(strings: bool, way: str, rng: Rng) -> tuple[str, Voicer]:
    if not strings:
        return str(rng.choice(KEYBOARD_STYLES)), keyboard() if rng.random() < 0.7 else close_above_bass()
    style = str(rng.choice([*GUITAR_STYLES, "strum", "pulse"]))
    if way == "ukulele":
        return style, ukulele_voicing
    return style, capo(int(rng.integers(1, 8))) if way == "capo" else guitar_voicing


def capo(fret: int) -> Voicer:
    """Guitar shapes played above a capo."""

    def voice(chord: Chord, rng: Rng) -> Voicing:
        return [(pitch + fret, string) for pitch, string in guitar_voicing(chord.transposed(-fret), rng)]

    return voice


def ukulele_voicing(chord: Chord, rng: Rng) -> Voicing:
    """Four strings, whose lowest note is no bass: the nearest frets that sound the chord, or most of it."""
    wanted = set(chord.pitch_classes)
    reachable = [
        [open_pitch + fret for fret in range(UKULELE_FRETS + 1) if (open_pitch + fret) % 12 in wanted]
        for open_pitch in UKULELE
    ]
    shapes = [shape for shape in product(*reachable) if shape]
    least = min(len(wanted - {p % 12 for p in shape}) for shape in shapes)
    whole = [shape for shape in shapes if len(wanted - {p % 12 for p in shape}) == least]
    whole.sort(key=lambda shape: max(p - o for p, o in zip(shape, UKULELE, strict=True)))
    shape = whole[int(rng.integers(min(3, len(whole))))]
    return [(pitch, string) for string, pitch in enumerate(shape)]


def _sounded(
    tracks: list[Track], instrument: Instrument | None, total: float, cents: float, split: str, rng: Rng
) -> Audio:
    audio = np.zeros(int(total * RATE_HZ), np.float32)
    borrowed = 0
    if split == "train" and rng.random() < BORROWED:
        borrowed = int(rng.integers(-BORROWED_SEMITONES, BORROWED_SEMITONES + 1))
    timbre = invented(rng, ("plucked", "plucked", "tine", "bar"))
    tuned = bool(rng.random() < 0.6)
    for track in tracks:
        if instrument is None:
            audio += play_invented(track, timbre, total, rng, tuning_cents=cents)
        else:
            audio += play_track(
                track, instrument, total, rng, tuning_cents=cents, tuned=tuned, borrowed_semitones=borrowed
            )
    return audio


def _bass(
    segments: list[Segment],
    beats: list[float],
    bank: dict[str, Instrument],
    split: str,
    total: float,
    cents: float,
    audio: Audio,
    tracks: list[Track],
    rng: Rng,
) -> Audio:
    names = sorted(n for n, i in bank.items() if i.family == "bass" and (n in RESERVED) == (split == "dev"))
    player = bank[str(rng.choice(names))]
    line: list[Note] = in_range(bass_line(segments, beats, str(rng.choice(BASS_STYLES)), rng), player)
    tracks.append(Track("bass", line))
    sound = play_track(tracks[-1], player, total, rng, tuning_cents=cents)
    return np.asarray(sound * np.float32(_gain(audio, sound, rng, (-6.0, 2.0))), np.float32)


def _gain(reference: Audio, other: Audio, rng: Rng, range_db: tuple[float, float]) -> float:
    level = float(np.sqrt((reference**2).mean())) / max(1e-6, float(np.sqrt((other**2).mean())))
    return float(level * 10.0 ** (rng.uniform(*range_db) / 20.0))
