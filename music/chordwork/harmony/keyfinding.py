"""Key and mode of a list of chords.

The likelihood of the chord changes under each of the 24 keys, from counts on songs (see
:mod:`~chordwork.harmony.key_table`), flattened so that its confidence tells how often it is right; then the
church mode, where the notes that part it from major or minor were heard often enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.harmony import key_table
from chordwork.harmony.keys import Key, Mode, usual_key
from chordwork.harmony.notes import Note
from chordwork.harmony.symbol import ChordSymbol

KINDS: Final = 7
"""Kinds of chords that the likelihood tells apart: major, minor, other, and dominant, major, minor and half-diminished
seventh. Sevenths tell much: ``Dm7 G7`` speaks of C, ``Dm G`` may be anywhere."""
CLASSES: Final = 12 * KINDS

_MINOR: Final = 1
_MINOR_KINDS: Final = (1, 5)
_DOMINANT: Final = 3
_HALF_DIMINISHED: Final = 6
_FOURTH: Final = 5
_DOWN_A_STEP: Final = 11
CADENCE_ARRIVED: Final = 2.5
"""Nats that a iiø–V–i adds to the key it ends in,"""
CADENCE_OPEN: Final = 2.0
"""and a iiø–V whose tonic is left out."""
CADENCE_ALONE: Final = 1.0
"""Nats of a V7–i among few chords."""
FEW_CHORDS: Final = 3

MINIMUM_MODAL_WEIGHT: Final = 2.0
"""Chords that must hold a mode's own note before the mode is named."""
MODAL_DOMINANCE: Final = 4.0
"""How many times more often a mode's own note must be heard than the note it replaces."""


@attrs.frozen
class KeyEstimate:
    """A key with the probability, in [0, 1], that tonic and third are right."""

    key: Key
    confidence: float


def find_keys(
    chords: Sequence[ChordSymbol], *, weights: Sequence[float] | None = None, limit: int = 3
) -> tuple[KeyEstimate, ...]:
    """The likeliest keys of a list of chords, best first.

    Args:
        chords: in playing order; the non-chords are passed over.
        weights: beats or seconds of each chord, used to tell modes apart. All alike unless given.
        limit: how many keys, at most 24.

    Returns:
        Nothing if no chord has a root. The best estimate may be in a church mode; the others are major or minor.
    """
    if weights is not None and len(weights) != len(chords):
        raise ValueError(f"{len(chords)} chords need as many weights, not {len(weights)}")
    classes = np.array([chord_class(chord) for chord in chords if chord.root is not None], dtype=np.int64)
    if not len(classes):
        return ()
    probability = key_probabilities(classes)
    order = np.argsort(-probability, kind="stable")[:limit]
    estimates = []
    for place, index in enumerate(order):
        minor, tonic = divmod(int(index), 12)
        mode = Mode.MINOR if minor else Mode.MAJOR
        if place == 0:
            mode = _church_mode(chords, weights or [1.0] * len(chords), tonic, mode)
        estimates.append(KeyEstimate(_spelled_as(chords, tonic, mode), float(probability[index])))
    return tuple(estimates)


def chord_class(chord: ChordSymbol) -> int:
    """Root pitch class times :data:`KINDS`, plus the kind.

    That is 0 with a major third, 1 with a minor third and a fifth, 2 any other, and with a seventh 3 (dominant), 4
    (major), 5 (minor) and 6 (half-diminished).
    """
    assert chord.root is not None
    intervals = chord.intervals
    if 4 in intervals:
        kind = 3 if 10 in intervals else 4 if 11 in intervals else 0
    elif 3 in intervals and 7 in intervals:
        kind = 5 if 10 in intervals else 1
    else:
        kind = 6 if {3, 6, 10} <= intervals else 2
    return chord.root.pitch_class * KINDS + kind


def key_probabilities(classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Probability of the 24 keys, 12 major then 12 minor, shape ``(24,)``.

    Args:
        classes: what :func:`chord_class` says of each chord, shape ``(n,)``, n > 0.
    """
    first, change, prior = _tables()
    changes = np.flatnonzero(np.diff(classes))
    kept = np.concatenate((classes[:1], classes[changes + 1]))
    relative = (kept[:, None] - KINDS * np.arange(12)) % CLASSES
    changes_score = change[:, relative[:-1], relative[1:]].sum(axis=1) + _cadences(kept)
    changes_score /= 1 + key_table.REDUNDANCY * (len(kept) - 1)
    flat = (first[:, relative[0]] + changes_score + prior[:, None]).reshape(-1)
    odds = np.exp(flat - flat.max())
    return np.asarray(odds / odds.sum())


def _cadences(kept: NDArray[np.int64]) -> NDArray[np.float64]:
    """What minor cadences add to the score of each key, shape ``(2, 12)``.

    A half-diminished seventh that falls a fifth onto a dominant, iiø–V, leads to a minor tonic: that is what it is for,
    also where the dominant is replaced by its tritone substitute. The songs behind the table are mostly pop and hardly
    have it, so they cannot tell. Of a few chords, V7–i is the key; in a song it may be V7/vi.
    """
    score = np.zeros((2, 12))
    roots, kinds = np.divmod(kept, KINDS)
    for index in range(len(kept) - 1):
        fall = (roots[index + 1] - roots[index]) % 12
        last = index + 2 >= len(kept)
        after = -1 if last else (roots[index + 2] - roots[index + 1]) % 12
        if kinds[index] == _DOMINANT and kinds[index + 1] == _MINOR and fall == _FOURTH and len(kept) <= FEW_CHORDS:
            score[1, roots[index + 1]] += CADENCE_ALONE
        if kinds[index] != _HALF_DIMINISHED:
            continue
        dominant = kinds[index + 1] == _DOMINANT or (kinds[index + 1] == 0 and after == _FOURTH)
        if fall == _FOURTH and dominant:
            arrived = after == _FOURTH
            mode = int(not arrived or kinds[index + 2] in _MINOR_KINDS)
            score[mode, (roots[index + 1] + _FOURTH) % 12] += CADENCE_ARRIVED if arrived else CADENCE_OPEN
        elif fall == after == _DOWN_A_STEP and dominant and kinds[index + 2] in _MINOR_KINDS:
            score[1, roots[index + 2]] += CADENCE_ARRIVED
    return score


@lru_cache(maxsize=1)
def _tables() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Log-probabilities: of the first class ``(2, 84)``, of a change ``(2, 84, 84)``, of major and minor ``(2,)``."""
    first = np.array([_decode(line) for line in key_table.FIRST])
    change = np.array([[_decode(line) for line in rows] for rows in key_table.CHANGE])
    share = key_table.SHARE_OF_MAJOR
    return first, change, np.log(np.array((share, 1 - share)))


def _decode(line: str) -> list[float]:
    return [-(ord(character) - ord("A")) * key_table.STEP for character in line]


def _church_mode(chords: Sequence[ChordSymbol], weights: Iterable[float], tonic: int, mode: Mode) -> Mode:
    heard = np.zeros(12)
    for chord, weight in zip(chords, weights, strict=True):
        for note in _without_seventh(chord):
            heard[(note - tonic) % 12] += weight
    heard *= len(chords) / max(float(sum(weights)), 1e-9)

    def instead(own: int, usual: int) -> bool:
        return bool(heard[own] >= max(MINIMUM_MODAL_WEIGHT, MODAL_DOMINANCE * heard[usual]))

    if mode is Mode.MINOR:
        if instead(1, 2):
            return Mode.PHRYGIAN
        return Mode.DORIAN if instead(9, 8) else mode
    if instead(10, 11):
        return Mode.MIXOLYDIAN
    return Mode.LYDIAN if instead(6, 5) else mode


def _without_seventh(chord: ChordSymbol) -> frozenset[int]:
    """Pitch classes that tell a mode: the seventh of a blues chord does not make it mixolydian."""
    if chord.root is None:
        return frozenset()
    root = chord.root.pitch_class
    return frozenset((root + degree.semitones) % 12 for degree in chord.degrees if degree.number != 7)


def _spelled_as(chords: Iterable[ChordSymbol], tonic: int, mode: Mode) -> Key:
    """The usual spelling of a key, except that F# or Gb (and their like) follow what was written."""
    usual = usual_key(tonic, mode)
    listed = [chord.root for chord in chords if chord.root is not None]
    for root in listed:
        if root.pitch_class == tonic and root != usual.tonic:
            written = Key(root, mode)
            return written if abs(written.signature) <= abs(usual.signature) else usual
    other = Key(Note.at(usual.tonic.fifths - 12 if usual.signature > 0 else usual.tonic.fifths + 12), mode)
    signs = sum(root.accidental for root in listed)
    if abs(other.signature) == abs(usual.signature) and signs * usual.signature < 0:
        return other
    return usual
