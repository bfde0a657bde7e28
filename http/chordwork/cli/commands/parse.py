"""``chordwork parse``: chords taken apart."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter, validators


def parse(
    chords: list[str] | None = None,
    /,
    *,
    key: str | None = None,
    transpose: Annotated[int, Parameter(validator=validators.Number(gte=-24, lte=24))] = 0,
    notation: Literal["english", "german", "solfege"] = "english",
    german: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Read chords as lead sheets or Harte write them: their notes, numerals, and what they do in the key.

    Parameters
    ----------
    chords
        Such as "F#m7b5/E B♭Δ C:maj7(9)/5". Also from a pipe.
    key
        Such as "A minor" or "F# dorian". Default: found from the chords.
    transpose
        Semitones up, or down below 0; the key moves along.
    notation
        Of note names, read and printed: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#).
    german
        Read German names, and print in --notation.
    json
        For programs.
    """
    from chordwork.cli.errors import CommandError
    from chordwork.cli.music.delivery import new_console, show
    from chordwork.cli.music.harmony_view import harmony_heading, harmony_json, harmony_table
    from chordwork.cli.music.words import chord_line
    from chordwork.harmony import KeyEstimate, Notation, analyse_all, find_keys, parse_key, transpose_key
    from chordwork.harmony import transpose as moved
    from chordwork.music.charts import read_progression
    from chordwork.music.suggestions.piece import DEFAULT_KEY

    asked_in: Notation = "german" if german else notation
    symbols = read_progression(chord_line(chords, asked_in), notation=asked_in)
    if not symbols:
        raise CommandError('which chords? Name them, such as "C G Am F"')
    keys = (KeyEstimate(parse_key(key, notation=asked_in), 1.0),) if key else find_keys(symbols)
    if transpose:
        home = keys[0].key if keys else None
        symbols = tuple(moved(symbol, transpose, key=home) for symbol in symbols)
        keys = tuple(KeyEstimate(transpose_key(each.key, transpose), each.confidence) for each in keys)
    analyses = analyse_all(symbols, keys[0].key if keys else DEFAULT_KEY)
    if json:
        print(harmony_json(keys, analyses, notation), end="")
        return
    console = new_console()
    console.print(harmony_heading(keys, key is not None, notation), soft_wrap=True)
    show(console, harmony_table(analyses, notation), soft_wrap=True)
