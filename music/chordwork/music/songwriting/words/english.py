"""Lists of English words, chosen by hand: what rhymes, what is no noun, what no prompt repeats (``english.json``)."""

from __future__ import annotations

from functools import cache

import attrs

from chordwork.music.songwriting.words.files import a_set, read_json


@attrs.frozen(eq=False)
class English:
    """The lists.

    Attributes:
        rhyming: offered as rhymes: plain words that are sung, one to three syllables long, a line a sound. Whether two
            of them rhyme says the word table, from their pronunciation.
        two_sounds: with two pronunciations that end differently, by meaning (wind, live, tear) or by place (aunt,
            again, roof): neither rhymed nor offered.
        sounds_like: of these, the ones that a song means as nouns, and a word that the noun rhymes with. ``wind`` has
            no rhyme worth having.
        determiners: they lead nouns,
        prepositions: and so do these.
        pronouns: what a verb follows.
        little: no nouns in a theme, or none that a song could show.
        function_words: little words of English, which foreign ones must outweigh.
        common: in a theme they stand for nothing,
        subjects: these, as common, do.
        either: nouns as well as verbs or adjectives: nouns where they stand alone or as a noun would.
        verbal: of these, the ones that are verbs first of all.
        taking: verbs and greetings that a noun follows.
        adjectives: they stand before nouns.
        always: nouns, whatever else they can be.
        faint: nouns that show nothing.
        capitals: days, months, feasts and cities.
        misleading: plurals whose singular spelling would mislead.
        irregular: singulars of plurals.
        undrawn: taken for things by the table, but doings, feelings, names, and what hurts unasked.
        coarse: never repeated as a picture, though a theme says them.
        parts_of_names: in the table of English words, being parts of foreign names.
        places: names that speak for no language, ``_`` for a blank.
    """

    rhyming: frozenset[str] = attrs.field(converter=a_set)
    two_sounds: frozenset[str] = attrs.field(converter=a_set)
    sounds_like: dict[str, str]
    determiners: frozenset[str] = attrs.field(converter=a_set)
    prepositions: frozenset[str] = attrs.field(converter=a_set)
    pronouns: frozenset[str] = attrs.field(converter=a_set)
    little: frozenset[str] = attrs.field(converter=a_set)
    function_words: frozenset[str] = attrs.field(converter=a_set)
    common: frozenset[str] = attrs.field(converter=a_set)
    subjects: frozenset[str] = attrs.field(converter=a_set)
    either: frozenset[str] = attrs.field(converter=a_set)
    verbal: frozenset[str] = attrs.field(converter=a_set)
    taking: frozenset[str] = attrs.field(converter=a_set)
    adjectives: frozenset[str] = attrs.field(converter=a_set)
    always: frozenset[str] = attrs.field(converter=a_set)
    faint: frozenset[str] = attrs.field(converter=a_set)
    capitals: frozenset[str] = attrs.field(converter=a_set)
    misleading: frozenset[str] = attrs.field(converter=a_set)
    irregular: dict[str, str]
    undrawn: frozenset[str] = attrs.field(converter=a_set)
    coarse: frozenset[str] = attrs.field(converter=a_set)
    parts_of_names: frozenset[str] = attrs.field(converter=a_set)
    places: frozenset[str] = attrs.field(converter=a_set)


@cache
def english() -> English:
    """The shipped lists."""
    return English(**read_json("english.json"))
