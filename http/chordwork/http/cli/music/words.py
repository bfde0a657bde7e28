"""Chords from the command line, or from a pipe."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from chordwork.http.cli.errors import CommandError

MAX_PIPED_CHARACTERS: Final = 100_000
"""More than any reader of chords takes; the rest of a pipe is not read."""


def chord_line(words: Sequence[str] | None) -> str:
    """The chords as a text: the arguments, else what is piped in, with its lines.

    Args:
        words: arguments; ``"C G Am F"`` in quotes or one by one; ``-`` for what is piped in.

    Raises:
        CommandError: no argument, and a person at the keyboard.
    """
    return _piped(words, 'which chords? Name them, such as "C G Am F", or pipe them in').strip("\r\n")


def piped_or(words: Sequence[str] | None, question: str) -> str:
    """The arguments, else what is piped in, on one line.

    Raises:
        CommandError: neither; the question says what is missing.
    """
    return " ".join(words) if words and list(words) != ["-"] else " ".join(_piped(None, question).split())


def _piped(words: Sequence[str] | None, question: str) -> str:
    if words and list(words) != ["-"]:
        return " ".join(words)
    if sys.stdin is None or sys.stdin.isatty():
        raise CommandError(question)
    return sys.stdin.read(MAX_PIPED_CHARACTERS)
