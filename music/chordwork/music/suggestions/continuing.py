"""What could come next: at once for a list of chords, or chord by chord as they are played."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from copy import copy
from typing import TYPE_CHECKING

from chordwork.harmony import ChordSymbol, Key, KeyEstimate, analyse, parse_key, to_lead_sheet
from chordwork.harmony.analysis import as_blues_home, is_home_seventh
from chordwork.harmony.options import chosen, taking
from chordwork.music.options.suggest import SuggestArguments
from chordwork.music.song.model import Song
from chordwork.music.suggestions.errors import SuggestionError
from chordwork.music.suggestions.piece import ChordLike, Piece, bounded
from chordwork.music.suggestions.reasons import reason_for
from chordwork.music.suggestions.suggestion import Suggestion

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from chordwork.music.suggestions.turns import Turn


@taking(SuggestArguments)
def suggest(chords: str | Song | Iterable[ChordLike], options: SuggestArguments) -> tuple[Suggestion, ...]:
    """What could come next, likeliest first.

    The whole list is used: a song that repeats itself is expected to go on doing so.

    Args:
        chords: so far, oldest first, as a list or a line of text ("Dm7 G7"); none asks for chords to open with.
            Repeated chords count once. Of a song, what is played and sounds, in the key that it gives.
        options: by name, as :class:`~chordwork.music.options.suggest.SuggestArguments` has them. The probabilities are
            those of the leaning choice.

    Raises:
        HarmonySyntaxError: a text that is no chord or no key; it points at the character.
        SuggestionError: too many chords, or a parameter out of range.
    """
    key = chords.sounding_key if options.key is None and isinstance(chords, Song) else options.key
    suggester = Suggester(**{**chosen(options, SuggestArguments), "key": key})
    for chord in bounded(chords, options.notation):
        suggester.add(chord)
    return suggester.suggest()


class Suggester:
    """Suggestions while somebody plays: give it each chord, ask when you like. Not for several threads at once.

    Args:
        options: by name, as for :func:`suggest`.

    Adventurousness, style and mood are attributes that may be set at any time; a wrong value is refused when asked.
    """

    @taking(SuggestArguments)
    def __init__(self, options: SuggestArguments) -> None:
        self.adventurousness = options.adventurousness
        self.style = options.style
        self.mood = options.mood
        self._limit = options.limit
        self._piece = Piece(options.key, options.notation)
        self._model = options.model

    @property
    def chords(self) -> tuple[ChordSymbol, ...]:
        """Different chords so far, as written, oldest first; at most the last 2000."""
        return tuple(self._piece.symbols)

    @property
    def key(self) -> KeyEstimate:
        """The key that the suggestions are for."""
        return self._piece.key_estimate

    def add(self, chord: ChordLike) -> bool:
        """Take the next chord. False if it changes nothing: a repeat, no chord, an unknown one."""
        return self._piece.add(chord)

    def set_key(self, key: str | Key | None) -> None:
        """From now on in this key; None finds it again.

        Raises:
            KeySyntaxError: a text that is no key.
        """
        self._piece = self._piece.in_key(parse_key(key, notation=self._piece.notation) if isinstance(key, str) else key)

    def ahead(self, chords: Iterable[ChordLike]) -> Suggester:
        """One that has heard these chords as well, while this one has not: for chords that may still change."""
        other = copy(self)
        other._piece = self._piece.in_key(self._piece.given_key)
        for chord in chords:
            other.add(chord)
        return other

    def suggest(self, limit: int | None = None) -> tuple[Suggestion, ...]:
        """What could come next, likeliest first, at most ``limit``; that of the options unless given."""
        piece = self._piece
        probability, reach, turn = self._foreseen()
        return tuple(
            explained(piece, token, float(probability[token]), None, int(reach[token]), turn)
            for token in likeliest(probability, self._limit if limit is None else limit)
        )

    def _foreseen(self) -> tuple[Sequence[float], Sequence[float], Turn | None]:
        """Probability of each token, how far back it goes on as before, and the turn that has begun."""
        piece, key = self._piece, self._piece.key
        leans = self.style is not None or self.mood is not None or self.adventurousness != 0
        if self._model is None and not leans and "numpy" not in sys.modules:
            from chordwork.music.suggestions.plain import foresee

            found = foresee(piece.degrees, piece.numbers, minor=key.mode.is_minor)
            return found.probability, found.reach, found.turn
        from chordwork.music.suggestions.model import shipped_model
        from chordwork.music.suggestions.taste import in_mood, lean

        model = self._model or shipped_model()
        prediction = model.predict(piece.tokens, piece.exact, minor=key.mode.is_minor, style=self.style)
        probability = in_mood(lean(prediction.probability, self.adventurousness, key), self.mood)
        return probability.tolist(), prediction.view.memory.reach.tolist(), prediction.turn


def likeliest(probability: Sequence[float] | NDArray[np.float64], limit: int) -> list[int]:
    """Tokens with the highest probabilities, best first, none with probability 0.

    Raises:
        SuggestionError: limit below 1.
    """
    if limit < 1:
        raise SuggestionError(f"limit must be at least 1, not {limit}")
    values = probability if isinstance(probability, list) else [float(each) for each in probability]
    order = sorted(range(len(values)), key=lambda token: -values[token])
    return [token for token in order[:limit] if values[token] > 0]


def explained(
    piece: Piece,
    token: int,
    probability: float,
    following: ChordSymbol | None,
    reach: int = 0,
    turn: Turn | None = None,
) -> Suggestion:
    """A token as a suggestion: spelled, analysed, with its reason."""
    analysis = analyse(piece.written(token), piece.key, following=following)
    if following is None and is_home_seventh(analysis.symbol, piece.key) and token in piece.degrees:
        analysis = as_blues_home(analysis, piece.key)  # it was home before
    notation = piece.notation

    def named(symbols: Iterable[ChordSymbol]) -> tuple[str, ...]:
        return tuple(to_lead_sheet(symbol, notation=notation) for symbol in symbols)

    before = piece.symbols[-1] if piece.symbols else None
    if turn is not None and turn.completed[token]:
        (symbol,) = named([analysis.symbol])
        line = " ".join([*named(piece.symbols), symbol])
        return Suggestion.of(analysis, probability, turn.reason.format(turn=line, symbol=symbol), notation)
    repeated = named(piece.symbols[len(piece.symbols) - min(reach, 4) :]) if reach else ()
    loop = named(piece.loop_with(token)) if reach else ()
    reason = reason_for(analysis, piece.key, before, repeated, loop, notation)
    return Suggestion.of(analysis, probability, reason, notation)
