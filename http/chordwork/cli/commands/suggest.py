"""``chordwork suggest``: what could come next, and why."""

from __future__ import annotations

from typing import Annotated, Any

from cyclopts import Parameter

from chordwork.cli.flags import with_flags
from chordwork.cli.music import suggesting
from chordwork.music.options.suggest import SuggestOptions


@with_flags(SuggestOptions)
def suggest(
    chords: list[str] | None = None,
    /,
    *,
    song: int | None = None,
    replace: int | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
    examples: Annotated[bool, Parameter(negative=())] = False,
    **given: Any,
) -> None:
    """Say which chords could come next, how likely songs go there, and why.

    Parameters
    ----------
    chords
        So far, such as "Dm7 G7". With a gap, "C Am _ G", the chords that fit there. Also from a pipe. Or a
        file of a song, such as song.cho, see chordwork convert.
    song
        Which one of a file with several, from 1.
    replace
        The place, counted from 1, of a chord to replace by others that share its notes.
    json
        For programs.
    examples
        Show well-known beginnings and what is suggested after them, and stop.
    """
    suggesting.suggest(chords, song=song, replace=replace, json=json, examples=examples, **given)
