"""The ``<harmony>`` element of MusicXML 4.0: a chord's root, kind, degrees and bass, both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, cast
from xml.etree.ElementTree import Element, SubElement

from chordwork.harmony import (
    NO_SYMBOL,
    UNKNOWN_SYMBOL,
    ChordSymbol,
    Degree,
    HarmonySyntaxError,
    Note,
    lead_sheet_suffix,
    parse_symbol,
)
from chordwork.music.charts.musicxml.kinds import Change, DegreeType, meant_degrees, written_kind

Say = Callable[[str], None]
"""Takes a remark."""

_NONE: Final = "none"
_OTHER: Final = "other"
_TYPES: Final = ("add", "alter", "subtract")
_MOST_DEGREE: Final = 13
_MOST_ALTER: Final = 3
_INVERTED: Final = (1, 3, 5, 7)
_ELEVENTH: Final = Degree(11)
_FIFTH: Final = 7
_UNREAD: Final = "?"


def read_harmony(element: Element, say: Say) -> tuple[ChordSymbol, str]:
    """The chord of an element, and its text where it could not be read.

    Args:
        element: ``<harmony>``.
        say: is told what was guessed or passed over.
    """
    kind = element.find("kind")
    name = (kind.text or "").strip() if kind is not None else ""
    text = kind.get("text", "").strip() if kind is not None else ""
    if name == _NONE:
        return NO_SYMBOL, ""
    if len(element.findall("root")) + len(element.findall("function")) + len(element.findall("numeral")) > 1:
        say("a chord upon a chord: the first is read")
    root = _note(element.find("root"), "root")
    shown = _shown_root(element)
    if root is None:
        function = (element.findtext("function") or element.findtext("numeral/numeral-root") or "").strip()
        say("a numeral or function without a root is kept as text and not played")
        return UNKNOWN_SYMBOL, f"{function}{text}".removeprefix(_UNREAD)
    changes = _changes(element, say)
    degrees = meant_degrees(name, changes)
    if degrees is not None and text:
        degrees = _as_printed(root, text, degrees, bool(changes), say)
    if degrees is None:
        degrees = _by_text(root, text, name, say)
    if degrees is None:
        written = (shown if shown is not None else root.name) + text
        say(f"{written or 'a chord'!r} is no chord: it is kept as text and not played")
        return UNKNOWN_SYMBOL, "" if written == _UNREAD else written
    bass = _note(element.find("bass"), "bass") or _inverted(element, root, degrees)
    return ChordSymbol.of(root, degrees, bass), ""


def add_harmony(parent: Element, symbol: ChordSymbol, written: str = "", **attributes: str) -> Element:
    """Append a chord symbol; ``attributes`` are of the element, such as ``type``."""
    harmony = SubElement(parent, "harmony", attributes)
    if symbol.root is None or symbol.bass is None:
        SubElement(SubElement(harmony, "root"), "root-step", text="").text = "C"  # a root is a must; not shown
        kind = _OTHER if symbol.unknown else _NONE
        SubElement(harmony, "kind", text=(written or _UNREAD) if symbol.unknown else "N.C.").text = kind
        return harmony
    meant = written_kind(symbol.degrees)
    changes = list(meant.changes)
    if meant.kind.endswith("13th") and _ELEVENTH in symbol.degrees:
        changes.append(Change(_ELEVENTH.number, 0, "add"))  # players leave it out of such a chord
    add_name(SubElement(harmony, "root"), "root", symbol.root)
    SubElement(harmony, "kind", text=lead_sheet_suffix(symbol.degrees)).text = meant.kind
    if symbol.bass != symbol.root:
        add_name(SubElement(harmony, "bass"), "bass", symbol.bass)
    add_changes(harmony, changes)
    return harmony


def add_name(parent: Element, prefix: str, note: Note) -> None:
    """Append a note's letter and, if it has any, its sharps or flats: ``root-step``, ``root-alter``."""
    SubElement(parent, f"{prefix}-step").text = note.letter
    if note.accidental:
        SubElement(parent, f"{prefix}-alter").text = str(note.accidental)


def add_changes(harmony: Element, changes: Iterable[Change]) -> None:
    """Append degrees that are not printed, since the text of the kind says them."""
    for change in changes:
        degree = SubElement(harmony, "degree", {"print-object": "no"})
        SubElement(degree, "degree-value").text = str(change.number)
        SubElement(degree, "degree-alter").text = str(change.alter)
        SubElement(degree, "degree-type").text = change.type


def _note(element: Element | None, prefix: str) -> Note | None:
    if element is None:
        return None
    letter = (element.findtext(f"{prefix}-step") or "").strip().upper()
    if len(letter) != 1 or letter not in "ABCDEFG":
        return None
    return Note(letter, whole(element.findtext(f"{prefix}-alter")))


def whole(text: str | None) -> int:
    """A number of semitones, 0 where there is none; quarter tones are rounded."""
    try:
        value = round(float(text or 0))
    except (ValueError, OverflowError):
        return 0
    return max(-_MOST_ALTER, min(_MOST_ALTER, value))


def _shown_root(element: Element) -> str | None:
    step = element.find("root/root-step")
    return None if step is None else step.get("text")


def _changes(element: Element, say: Say) -> list[Change]:
    changes = []
    for degree in element.findall("degree"):
        value = (degree.findtext("degree-value") or "").strip()
        kind = (degree.findtext("degree-type") or "").strip()
        if not value.isdecimal() or not 1 <= int(value) <= _MOST_DEGREE or kind not in _TYPES:
            say("a degree of a chord that is none is passed over")
            continue
        changes.append(Change(int(value), whole(degree.findtext("degree-alter")), cast(DegreeType, kind)))
    return changes


def _by_text(root: Note, text: str, name: str, say: Say) -> tuple[Degree, ...] | None:
    """Degrees by what is printed, where the kind is missing, ``other`` or none that the standard has."""
    if not text and name != _OTHER:
        say(
            f"{name!r} is no kind of chord: a major triad is read"
            if name
            else "a chord without its kind is read as major"
        )
        return meant_degrees("major", ())
    try:
        return parse_symbol(root.name + text).degrees if text else None
    except HarmonySyntaxError:
        return None


def _as_printed(root: Note, text: str, degrees: tuple[Degree, ...], changed: bool, say: Say) -> tuple[Degree, ...]:
    """Degrees by the names that the text gives them; more of them where it says what no element does."""
    try:
        printed = parse_symbol(root.name + text).degrees
    except HarmonySyntaxError:
        return degrees
    meant, shown = _sounds(degrees), _sounds(printed)
    if meant == shown:
        return printed
    if not changed and meant - {_FIFTH} < shown:
        say(f"{root.name}{text} is printed and its kind says less: it is read as printed")
        return printed
    return degrees


def _sounds(degrees: tuple[Degree, ...]) -> frozenset[int]:
    return frozenset(degree.semitones % 12 for degree in degrees)


def _inverted(element: Element, root: Note, degrees: tuple[Degree, ...]) -> Note | None:
    text = (element.findtext("inversion") or "").strip()
    if not text.isdecimal() or not 0 < int(text) < len(_INVERTED):
        return None
    number = _INVERTED[int(text)]
    return next((root.above(degree) for degree in degrees if degree.number == number), None)
