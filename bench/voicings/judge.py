"""A second opinion on shapes, written from the hand model's text and the chord's notes, not from the search's code."""

from __future__ import annotations

from math import dist

from chordwork.harmony import ChordSymbol
from chordwork.music.fretboard import Fretboard, Hand, Voicing

SHARES = {(1, 2): 0.62, (1, 3): 0.85, (1, 4): 1.0, (2, 3): 0.48, (2, 4): 0.74, (3, 4): 0.56}


def faults(voicing: Voicing, board: Fretboard, hand: Hand) -> list[str]:
    """Everything wrong with a shape; empty if it is sound and playable."""
    return [*sound_faults(voicing, board), *hand_faults(voicing, board, hand)]


def chord_faults(voicing: Voicing, symbol: ChordSymbol, *, low: bool = True) -> list[str]:
    """What is wrong with a shape as this chord, judged by the spelled notes of the chord alone.

    Args:
        low: whether the instrument carries the bass: then the root, or the bass of a slash chord, is lowest.
    """
    heard = {pitch % 12 for pitch in voicing.pitches}
    own = {note.pitch_class for note in symbol.notes}
    wrong = ["foreign note"] if heard - own else []
    assert symbol.root is not None
    assert symbol.bass is not None
    if low and min(voicing.pitches) % 12 != symbol.bass.pitch_class:
        wrong.append("another bass")
    if symbol.bass.pitch_class not in heard and symbol.bass != symbol.root:
        wrong.append("no bass")
    by_number: dict[int, set[int]] = {}
    for degree in symbol.degrees:
        by_number.setdefault(degree.number, set()).add((symbol.root.pitch_class + degree.semitones) % 12)
    for number, tones in by_number.items():
        if number in _telling(symbol) and not tones & heard:
            wrong.append(f"no {number}")
    return wrong


def _telling(symbol: ChordSymbol) -> set[int]:
    """Degrees without which it would be called another chord."""
    numbers = {degree.number for degree in symbol.degrees}
    telling = {6, 7, max(numbers)} | {degree.number for degree in symbol.degrees if degree.alteration}
    if numbers & {2, 4} and 3 not in numbers:
        telling |= {2, 4}
    if not {7, 9, 11} <= numbers or 13 in numbers:  # a dominant eleventh leaves its third out
        telling.add(3)
    if {"#11", "b13"} <= {degree.name for degree in symbol.degrees}:
        telling.discard(11)  # an altered dominant: one of its altered fifths is enough
    if len(numbers) <= 3:
        telling |= {1, 5}
    return telling


def sound_faults(voicing: Voicing, board: Fretboard) -> list[str]:
    """What is wrong with what sounds: frets that are not there, pitches, foreign and missing notes, the bass."""
    tones = voicing.tones
    wrong = []
    heard = []
    for string, fret in enumerate(voicing.frets):
        if fret < 0:
            continue
        start = board.instrument.nut_frets[string] if board.instrument.nut_frets else 0
        if (fret > 0 and start > 0) or fret > board.highest_fret or (fret > 0 and fret < board.lowest_fret):
            wrong.append(f"string {string} has no fret {fret}")
        if fret == 0 and not board.open_strings and not start:
            wrong.append("open string")
        heard.append(board.instrument.tuning[string] + board.capo + max(0, fret - start))
    if tuple(heard) != voicing.pitches:
        wrong.append(f"pitches {voicing.pitches} are not {heard}")
    classes = {pitch % 12 for pitch in heard}
    if classes - tones.allowed:
        wrong.append("foreign note")
    if tones.required - classes:
        wrong.append("missing note")
    lowest = tones.root if tones.bass is None else tones.bass
    if board.instrument.carries_bass and min(heard) % 12 != lowest:
        wrong.append("bass")
    return wrong


def hand_faults(voicing: Voicing, board: Fretboard, hand: Hand) -> list[str]:
    """What no such hand can do: fingers, barres, crossings, reach, mutes."""
    wrong = []
    fingers = [placement.finger for placement in voicing.placements]
    if len(set(fingers)) != len(fingers) or any(not 1 <= finger <= hand.fingers for finger in fingers):
        wrong.append(f"fingers {fingers}")
    pressed = {string for string, fret in enumerate(voicing.frets) if fret > 0}
    covered = set()
    for placement in voicing.placements:
        strings = range(placement.low, placement.high + 1)
        covered |= {string for string in strings if voicing.frets[string] == placement.fret}
        if any(voicing.frets[string] < placement.fret for string in strings):
            wrong.append("a string under a finger is open, muted or fretted lower")
        most = hand.barre_strings if placement.finger == 1 else 3
        if len(strings) > 1 and len(strings) > min(most, hand.barre_strings):
            wrong.append("barre too long")
    if covered != pressed:
        wrong.append("strings without a finger")
    speaking = board.instrument.scale_mm / 2 ** (board.capo / 12)
    for one in voicing.placements:
        for other in voicing.placements:
            if one.finger >= other.finger:
                continue
            if one.fret > other.fret or (one.fret == other.fret and one.low > other.low):
                wrong.append("crossed fingers")
            along = [speaking * (1 - 2 ** (-p.fret / 12)) for p in (one, other)]
            gap = min(abs(a - b) for a in range(one.low, one.high + 1) for b in range(other.low, other.high + 1))
            reach = dist((along[0], 0), (along[1], gap * board.instrument.string_spacing_mm))
            if reach > hand.reach_mm * SHARES[one.finger, other.finger] + 1e-6:
                wrong.append(f"fingers {one.finger} and {other.finger} are {reach:.0f} mm apart")
    sounding = voicing.sounding
    inner = [s for s in range(sounding[0], sounding[-1]) if voicing.frets[s] < 0]
    if len(inner) > hand.inner_mutes or any(voicing.frets[s - 1] <= 0 and voicing.frets[s + 1] <= 0 for s in inner):
        wrong.append("a mute that no finger damps")
    return wrong
