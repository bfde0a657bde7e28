"""Directives of ChordPro: ``{name-selector: value}``, their short forms, and what the words of other programs mean."""

from __future__ import annotations

import re
from typing import Final

import attrs

_SHAPE: Final = re.compile(
    r"\s*\{\s*(?P<name>\+?[A-Za-z_][\w.]*)(?:-(?P<selector>[\w.-]+)(?P<reversed>!?))?\s*(?:[:\s]\s*(?P<value>.*?))?\s*\}\s*(?:#.*)?"
)
_ATTRIBUTE: Final = re.compile(r"([\w.]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
INSTRUMENT: Final = "guitar"
"""What conditions are tried against, as ChordPro does by default."""

_MEANT: Final = {
    **dict.fromkeys(("c", "ci", "cb", "comment_italic", "comment_box", "highlight", "gc", "guitar_comment"), "comment"),
    "t": "title",
    "st": "subtitle",
    "su": "subtitle",
    "ns": "new_song",
    "k": "key",
    "a": "album",
    "n": "define",
    "soc": "start_of_chorus",
    "eoc": "end_of_chorus",
    "sov": "start_of_verse",
    "eov": "end_of_verse",
    "sob": "start_of_bridge",
    "eob": "end_of_bridge",
    "sot": "start_of_tab",
    "eot": "end_of_tab",
    "sog": "start_of_grid",
    "eog": "end_of_grid",
    "soh": "start_of_highlight",
    "eoh": "end_of_highlight",
    "bpm": "tempo",
    "metronome": "tempo",
    "meter": "time",
    "author": "composer",
    "words": "lyricist",
    "lyrics": "lyricist",
    "music": "composer",
    "copy": "copyright",
}
_LAYOUT: Final = re.compile(
    r"(?:chord|chorus|footer|grid|tab|label|toc|text|title)(?:font|size|colou?r)|[ct][fs]|titles|columns?|col|column_break|"
    r"colb|cb|new_page|np|new_physical_page|npp|pagetype|grid|g|no_grid|ng|diagrams|zoom.*|image|\+.*|"
    r"start_of_highlight|end_of_highlight"
)


@attrs.frozen
class Directive:
    """A directive that fills a line.

    Attributes:
        name: in full and small letters.
        value: what stands behind it; without the attributes, where it has some.
        attributes: such as ``label``.
        holds: whether its condition, if it has one, is met.
    """

    name: str
    value: str = ""
    attributes: dict[str, str] = attrs.Factory(dict)
    holds: bool = True

    @property
    def label(self) -> str:
        """Of a section."""
        return " ".join((self.attributes.get("label") or self.value).split())

    @property
    def is_layout(self) -> bool:
        """It tells how the page looks."""
        return _LAYOUT.fullmatch(self.name) is not None


def directive(line: str) -> Directive | None:
    """The directive of a line; None if it has none."""
    match = _SHAPE.fullmatch(line)
    if match is None:
        return None
    name, value = match["name"].lower(), match["value"] or ""
    attributes = {each[1]: each[2] if each[2] is not None else each[3] for each in _ATTRIBUTE.finditer(value)}
    if attributes:
        value = _ATTRIBUTE.sub("", value).strip()
    holds = match["selector"] is None or (match["selector"].lower() == INSTRUMENT) is not bool(match["reversed"])
    return Directive(_MEANT.get(name, name), value, attributes, holds)


def plain(text: str) -> str:
    """A text that no directive can end early, on one line."""
    return " ".join(text.replace("{", "(").replace("}", ")").split())
