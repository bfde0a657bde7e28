"""Clips on an instrument that there is not: training only."""

from __future__ import annotations

from evaluation.notes import Track

from .corpus import Progression
from .guitar import guitar_voicing
from .patterns import GUITAR_STYLES, KEYBOARD_STYLES, SUSTAINED_STYLES, comp
from .sequences import TRAIN_SHORTEST_GAP_S, struck_progression, timed
from .sound import room
from .take import Take, with_decay
from .timbre import invented, play_invented
from .voicings import Rng, Voicer, keyboard, section


def perform_invented(
    progression: Progression, seconds: float, rng: Rng, *, lead_in_s: float, tuning_cents: float, replace: float
) -> Take:
    """Chords on an instrument that there is not (training only), played as on a guitar, a keyboard or a squeeze box."""
    struck = bool(rng.random() < 0.5)
    if struck:
        score = struck_progression(
            progression, seconds, rng, lead_in_s=lead_in_s, replace=replace, shortest_gap_s=TRAIN_SHORTEST_GAP_S
        )
    else:
        rest = 0.15 if rng.random() < 0.3 else 0.0
        score = timed(progression, seconds, rng, lead_in_s=lead_in_s, replace=replace, invert=0.15, rest=rest)
    timbre = invented(rng)
    voicer: Voicer = keyboard()
    if timbre.sustained:
        style = str(rng.choice(["pad"] if struck else SUSTAINED_STYLES))
        voicer = section(int(rng.integers(40, 55)), int(rng.integers(70, 80)), int(rng.integers(3, 6)))
    elif timbre.family == "plucked" and rng.random() < 0.6:
        style = "slow_strum" if struck else str(rng.choice(GUITAR_STYLES))
        voicer = guitar_voicing
    else:
        style = str(rng.choice(["pad", "slow_strum"] if struck else KEYBOARD_STYLES))
    total = score.end + 2.5
    score.tracks = [Track("invented", comp(score.segments, score.beats, voicer, style, rng))]
    audio = play_invented(score.tracks[0], timbre, total, rng, tuning_cents=tuning_cents)
    if rng.random() < 0.45:
        audio = room(audio, rng, decay_s=float(rng.uniform(0.15, 0.7)), wet=float(rng.uniform(0.05, 0.35)))
    score.segments = with_decay(score.segments, audio, total)
    sound = {"setting": "invented", "instruments": [], "family": timbre.family, "style": style, "struck": struck}
    return Take(audio, score, sound)
