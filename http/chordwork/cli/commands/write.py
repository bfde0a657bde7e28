"""``chordwork write``: from a theme to a song plan."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

if TYPE_CHECKING:
    from chordwork.music.songwriting import SongPlan

ENDINGS = {"txt": "text", "md": "markdown", "cho": "chordpro", "chordpro": "chordpro", "json": "json"}


def write(
    theme: list[str] | None = None,
    /,
    *,
    level: Literal["beginner", "intermediate", "advanced"] | None = None,
    instrument: str | None = None,
    voice: Literal["low", "medium", "high"] | None = None,
    genre: str | None = None,
    mood: Literal["happy", "calm", "sad", "tense"] | None = None,
    key: str | None = None,
    tempo: int | None = None,
    metre: Literal["4/4", "3/4", "6/8", "5/4", "7/8", "12/8"] | None = None,
    groove: str | None = None,
    seed: int | None = None,
    set: Annotated[list[str] | None, Parameter(negative=())] = None,
    plan: Path | None = None,
    keep: Annotated[list[str] | None, Parameter(negative=())] = None,
    format: Literal["text", "markdown", "chordpro", "json"] | None = None,
    output: Path | None = None,
) -> None:
    """Plan a song about something: chords and why they work, prompts for tune and words, steps, practice.

    Parameters
    ----------
    theme
        What the song is about, in any language. Also from a pipe.
    level
        Of the player. Default: beginner.
    instrument
        As for tabs, or piano. Default: guitar.
    voice
        Of the singer. Default: medium.
    genre
        Such as pop, folk or jazz. Default: found from the theme.
    mood
        Default: heard from the theme.
    key
        Such as "A minor". Default: one that lies well on the instrument.
    tempo
        Felt beats a minute, 20 to 400; in 6/8 and 12/8, dotted quarters.
    metre
        Default: what the feel of the song asks for.
    groove
        As for accompany.
    seed
        Another number, another song.
    set
        Settle a field yourself, as often as you like: --set "sections.chorus.chords=G | D | Em | C".
    plan
        A plan written before, as JSON, to be changed; - for one that is piped in. With --set alone, only that changes;
        with --keep, or another theme, seed, level, instrument or voice, all but what is settled or kept is written
        anew.
    keep
        With --plan: a field that stays, such as title or sections.verse.chords, besides those that you settled; as
        often as you like.
    format
        Default: what the name of --output ends in, else text. json can be changed again with --plan.
    output
        File to write. Default: standard output.
    """
    from chordwork.cli.music.delivery import check_place, deliver, new_console
    from chordwork.cli.music.plan_view import coloured_plan

    check_place(output)
    kind = format or _kind_of(output)
    asked = {"level": level, "instrument": instrument, "voice": voice, "seed": seed}
    fields = {"genre": genre, "mood": mood, "key": key, "tempo_bpm": tempo, "metre": metre, "groove": groove}
    settled = {**_given(fields), **_settled(set or ())}
    song = (
        _planned(theme, _given(asked), settled) if plan is None else _changed(plan, theme, _given(asked), settled, keep)
    )
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


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _planned(theme: Sequence[str] | None, asked: dict[str, Any], settled: dict[str, Any]) -> SongPlan:
    from chordwork.cli.music.words import piped_or
    from chordwork.music.songwriting import write_song

    text = piped_or(theme, 'what about? Say it, such as "walking home through the rain", or pipe it in')
    return write_song(text, locked=settled, **asked)


def _changed(
    path: Path, theme: Sequence[str] | None, asked: dict[str, Any], settled: dict[str, Any], keep: list[str] | None
) -> SongPlan:
    from chordwork.cli.music.plan_file import read_plan

    song = read_plan(path)
    if settled:
        song = song.edit(settled)
    if theme:
        asked["theme"] = " ".join(theme)
    if keep is None and not asked:
        return song
    kept = None if keep is None else [*song.locked, *keep]
    return song.rewrite(seed=asked.pop("seed", None), locked=kept, **asked)


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
