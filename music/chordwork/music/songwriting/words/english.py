"""Lists of English words, chosen by hand: what rhymes, what is no noun, what no prompt repeats (``english.json``)."""

from __future__ import annotations

from functools import cache

import attrs

from chordwork.music.songwriting.words.files import a_set, read_json


@attrs.frozen(eq=False)
class English:
    """The lists."""

    rhyming: frozenset[str] = attrs.field(converter=a_set)
    """Offered as rhymes: plain words that are sung, one to three syllables long, a line a sound. Whether two of them
    rhyme says the word table, from their pronunciation."""
    two_sounds: frozenset[str] = attrs.field(converter=a_set)
    """With two pronunciations that end differently, by meaning (wind, live, tear) or by place (aunt, again, roof):
    neither rhymed nor offered."""
    sounds_like: dict[str, str]
    """Of these, the ones that a song means as nouns, and a word that the noun rhymes with. ``wind`` has no rhyme
    worth having."""
    determiners: frozenset[str] = attrs.field(converter=a_set)
    """They lead nouns."""
    prepositions: frozenset[str] = attrs.field(converter=a_set)
    """They lead nouns as well."""
    pronouns: frozenset[str] = attrs.field(converter=a_set)
    """What a verb follows."""
    little: frozenset[str] = attrs.field(converter=a_set)
    """No nouns in a theme, or none that a song could show."""
    function_words: frozenset[str] = attrs.field(converter=a_set)
    """Little words of English, which foreign ones must outweigh."""
    common: frozenset[str] = attrs.field(converter=a_set)
    """So common that they stand for nothing in a theme."""
    subjects: frozenset[str] = attrs.field(converter=a_set)
    """As common, and still of something."""
    either: frozenset[str] = attrs.field(converter=a_set)
    """Nouns as well as verbs or adjectives: nouns where they stand alone or as a noun would."""
    verbal: frozenset[str] = attrs.field(converter=a_set)
    """Of these, the ones that are verbs first of all."""
    taking: frozenset[str] = attrs.field(converter=a_set)
    """Verbs and greetings that a noun follows."""
    adjectives: frozenset[str] = attrs.field(converter=a_set)
    """They stand before nouns."""
    always: frozenset[str] = attrs.field(converter=a_set)
    """Nouns, whatever else they can be."""
    faint: frozenset[str] = attrs.field(converter=a_set)
    """Nouns that show nothing."""
    capitals: frozenset[str] = attrs.field(converter=a_set)
    """Days, months, feasts and cities."""
    misleading: frozenset[str] = attrs.field(converter=a_set)
    """Plurals whose singular spelling would mislead."""
    irregular: dict[str, str]
    """Singulars of plurals."""
    undrawn: frozenset[str] = attrs.field(converter=a_set)
    """Taken for things by the table, but doings, feelings, names, and what hurts unasked."""
    coarse: frozenset[str] = attrs.field(converter=a_set)
    """Never repeated as a picture, though a theme says them."""
    parts_of_names: frozenset[str] = attrs.field(converter=a_set)
    """In the table of English words, being parts of foreign names."""
    places: frozenset[str] = attrs.field(converter=a_set)
    """Names that speak for no language, ``_`` for a blank."""


@cache
def english() -> English:
    """The shipped lists."""
    return English(**read_json("english.json"))
