"""Which key: one that lies well on the instrument, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from chordwork.harmony import ChordSymbol, Key, Mode, to_lead_sheet, usual_key
from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.model import Mood
from chordwork.music.songwriting.player import Player
from chordwork.music.songwriting.progression import Bare, Progression, spelled

CANDIDATES: Final = 5
"""Keys whose shapes are tried in earnest."""
PICKINESS: Final = {"beginner": 3.5, "intermediate": 1.5, "advanced": 0.6}
"""How many times e likelier a key is for each point a chord that it is easier."""
_HARDEST_SHARE: Final = {"beginner": 0.6, "intermediate": 0.25, "advanced": 0.0}
"""How much the hardest chord counts beside the mean: one chord out of reach spoils the song."""
_PIANO_ORDER: Final = (0, 7, 5, 2, 10, 9, 3, 4, 8, 11, 1, 6)
"""Tonics by how readily pianists and singers take them, for major; minor likewise from A."""


def choose_key(
    mode: Mode, sections: Mapping[str, Progression], player: Player, draw: Draw, *, locked_tonic: int | None = None
) -> Key:
    """A key in which these chords lie well; likelier the easier they are, by the player's level."""
    if locked_tonic is not None:
        return usual_key(locked_tonic, mode)
    weights = _weights(sections)
    keys = _candidates(mode, list(weights), player)
    costs = [cost_in(sections, key, player) for key in keys]
    best = min(costs)
    odds = [round(math.exp(-PICKINESS[player.level] * (cost - best)), 4) for cost in costs]
    return draw.choose(keys, odds)


def why_key(key: Key, chords: Sequence[ChordSymbol], player: Player, mood: Mood) -> str:
    """In words: what the key does for the mood and for the hand."""
    colour = {
        Mode.MAJOR: "major, the open and bright kind of key", Mode.MINOR: "minor, the shaded kind of key",
        Mode.DORIAN: "dorian: minor with a hopeful fourth chord",
        Mode.MIXOLYDIAN: "mixolydian: major with a laid-back seventh",
        Mode.PHRYGIAN: "phrygian: minor with a menacing second step", Mode.LYDIAN: "lydian: major that floats",
        Mode.LOCRIAN: "locrian: a home that never rests",
    }[key.mode]  # fmt: skip
    text = f"{key.tonic.name} {colour}; {_fits(key, mood)}."
    if player.is_keyboard or player.is_bass:
        return text
    distinct = [symbol for symbol in dict.fromkeys(chords) if symbol.is_chord]
    easy = [to_lead_sheet(symbol) for symbol in distinct if player.difficulty(symbol) == "easy"]
    opened = [symbol for symbol in distinct if (shape := player.voicing(symbol)) is not None and 0 in shape.frets]
    if player.capo:
        return f"{text} The capo at fret {player.capo} lets you use easier shapes."
    if len(distinct) == 1:
        return text
    if len(opened) == len(distinct):
        text += f" All its {len(distinct)} chords ring with open strings."
    elif opened:
        text += f" {len(opened)} of its {len(distinct)} chords ring with open strings."
    if len(easy) == len(distinct) > 1:
        return f"{text} None is hard to hold."
    return f"{text} Easy to hold: {', '.join(easy)}." if easy else text


def _weights(sections: Mapping[str, Progression]) -> dict[Bare, float]:
    weights: dict[Bare, float] = {}
    for progression in sections.values():
        for chord, _ in progression:
            weights[chord] = weights.get(chord, 0.0) + 1.0
    return weights


def _candidates(mode: Mode, chords: Sequence[Bare], player: Player) -> list[Key]:
    """The keys with most open strings in their chords."""
    if player.is_keyboard:
        shift = 9 if mode.is_minor else 0
        return [usual_key(tonic + shift, mode) for tonic in _PIANO_ORDER[: 2 * CANDIDATES]]
    strings = [pitch % 12 for pitch in player.fretted.tuning]

    def openness(tonic: int) -> float:
        own = [frozenset((tonic + tone) % 12 for tone in chord.tones()) for chord in chords]
        ringing = sum(string in tones for tones in own for string in strings) / max(1, len(own))
        return ringing + 0.8 * (tonic in strings)

    tonics = sorted(range(12), key=lambda tonic: (-round(openness(tonic), 6), tonic))
    return [usual_key(tonic, mode) for tonic in tonics[: CANDIDATES + (player.level == "advanced")]]


def cost_in(sections: Mapping[str, Progression], key: Key, player: Player) -> float:
    """How hard these chords are to hold in a key, in the fretboard's points."""
    weights = _weights(sections)
    costs = {chord: player.cost(spelled(chord, key)) for chord in weights}
    total = sum(math.sqrt(weight) for weight in weights.values())
    mean = sum(math.sqrt(weight) * costs[chord] for chord, weight in weights.items()) / total
    share = _HARDEST_SHARE[player.level]
    return (1.0 - share) * mean + share * max(costs.values())


def _fits(key: Key, mood: Mood) -> str:
    """What the mode does for the mood, with it or against it."""
    if key.mode.is_minor:
        return {
            "happy": "under a happy theme it gives the dance an edge", "calm": "under quiet words it sounds like dusk",
            "sad": "it suits a sad song", "tense": "it suits a restless song",
        }[mood.name]  # fmt: skip
    return {
        "happy": "it suits a happy song", "calm": "it suits a quiet song",
        "sad": "under sad words, slowly, it sounds tender rather than bright",
        "tense": "under restless words it sounds defiant",
    }[mood.name]  # fmt: skip
