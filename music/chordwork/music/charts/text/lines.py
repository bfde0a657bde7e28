"""What each line of a chart is: chords, words, a section's name, a directive, a comment."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

import attrs

from chordwork.harmony.patterns import pattern


@attrs.frozen
class Line:
    """A line of a text.

    Attributes:
        start: index of its first character in the text.
        end: index after its last one.
    """

    text: str
    start: int
    end: int

    @property
    def body(self) -> str:
        """What it says."""
        return self.text[self.start : self.end]


def split_lines(text: str) -> list[Line]:
    """The lines of a text."""
    return [Line(text, match.start(), match.end()) for match in re.finditer(r"[^\r\n]+", text)]


_PARTS: Final = (
    r"(?:verse|chorus|bridge|intro|introduction|outro|pre-?\s?chorus|post-?\s?chorus|solo|interlude|refrain|tag|hook|"
    r"break(?:down)?|instrumental|ending|vamp|turnaround|middle(?:\s(?:8|eight))?|part|section|head|"
    r"strophe|couplet|pont|strofa|strofe|ritornello|estrofa|estribillo|puente|verso|refr[ãa]o|ponte|coro|"
    r"strophe|zwischenspiel|vorspiel|nachspiel|br[üu]cke)"
)
_TIMES_WORD: Final = r"(?:times?|mal|fois|vezes|veces|volte)\b"
_TIMES: Final = rf"(?:[(\[]?\s*(?:[xX×]\s*(?P<before>\d+)|(?P<after>\d+)\s*(?:[xX×]|{_TIMES_WORD}))\s*[)\]]?)"
_NAMED_PART: Final = pattern(
    rf"\s*(?P<name>(?:[A-Z]\s+)?{_PARTS}(?:\s*[-#]?\s*(?:\d+|[A-Z](?![\w#])|[IVX]+\b)(?:\s*[&,/-]\s*\d+)*)?)\s*{_TIMES}?\s*(?P<colon>[:.]|-(?=\s)|$)",
    re.IGNORECASE,
)
_ANY_LABEL: Final = pattern(r"\s*(?P<name>[^\s|\[\]{}:%/][^|\[\]{}:%/]{0,40}?)\s*:(?=\s|$)(?!\s*\|\s*$)")
_BRACKETED: Final = pattern(r"\[([^\[\]|\n]{1,60})\]")
_DIRECTIVE: Final = pattern(r"\s*\{\s*([\w-]+)\s*[:\s]?\s*([^}|]*)\}\s*$")
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_CAPO: Final = r"(?:capo(?:tasto|traste|dastre)?|kapo(?:daster)?|cejilla|cejuela|capod[aà]stre)"
"""The capo in the languages of songbooks."""
_META: Final = pattern(
    r"\s*(?P<name>title|artist|subtitle|composer|author|lyricist|album|year|copyright|ccli|key|tempo|bpm|time|"
    r"metre|meter|signature|time signature|tuning|duration|by|words|music|style|feel|strumming|pattern|transpose|"
    r"original key|(?:recommended )?tone|difficulty|genre|"
    r"tom|tonart|ton|tonalit[ée]|tonalidade?|tonalit[àa]|tonica|tono|stimmung|afina[çc][ãa]o|afinaci[óo]n|accordage|accordatura|"
    r"t[íi]tulo|titel|titre|titolo|artista|k[üu]nstler|artiste|compositor|komponist|ritmo|rhythmus|takt(?:art)?|"
    r"comp[áa]s(?:so)?|mesure|autor|text|musik|paroles|musique)"
    r"\s*[:=]\s*(?P<value>.+)$|"
    rf"\s*(?P<no_capo>(?:no|without|ohne|sem|sin|sans|senza)\s+{_CAPO})\s*[.!]?\s*$|"
    rf"\s*{_CAPO}\s*[:=]?\s*(?:on\s+|at\s+|na\s+|no\s+|en\s+(?:el\s+)?|au\s+|al\s+|im\s+)?(?:the\s+)?"
    r"(?:(?:fret|bund|casa|traste|case|tasto|frette)\s+)?"
    r"(?P<fret>\d+|[IVX]+)(?:st|nd|rd|th|[ªºa°.]|[eè]me|e)?(?:\s+(?:fret|bund|casa|traste|case|tasto|frette))?\s*$|"
    rf"\s*{_CAPO}\s*[:=]\s*(?P<capo>.+)$|"
    r"\s*(?:[♩♪𝅗𝅥]\.?|q\.?)\s*=\s*(?P<beat>\d{2,3})(?:\s?bpm)?\s*$|\s*(?P<bpm>\d{2,3})\s?bpm\s*$",
    re.IGNORECASE,
)
_MEANT: Final = {
    "bpm": "tempo",
    **dict.fromkeys(("metre", "meter", "signature", "time signature", "takt", "taktart", "mesure"), "time"),
    **dict.fromkeys(("compás", "compas", "compasso", "compásso"), "time"),
    **dict.fromkeys(("titel", "titre", "titolo", "título", "titulo"), "title"),
}
"""What is asked of a heading, by the word that it has."""
_TAB_LINE: Final = pattern(r"\s*[A-Ga-g][#b♯♭]?\d?\s*[|:][-\d\shpbrstx/\\~()<>|.^vXo*=]*")


_JUMP_LINE: Final = pattern(
    r"\s*(?:D\.?\s?[CS]\.?(?:\s(?:al|to)\s(?:fine|coda))?|(?:to\s|al\s)?(?:fine|coda|segno))\s*\.?\s*", re.IGNORECASE
)
_COMPLETES: Final = pattern(r"\(?(?:maj|min|major|minor|dim|aug|sus|add)\d*\)?")
"""What may follow a chord after a blank: ``C maj7``."""
_LEAST_DASHES: Final = 3


def named_part(body: str) -> tuple[str, int, int] | None:
    """A section's name at the beginning of a line, how often it is played, and where the rest of the line begins.

    The name is a word that songs use (``Verse 2:``, ``Chorus x2``), or anything before a colon that is no chord.
    """
    match = _NAMED_PART.match(body)
    if match is not None:
        return match["name"], int(match["before"] or match["after"] or 1), match.end()
    return None


def any_label(body: str) -> tuple[str, int] | None:
    """Words before a colon, and where the rest begins."""
    match = _ANY_LABEL.match(body)
    return None if match is None else (match["name"], match.end())


def bracketed(body: str) -> list[re.Match[str]]:
    """What stands in square brackets."""
    return list(_BRACKETED.finditer(body))


def directive(body: str) -> tuple[str, str] | None:
    """Name, in small letters, and value of a ChordPro directive that fills a line."""
    match = _DIRECTIVE.match(body)
    return None if match is None else (match[1].lower(), match[2].strip())


def meta(body: str) -> tuple[str, str] | None:
    """Name and value of a line such as ``Capo: 3`` or ``Key: G``."""
    match = _META.match(body)
    if match is None:
        return None
    if match["no_capo"]:
        return "capo", "0"
    if match["fret"]:
        return "capo", str(_ROMAN.get(match["fret"].lower(), match["fret"]))
    if match["capo"]:
        return "capo", match["capo"].strip()
    if match["bpm"] or match["beat"]:
        return "tempo", match["bpm"] or match["beat"]
    name = match["name"].lower()
    return _MEANT.get(name, name), match["value"].strip()


def is_tab_line(body: str) -> bool:
    """A string of a tablature: ``e|--0--2--|``."""
    return body.count("-") >= _LEAST_DASHES and _TAB_LINE.fullmatch(body) is not None


def is_jump(body: str) -> bool:
    """A line that says where to go on: ``D.S. al Coda``."""
    return _JUMP_LINE.fullmatch(body) is not None


def times_in(label: str) -> tuple[str, int]:
    """A label without its ``x2``, and how often that says."""
    match = re.search(rf"\s*,?\s*{_TIMES}\s*$", label)
    if match is None:
        return label, 1
    return label[: match.start()], int(match["before"] or match["after"])


def share_of_chords(body: str, is_chord: Callable[[str], bool]) -> float:
    """How many of a line's words are chords or signs between them."""
    words = [word for word in re.split(r"[\s|,;]+", body) if word]
    if not words:
        return 1.0
    return sum(_is_sign(word) or is_chord(word) for word in words) / len(words)


def _is_sign(word: str) -> bool:
    if _COMPLETES.fullmatch(word):
        return True
    return re.fullmatch(r"[-/.:%~–—()|]+|\(?[xX×]?\d+[xX×]?\)?|->|→|\d+/\d+|\d\.|\[\d\.?", word) is not None


_MANY_WORDS: Final = 3


def is_words(body: str, share: float) -> bool:
    """Whether a line below chords is sung: hardly a chord in it, and several words or none that looks like a chord."""
    words: Sequence[str] = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", body)
    if share >= 0.5 or "|" in body or not any(len(word) > 1 for word in words):
        return False
    return len(words) >= _MANY_WORDS or not any(re.match("[A-H]", word) for word in words)
