"""Clips on recorded instruments: struck chords with silences, sequences, sections, power chords."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evaluation.clips import RATE_HZ
from evaluation.notes import Note, Track
from evaluation.sampler import RESERVED, Instrument, load_instruments, play_track

from .bass import STYLES as BASS_STYLES
from .bass import bass_line
from .corpus import Progression
from .drums import drum_part
from .guitar import guitar_voicing, power_chord
from .invented import perform_invented
from .labels import Chord
from .oneshots import DEV_KITS, TRAIN_KITS, play_drums
from .patterns import GUITAR_STYLES, KEYBOARD_STYLES, SUSTAINED_STYLES, comp
from .powerchords import play_power_chords
from .score import Segment
from .sequences import TRAIN_SHORTEST_GAP_S, struck_progression, timed
from .sound import distort, room
from .take import Take, with_decay
from .voicings import Rng, Voicer, close_above_bass, keyboard, section

Audio = NDArray[np.float32]
SETTINGS: Final = (
    ("guitar", 0.4),
    ("keys", 0.23),
    ("organ", 0.05),
    ("section", 0.08),
    ("duo", 0.04),
    ("power", 0.07),
    ("invented", 0.13),
)
BORROWED: Final = 0.35
"""Share of training clips whose instrument plays each note from a recording some semitones away,"""
BORROWED_SEMITONES: Final = 4
"""at most so many: its resonances move, as on another instrument of the kind."""
ELECTRICS: Final = (
    "electric_emily_di",
    "electric_fender_fsbs",
    "electric_gretsch_anniversary",
    "archtop_shiny_pickup",
    "bass6_flat_pick",
    "bass6_round",
)
SECTIONS: Final = (
    ("violin_vsco", "violin_vsco", "cello", "cello", "double_bass_arco"),
    ("strings_ens", "strings_ens", "strings_ens", "strings_ens"),
    ("trumpet_vsco", "alto_sax", "french_horn_vsco", "trombone_vsco"),
    ("flute_vsco", "alto_sax", "french_horn_vsco", "trombone_vsco"),
    ("cello", "cello", "cello", "cello"),
    ("harp_vsco",),
    ("alto_sax", "alto_sax", "trombone_vsco", "trombone_vsco"),
)
DEV_SHORTEST_GAP_S: Final = 0.3  # the evaluation sets stay as they were first made
SUSTAINED_LIMIT_S: Final = 3.3  # bowed, blown and organ recordings end at 4 s


def perform(
    progression: Progression,
    data: Path,
    seconds: float,
    rng: Rng,
    *,
    split: str,
    side: str = "",
    lead_in_s: float,
    tuning_cents: float,
    replace: float,
) -> Take:
    """One clip on the recorded instruments of a split (``side`` "a"/"b" halves the reserved ones)."""
    bank = load_instruments(data)
    setting = _setting(split, rng)
    if setting == "invented":
        return perform_invented(
            progression, seconds, rng, lead_in_s=lead_in_s, tuning_cents=tuning_cents, replace=replace
        )
    names = _cast(setting, bank, split, side, rng)
    instruments = [bank[n] for n in names]
    if setting == "section" and len(names) == 1:
        setting = "keys"
    struck = rng.random() < (0.4 if setting in ("guitar", "keys", "power") else 0.25)
    if struck:
        shortest_gap_s = TRAIN_SHORTEST_GAP_S if split == "train" else DEV_SHORTEST_GAP_S
        score = struck_progression(
            progression, seconds, rng, lead_in_s=lead_in_s, replace=replace, shortest_gap_s=shortest_gap_s
        )
    else:
        score = timed(
            progression,
            seconds,
            rng,
            lead_in_s=lead_in_s,
            replace=replace,
            invert=0.15,
            rest=0.15 if rng.random() < 0.3 else 0.0,
        )
    if setting == "power":
        score.segments = [_as_power(s) for s in score.segments]
    if setting == "power" and split == "train" and rng.random() < 0.35:
        total = score.end + 2.5
        audio = play_power_chords(score, data, total, rng, tuning_cents)
        score.segments = with_decay(score.segments, audio, total)
        return Take(audio, score, {"setting": "power", "instruments": ["ax_grinder_power_chords"], "struck": struck})
    style, voicer = _part(setting, struck, instruments, rng)
    notes = comp(score.segments, score.beats, voicer, style, rng)
    if setting in ("organ", "section", "duo"):
        notes = _restruck(notes)
    tracks = _shared_out(notes, names, instruments, setting)
    total = score.end + 2.5
    muted = style == "muted"
    tuned = bool(rng.random() < 0.6)
    borrowed = 0
    if split == "train" and rng.random() < BORROWED:
        borrowed = int(rng.integers(-BORROWED_SEMITONES, BORROWED_SEMITONES + 1))
    audio = np.zeros(int(total * RATE_HZ), np.float32)
    for track in tracks:
        audio += play_track(
            track,
            bank[track.instrument],
            total,
            rng,
            tuning_cents=tuning_cents,
            tuned=tuned,
            muted=muted,
            borrowed_semitones=borrowed,
        )
    drive = 0.0
    if setting == "power" or (names[0] in ELECTRICS and rng.random() < 0.12):
        drive = float(rng.uniform(8, 26)) if setting == "power" else float(rng.uniform(2, 8))
        audio = distort(audio, drive)
    if not struck and setting in ("guitar", "keys", "power") and rng.random() < 0.22:
        bass_name = _bass(bank, split, rng)
        line = in_range(bass_line(score.segments, score.beats, str(rng.choice(BASS_STYLES)), rng), bank[bass_name])
        tracks.append(Track("bass", line, instrument=bass_name, gain_db=float(rng.uniform(-2, 3))))
        bass_audio = play_track(tracks[-1], bank[bass_name], total, rng, tuning_cents=tuning_cents)
        audio += bass_audio * _balance(audio, bass_audio)
    wet = 0.0
    if rng.random() < 0.45:
        wet = float(rng.uniform(0.05, 0.35))
        audio = room(audio, rng, decay_s=float(rng.uniform(0.15, 0.7)), wet=wet)
    score.tracks = tracks
    score.segments = with_decay(score.segments, audio, total)
    with_drums = not struck and rng.random() < 0.18
    if with_drums:
        hits = [n for n in drum_part(score.beats, score.downbeats, rng) if n.start < score.end]
        drums = play_drums(hits, data, total, rng, TRAIN_KITS if split == "train" else DEV_KITS)
        audio += drums * _balance(audio, drums) * float(rng.uniform(0.3, 0.9))
    sound = {
        "setting": setting,
        "instruments": sorted({t.instrument for t in tracks}),
        "style": style,
        "struck": struck,
        "drive_db": drive,
        "room_wet": wet,
        "drums": with_drums,
    }
    return Take(audio, score, sound)


def _setting(split: str, rng: Rng) -> str:
    names, weights = zip(*SETTINGS, strict=True)
    if split == "dev":
        return str(rng.choice(["guitar", "keys", "organ"], p=[0.5, 0.42, 0.08]))
    return str(rng.choice(names, p=weights))


def dev_side(name: str) -> str:
    """Half of a reserved instrument; guitars and keys are dealt alternately so that both halves have both."""
    from .corpus import stable_hash

    families = (
        [n for n in RESERVED if "piano" not in n and n not in ("organ_vsco", "bass_killer")],
        [n for n in RESERVED if "piano" in n or n == "organ_vsco"],
    )
    for family in families:
        order = sorted(family, key=lambda n: stable_hash("half:" + n))
        if name in order:
            return "ab"[order.index(name) % 2]
    return ""


def _cast(setting: str, bank: dict[str, Instrument], split: str, side: str, rng: Rng) -> list[str]:
    """Who plays."""
    usable = {n: i for n, i in bank.items() if (n in RESERVED) == (split == "dev") and n != "bass_killer"}
    if split == "dev":
        usable = {n: i for n, i in usable.items() if dev_side(n) == side}
    families = {"guitar": ("guitar",), "keys": ("piano", "epiano"), "organ": ("organ",)}
    if setting in families:
        names = sorted(n for n, i in usable.items() if i.family in families[setting]) or sorted(usable)
        return [str(rng.choice(names))]
    if setting == "power":
        return [str(rng.choice(ELECTRICS))]
    if setting == "duo":
        return [str(rng.choice(["violin_vsco", "cello"]))]
    return list(SECTIONS[int(rng.integers(len(SECTIONS)))])


def _bass(bank: dict[str, Instrument], split: str, rng: Rng) -> str:
    names = sorted(n for n, i in bank.items() if i.family == "bass" and (n in RESERVED) == (split == "dev"))
    return str(rng.choice(names))


def _part(setting: str, struck: bool, cast: list[Instrument], rng: Rng) -> tuple[str, Voicer]:
    low, high = cast[0].range
    if setting == "power":
        return ("slow_strum" if struck else str(rng.choice(["muted", "eighths", "pulse", "held"]))), power_chord
    if setting == "guitar":
        style = "slow_strum" if struck else str(rng.choice([*GUITAR_STYLES, "pulse"]))
        if struck and rng.random() < 0.15:
            style = "pad"  # all strings at once, as plucked by fingers
        return style, guitar_voicing
    if setting == "keys":
        style = str(rng.choice(["pad", "pad", "slow_strum"])) if struck else str(rng.choice(KEYBOARD_STYLES))
        return style, keyboard() if rng.random() < 0.75 else close_above_bass()
    if setting == "organ":
        return str(rng.choice(SUSTAINED_STYLES)), section(max(low, 40), min(high, 72), int(rng.integers(3, 6)))
    if setting == "duo":
        lowest = max(low, 55) if "violin" in cast[0].name else max(low, 36)
        return "pad" if struck else str(rng.choice(["arpeggio8", "arpeggio16", "pad"])), close_above_bass(lowest + 3)
    lowest = min(i.range[0] for i in cast) if len(cast) > 1 else low
    return str(rng.choice(SUSTAINED_STYLES)), section(
        max(lowest, 36), min(79, max(i.range[1] for i in cast)), len(cast)
    )


def _as_power(segment: Segment) -> Segment:
    if not segment.chord.is_pitched:
        return segment
    return Segment(segment.start, segment.end, Chord(segment.chord.root, "5"))


def _restruck(notes: Sequence[Note]) -> list[Note]:
    """Bow again before a sustained recording runs out."""
    result = []
    for note in notes:
        pieces = int(np.ceil((note.end - note.start) / SUSTAINED_LIMIT_S))
        edges = np.linspace(note.start, note.end, pieces + 1)
        result += [Note(float(a), float(b), note.pitch, note.velocity, note.string) for a, b in pairwise(edges)]
    return result


def _shared_out(notes: Sequence[Note], names: Sequence[str], cast: Sequence[Instrument], setting: str) -> list[Track]:
    """Give each note to the player whose range it suits best."""
    if len(set(names)) == 1:
        return [Track(setting, in_range(notes, cast[0]), instrument=names[0])]
    parts: dict[str, list[Note]] = {n: [] for n in names}
    players = {i.name: i for i in cast}
    for note in notes:

        def strain(name: str, pitch: int = note.pitch) -> float:
            low, high = players[name].range
            return max(0, low - pitch, pitch - high) * 10 + abs(pitch - (low + high) / 2)

        best = min(players, key=strain)
        parts[best].append(note)
    return [Track(n, in_range(p, players[n]), instrument=n) for n, p in parts.items() if p]


def in_range(notes: Sequence[Note], instrument: Instrument) -> list[Note]:
    """Drop no note, but leave the sampler at most a few semitones of shift: fold by octaves."""
    low, high = instrument.range
    result = []
    for note in notes:
        pitch = note.pitch
        while pitch < low - 1:
            pitch += 12
        while pitch > high + 1 and pitch - 12 >= low - 1:
            pitch -= 12
        result.append(Note(note.start, note.end, pitch, note.velocity, note.string))
    return result


def _balance(reference: Audio, other: Audio) -> float:
    """Gain that brings another stem to the level of the first."""
    return float(np.sqrt((reference**2).mean()) / max(1e-6, float(np.sqrt((other**2).mean()))))
