"""Made-up phrases in the manner of song themes, for the teacher to judge. They need no sense, only their words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from training.themes.lexicon import Kinds

COUNT: Final = 30_000
COMMONNESS: Final = 300.0
"""Words up to about this rank are drawn alike; beyond, ever more rarely."""
_SLOT: Final = re.compile(r"\{(noun|adj|verb|doing)\}")
MOULDS: Final = (
    "{noun}", "{adj}", "{doing}", "{adj} {noun}", "a {noun}", "the {noun} of the {noun}", "{noun} in the {noun}",
    "my {noun} and the {noun}", "a {adj} {noun} and a {noun}", "{doing} in the {noun}", "{doing} with my {noun}",
    "no more {noun}", "{noun} without {noun}", "never {verb} again", "I {verb} you", "I miss my {noun}",
    "the last {noun}", "the first {noun}", "they {verb} the {noun}", "we {verb} all night", "I lost my {noun}",
    "waiting for the {noun}", "dancing with the {noun}", "alone with the {noun}", "you are my {noun}",
    "nobody can {verb} me", "the {noun} is {adj}", "{noun} and {noun}", "old {noun}", "my new {noun}",
    "goodbye {noun}", "hello {noun}", "{doing} through the {noun}", "she left the {noun}", "he took her {noun}",
    "a {noun} by the {noun}", "{noun} on the {noun}", "under the {adj} {noun}", "{noun} of {noun}", "I am {adj}",
    "so {adj} today", "don't {verb}", "my friend the {noun}", "{doing} and {doing}", "the {noun} took my {noun}",
    "a song for my {noun}", "every {noun} is {adj}", "I can't {verb}", "not {adj}", "your {noun} is gone",
    "the {noun} comes home", "morning {noun}", "{noun} at night", "{noun} at midnight", "a {noun} for the {noun}",
    "{adj} and {adj}", "against the {noun}", "running from the {noun}", "sleeping {noun}", "I want to {verb}",
    "we {verb} together", "after the {noun}", "before the {noun}", "back to the {noun}", "the {noun} inside me",
    "{doing} alone", "the sound of {noun}", "a little {noun}", "where the {noun} was",
)  # fmt: skip


def make_phrases(words: Sequence[str], forms: Mapping[str, Kinds], seed: int) -> list[str]:
    """Different phrases of a vocabulary, common words more often than rare ones."""
    rng = np.random.default_rng(seed)
    slots: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for rank, word in enumerate(words):
        for kind in forms[word].base if word in forms else ():
            slots[kind].append((rank, word))
    slots["doing"] = [(rank, _doing(word)) for rank, word in slots["verb"]]
    shares = {}
    for kind, options in slots.items():
        weights = 1.0 / np.sqrt(np.array([rank for rank, _ in options], np.float64) + COMMONNESS)
        shares[kind] = weights / weights.sum()
    phrases = []
    for _ in range(COUNT):
        mould = MOULDS[int(rng.integers(len(MOULDS)))]
        phrases.append(
            _SLOT.sub(lambda slot: slots[slot[1]][int(rng.choice(len(slots[slot[1]]), p=shares[slot[1]]))][1], mould)
        )
    return list(dict.fromkeys(phrases))


def _doing(verb: str) -> str:
    """A verb's form in -ing, by the common rules."""
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and len(verb) > 2:
        return f"{verb[:-1]}ing"
    if re.fullmatch(r"[^aeiou]*[aeiou][bdgmnprt]", verb):
        return f"{verb}{verb[-1]}ing"
    return f"{verb}ing"
