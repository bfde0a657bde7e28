"""The best shapes for a chord: exact top-k of the stated cost, by a lower bound on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from chordwork.music.fretboard.errors import NoVoicingError
from chordwork.music.fretboard.fingering import finger
from chordwork.music.fretboard.hand import LEVELS, Hand
from chordwork.music.fretboard.instrument import Fretboard
from chordwork.music.fretboard.known import known
from chordwork.music.fretboard.tones import ChordTones
from chordwork.music.fretboard.voicing import MUTED, TERMS, BassRule, Voicing
from chordwork.music.fretboard.weights import POWER_CHORDS, ShapeWeights

if TYPE_CHECKING:
    from chordwork.music.fretboard.candidates import Candidates

USUAL_STRINGS: Final = 3
"""Fewest strings of a shape, where chord and instrument allow."""

MAX_FINGERED: Final = 4_000
"""Most shapes whose fingering is worked out in one search."""


def voicings(
    tones: ChordTones,
    board: Fretboard,
    hand: Hand | None = None,
    *,
    limit: int = 5,
    bass: BassRule = "asked",
    min_strings: int | None = None,
    weights: ShapeWeights | None = None,
) -> tuple[Voicing, ...]:
    """The cheapest playable shapes of a chord, best first.

    Every one sounds only the chord's tones and all its required ones. The same input gives the same answer, ties are
    broken by the frets.

    Args:
        tones: the chord.
        board: instrument, capo and playing range.
        hand: the player's; an intermediate one by default.
        limit: how many at most.
        bass: "asked": a slash chord's bass must be lowest, otherwise the root, on instruments that carry the bass; a
            ukulele, mandolin or banjo only prefers them. "root": the same on every instrument. "any": any chord tone.
        min_strings: fewest sounding strings; by default 3, or as many as the required tones if that is more.
        weights: what counts how much; by default :func:`default_weights`.

    Returns:
        Possibly fewer than ``limit``; empty if no shape satisfies both the chord and the hand.
    """
    hand = hand or Hand()
    weights = weights or default_weights(tones, board)
    if min_strings is None:
        min_strings = min(board.strings, max(len(tones.required), min(USUAL_STRINGS, 2 * len(tones.allowed) - 1)))
    if len(tones.required) > board.strings:
        return ()
    from chordwork.music.fretboard.candidates import candidates  # which brings numpy

    found = candidates(tones, board, hand, weights, bass, min_strings)
    return _cheapest(found, tones, board, hand, weights, limit)


def default_weights(tones: ChordTones, board: Fretboard) -> ShapeWeights:
    """Usual weights; for power chords, where the instrument carries the bass, those of :data:`POWER_CHORDS`."""
    return POWER_CHORDS if tones.intervals == {0, 7} and board.instrument.carries_bass else ShapeWeights()


def best_voicing(tones: ChordTones, board: Fretboard, hand: Hand | None = None) -> Voicing:
    """The cheapest shape, see :func:`playable`.

    Raises:
        NoVoicingError: there is none.
    """
    return playable(tones, board, hand, limit=1)[0]


def playable(
    tones: ChordTones,
    board: Fretboard,
    hand: Hand | None = None,
    *,
    limit: int = 5,
    bass: BassRule = "asked",
    weights: ShapeWeights | None = None,
) -> tuple[Voicing, ...]:
    """The cheapest shapes, with as little as possible given up where this hand has none.

    Rather than lose the bass, or the root below, a wider hand is asked: :func:`fits` tells. Then any bass will do.

    Raises:
        NoVoicingError: there is none.
    """
    hand = hand or Hand()
    if weights is None and bass == "asked" and (there := known(tones, board, hand, limit)):
        return there
    hands = [hand, *(other for other in LEVELS.values() if _wider(other, hand))]
    rules: tuple[BassRule, ...] = (bass,) if bass == "any" else (bass, "any")
    for rule in rules:
        for tried in hands:
            found = voicings(tones, board, tried, limit=limit, bass=rule, weights=weights)
            if found:
                return found
    raise NoVoicingError(tones.symbol, str(board), notes=len(tones.required), strings=board.strings)


def _wider(other: Hand, hand: Hand) -> bool:
    """Whether another hand holds all that this one does, and more."""
    pairs = zip(attrs.astuple(other), attrs.astuple(hand), strict=True)
    return other != hand and all(more >= less for more, less in pairs)


def fits(voicing: Voicing, board: Fretboard, hand: Hand) -> bool:
    """Whether a hand can hold a shape."""
    return finger(voicing.frets, board, hand, ShapeWeights()) is not None


def _cheapest(
    found: Candidates, tones: ChordTones, board: Fretboard, hand: Hand, weights: ShapeWeights, limit: int
) -> tuple[Voicing, ...]:
    best: list[Voicing] = []
    worst = float("inf")
    for row, bound in enumerate(found.bounds[:MAX_FINGERED].tolist()):
        if len(best) >= limit and bound >= worst:
            break
        frets = tuple(found.frets[row].tolist())
        fingering = finger(frets, board, hand, weights)
        if fingering is None:
            continue
        sound = zip(TERMS, found.sound_costs[row].tolist(), strict=True)
        costs = (*((name, points) for name, points in sound if points), *fingering.costs)
        pitches = tuple(board.pitch(string, fret) for string, fret in enumerate(frets) if fret != MUTED)
        best.append(Voicing(tones, frets, fingering.placements, pitches, costs))
        if len(best) >= limit:
            best.sort(key=lambda voicing: (voicing.cost, voicing.frets))
            del best[limit:]
            worst = best[-1].cost
    return tuple(sorted(best, key=lambda voicing: (voicing.cost, voicing.frets))[: max(limit, 0)])
