"""Bytes of text files become text, and places in a text lines and columns."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import Final

from chordwork.music.charts.errors import ChartFileError

_CONTROLS: Final = frozenset(range(32)) - {9, 10, 11, 12, 13, 26, 27}
_GLANCE: Final = 4096


def decoded(data: bytes, form: str) -> str:
    """The text of a file: UTF-8, UTF-16 with a mark, or else Windows' western letters; line ends become ``\\n``.

    Raises:
        ChartFileError: bytes that stand in no text.
    """
    if not is_text(data):
        raise ChartFileError(form, "this is no text: give a text file, or another format")
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_text(data: bytes) -> bool:
    """Whether bytes may be text, at a glance."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return True
    return not _CONTROLS.intersection(data[:_GLANCE])


def place_in(text: str, position: int) -> tuple[int, int]:
    """Line and column, from 1, of a character of a text."""
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
