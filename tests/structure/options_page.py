"""docs/options.md: what each verb can be told, from its class. ``python -m tests.structure.options_page`` writes it."""

from __future__ import annotations

import typing
from pathlib import Path
from typing import Any, Final

from chordwork.analysis.options import AnalyzeOptions
from chordwork.cli.flags import is_flag
from chordwork.harmony.options import Option, options_of
from chordwork.music.options.accompany import AccompanyOptions
from chordwork.music.options.convert import ConvertOptions
from chordwork.music.options.parse import ParseOptions
from chordwork.music.options.practice import PracticeOptions
from chordwork.music.options.suggest import SuggestOptions
from chordwork.music.options.tabs import TabOptions
from chordwork.music.options.write import SongOptions

PAGE: Final = Path(__file__).parents[2] / "docs/options.md"
ANEW: Final = "python -m tests.structure.options_page writes the page anew"
VERBS: Final[dict[str, tuple[type[Any], str]]] = {
    "Tabs": (TabOptions, "`tab()`, `chordwork tabs`, `/tabs`"),
    "Suggestions": (SuggestOptions, "`suggest()`, `fill_gap()`, `reharmonise()`, `chordwork suggest`, `/suggest`"),
    "The band": (AccompanyOptions, "`accompany()`, `accompany_plan()`, `chordwork accompany`, `/accompaniment`"),
    "Songs": (SongOptions, "`write_song()`, `chordwork write`, `/instructions`"),
    "Practice": (PracticeOptions, "`check_chord()`, `chordwork practice`, `/practice`"),
    "Reading chords": (ParseOptions, "`parse()`, `chordwork parse`, `/harmony/parse`"),
    "Charts": (ConvertOptions, "`convert()`, `chordwork convert`, `/charts`"),
    "Recordings": (AnalyzeOptions, "`chordwork analyze`, `/analyze`"),
}
_HEAD: Final = """\
# Options

What each verb can be told, and by the same name in Python and over REST; the command line calls some otherwise. Whoever
asks, the same options have the same answer. A server has [settings](settings.md) instead. Written by
`python -m tests.structure.options_page` from the classes in [music](../music/chordwork/music/options) and
[analysis](../http/chordwork/analysis/options.py): do not edit.
"""


def page() -> str:
    """As it should be."""
    return _HEAD + "".join(_table(title, *verb) for title, verb in VERBS.items())


def _table(title: str, options: type[Any], doors: str) -> str:
    rows = "\n".join(map(_row, options_of(options)))
    return f"\n## {title}\n\n{doors}\n\n| option | flag | default | kind | what |\n|---|---|---|---|---|\n{rows}\n"


def _row(option: Option) -> str:
    flag = f"`--{'no-' if option.default is True else ''}{option.flag}`" if is_flag(option) else "none"
    bounds = "" if option.least is None else f" {option.range}"
    kinds = ", ".join(f"{kind}{bounds}" if kind.endswith("number") else kind for kind in _kinds(option.bare))
    cells = (f"`{option.name}`", flag, shown(option.default), kinds, option.text.replace("|", r"\|"))
    return f"| {' | '.join(cells)} |"


def shown(default: object) -> str:
    """A default."""
    if default is None or default == "":
        return "none"
    if isinstance(default, bool):
        return "`on`" if default else "`off`"
    return f"`{default:g}`" if isinstance(default, float) else f"`{default}`"


def _kinds(kind: Any) -> list[str]:
    if typing.get_origin(kind) is typing.Literal:
        return [f"`{each}`" for each in typing.get_args(kind)]
    if typing.get_origin(kind) in (list, dict):
        return ["list" if typing.get_origin(kind) is list else "object"]
    if parts := typing.get_args(kind):
        return [name for part in parts for name in _kinds(part)]
    return {bool: ["on or off"], int: ["whole number"], float: ["number"], str: ["text"]}.get(kind, [])


if __name__ == "__main__":
    PAGE.write_text(page())
