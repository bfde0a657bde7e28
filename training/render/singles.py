"""Single chords as players record them to try a program out: one strum or one grip, silence, the next.

An evaluation kind, on the reserved instruments only: open-position guitar shapes as beginners learn them, piano chords
of three or four notes, some strings missed, some chords struck again, a room and a little noise around them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from evaluation.notes import Note, Track
from evaluation.sampler import RESERVED, load_instruments, play_track, read_audio

from .guitar import MUTED, TUNING
from .handling import handling
from .labels import NO_CHORD, QUALITIES, Chord, parse
from .nochord import noise_files
from .recorded import Take, dev_side, in_range, with_decay
from .score import Score, Segment
from .sound import Audio, noise, room
from .voicings import Rng, Voicing, at_or_above

SILENCE_S: Final = (0.8, 3.0)
HELD_S: Final = (0.6, 4.5)
SHAPES: Final[dict[str, tuple[str, ...]]] = {
    "A:maj": ("x02220",), "A:min": ("x02210",), "A:7": ("x02020",), "A:min7": ("x02010",), "A:maj7": ("x02120",),
    "A:sus4": ("x02230",), "A:sus2": ("x02200",), "B:min": ("x24432",), "B:7": ("x21202",), "B:min7": ("x20202",),
    "B:maj": ("x24442",), "Bb:maj": ("x13331",), "C:maj": ("x32010", "x32013"), "C:7": ("x32310",),
    "C:maj7": ("x32000",), "C:maj/5": ("332010",), "C:min": ("x35543",), "C#:min": ("x46654",),
    "D:maj": ("xx0232",), "D:min": ("xx0231",), "D:7": ("xx0212",), "D:min7": ("xx0211",), "D:maj7": ("xx0222",),
    "D:sus4": ("xx0233",), "D:sus2": ("xx0230",), "D:maj/3": ("2x0232",), "E:maj": ("022100",), "E:min": ("022000",),
    "E:7": ("020100",), "E:min7": ("020000", "022030"), "E:sus4": ("022200",), "F:maj": ("133211", "xx3211"),
    "F:maj7": ("xx3210",), "F:min": ("133111",), "F#:min": ("244222",), "F#:min7": ("242222",),
    "G:maj": ("320003", "320033"), "G:7": ("320001",), "G:maj/3": ("x20003",), "G:min": ("355333",),
}  # fmt: skip
"""First-position shapes of the usual beginners' charts: frets from the low E string on, x where it is not struck."""
FIRST_TAUGHT: Final = (
    "A:maj", "A:min", "B:min", "C:maj", "D:maj", "D:min", "E:maj", "E:min", "F:maj", "G:maj",
)  # fmt: skip
FIRST_TAUGHT_SHARE: Final = 0.55
PIANO_QUALITIES: Final = {
    "maj": 0.28, "min": 0.24, "7": 0.13, "min7": 0.1, "maj7": 0.1, "dim": 0.04, "sus4": 0.03, "aug": 0.02,
    "hdim7": 0.03, "dim7": 0.03,
}  # fmt: skip
PIANO_INVERTED: Final = 0.3
PIANO_LOWEST: Final = 48  # C3
STRUCK_AGAIN: Final = 0.25
STRING_MISSED: Final = 0.12
PLACES: Final = ("coffee_shop", "rain")


def singles_cast(side: str) -> list[str]:
    """The reserved instruments of a half that play chords."""
    return [name for name in RESERVED if dev_side(name) == side]


def perform_singles(
    instrument_name: str, data: Path, seconds: float, rng: Rng, *, lead_in_s: float, tuning_cents: float
) -> Take:
    """One clip of about ``seconds`` on one instrument."""
    instrument = load_instruments(data)[instrument_name]
    guitar = instrument.family == "guitar"
    notes: list[Note] = []
    segments: list[Segment] = []
    before: Chord | None = None
    now = lead_in_s
    while now < lead_in_s + seconds - HELD_S[0]:
        chord, voicing = guitar_grip(rng) if guitar else keyboard_grip(rng)
        if chord == before:
            continue
        before = chord
        held = float(np.exp(rng.uniform(*np.log(HELD_S))))
        notes += strokes(voicing, now, held, rng, spread_s=(0.006, 0.045) if guitar else (0.0, 0.012))
        segments.append(Segment(now, now + held, chord))
        silence = float(rng.uniform(*SILENCE_S))
        segments.append(Segment(now + held, now + held + silence, NO_CHORD))
        now += held + silence
    segments.pop()
    track = Track("singles", in_range(notes, instrument), instrument=instrument_name)
    total = segments[-1].end + 2.5
    audio = play_track(track, instrument, total, rng, tuning_cents=tuning_cents, tuned=bool(rng.random() < 0.5))
    wet = float(rng.uniform(0.05, 0.35)) if rng.random() < 0.6 else 0.0
    if wet:
        audio = room(audio, rng, decay_s=float(rng.uniform(0.15, 0.7)), wet=wet)
    score = Score(with_decay(segments, audio, total), tracks=[track])
    fingers = guitar and rng.random() < 0.5
    if fingers:
        onsets, ends = [s.start for s in score.segments], [s.end for s in score.segments]
        audio = audio + handling(audio, data, onsets[1:], [], ends, rng, split="dev", quiet_db=6.0)
    place, level_db = str(rng.choice(["", "hiss", *PLACES])), float(rng.uniform(-52, -34))
    if place:
        audio = audio + _background(place, data, len(audio), rng) * np.float32(
            np.abs(audio).max() * 10 ** (level_db / 20)
        )
    sound = {
        "setting": "singles",
        "instruments": [instrument_name],
        "room_wet": round(wet, 3),
        "handling": bool(fingers),
        "noise": f"{place} {level_db:.0f} dB" if place else "",
    }
    return Take(np.asarray(audio, np.float32), score, sound)


def guitar_grip(rng: Rng) -> tuple[Chord, Voicing]:
    """A chord and how it is held; now and then a string that sounds a doubled note is missed."""
    label = str(rng.choice(FIRST_TAUGHT if rng.random() < FIRST_TAUGHT_SHARE else list(SHAPES)))
    frets = str(rng.choice(SHAPES[label]))
    voicing = [(TUNING[string] + fret, string) for string, fret in enumerate(fingering(frets)) if fret != MUTED]
    if rng.random() < STRING_MISSED:
        classes = [pitch % 12 for pitch, _ in voicing]
        doubled = [i for i in range(1, len(voicing)) if classes.count(classes[i]) > 1]
        if doubled:
            voicing.pop(int(rng.choice(doubled)))
    return parse(label), voicing


def fingering(frets: str) -> list[int]:
    """Fret of each string, -1 where it is not struck: ``x02210`` is ``[-1, 0, 2, 2, 1, 0]``."""
    return [MUTED if fret == "x" else int(fret) for fret in frets]


def keyboard_grip(rng: Rng) -> tuple[Chord, Voicing]:
    """Three or four notes in close position, root, third or fifth lowest; a triad sometimes with that note doubled."""
    root, quality = int(rng.integers(12)), str(rng.choice(list(PIANO_QUALITIES), p=list(PIANO_QUALITIES.values())))
    intervals = QUALITIES[quality]
    turn = 0
    if rng.random() < PIANO_INVERTED and quality not in ("aug", "dim7", "sus4"):
        turn = int(rng.integers(1, 3))
    chord = Chord(root, quality, intervals[turn])
    pitches = [at_or_above((root + intervals[turn]) % 12, PIANO_LOWEST + int(rng.integers(10)))]
    for interval in (*intervals[turn + 1 :], *intervals[:turn]):
        pitches.append(at_or_above((root + interval) % 12, pitches[-1] + 1))
    if len(intervals) == 3 and rng.random() < 0.35:
        pitches.append(pitches[0] + 12)
    return chord, [(pitch, -1) for pitch in pitches]


def strokes(voicing: Voicing, start: float, held: float, rng: Rng, *, spread_s: tuple[float, float]) -> list[Note]:
    """The notes of one chord: a stroke, or a few in even time, each cut short by the next on its string."""
    times = [start]
    pace = float(rng.uniform(0.35, 0.9))
    if held > 2 * pace and rng.random() < STRUCK_AGAIN:
        times = [start + pace * index for index in range(min(4, int(held / pace)))]
    notes = []
    for index, time in enumerate(times):
        upward = index % 2 == 1 and rng.random() < 0.5
        spread = float(rng.uniform(*spread_s))
        velocity = float(rng.uniform(60, 105))
        for order, (pitch, string) in enumerate(reversed(voicing) if upward else voicing):
            loud = int(np.clip(velocity + rng.normal(0, 5), 30, 120))
            until = start + held if index + 1 == len(times) or string < 0 else times[index + 1] + 0.3
            if string < 0 and index + 1 < len(times):
                until = times[index + 1] - 0.03
            begin = time + order * spread
            if until - begin > 0.05:
                notes.append(Note(begin, until, pitch, loud, string))
    return notes


def _background(place: str, data: Path, count: int, rng: Rng) -> Audio:
    """Noise whose loudest sample is 1."""
    if place == "hiss":
        audio = noise(count, rng, float(rng.uniform(0, 1.5)))
    else:
        recording = read_audio(next(path for path in noise_files(data, "dev")["place"] if path.stem == place))
        start = int(rng.integers(len(recording)))
        audio = np.resize(np.roll(recording, -start), count)
    return np.asarray(audio / max(1e-6, float(np.abs(audio).max())), np.float32)


def singles_sources(count: int) -> Sequence[tuple[str, str]]:
    """Half and instrument of each clip: halves in turn, and in each half its instruments in turn."""
    casts = {side: singles_cast(side) for side in "ab"}
    return [(side := "ab"[i % 2], casts[side][i // 2 % len(casts[side])]) for i in range(count)]
