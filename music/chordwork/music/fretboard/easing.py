"""Make it easy: which capo, or which other key, lets the player use the friendliest shapes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import attrs

from chordwork.music.fretboard.errors import CapoError, FretboardError, NoVoicingError
from chordwork.music.fretboard.hand import Hand
from chordwork.music.fretboard.instrument import MIN_FRETS_LEFT, Fretboard
from chordwork.music.fretboard.progression import change_cost, voice_progression
from chordwork.music.fretboard.search import fits
from chordwork.music.fretboard.tones import ChordTones
from chordwork.music.fretboard.voicing import Voicing

HIGHEST_USUAL_CAPO: Final = 7
MAX_CHORDS: Final = 512
"""Longest progression that is optimised; a song repeats itself long before."""

_CAPO_POINTS: Final = 0.6
"""For putting a capo on at all: no capo wins a near tie."""
_CAPO_FRET_POINTS: Final = 0.22
"""For each fret of it: tuning and tone suffer up the neck."""
_HIGH_CAPO: Final = 5
_HIGH_CAPO_POINTS: Final = 0.6
"""For each fret beyond the fifth, where little neck is left to ring."""
_BARRE_POINTS: Final = 1.5
"""For each time a barre is laid."""
_FIRST_BARRE_POINTS: Final = 2.2
"""The same for a hand that is just learning it."""
_BARRED_SONG_POINTS: Final = 0.3
"""For each shape with a barre that has to be learnt, however seldom it comes."""
_FULL_BARRE: Final = 4
"""Strings."""
_BEYOND_POINTS: Final = 8.0
"""For a shape that this hand cannot hold at all."""
_TRANSPOSE_POINTS: Final = 0.4
"""For leaving the key asked for, and a tenth for each semitone: the singer has to move too."""
_TRANSPOSE_SEMITONE_POINTS: Final = 0.1


@attrs.frozen
class EasyPlan:
    """One way to play a progression.

    Attributes:
        capo: fret of the capo, 0 for none.
        transpose: semitones the song moves from the key given, -6..6; 0 keeps it where it is.
        shapes: name of the shape the hand makes for each chord.
        sounding: name of the chord that sounds, in the same order.
        voicings: the shapes themselves, frets counted from the capo.
        points: mean cost of a chord and of the change to it; lower is easier.
        reasons: why it ranks where it does, in words for the player.
    """

    capo: int
    transpose: int
    shapes: tuple[str, ...]
    sounding: tuple[str, ...]
    voicings: tuple[Voicing, ...]
    points: float
    reasons: tuple[str, ...]


def make_easy(
    chords: Sequence[ChordTones],
    board: Fretboard,
    hand: Hand | None = None,
    *,
    max_capo: int = HIGHEST_USUAL_CAPO,
    transpose: bool = False,
    limit: int = 5,
) -> tuple[EasyPlan, ...]:
    """Rank capos, and with ``transpose`` keys too, by how easily the hand plays the progression.

    The board's own capo is ignored. Without ``transpose`` the same chords sound in every plan.

    Args:
        chords: what should sound.
        max_capo: highest capo to try.
        transpose: whether the song may move to another key.
        limit: how many plans at most.

    Raises:
        CapoError: ``max_capo`` is negative or off the neck.
        NoVoicingError: no capo or key makes every chord playable.
        FretboardError: more than 512 chords.
    """
    if not 0 <= max_capo <= board.instrument.frets - MIN_FRETS_LEFT:
        raise CapoError(f"a highest capo of {max_capo}: give 0 to {board.instrument.frets - MIN_FRETS_LEFT}")
    if len(chords) > MAX_CHORDS:
        raise FretboardError(f"{len(chords)} chords: give at most {MAX_CHORDS}")
    if not chords:
        return ()
    hand = hand or Hand()
    plans: list[EasyPlan] = []
    played: dict[tuple[int, int], tuple[Voicing, ...] | None] = {}
    for semitones in range(-5, 7) if transpose else (0,):
        for capo in range(max_capo + 1):
            if transpose and semitones and capo:
                continue  # another key is for doing without the capo
            key = ((semitones - capo) % 12, capo)
            if key not in played:
                played[key] = _played(chords, semitones - capo, _with_capo(board, capo), hand)
            shapes = played[key]
            if shapes is not None:
                plans.append(_plan(chords, shapes, semitones, _with_capo(board, capo), hand))
    if not plans:
        raise NoVoicingError(chords[0].symbol, str(board))
    ranked = sorted(plans, key=lambda plan: (plan.points, plan.capo, abs(plan.transpose), plan.transpose))[:limit]
    return tuple(ranked)


def _with_capo(board: Fretboard, capo: int) -> Fretboard:
    highest = min(board.highest_fret, board.instrument.frets - capo)
    return attrs.evolve(board, capo=capo, highest_fret=highest, lowest_fret=min(board.lowest_fret, highest))


def _played(chords: Sequence[ChordTones], semitones: int, board: Fretboard, hand: Hand) -> tuple[Voicing, ...] | None:
    """Voicings under the names of the shapes, which lie ``semitones`` above the chords; None where unplayable."""
    low = board.capo
    shapes = [tones.transposed(semitones) for tones in chords]
    sounding = {shape: shape.transposed(low) for shape in shapes}
    try:
        found = voice_progression([sounding[shape] for shape in shapes], board, hand, one_shape=True)
    except NoVoicingError:
        return None
    return tuple(attrs.evolve(voicing, tones=shape) for voicing, shape in zip(found, shapes, strict=True))


def _plan(
    chords: Sequence[ChordTones], shapes: tuple[Voicing, ...], semitones: int, board: Fretboard, hand: Hand
) -> EasyPlan:
    total = sum(_hardness(voicing, board, hand) for voicing in shapes)
    total += sum(change_cost(old, new, board) for old, new in pairwise(shapes))
    points = total / len(shapes)
    points += _BARRED_SONG_POINTS * len({voicing.frets for voicing in shapes if _is_barred(voicing, hand)})
    if board.capo:
        points += _CAPO_POINTS + _CAPO_FRET_POINTS * board.capo
        points += _HIGH_CAPO_POINTS * max(0, board.capo - _HIGH_CAPO)
    if semitones:
        points += _TRANSPOSE_POINTS + _TRANSPOSE_SEMITONE_POINTS * abs(semitones)
    return EasyPlan(
        board.capo,
        semitones,
        tuple(voicing.tones.symbol for voicing in shapes),
        tuple(tones.transposed(semitones).symbol for tones in chords),
        shapes,
        round(points, 4),
        _reasons(shapes, semitones, board.capo),
    )


def _hardness(voicing: Voicing, board: Fretboard, hand: Hand) -> float:
    """Effort of a shape, and what a barre or a shape beyond this hand costs somebody who asks for an easy song."""
    barre = _BARRE_POINTS if hand.barre_strings >= _FULL_BARRE else _FIRST_BARRE_POINTS
    points = voicing.effort + (barre if _is_barred(voicing, hand) else 0.0)
    return points if fits(voicing, board, hand) else points + _BEYOND_POINTS


def _is_barred(voicing: Voicing, hand: Hand) -> bool:
    """A barre that is work: over four strings or more; for a hand that cannot hold that, over three."""
    least = min(_FULL_BARRE, hand.barre_strings)
    return any(placement.strings >= max(least, 3) for placement in voicing.placements)


def _reasons(shapes: tuple[Voicing, ...], semitones: int, capo: int) -> tuple[str, ...]:
    distinct = list(dict.fromkeys((voicing.tones.symbol, voicing) for voicing in shapes))
    barred = list(dict.fromkeys(name for name, voicing in distinct if _is_full_barre(voicing)))
    reasons = [f"barre chords: {', '.join(barred)}" if barred else "no barre chords"]
    opened = list(dict.fromkeys(name for name, voicing in distinct if 0 in voicing.frets))
    if opened:
        reasons.append(f"open strings ring in {', '.join(opened)}")
    fingers = sum(len(voicing.placements) for _, voicing in distinct) / len(distinct)
    reasons.append(f"{fingers:.1f} fingers a chord")
    kept = sum(bool(set(old.placements) & set(new.placements)) for old, new in pairwise(shapes))
    if kept:
        reasons.append(f"a finger stays down in {kept} of {len(shapes) - 1} changes")
    if capo:
        reasons.append(f"capo at fret {capo} keeps the song in its key")
    if semitones:
        way = "up" if semitones > 0 else "down"
        reasons.append(f"the song moves {abs(semitones)} semitone{'s' * (abs(semitones) > 1)} {way}")
    return tuple(reasons)


def _is_full_barre(voicing: Voicing) -> bool:
    return any(placement.strings >= _FULL_BARRE for placement in voicing.placements)
