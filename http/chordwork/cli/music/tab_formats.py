"""The formats of ``chordwork tabs``, and how a file name chooses one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import attrs

from chordwork.cli.errors import CommandError

if TYPE_CHECKING:
    from chordwork.music.tabs import Tab

FormatName = Literal["text", "svg", "png", "alphatex", "musicxml", "gp5", "midi", "chordpro", "pdf", "json"]


@attrs.frozen
class TabFormat:
    """One format.

    Attributes:
        title: for messages.
        extensions: of files that hold it, the usual one first.
        write: makes the document.
    """

    title: str
    extensions: tuple[str, ...]
    write: Callable[[Tab], str | bytes]


TAB_FORMATS: Final[dict[FormatName, TabFormat]] = {
    "text": TabFormat("text", ("txt", "tab"), lambda tab: tab.text()),
    "svg": TabFormat("SVG", ("svg",), lambda tab: tab.svg()),
    "png": TabFormat("PNG", ("png",), lambda tab: tab.png()),
    "alphatex": TabFormat("alphaTex", ("atex", "alphatex"), lambda tab: tab.alphatex()),
    "musicxml": TabFormat("MusicXML", ("musicxml", "xml"), lambda tab: tab.musicxml()),
    "gp5": TabFormat("Guitar Pro", ("gp5",), lambda tab: tab.guitar_pro()),
    "midi": TabFormat("MIDI", ("mid", "midi"), lambda tab: tab.midi()),
    "chordpro": TabFormat("ChordPro", ("cho", "chordpro", "chopro", "pro"), lambda tab: tab.chordpro()),
    "pdf": TabFormat("PDF", ("pdf",), lambda tab: tab.pdf()),
    "json": TabFormat("JSON", ("json",), lambda tab: json.dumps(tab.to_dict(), ensure_ascii=False, indent=1) + "\n"),
}


def tab_format(name: FormatName | None, place: Path | None) -> FormatName:
    """The format asked for, else the one that the file's name ends in, else text.

    Raises:
        CommandError: a file name that ends in no known format, and no format asked for.
    """
    if name is not None:
        return name
    if place is None:
        return "text"
    ending = place.suffix.removeprefix(".").lower()
    for known, format in TAB_FORMATS.items():
        if ending in format.extensions:
            return known
    endings = ", ".join(f".{format.extensions[0]}" for format in TAB_FORMATS.values())
    raise CommandError(f"{place}: which format? End the name in {endings}, or add --format")
