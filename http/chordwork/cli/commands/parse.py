"""``chordwork parse``: chords taken apart."""

from __future__ import annotations

from typing import Annotated, Any

from cyclopts import Parameter

from chordwork.cli.flags import with_flags
from chordwork.music.options.parse import ParseOptions


@with_flags(ParseOptions)
def parse(
    chords: list[str] | None = None,
    /,
    *,
    song: int | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
    **given: Any,
) -> None:
    """Read chords as lead sheets or Harte write them: their notes, numerals, and what they do in the key.

    Parameters
    ----------
    chords
        Such as "F#m7b5/E B♭Δ C:maj7(9)/5". Also from a pipe. Or a file of a song, such as
        song.cho, see chordwork convert: its chords as they are played.
    song
        Which one of a file with several, from 1.
    json
        For programs.
    """
    from chordwork.cli.errors import CommandError
    from chordwork.cli.music.delivery import new_console, show
    from chordwork.cli.music.harmony_view import harmony_heading, harmony_json, harmony_table
    from chordwork.cli.music.words import handed_chords
    from chordwork.music.parsing import parse as read

    options = ParseOptions(**given)
    handed = handed_chords(chords, song=song, notation="german" if options.german else options.notation)
    parsed = read(handed.chords, **given)
    if not parsed.analyses:
        raise CommandError('which chords? Name them, such as "C G Am F"')
    if json:
        print(harmony_json(parsed.keys, parsed.analyses, options.notation), end="")
        return
    console = new_console()
    console.print(harmony_heading(parsed.keys, options.key is not None, options.notation), soft_wrap=True)
    show(console, harmony_table(parsed.analyses, options.notation), soft_wrap=True)
