"""XML as a tree, with bounds: no document type and so no entities, no endless depth."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError

MAX_DEPTH: Final = 64
MAX_ELEMENTS: Final = 3_000_000


def xml_tree(data: bytes, form: str) -> Element:
    """The root of a document.

    Raises:
        ChartFileError: it is no XML, or declares a document type; with line and column.
        ChartTooLargeError: more elements, or more within one another, than any score has.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = elements = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth, elements = depth + 1, elements + 1
        if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
            raise ChartTooLargeError(
                form, "more elements than any score has: save it again", line=parser.CurrentLineNumber
            )
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    def doctype(*_: object) -> None:
        raise ChartFileError(
            form, "a score declares no document type: save it again", line=parser.CurrentLineNumber, column=1
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = f"its XML is broken ({expat.ErrorString(error.code)}): save it again with the program it came from"
        raise ChartFileError(form, reason, line=error.lineno, column=error.offset + 1) from None
    return builder.close()
