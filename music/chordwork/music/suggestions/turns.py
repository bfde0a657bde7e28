"""Turns that every player knows: where a piece begins like one, the chord that completes it is likelier than songs say.

The data is chart pop, rock and standards. It has few pieces that open with the Andalusian cadence or a blues in
sevenths, and yet that is what a player means who types three of its chords. How much a turn weighs, and what songs say
to it, is in ``docs/decisions/065``.
"""

from __future__ import annotations

from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.harmony import REDUCED_QUALITIES, from_roman, parse_key, token_of
from chordwork.harmony.reduction import TOKENS

KNOWN: Final = 0.2
"""Share of the prediction that goes to the chord that completes a turn."""
BLUES: Final = 0.6
"""The same for a blues in sevenths, whose form says bar 9."""
_KINDS: Final = len(REDUCED_QUALITIES)
_FAMILIES: Final = {"maj7": "maj", "7": "maj", "min7": "min", "dim7": "dim", "hdim7": "dim"}
_FAMILY: Final = tuple(REDUCED_QUALITIES.index(_FAMILIES.get(name, name)) for name in REDUCED_QUALITIES)
_SEVENTH: Final = REDUCED_QUALITIES.index("7")


@attrs.frozen(eq=False)
class Turn:
    """A well-known turn.

    Attributes:
        reason: what a player hears about the chord that completes it; ``{turn}`` is all of it, ``{symbol}`` its end.
        share: of the prediction.
        completed: what completes it, whatever its seventh, shape ``(TOKENS,)``.
    """

    reason: str
    share: float
    completed: NDArray[np.bool_]

    def lean(self, probability: NDArray[np.float64]) -> NDArray[np.float64]:
        """The prediction with this turn in mind; how the songs' sevenths divide the chord stays."""
        within = probability * self.completed
        total = float(within.sum())
        if total <= 0.0:
            return probability
        return np.asarray((1.0 - self.share) * probability + self.share / total * within)


def turn_of(tokens: NDArray[np.int64], *, minor: bool) -> Turn | None:
    """The turn that a whole piece so far is the beginning of, if any.

    Args:
        tokens: different chords so far, above the tonic.
        minor: whether the tonic's third is minor.
    """
    if len(tokens) not in _LENGTHS:
        return None
    if all(token % _KINDS == _SEVENTH for token in tokens) and (found := _BLUES.get(_broad(tokens))):
        return found
    return _TURNS[minor].get(_broad(tokens))


def _broad(tokens: NDArray[np.int64] | list[int]) -> tuple[int, ...]:
    """Chords without their sevenths."""
    return tuple(int(token) // _KINDS * _KINDS + _FAMILY[int(token) % _KINDS] for token in tokens)


def _read(numerals: str, key: str, reason: str, share: float) -> tuple[tuple[int, ...], Turn]:
    home = parse_key(key)
    symbols = [from_roman(numeral, home) for numeral in numerals.split()]
    tokens = [token for symbol in symbols if (token := token_of(symbol, home.tonic.pitch_class)) is not None]
    *beginning, last = _broad(tokens)
    completed = np.array([_broad([token]) == (last,) for token in range(TOKENS)])
    return tuple(beginning), Turn(reason, share, completed)


_FOUR: Final = "Completes the four chords of countless songs: {turn}."
_MAJOR: Final = {
    "I V vi IV": _FOUR,
    "vi IV I V": _FOUR,
    "I vi IV V": "Completes the doo-wop turn of the fifties: {turn}.",
    "I vi ii V": "Completes the turnaround of standards: {turn}.",
    "I VI ii V": "Completes the turnaround of standards: {turn}.",
    "I bVII IV I": "Completes the rock turn, home by two falling fourths: {turn}.",
    "I iii IV V": "Completes the climb of many ballads: {turn}.",
    "I V vi iii IV": "On along Pachelbel's canon: {turn}.",
    "I V vi iii IV I IV V": "Closes Pachelbel's canon: {symbol} leads back to its beginning.",
}
_MINOR: Final = {
    "i VI III VII": _FOUR,
    "i VII VI V": "Completes the Andalusian cadence, flamenco's way down: {turn}.",
    "i iv VII III VI": "On round the circle, each chord a fifth lower: {turn}.",
}
_BAR_9: Final = "Bar 9 of a twelve-bar blues: up to the fifth chord, the peak of the form."
_TURNS: Final = {
    False: dict(_read(numerals, "C", reason, KNOWN) for numerals, reason in _MAJOR.items()),
    True: dict(_read(numerals, "C minor", reason, KNOWN) for numerals, reason in _MINOR.items()),
}
_BLUES: Final = dict([_read("I IV I IV I V", "C", _BAR_9, BLUES), _read("I IV I V", "C", _BAR_9, KNOWN)])
_LENGTHS: Final = frozenset(len(beginning) for table in (*_TURNS.values(), _BLUES) for beginning in table)
