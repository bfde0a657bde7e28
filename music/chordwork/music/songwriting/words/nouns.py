"""The nouns of an English theme, as they stand in it: ``"grandmother's old piano"`` has *grandmother* and *piano*.

From the word table's kinds, the little words around a word, and a list of verbs' and adjectives' company; a spelling
that is nobody's word is taken for the word of a scene that is one slip away from it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

import attrs

from chordwork.music.songwriting.words.english import english
from chordwork.music.songwriting.words.scenes import scenes
from chordwork.music.songwriting.words.table import KINDS, WordTable, named_emoji, word_table

MOST_NOUNS: Final = 8
"""Of a theme; the first ones."""
SHORTEST_MENDED: Final = 5
"""Letters of a word whose spelling is mended."""
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_APOSTROPHE: Final = re.compile(r"['’].*$")


@attrs.frozen
class Token:
    """A word of a theme."""

    shown: str
    """As it stands, without ``'s``."""
    plain: str
    """Lower case, accents dropped."""
    is_owner: bool = False
    """``'s`` follows."""


def tokens_of(text: str) -> list[Token]:
    """Words of a theme, in order."""
    found = []
    for match in _TOKEN.finditer(text):
        shown = _APOSTROPHE.sub("", match[0])
        said = match[0].replace("’", "'")
        if said.lower().endswith(("n't", "'ll", "'re", "'ve", "'m", "'d")):
            shown = said.split("'")[0]
            found.append(Token(shown, "not"))
            continue
        found.append(Token(shown, plain_of(shown), said.lower().endswith("'s")))
    return found


def plain_of(text: str) -> str:
    """Lower case, accents dropped."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def nouns_of(text: str) -> tuple[str, ...]:
    """Nouns of an English theme, first ones first, each once; then what its emoji show."""
    table = word_table()
    tokens = tokens_of(text)
    titled = len(tokens) > 1 and sum(token.shown[:1].isupper() for token in tokens) > len(tokens) / 2
    found: dict[str, str] = {}
    follows = False
    for at, token in enumerate(tokens):
        noun = _noun(tokens, at, titled, follows, table)
        follows = noun is not None and not token.is_owner
        if noun is not None:
            found.setdefault(noun.casefold(), noun)
    for word in _shown_by_emoji(text):
        found.setdefault(word, word)
    return tuple(found.values())[:MOST_NOUNS]


def bases_of(word: str) -> Iterator[str]:
    """A word and what it could be a form of: plural, past, ``-ing``. The likeliest first; none are checked."""
    yield word
    yield from (base for base in _singulars(word) if len(base) >= 2)
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            yield from (stem, stem + "e")
            if stem[-1] == stem[-2]:
                yield stem[:-1]


def _singulars(word: str) -> Iterator[str]:
    if word in english().irregular:
        yield english().irregular[word]
    for ending, instead in (("ies", "y"), ("ves", "f"), ("ves", "fe"), ("s", "")):
        if word.endswith(ending):
            yield word[: -len(ending)] + instead
    if word.endswith(_HISSING):
        yield word[:-2]


_HISSING: Final = ("ses", "xes", "zes", "ches", "shes", "oes")


def singular_of(word: str, table: WordTable) -> str | None:
    """The table's word of which this is the singular or plural; None if it has none."""
    if word in english().misleading and (word[:-1] in table or word[:-3] + "f" in table):
        return word[:-1] if word[:-1] in table else word[:-3] + "f"
    bases = [word] if word in table else []
    bases += [base for base in _singulars(word) if len(base) >= 3 and base in table]
    return next((base for base in bases if is_noun(base, table)), bases[0] if bases else None)


def is_noun(word: str, table: WordTable) -> bool:
    """Whether one of the table's words can be a noun."""
    row = table.row_of(word)
    return row is not None and bool(int(table.kinds[row]) & KINDS["noun"])


@cache
def scene_words() -> frozenset[str]:
    """Every single word that a scene is found by."""
    return frozenset(word for scene in scenes() for word in scene.words if "_" not in word)


@cache
def mended(word: str) -> str | None:
    """A word that a scene is found by, one slip (a letter more, less, other, or two swapped) from what nobody knows."""
    if len(word) < SHORTEST_MENDED or not word.isascii():
        return None
    near = sorted(known for known in scene_words() if len(known) >= SHORTEST_MENDED - 1 and _is_slip(word, known))
    same = [known for known in near if known[0] == word[0]]
    return same[0] if same else None


def _is_slip(word: str, known: str) -> bool:
    """Whether one slip makes one of the other; in a short word another letter makes another word (alles, alley)."""
    if abs(len(word) - len(known)) > 1:
        return False
    at = next((at for at, (one, two) in enumerate(zip(word, known, strict=False)) if one != two), None)
    if at is None:
        return True
    one, two = word[at:], known[at:]
    swapped = one[:2] == two[1::-1] and one[2:] == two[2:]
    changed = one[1:] == two[1:] and len(word) > SHORTEST_MENDED
    return swapped or changed or one[1:] == two or one == two[1:]


def _noun(tokens: list[Token], at: int, titled: bool, follows: bool, table: WordTable) -> str | None:
    """The token as a noun, None if it is none; ``follows`` another noun that it may make a compound with."""
    of, token = english(), tokens[at]
    word = token.plain
    before = tokens[at - 1].plain if at else ""
    after = tokens[at + 1].plain if at + 1 < len(tokens) else ""
    alone = len(tokens) == 1
    if word in of.prepositions or word in of.determiners or word in of.pronouns or word in of.coarse or len(word) < 2:
        return None
    if before in ("all", "every") and word in ("day", "night", "days", "nights"):
        return None
    if word in of.capitals - {"august"}:
        return _shown(token)
    base = singular_of(word, table)
    led = before in of.determiners or before in of.prepositions or (at > 0 and tokens[at - 1].is_owner)
    trailing = not after or after in of.prepositions or after in of.little - of.adjectives or after in of.pronouns
    led = led or before in of.taking
    if word == "mine":
        return _shown(token) if follows or before in ("the", "a", "old", "that", "this") else None
    if word in of.little or word in of.either:
        stands = alone or ((led or before in of.adjectives or (follows and word not in of.verbal)) and trailing)
        stands = stands or (not at and trailing and word not in of.verbal)
        shows = word in of.either or (word in of.misleading and base is not None)
        return _shown(token) if stands and shows else None
    if base is None:
        return _unknown(tokens, at, led, titled, table)
    row = table.row_of(base)
    assert row is not None
    kinds = int(table.kinds[row])
    if not kinds & KINDS["noun"] or word in of.faint or (word.endswith("ed") and len(word) > SHORTEST_MENDED - 1):
        return None
    if kinds == KINDS["noun"] or token.is_owner or base in of.always:
        return None if word.endswith("ing") and word not in scene_words() else _shown(token)
    if before in of.pronouns or before in ("to", "not", "will", "can", "don", "let", "ll"):
        return None
    showing = int(table.pictures[row]) >= _SHOWING and base not in of.undrawn
    if kinds & KINDS["adj"] and not (led and trailing) and not alone:
        apart = follows or not at or before in of.adjectives
        return _shown(token) if (showing or base in scene_words()) and trailing and apart else None
    if (
        led
        or alone
        or before in of.adjectives
        or (follows and trailing and (showing or word == base or word in of.misleading or not after))
    ):
        return _shown(token)
    if word != base and at and not showing:
        return None
    return _shown(token) if showing or (not at and base in scene_words()) else None


_SHOWING: Final = 12


def _shown(token: Token) -> str:
    """Small, but for days, months and feasts."""
    return token.shown.capitalize() if token.plain in english().capitals else token.shown.lower()


def _unknown(tokens: list[Token], at: int, led: bool, titled: bool, table: WordTable) -> str | None:
    """A name as it stands; a slip of the pen, mended; or a rarer noun where an article stands before it."""
    token = tokens[at]
    known = any(base in scene_words() for base in bases_of(token.plain) if not token.plain.endswith(("ing", "ed")))
    if known:
        return _shown(token)
    right = mended(token.plain)
    ending = next((ending for ending in ("ing", "ed") if token.plain.endswith(ending)), "")
    if any(base in table for base in bases_of(token.plain)) and not (right and ending and right.endswith(ending)):
        return None
    if right:
        row = table.row_of(right)
        return right if row is not None and int(table.kinds[row]) & KINDS["noun"] else None
    after = tokens[at + 1].plain if at + 1 < len(tokens) else ""
    ends = not after or after in english().prepositions
    names = token.is_owner or at > 0 or len(tokens) == 1 or ends or after in ("and", "is", "was", "has")
    if names and token.shown[:1].isupper() and token.shown[1:].islower() and not titled:
        return token.shown
    return token.shown.lower() if led and ends and token.plain.isascii() and len(token.plain) >= 4 else None


def _shown_by_emoji(text: str) -> Iterator[str]:
    table = word_table()
    for letter in text:
        if unicodedata.category(letter) == "So":
            for word in named_emoji(letter).split():
                base = singular_of(word, table)
                row = table.row_of(base) if base else None
                noun = row is not None and int(table.kinds[row]) & KINDS["noun"]
                if noun and base in scene_words() and word not in english().little:
                    yield {"automobile": "car"}.get(word, word)
