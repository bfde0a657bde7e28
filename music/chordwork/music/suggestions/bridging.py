"""Chords for a place whose next chords are already there: fill a gap, or replace one chord."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chordwork.harmony import REDUCED_QUALITIES, TOKENS, ChordSymbol, Key, symbol_of, token_of
from chordwork.harmony.options import taking
from chordwork.music.options.suggest import SuggestArguments
from chordwork.music.suggestions.continuing import explained, likeliest
from chordwork.music.suggestions.errors import SuggestionError
from chordwork.music.suggestions.model import shipped_model
from chordwork.music.suggestions.piece import ChordLike, Piece, as_symbol, bounded, piece_of
from chordwork.music.suggestions.suggestion import Suggestion
from chordwork.music.suggestions.taste import in_mood, lean

CANDIDATES: Final = 32
"""How many chords that could follow are tried against what comes after them."""
COMMON_NOTE_NATS: Final = 1.2
"""What each note in common with the chord it replaces is worth to a replacement."""
MINIMUM_COMMON_NOTES: Final = 2


@taking(SuggestArguments)
def fill_gap(
    before: str | Iterable[ChordLike], after: str | Sequence[ChordLike], options: SuggestArguments
) -> tuple[Suggestion, ...]:
    """One chord between two parts of a progression, likeliest first.

    Args:
        before: chords before the gap, as a list or a line of text; may be empty.
        after: chords after it, likewise; at least one with a root.
        options: as for :func:`~chordwork.music.suggestions.suggest`.

    Returns:
        Probabilities are among the chords that fit both sides.
    """
    notation = options.notation
    before = list(bounded(before, notation))
    following = [
        symbol for symbol in (as_symbol(chord, notation) for chord in bounded(after, notation)) if symbol.is_chord
    ]
    if not following:
        raise SuggestionError("no chord comes after the gap: ask suggest() what could come next")
    piece = piece_of(before, None, notation).in_key(piece_of(chain(before, following), options.key, notation).key)
    probability = _between(piece, following[0], options, frozenset())
    probability = in_mood(lean(probability, options.adventurousness, piece.key), options.mood)
    return _listed(piece, probability, following[0], options.limit)


@taking(SuggestArguments)
def reharmonise(chords: str | Sequence[ChordLike], index: int, options: SuggestArguments) -> tuple[Suggestion, ...]:
    """Other chords for one place of a progression, that share notes with the one there: the melody still fits.

    Args:
        chords: the progression, as a list or a line of text.
        index: which chord to replace, from 0.
        options: as for :func:`~chordwork.music.suggestions.suggest`.

    Raises:
        SuggestionError: no chord with a root stands at ``index``.
    """
    notation = options.notation
    symbols = [as_symbol(chord, notation) for chord in bounded(chords, notation)]
    if not 0 <= index < len(symbols) or not symbols[index].is_chord:
        places = f"an index from 0 to {len(symbols) - 1} where a chord stands" if symbols else "at least one chord"
        raise SuggestionError(f"there is no chord at {index}: give {places}")
    piece = piece_of(symbols[:index], None, notation).in_key(piece_of(symbols, options.key, notation).key)
    old = symbols[index]
    following = next((symbol for symbol in symbols[index + 1 :] if symbol.is_chord), None)
    common = _notes_in_common(old, piece.key)
    tonic = piece.key.tonic.pitch_class
    shut = frozenset({token_of(old, tonic)} | set(np.flatnonzero(common < MINIMUM_COMMON_NOTES).tolist()))
    probability = _between(piece, following, options, shut)
    probability = probability * np.exp(COMMON_NOTE_NATS * common)
    probability = lean(probability / max(probability.sum(), 1e-300), options.adventurousness, piece.key)
    probability = in_mood(probability, options.mood)
    return _listed(piece, probability, following, options.limit)


def _between(
    piece: Piece, following: ChordSymbol | None, options: SuggestArguments, shut: frozenset[int | None]
) -> NDArray[np.float64]:
    """Probability of each chord before ``following``, given that it comes; 0 for those in ``shut``."""
    minor, tonic = piece.key.mode.is_minor, piece.key.tonic.pitch_class
    model, style = options.model or shipped_model(), options.style
    tokens, exact = piece.tokens, piece.exact
    forward = model.predict(tokens, exact, minor=minor, style=style).probability
    forward[[token for token in shut if token is not None]] = 0.0
    if following is None:
        return np.asarray(forward / forward.sum())
    goal = token_of(following, tonic)
    assert goal is not None
    forward[goal] = 0.0
    both = np.zeros(TOKENS)
    for token in likeliest(forward, CANDIDATES):
        tried = piece.with_chord(piece.written(token))
        after = model.predict(tried.tokens, tried.exact, minor=minor, style=style).probability
        both[token] = forward[token] * after[goal]
    return np.asarray(both / both.sum())


def _notes_in_common(symbol: ChordSymbol, key: Key) -> NDArray[np.float64]:
    kinds = len(REDUCED_QUALITIES)
    own = frozenset(note.pitch_class for note in symbol.notes)
    tokens = (symbol_of(token, key.spell(key.tonic.pitch_class + token // kinds)) for token in range(TOKENS))
    return np.array([float(len(own & candidate.pitch_classes)) for candidate in tokens])


def _listed(
    piece: Piece, probability: NDArray[np.float64], following: ChordSymbol | None, limit: int
) -> tuple[Suggestion, ...]:
    return tuple(
        explained(piece, token, float(probability[token]), following) for token in likeliest(probability, limit)
    )
