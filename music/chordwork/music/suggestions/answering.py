"""What comes next, what fits a gap, what could stand instead: one answer, whoever asks."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from chordwork.harmony import ChordSymbol, KeyEstimate
from chordwork.harmony.options import chosen
from chordwork.music.options.suggest import SuggestOptions
from chordwork.music.suggestions.continuing import Suggester
from chordwork.music.suggestions.suggestion import Suggestion


@attrs.frozen
class Answer:
    """Suggestions, and the key they are for."""

    key: KeyEstimate
    suggestions: tuple[Suggestion, ...]


def answer(
    chords: Sequence[ChordSymbol],
    options: SuggestOptions,
    *,
    after: Sequence[ChordSymbol] | None = None,
    replace: int | None = None,
) -> Answer:
    """Suggestions, likeliest first.

    Args:
        chords: so far.
        options: which, and how many.
        after: what comes after the gap that is to be filled; None: go on after ``chords``.
        replace: index of the one of ``chords`` that another is to stand for.

    Raises:
        SuggestionError: nothing can follow, fit or stand there, or an option that cannot be.
    """
    told = chosen(options, SuggestOptions)
    suggester = Suggester(**told)
    for chord in (*chords, *(after or ())):
        suggester.add(chord)
    if replace is not None:
        from chordwork.music.suggestions.bridging import reharmonise

        found = reharmonise(chords, replace, **told)
    elif after is not None:
        from chordwork.music.suggestions.bridging import fill_gap

        found = fill_gap(chords, after, **told)
    else:
        found = suggester.suggest()
    return Answer(suggester.key, found)
