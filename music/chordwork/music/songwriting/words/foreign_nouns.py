"""The nouns of a theme in another language, as they stand in it, and pictures in that language."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from chordwork.music.songwriting.words.foreign import Found, is_little, meaning_of, plainly, translated
from chordwork.music.songwriting.words.foreign_scenes import PICTURES, SUBJECTS
from chordwork.music.songwriting.words.languages import Language
from chordwork.music.songwriting.words.wordlists import listed

MOST_NOUNS: Final = 6
_WORD: Final = re.compile(r"[^\W\d_]+")
_NO_NOUNS: Final = listed("broken sad lonely fight dark quiet sleep dance laugh happy lost old winning anger fear")
"""Notions whose words are verbs or adjectives as often as nouns."""
_VERBS: Final = listed("aimer aime amar quiero amare amo kocham älskar seviyor houden morir mourir morire kämpf kiss")
_LEADING: Final[dict[str, str]] = {
    "French": "le la les l un une des du de d mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs "
    "au aux ce cette",
    "Spanish": "el la los las un una unos unas mi mis tu tus su sus del al nuestro nuestra este esta",
    "Italian": "il lo la gli le l un una uno del della dell dei delle al alla all nel nella mio mia tuo tua suo "
    "sua sul d",
    "Portuguese": "o a os as um uma do da dos das no na meu minha teu tua seu sua ao nosso nossa",
}
"""Little words that a noun follows."""
_BETWEEN: Final = listed(
    """
    vieux vieille petit petite grand grande beau belle bon bonne nouveau nouvelle jeune premier première
    dernier dernière
    viejo vieja gran pequeño pequeña primer primera último última nueva nuevo
    vecchio vecchia piccolo piccola bello bella
    ultimo ultima primo prima nuovo nuova velho velha pequeno pequena novo nova primeiro primeira mio mia
    """
)
"""Adjectives that stand before their nouns."""
_GERMAN_OPENERS: Final = listed(
    """
    heute gestern morgen jetzt hier dort dann da warum wieso weshalb manchmal alle alles jeder jede immer nie niemals
    wieder lass komm geh fahr schau sieh hör vergiss weine tanz tanze sing singe bleib halt mach sag gib nimm verliebt
    allein einsam traurig glücklich verloren müde endlich vielleicht bald lieber liebe lieb guten gute alte alter kleine
    kleiner große großer letzte letzter erste erster neue neuer schöne schöner dieser diese dieses jenseits hinter auf
    unser unsere euer eure ohne noch nur niemand nichts etwas zwei drei vier zehn
    """
) - frozenset(["liebe"])
"""What a German theme may begin with that is no noun in spite of its capital."""
_TWO_LETTERS: Final = 2


def foreign_nouns(text: str, language: Language) -> tuple[str, ...]:
    """Nouns of a theme in a known language, each once: German ones by their capitals, Romance ones by the little words
    before them, and in every language those that its list of song words has."""
    if language.joined:
        found = [each.text for each in translated(text, language) if each.english not in _NO_NOUNS]
        return tuple(dict.fromkeys(found))[:MOST_NOUNS]
    words = _WORD.findall(text)
    chosen = [word for at, word in enumerate(words) if _is_noun(words, at, language)]
    return tuple({word.casefold(): word for word in reversed(chosen)}.values())[::-1][:MOST_NOUNS]


def _is_noun(words: list[str], at: int, language: Language) -> bool:
    word = words[at].casefold()
    notion = meaning_of(word, language)
    if is_little(word, language) or word in _BETWEEN or len(word) < _TWO_LETTERS:
        return False
    known = notion is not None and notion not in _NO_NOUNS and word not in _VERBS
    if language.name == "German":
        return words[at][0].isupper() and (at > 0 or word not in _GERMAN_OPENERS)
    before = at - 1
    while before >= 0 and words[before].casefold() in _BETWEEN:
        before -= 1
    leading = _LEADING.get(language.name, "").split()
    led = before >= 0 and words[before].casefold() in leading and notion not in _NO_NOUNS and word not in _VERBS
    return known or led


def foreign_pictures(found: list[Found], nouns: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """Pictures in the language for what its words mean, those of the first word first; none where none are known, and
    none that a noun of the theme begins."""
    groups = PICTURES.get(language.name, ())
    subjects = dict.fromkeys(subject for each in found if (subject := _subject(each.english)) is not None)
    lists = [groups[subject].split("|") for subject in subjects] if groups else []
    own = tuple(plainly(word) for word in (*nouns, *(each.text for each in found)))
    longest = max(map(len, lists), default=0)
    mixed = [pictures[place] for place in range(longest) for pictures in lists if place < len(pictures)]
    return tuple(picture for picture in dict.fromkeys(mixed) if not plainly(picture).startswith(own))


@cache
def _subject(notion: str) -> int | None:
    return next((place for place, notions in enumerate(SUBJECTS) if notion in notions.split()), None)
