"""What could come next, and why: what ``chordwork suggest`` does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import attrs

from chordwork.music.options.suggest import SuggestOptions

if TYPE_CHECKING:
    from chordwork.harmony import ChordSymbol, KeyEstimate, Notation
    from chordwork.music.suggestions import Suggestion

GAP = "_"
"""Stands for the chord that is wanted."""


def suggest(
    chords: Sequence[str] | None = None,
    /,
    *,
    song: int | None = None,
    replace: int | None = None,
    json: bool = False,
    examples: bool = False,
    **given: Any,
) -> None:
    """Print suggestions; arguments are those of the command, options by the names that :class:`SuggestOptions` has."""
    options = SuggestOptions(**given)
    if examples:
        _show_examples(options.limit)
        return
    from chordwork.cli.errors import CommandError
    from chordwork.cli.music.words import handed_chords
    from chordwork.harmony import to_lead_sheet
    from chordwork.music.charts import read_progression
    from chordwork.music.suggestions.answering import answer

    notation = options.notation
    handed = handed_chords(chords, song=song, notation=notation).chords
    if isinstance(handed, str):
        line = handed
    else:
        from chordwork.music.charts import to_chart

        options = attrs.evolve(options, key=options.key or handed.sounding_key)
        line = " ".join(to_lead_sheet(symbol, notation=notation) for symbol in to_chart(handed).symbols)
    shown = " ".join(line.split())
    before, gap, after = _around_the_gap(read_progression(_gap_marked(line), notation=notation), line)
    played = [*before, *after]
    if "\n" in line:  # words among the chords would only be in the way
        shown = " ".join(to_lead_sheet(symbol, notation=notation) for symbol in before)
        shown = " ".join([shown, GAP, *(to_lead_sheet(each, notation=notation) for each in after)]) if gap else shown
    if replace is not None:
        if gap:
            raise CommandError(f"either a gap ({GAP}) or --replace, not both")
        if not played:
            raise CommandError('--replace: name the chords first, such as "C Am F G" --replace 3')
        if not 1 <= replace <= len(played):
            raise CommandError(f"--replace {replace}: count the chord from 1 to {len(played)}")
        asked = f"instead of {to_lead_sheet(played[replace - 1], notation=notation)} in {shown}"
    elif gap and after:
        asked = f"for the gap in {shown}"
    else:
        asked = f"after {shown.removesuffix(GAP).strip()}" if played else "to begin with"
    found = answer(before, options, after=after or None, replace=None if replace is None else replace - 1)
    if json:
        from chordwork.cli.music.suggestion_text import suggestion_json

        print(suggestion_json(asked, found.key, found.suggestions, notation), end="")
        return
    _show(f"{asked[0].upper()}{asked[1:]}", found.key, found.suggestions, notation)


def _show(heading: str, key: KeyEstimate, suggestions: Sequence[Suggestion], notation: Notation) -> None:
    from chordwork.cli.music.suggestion_text import suggestion_lines
    from chordwork.cli.output import is_plain

    if is_plain() and (lines := suggestion_lines(heading, key, suggestions, notation)) is not None:
        print(*lines, sep="\n")
        return
    from chordwork.cli.music.delivery import new_console, show
    from chordwork.cli.music.suggestion_view import suggestion_heading, suggestion_table

    console = new_console()
    console.print(suggestion_heading(heading, key, notation), soft_wrap=True)
    show(console, suggestion_table(suggestions))


def _show_examples(limit: int) -> None:
    from rich.text import Text

    from chordwork.cli.music.delivery import new_console, show
    from chordwork.cli.music.suggestion_view import suggestion_heading, suggestion_table
    from chordwork.music.charts import read_progression
    from chordwork.music.suggestions import Suggester
    from chordwork.music.suggestions.contexts import CONTEXTS

    console = new_console()
    for number, context in enumerate(CONTEXTS):
        suggester = Suggester(key=context.key)
        for chord in read_progression(context.chords):
            suggester.add(chord)
        heading = suggestion_heading(context.chords or "nothing yet", suggester.key)
        console.print(Text.assemble("\n" * (number > 0), (f"{context.title}: ", "bold green"), heading), soft_wrap=True)
        show(console, suggestion_table(suggester.suggest(limit)))


def _gap_marked(line: str) -> str:
    """The line with an unknown chord in the place of the gap; as long as before, so that errors point rightly."""
    import re

    from chordwork.cli.errors import CommandError

    gaps = list(re.finditer(r"(?<![^\s|])_(?![^\s|])", line))
    if len(gaps) > 1:
        raise CommandError(f"one gap ({GAP}) at a time: fill the first, then ask again")
    return f"{line[: gaps[0].start()]}?{line[gaps[0].end() :]}" if gaps else line


def _around_the_gap(
    played: Sequence[ChordSymbol], line: str
) -> tuple[Sequence[ChordSymbol], bool, Sequence[ChordSymbol]]:
    """What is played before and after the gap; where a repeat plays it more than once, around the first time."""
    place = next((index for index, symbol in enumerate(played) if symbol.unknown), None)
    if place is None or _gap_marked(line) == line:
        return played, False, ()
    return played[:place], True, [symbol for symbol in played[place + 1 :] if not symbol.unknown]
