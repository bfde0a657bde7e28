"""docs/chordwork.1: the manual page, from the commands themselves.

``python -m tests.structure.manual_page`` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from chordwork.cli.application import build_app
from chordwork.cli.examples import EXAMPLES

PAGE: Final = Path(__file__).parents[2] / "docs/chordwork.1"
ANEW: Final = "python -m tests.structure.manual_page writes the page anew"
_HEAD: Final = r""".\" Written by python -m tests.structure.manual_page from the commands: do not edit.
.TH CHORDWORK 1 "" Chordwork "Commands"
.SH NAME
chordwork \- hear chords while they ring, and make music of them
.SH SYNOPSIS
.B chordwork
.I COMMAND
[\fIoptions\fR]
.SH DESCRIPTION
Names the chords that a microphone or a file holds while they sound, with their key and beat; reads and writes charts;
says what could come next; writes tabs; plays along; plans songs; and serves all of that over WebSocket and REST.
.PP
A lone \fB-\fR among the arguments is standard input. \fBchordwork COMMAND --help\fR says the same as this page.
.SH COMMANDS
"""
_TAIL: Final = r""".SH ENVIRONMENT
.TP
.B CHORDWORK_*
Settings of a server: docs/settings.md.
.TP
.B CHORDWORK_API_KEY
Key for the server that \fBlisten\fR and \fBdoctor\fR are told by --url.
.TP
.B CHORDWORK_MODELS
Folder of acoustic models.
.TP
.B CHORDWORK_SOUNDFONT
What the band is played with: an .sf2 or .sf3 file, or none.
.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
A fault in Chordwork; of \fBdoctor\fR: something that is needed does not work.
.TP
.B 2
Input or options that cannot be taken; standard error says why, and what to do.
.TP
.B 130
Interrupted.
"""


def page() -> str:
    """As it should be."""
    app = build_app()
    return _HEAD + "\n".join(_commands(app, "")) + "\n" + _TAIL


def _commands(app: Any, before: str) -> Iterator[str]:
    for name in sorted(app.resolved_commands()):
        if name.startswith("-"):
            continue
        command = app[name]
        if not command.show:
            continue
        yield rf".SS {before}{name}"
        yield _text(command.help)
        below = [each for each in command.resolved_commands() if not each.startswith("-")]
        if below:
            yield from _commands(command, f"{before}{name} ")
            continue
        for argument in command.assemble_argument_collection(parse_docstring=True):
            yield from _argument(argument)
        if name in EXAMPLES:
            yield ".PP\nExamples:\n.PP\n.nf"
            yield from (f".RS 4\n{_plain(line)}\n.RE" for line in EXAMPLES[name])
            yield ".fi"


def _argument(argument: Any) -> Iterable[str]:
    names = ", ".join(rf"\fB{_plain(name)}\fR" for name in argument.names)
    return (".TP", names, _text(argument.parameter.help or ""))


def _text(words: str) -> str:
    """Paragraphs; the rest of a docstring, its table of parameters, is told by argument."""
    said = words.split("\n\nParameters\n")[0].strip()
    return "\n.PP\n".join(_plain(" ".join(part.split())) for part in said.split("\n\n"))


def _plain(line: str) -> str:
    """Nothing in it is an instruction to a typesetter."""
    escaped = line.replace("\\", r"\e").replace("-", r"\-")
    escaped = "".join(each if each.isascii() else rf"\[u{ord(each):04X}]" for each in escaped)
    return rf"\&{escaped}" if escaped[:1] in (".", "'") else escaped


if __name__ == "__main__":
    PAGE.write_text(page())
