"""``chordwork write``: from a theme to a song plan."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from chordwork.cli.flags import with_flags
from chordwork.music.options.write import SongOptions

if TYPE_CHECKING:
    from chordwork.music.songwriting import SongPlan

ENDINGS = {"txt": "text", "md": "markdown", "cho": "chordpro", "chordpro": "chordpro", "json": "json"}
QUESTION = 'what about? Say it, such as "walking home through the rain", or pipe it in'


@with_flags(SongOptions)
def write(
    theme: list[str] | None = None,
    /,
    *,
    set: Annotated[list[str] | None, Parameter(negative=())] = None,
    plan: Path | None = None,
    keep: Annotated[list[str] | None, Parameter(negative=())] = None,
    format: Literal["text", "markdown", "chordpro", "json"] | None = None,
    output: Path | None = None,
    **given: Any,
) -> None:
    """Plan a song about something: chords and why they work, prompts for tune and words, steps, practice.

    Parameters
    ----------
    theme
        What the song is about, in any language. Also from a pipe.
    set
        Settle a field yourself, as often as you like: --set "sections.chorus.chords=G | D | Em | C".
    plan
        A plan written before, as JSON, to be changed; - for one that is piped in. With --set alone, only that changes;
        with --keep, or another theme, seed, level, instrument or voice, all but what is settled or kept is written
        anew.
    keep
        With --plan: a field that stays, such as title or sections.verse.chords, besides all that was settled; as
        often as you like.
    format
        Default: what the name of --output ends in, else text. json can be changed again with --plan.
    output
        File to write. Default: standard output.
    """
    from chordwork.cli.music.delivery import check_place, deliver, new_console
    from chordwork.cli.music.plan_file import read_plan
    from chordwork.cli.music.plan_view import coloured_plan
    from chordwork.cli.music.words import piped_or
    from chordwork.music.songwriting.song import plan_for

    check_place(output)
    kind = format or _kind_of(output)
    options = SongOptions(**given, locked=_settled(set or ()))
    if plan is None:
        song = plan_for(piped_or(theme, QUESTION), options)
    else:
        song = plan_for(" ".join(theme) if theme else None, options, plan=read_plan(plan), keep=keep)
    if kind == "text" and output is None:
        new_console().print(coloured_plan(song), end="", soft_wrap=True)
        return
    writers: dict[str, Callable[[], str]] = {
        "text": song.text,
        "markdown": song.markdown,
        "chordpro": song.chordpro,
        "json": partial(_json, song),
    }
    deliver(writers[kind](), output, kind=kind, suggestion="song.md")


def _settled(pairs: Sequence[str]) -> dict[str, Any]:
    """``path=value`` pairs; a value that is JSON is what it says, any other is text."""
    from chordwork.cli.errors import CommandError

    values: dict[str, Any] = {}
    for pair in pairs:
        path, equals, value = pair.partition("=")
        if not equals or not path.strip():
            raise CommandError(f'--set "{pair}": write a field and its value, such as title="Rain"')
        try:
            values[path.strip()] = json.loads(value)
        except ValueError:
            values[path.strip()] = value.strip()
    return values


def _kind_of(output: Path | None) -> str:
    from chordwork.cli.errors import CommandError

    if output is None:
        return "text"
    kind = ENDINGS.get(output.suffix.removeprefix(".").lower())
    if kind is None:
        raise CommandError(f"{output}: which format? End the name in .txt, .md, .cho or .json, or add --format")
    return kind


def _json(song: SongPlan) -> str:
    return json.dumps(song.to_dict(), ensure_ascii=False, indent=1) + "\n"
