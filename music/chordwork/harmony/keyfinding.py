"""Key and mode of a list of chords.

The likelihood of the chord changes under each of the 24 keys, from counts on songs (see
:class:`KeyTable`), flattened so that its confidence tells how often it is right; then the
church mode, where the notes that part it from major or minor were heard often enough.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from operator import add
from pkgutil import get_data
from typing import Any, Final

import attrs

from chordwork.harmony.keys import Key, Mode, usual_key
from chordwork.harmony.notes import Note
from chordwork.harmony.symbol import ChordSymbol

KINDS: Final = 7
"""Kinds of chords that the likelihood tells apart: major, minor, other, and dominant, major, minor and half-diminished
seventh. Sevenths tell much: ``Dm7 G7`` speaks of C, ``Dm G`` may be anywhere."""
CLASSES: Final = 12 * KINDS
TABLE_FILE: Final = "key_table.json"

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
    classes = [chord_class(chord) for chord in chords if chord.root is not None]
    if not classes:
        return ()
    probability = key_probabilities(classes)
    estimates = []
    for place, index in enumerate(sorted(range(24), key=lambda key: -probability[key])[:limit]):
        minor, tonic = divmod(index, 12)
        mode = Mode.MINOR if minor else Mode.MAJOR
        if place == 0:
            mode = _church_mode(chords, weights or [1.0] * len(chords), tonic, mode)
        estimates.append(KeyEstimate(_spelled_as(chords, tonic, mode), probability[index]))
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


def key_probabilities(classes: Iterable[int], table: KeyTable | None = None) -> list[float]:
    """Probability of the 24 keys, 12 major then 12 minor.

    Args:
        classes: what :func:`chord_class` says of each chord, at least one.
        table: counts to go by; those of this distribution unless given.
    """
    table = table or shipped_table()
    kept = [chord for chord, _ in groupby(classes)]
    changes = [0.0] * 24
    for before, after in pairwise(kept):
        changes = list(map(add, changes, table.of_change(before, after)))
    changes = list(map(add, changes, _cadences(kept)))
    flattened = 1 + table.redundancy * (len(kept) - 1)
    score = [first + change / flattened for first, change in zip(table.of_first(kept[0]), changes, strict=True)]
    score = list(map(add, score, table.prior))
    best = max(score)
    odds = [math.exp(each - best) for each in score]
    total = math.fsum(odds)
    return [each / total for each in odds]


def _cadences(kept: Sequence[int]) -> list[float]:
    """What minor cadences add to the score of each of the 24 keys.

    A half-diminished seventh that falls a fifth onto a dominant, iiø–V, leads to a minor tonic: that is what it is for,
    also where the dominant is replaced by its tritone substitute. The songs behind the table are mostly pop and hardly
    have it, so they cannot tell. Of a few chords, V7–i is the key; in a song it may be V7/vi.
    """
    score = [0.0] * 24
    for index, (now, following) in enumerate(pairwise(kept)):
        (root, kind), (next_root, next_kind) = divmod(now, KINDS), divmod(following, KINDS)
        fall, after, last_kind = (next_root - root) % 12, -1, -1
        if index + 2 < len(kept):
            last_root, last_kind = divmod(kept[index + 2], KINDS)
            after = (last_root - next_root) % 12
        if kind == _DOMINANT and next_kind == _MINOR and fall == _FOURTH and len(kept) <= FEW_CHORDS:
            score[12 + next_root] += CADENCE_ALONE
        if kind != _HALF_DIMINISHED:
            continue
        dominant = next_kind == _DOMINANT or (next_kind == 0 and after == _FOURTH)
        if fall == _FOURTH and dominant:
            arrived = after == _FOURTH
            minor = not arrived or last_kind in _MINOR_KINDS
            score[12 * minor + (next_root + _FOURTH) % 12] += CADENCE_ARRIVED if arrived else CADENCE_OPEN
        elif fall == after == _DOWN_A_STEP and dominant and last_kind in _MINOR_KINDS:
            score[12 + (next_root + after) % 12] += CADENCE_ARRIVED
    return score


class KeyTable:
    """How often chords of each class follow each other in major and minor songs, as log-probabilities in nats.

    A class is what :func:`chord_class` says, relative to the tonic. ``key_table.json`` holds the table of this
    distribution; ``python -m training.harmony keys`` writes it.

    Args:
        step: nats between two letters.
        share_of_major: of all songs.
        redundancy: how little each further change tells.
        first: for major and minor, a letter for each class that a song begins with; A is 0.
        change: for major and minor, a line for each class before, with a letter for each class that follows.
    """

    def __init__(
        self, *, step: float, share_of_major: float, redundancy: float, first: Sequence[str], change: Any
    ) -> None:
        self.redundancy: Final = redundancy
        self.prior: Final = [math.log(share_of_major)] * 12 + [math.log(1 - share_of_major)] * 12
        self._nats = {chr(letter): (ord("A") - letter) * step for letter in range(ord("A"), 127)}
        self._first = first
        self._change = change
        self._of_change: dict[tuple[int, int], tuple[float, ...]] = {}

    def of_first(self, chord: int) -> list[float]:
        """What a first chord of that class says of each of the 24 keys."""
        return [self._nats[row[(chord - KINDS * tonic) % CLASSES]] for row in self._first for tonic in range(12)]

    def of_change(self, before: int, after: int) -> tuple[float, ...]:
        """What a change of chord says of each of the 24 keys."""
        found = self._of_change.get((before, after))
        if found is None:
            found = self._of_change[before, after] = tuple(
                self._nats[rows[(before - KINDS * tonic) % CLASSES][(after - KINDS * tonic) % CLASSES]]
                for rows in self._change
                for tonic in range(12)
            )
        return found


@lru_cache(maxsize=1)
def shipped_table() -> KeyTable:
    """The table of this distribution, read once."""
    fields = json.loads(get_data("chordwork.harmony", TABLE_FILE) or b"")
    return KeyTable(**{name: value for name, value in fields.items() if name != "about"})


def _church_mode(chords: Sequence[ChordSymbol], weights: Iterable[float], tonic: int, mode: Mode) -> Mode:
    heard = [0.0] * 12
    for chord, weight in zip(chords, weights, strict=True):
        for note in _without_seventh(chord):
            heard[(note - tonic) % 12] += weight
    chords_a_weight = len(chords) / max(float(sum(weights)), 1e-9)
    heard = [each * chords_a_weight for each in heard]

    def instead(own: int, usual: int) -> bool:
        return heard[own] >= max(MINIMUM_MODAL_WEIGHT, MODAL_DOMINANCE * heard[usual])

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
