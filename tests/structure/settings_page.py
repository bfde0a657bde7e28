"""docs/settings.md: one table of all settings, from their class.

``python -m tests.structure.settings_page`` writes it anew.
"""

from __future__ import annotations

import typing
from pathlib import Path
from typing import Any, Final

from chordwork.harmony.options import Option, options_of
from chordwork.http.settings import PREFIX, Settings
from tests.structure.options_page import shown

PAGE: Final = Path(__file__).parents[2] / "docs/settings.md"
ANEW: Final = "python -m tests.structure.settings_page writes the page anew"
_HEAD: Final = """\
# Settings

Everything that `chordwork serve` can be told, by a variable of the environment or by a flag of the same name; a flag
wins. A name that is no setting, or a value that is none, stops the server at its start with a message that names it;
all of them at once. Written by `python -m tests.structure.settings_page` from the
[class](../http/chordwork/http/settings.py): do not edit.

| variable | flag | default | kind | what |
|---|---|---|---|---|
"""
_TAIL: Final = """
Durations are seconds, sizes are bytes. In the container image `CHORDWORK_HOST` is `0.0.0.0`, `CHORDWORK_PORT` is `8000`
and `CHORDWORK_DRAIN_TIMEOUT_S` is `6` ([deploying](deploying.md)). The environment of standard tools goes on working
beside these: `TMPDIR` for uploads, `OTEL_*` where `tracing` is on.
"""


def page() -> str:
    """As it should be."""
    return _HEAD + "\n".join(map(_row, options_of(Settings))) + "\n" + _TAIL


def _row(option: Option) -> str:
    flag = f"--{option.flag}"
    if option.bare is bool:
        flag += f"`, `--no-{option.flag}"
    told = option.text.removesuffix(" Default: none.").replace("|", r"\|")
    cells = (f"`{PREFIX}{option.name.upper()}`", f"`{flag}`", shown(option.default), _kind(option.bare), told)
    return f"| {' | '.join(cells)} |"


def _kind(kind: Any) -> str:
    if typing.get_origin(kind) is typing.Literal:
        return ", ".join(f"`{each}`" for each in typing.get_args(kind))
    named = {bool: "on or off", int: "whole number", int | None: "whole number", float: "number", str: "text"}
    return named[kind]


if __name__ == "__main__":
    PAGE.write_text(page())
