"""Clips played short: one instrument, strokes with rests between, the chord staying for bars."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from evaluation.notes import Note, Track
from evaluation.sampler import RESERVED, Instrument, load_instruments, play_track

from . import palette
from .corpus import Progression
from .fluid import TRAIN_FONT_WEIGHTS, TRAIN_FONTS, Room, render_tracks
from .handling import handling
from .labels import NO_CHORD, Chord
from .recorded import in_range
from .score import Score
from .sequences import TENSIONS, varied
from .sound import Audio, room
from .strokes import STYLES, Change, Feel, Played, coloured_guitar, labelled, play
from .take import Take
from .voicings import Rng, close_above_bass, keyboard

CASTS: Final = (("guitar", 0.65), ("gm_guitar", 0.15), ("keys", 0.1), ("gm_keys", 0.1))
GM_KEYS: Final = (0, 0, 1, 2, 4, 4, 5, 5, 7, 7, 16, 16, 17, 18)
GM_GUITARS: Final = (24, 24, 25, 25, 25, 26, 27, 27, 28)
ACOUSTIC_WEIGHT: Final = 2.5
COLOURS: Final = {
    "maj": ("maj", "maj", "7", "maj7", "maj6"),
    "min": ("min", "min", "min7", "min7", "min6"),
    "7": ("7", "7", "maj"),
    "min7": ("min7", "min"),
    "maj7": ("maj7", "maj", "maj6"),
}
BLUES: Final = (
    (0, 0, 0, 0, 5, 5, 0, 0, 7, 5, 0, 7),
    (0, 5, 0, 0, 5, 5, 0, 0, 7, 5, 0, 0),
    (0, 0, 0, 0, 5, 5, 0, 0, 7, 7, 0, 0),
)


def perform_staccato(
    progression: Progression, data: Path, seconds: float, rng: Rng, *, lead_in_s: float, tuning_cents: float
) -> Take:
    """One training clip; there is no such kind among the evaluation sets."""
    beat_s = 60 / float(np.exp(rng.uniform(np.log(70), np.log(180))))
    feel = Feel(
        beat_s=beat_s,
        beats_per_bar=progression.beats_per_bar,
        lead_in_s=lead_in_s,
        swing=float(rng.choice([0.0, 0.0, rng.uniform(0.02, 0.08), rng.uniform(0.1, 0.17)])),
        stab_s=float(np.exp(rng.uniform(np.log(0.1), np.log(0.3)))),
        jitter_s=float(rng.uniform(0.002, 0.01)),
        spread_s=float(rng.uniform(0.002, 0.014)),
        push=float(rng.choice([0.0, 0.1, 0.35])),
        run=float(rng.choice([0.0, 0.15, 0.35])),
    )
    cast = str(rng.choice([name for name, _ in CASTS], p=[weight for _, weight in CASTS]))
    guitar = cast in ("guitar", "gm_guitar")
    changes = chart(progression, seconds / beat_s, beat_s, rng)
    styles = [str(s) for s in rng.choice(STYLES, 1 if rng.random() < 0.6 else 2)]
    voicer = coloured_guitar if guitar else (keyboard() if rng.random() < 0.5 else close_above_bass())
    played = play(changes, styles, voicer, feel, rng)
    notes = [n for part in played for n in part.notes]
    ghosts = [n for part in played for n in part.ghosts]
    total = max(n.end for n in notes) + 2.5
    if cast in ("guitar", "keys"):
        track, audio, sound = _recorded(cast, notes, ghosts, data, total, tuning_cents, rng)
    else:
        track, audio, sound = _synthesised(cast, notes, total, tuning_cents, rng)
    segments = labelled(played, audio, total)
    noisy = guitar and rng.random() < (0.5 if cast == "guitar" else 0.25)
    if noisy:
        audio += _noises(audio, data, played, ghosts, rng, quiet_db=0.0 if cast == "guitar" else 6.0)
    count = round(sum(beats for _, beats in changes))
    grid = [lead_in_s + i * beat_s for i in range(count + 1)]
    score = Score(segments, grid, grid[:: feel.beats_per_bar], tracks=[track], tempo_bpm=60 / beat_s)
    sound |= {
        "setting": cast,
        "style": styles,
        "swing": round(feel.swing, 3),
        "stab_s": round(feel.stab_s, 3),
        "handling": bool(noisy),
    }
    return Take(audio, score, sound)


def chart(progression: Progression, beats: float, beat_s: float, rng: Rng) -> list[Change]:
    """About ``beats`` beats: the progression, a vamp on a few of its chords, or a blues; sometimes with pauses."""
    bar, move = progression.beats_per_bar, int(rng.integers(12))
    source = [(c.transposed(move), max(1.0, float(round(b)))) for c, b in progression.chords if c.is_pitched]
    turn = int(rng.integers(len(source)))
    source = source[turn:] + source[:turn]
    form = str(rng.choice(["song", "vamp", "blues"], p=[0.45, 0.4, 0.15]))
    if form == "vamp":
        few = list(dict.fromkeys(c for c, _ in source))[: int(rng.integers(1, 6))]
        source = [(c, float(bar * rng.choice([1, 2, 2, 3, 4]))) for c in few]
    elif form == "blues":
        quality = str(rng.choice(["7", "7", "7", "min7", "maj6", "maj"]))
        degrees = BLUES[int(rng.integers(len(BLUES)))]
        source = [(Chord((source[0][0].root + d) % 12, "7" if d == 7 else quality), float(bar)) for d in degrees]
    replace = float(rng.choice([0.0, 0.15, 0.5])) * (0.3 if form == "blues" else 1.0)
    pause = 0.15 if rng.random() < 0.4 else 0.0
    renamed: dict[Chord, Chord] = {}
    result: list[Change] = []
    position = 0.0
    while position < beats:
        for chord, length in source:
            if position >= beats:
                break
            renamed[chord] = (
                renamed[chord] if chord in renamed and rng.random() < 0.8 else coloured(chord, replace, rng)
            )
            length = max(length, float(np.ceil(0.4 / beat_s)))
            result.append((renamed[chord], length))
            position += length
            if pause and rng.random() < pause:
                length = float(np.ceil(rng.uniform(1.0, 3.0) / beat_s))
                result.append((NO_CHORD, length))
                position += length
    return result


def coloured(chord: Chord, replace: float, rng: Rng) -> Chord:
    """A common seventh or sixth on the chord, sometimes with a ninth, or any quality as in other kinds."""
    if chord.quality in COLOURS and rng.random() < 0.5:
        quality = str(rng.choice(COLOURS[chord.quality]))
        extra = (int(rng.choice(TENSIONS[quality])),) if quality in TENSIONS and rng.random() < 0.25 else ()
        return Chord(chord.root, quality, 0, extra if quality not in ("maj", "min") else ())
    return varied(chord, rng, replace=replace, invert=0.06)


def _recorded(
    cast: str, notes: list[Note], ghosts: list[Note], data: Path, total: float, tuning_cents: float, rng: Rng
) -> tuple[Track, Audio, dict[str, object]]:
    bank = {n: i for n, i in sorted(load_instruments(data).items()) if n not in RESERVED}
    families = ("guitar",) if cast == "guitar" else ("piano", "epiano", "organ")
    names = [n for n, i in bank.items() if i.family in families]
    weights = np.array([ACOUSTIC_WEIGHT if _is_acoustic(n) else 1.0 for n in names])
    name = str(rng.choice(names, p=weights / weights.sum()))
    instrument: Instrument = bank[name]
    release = float(rng.uniform(0.02, 0.06)) if cast == "guitar" else float(rng.uniform(0.04, 0.13))
    tuned = bool(rng.random() < 0.6)
    track = Track(cast, in_range(notes, instrument), instrument=name)
    audio = play_track(track, instrument, total, rng, tuning_cents=tuning_cents, tuned=tuned, release_s=release)
    if cast == "guitar" and ghosts:
        muted = Track("ghosts", in_range(ghosts, instrument), instrument=name)
        audio += play_track(
            muted, instrument, total, rng, tuning_cents=tuning_cents, tuned=tuned, muted=True, release_s=0.02
        )
    wet = 0.0
    if rng.random() < 0.45:
        wet = float(rng.uniform(0.05, 0.3))
        audio = room(audio, rng, decay_s=float(rng.uniform(0.15, 0.6)), wet=wet)
    return track, audio, {"instruments": [name], "release_s": round(release, 3), "room_wet": round(wet, 3)}


def _is_acoustic(name: str) -> bool:
    return name.startswith(("acoustic", "nylon", "steel", "chordcrack", "archtop"))


def _synthesised(
    cast: str, notes: list[Note], total: float, tuning_cents: float, rng: Rng
) -> tuple[Track, Audio, dict[str, object]]:
    program = palette.pick(GM_GUITARS if cast == "gm_guitar" else GM_KEYS, rng)
    font = str(rng.choice(TRAIN_FONTS, p=TRAIN_FONT_WEIGHTS))
    place = Room(float(rng.uniform(0.1, 0.6)), float(rng.choice([0.0, rng.uniform(0.05, 0.5)])))
    track = Track(cast, notes, program=program)
    audio = render_tracks([track], font, total, tuning_cents=tuning_cents, room=place)
    return track, audio, {"font": font, "programs": {cast: program}, "reverb": round(place.reverb_level, 2)}


def _noises(audio: Audio, data: Path, played: list[Played], ghosts: list[Note], rng: Rng, *, quiet_db: float) -> Audio:
    """Handling noises around what was played: slaps on muted strokes and in some rests."""
    parts = [p.notes for p in played if p.notes]
    changes = [min(n.start for n in notes) for notes in parts[1:]]
    ends = sorted({round(n.end, 2) for notes in parts for n in notes})
    slapping = float(rng.choice([0.0, 0.03, 0.12]))
    slaps = [g.start for g in ghosts if rng.random() < 0.3]
    slaps += [e + float(rng.uniform(0.05, 0.25)) for e in ends if rng.random() < slapping]
    return handling(audio, data, changes, slaps, ends, rng, quiet_db=quiet_db)
