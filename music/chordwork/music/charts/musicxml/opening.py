"""From bytes to the elements of a score: XML as it is or in a ``.mxl`` archive, bounded on every side.

A document type may name its DTD, which is never fetched. Declarations of entities are refused: scores have none, and
they are how small files become large ones.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError
from chordwork.music.charts.form import MAX_BYTES

NAME: Final = "musicxml"
MAX_UNPACKED_BYTES: Final = 4 * MAX_BYTES
"""Of the score in an archive."""
MAX_ENTRIES: Final = 1_000
"""Of an archive."""
MAX_DEPTH: Final = 40
"""Of elements in one another; scores have about ten."""
MAX_ELEMENTS: Final = 2_000_000
MAX_CONTAINER_BYTES: Final = 64 * 1024

_ENCODING_ERRORS: Final = tuple(
    expat.errors.codes[message]
    for message in (expat.errors.XML_ERROR_INCORRECT_ENCODING, expat.errors.XML_ERROR_UNKNOWN_ENCODING)
)
ZIP: Final = b"PK\x03\x04"
_CONTAINER: Final = "META-INF/container.xml"
_SCORE_TYPES: Final = ("", "application/vnd.recordare.musicxml+xml", "application/xml", "text/xml")


def open_score(data: bytes) -> Element:
    """The root of a score, ``score-partwise`` or ``score-timewise``.

    Raises:
        ChartFileError: it is no archive or no XML, or no score.
        ChartTooLargeError: more bytes, elements or levels than any score has.
    """
    if len(data) > MAX_BYTES:
        raise ChartTooLargeError(NAME, f"more than {MAX_BYTES} bytes")
    root = parsed(_unpacked(data) if data.startswith(ZIP) else data)
    if root.tag not in ("score-partwise", "score-timewise"):
        raise ChartFileError(NAME, f"<{root.tag}> is no score: give <score-partwise> or <score-timewise>", line=1)
    return root


def parsed(data: bytes) -> Element:
    """The elements of a document, without their namespaces.

    Programs that convert files leave an encoding in the first line that is no longer true: then it is read as UTF-8.
    """
    try:
        return _Builder(None).build(data)
    except _WrongEncodingError as error:
        try:
            data.decode()
        except UnicodeDecodeError:
            raise ChartFileError(error.form, error.reason, line=error.line, column=error.column) from None
    return _Builder("utf-8").build(data)


class _WrongEncodingError(ChartFileError):
    """The first line names an encoding in which the file is not."""


class _Builder:
    """Elements, counted while they come."""

    def __init__(self, encoding: str | None) -> None:
        self._tree = TreeBuilder()
        self._depth = 0
        self._count = 0
        self._parser = expat.ParserCreate(encoding)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._tree.data
        self._parser.EntityDeclHandler = self._entity
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def build(self, data: bytes) -> Element:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code) or "no XML"
            wrong = error.code in _ENCODING_ERRORS
            raise (_WrongEncodingError if wrong else ChartFileError)(
                NAME, f"this is no XML: {reason}", line=error.lineno, column=error.offset + 1
            ) from None
        except ChartFileError:
            raise
        except (ValueError, LookupError) as error:
            raise ChartFileError(NAME, f"this is no XML: {error}") from None
        return self._tree.close()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH:
            raise ChartTooLargeError(NAME, f"more than {MAX_DEPTH} levels of elements", line=self._line)
        if self._count > MAX_ELEMENTS:
            raise ChartTooLargeError(NAME, f"more than {MAX_ELEMENTS} elements", line=self._line)
        self._tree.start(tag.rpartition(":")[2] if ":" in tag else tag, attributes)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        self._tree.end(tag.rpartition(":")[2] if ":" in tag else tag)

    def _entity(self, *_: object) -> None:
        raise ChartFileError(NAME, "it declares entities, which no score does: save it again", line=self._line)

    @property
    def _line(self) -> int:
        return self._parser.CurrentLineNumber


def _unpacked(data: bytes) -> bytes:
    """The score that an archive's container names, else its first one."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise ChartTooLargeError(NAME, f"an archive of more than {MAX_ENTRIES} files")
            names = [entry.filename for entry in entries]
            name = _named(archive) if _CONTAINER in names else ""
            if name not in names:
                scores = [
                    each for each in names if each.lower().endswith((".musicxml", ".xml")) and "META-INF" not in each
                ]
                if not scores:
                    raise ChartFileError(NAME, "the archive holds no score: export it again", place="container.xml")
                name = scores[0]
            return _read(archive, name, MAX_UNPACKED_BYTES)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise ChartFileError(NAME, f"the archive cannot be read ({error}): export the score again") from None


def _named(archive: zipfile.ZipFile) -> str:
    container = parsed(_read(archive, _CONTAINER, MAX_CONTAINER_BYTES))
    for file in container.iter("rootfile"):
        if file.get("media-type", "") in _SCORE_TYPES:
            return file.get("full-path", "")
    return ""


def _read(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    with archive.open(name) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ChartTooLargeError(NAME, f"{name} is larger than {limit} bytes when unpacked")
    return data
