"""Turns that every player knows: where a piece begins like one, the chord that completes it is likelier than songs say.

The data is chart pop, rock and standards. It has few pieces that open with the Andalusian cadence or a blues in
sevenths, and yet that is what a player means who types three of its chords. How much a turn weighs, and what songs say
to it, is in ``docs/decisions/065``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import attrs

from chordwork.harmony import REDUCED_QUALITIES, from_roman, parse_key, token_of
from chordwork.harmony.reduction import TOKENS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
        completed: of each token, whether it completes it, whatever its seventh.
    """

    reason: str
    share: float
    completed: tuple[bool, ...]

    def lean(self, probability: NDArray[np.float64]) -> NDArray[np.float64]:
        """The prediction with this turn in mind; how the songs' sevenths divide the chord stays."""
        import numpy as np

        within = probability * np.array(self.completed)
        total = float(within.sum())
        if total <= 0.0:
            return probability
        return np.asarray((1.0 - self.share) * probability + self.share / total * within)


def turn_of(tokens: Sequence[int] | NDArray[np.int64], *, minor: bool) -> Turn | None:
    """The turn that a whole piece so far is the beginning of, if any.

    Args:
        tokens: different chords so far, above the tonic.
        minor: whether the tonic's third is minor.
    """
    if len(tokens) not in _LENGTHS:
        return None
    if all(token % _KINDS == _SEVENTH for token in tokens) and (found := _blues().get(_broad(tokens))):
        return found
    return _turns(minor=minor).get(_broad(tokens))


def _broad(tokens: Sequence[int] | NDArray[np.int64]) -> tuple[int, ...]:
    """Chords without their sevenths."""
    return tuple(int(token) // _KINDS * _KINDS + _FAMILY[int(token) % _KINDS] for token in tokens)


def _read(numerals: str, key: str, reason: str, share: float) -> tuple[tuple[int, ...], Turn]:
    home = parse_key(key)
    symbols = [from_roman(numeral, home) for numeral in numerals.split()]
    tokens = [token for symbol in symbols if (token := token_of(symbol, home.tonic.pitch_class)) is not None]
    *beginning, last = _broad(tokens)
    completed = tuple(_broad([token]) == (last,) for token in range(TOKENS))
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
_BLUES: Final = {"I IV I IV I V": BLUES, "I IV I V": KNOWN}
_LENGTHS: Final = frozenset(len(numerals.split()) - 1 for numerals in (*_MAJOR, *_MINOR, *_BLUES))


@lru_cache(maxsize=2)
def _turns(*, minor: bool) -> Mapping[tuple[int, ...], Turn]:
    known, key = (_MINOR, "C minor") if minor else (_MAJOR, "C")
    return dict(_read(numerals, key, reason, KNOWN) for numerals, reason in known.items())


@lru_cache(maxsize=1)
def _blues() -> Mapping[tuple[int, ...], Turn]:
    return dict(_read(numerals, "C", _BAR_9, share) for numerals, share in _BLUES.items())
