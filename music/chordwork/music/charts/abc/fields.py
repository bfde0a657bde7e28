"""Information fields of ABC: keys, metres, lengths, tempos, texts.

Source: "The abc music standard" 2.1 (2011), sections 2 to 4 and 8.
"""

from __future__ import annotations

import html
import re
import unicodedata
from fractions import Fraction
from typing import Final

import attrs

from chordwork.harmony import Key, Mode, Note
from chordwork.music.song import Signature

_KEY: Final = re.compile(
    r"^([A-G])([#b]?)\s*(?:(maj|min|m(?![a-z])|ion|dor|phr|lyd|mix|aeo|loc)[a-z]*)?", re.IGNORECASE
)
_MODES: Final = {
    "maj": Mode.MAJOR, "ion": Mode.MAJOR, "min": Mode.MINOR, "m": Mode.MINOR, "aeo": Mode.MINOR, "dor": Mode.DORIAN,
    "phr": Mode.PHRYGIAN, "lyd": Mode.LYDIAN, "mix": Mode.MIXOLYDIAN, "loc": Mode.LOCRIAN,
}  # fmt: skip
_ACCIDENTAL: Final = re.compile(r"(?:^|\s)(\^\^|\^|__|_|=)([A-Ga-g])(?=\s|$)")
SHIFTS: Final = {"^^": 2, "^": 1, "=": 0, "_": -1, "__": -2}
_METRE: Final = re.compile(r"^\(?\s*(\d+(?:\s*\+\s*\d+)*)\s*\)?\s*/\s*(\d+)$")
_LENGTH: Final = re.compile(r"^(\d+)\s*/\s*(\d+)$")
_TEMPO: Final = re.compile(r"((?:\d+/\d+\s*)+)=\s*(\d+(?:\.\d+)?)")
_PLAIN_TEMPO: Final = re.compile(r"^(\d+(?:\.\d+)?)$")
_QUOTED: Final = re.compile(r'"[^"]*"')
_ACCENTS: Final = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "c": "\u0327",
    "v": "\u030c",
}
_ACCENTED: Final = re.compile(r"\\(['`^\"~cv])([A-Za-z])")
_HIGHEST_BPM: Final = 1000.0


@attrs.frozen
class KeyField:
    """What ``K:`` says.

    Attributes:
        key: None where it names none.
        shifts: semitones of letters, upper case: of the signature, and of accidentals beside it.
        rhythm: notes are strokes without a pitch.
    """

    key: Key | None
    shifts: dict[str, int]
    rhythm: bool = False


def read_key(text: str) -> KeyField:
    """A key field, such as ``Gmix``, ``D dorian``, ``HP``, ``none``, ``D exp _b _e ^f``."""
    rhythm = "style=rhythm" in text or "clef=perc" in text
    shifts: dict[str, int] = {}
    key = None
    if text.startswith(("HP", "Hp")):
        shifts = {"F": 1, "C": 1}
        key = Key(Note("A"), Mode.MIXOLYDIAN)
    elif found := _KEY.match(text.strip()):
        letter, accidental, mode = found[1].upper(), found[2], (found[3] or "").lower()
        key = Key(Note(letter, {"#": 1, "b": -1}.get(accidental, 0)), _MODES.get(mode, Mode.MAJOR))
        if "exp" not in text.split():
            shifts = {note.letter: note.accidental for note in key.scale}
    for sign, letter in _ACCIDENTAL.findall(text):
        shifts[letter.upper()] = SHIFTS[sign]
    return KeyField(key, shifts, rhythm)


def write_key(key: Key | None) -> str:
    """A key field."""
    if key is None:
        return "none"
    return key.tonic.name + ({Mode.MAJOR: "", Mode.MINOR: "m"}.get(key.mode, key.mode.value[:3]))


def read_metre(text: str) -> Signature | None:
    """A metre field, such as ``C|``, ``6/8`` or ``(2+3)/8``; None for ``none`` and what is none."""
    text = text.strip()
    if text in ("C", "C|"):
        return (4, 4) if text == "C" else (2, 2)
    found = _METRE.match(text)
    if not found or len(text) > 40:
        return None
    beats, unit = sum(int(part) for part in found[1].split("+")), int(found[2])
    return (beats, unit) if 1 <= beats <= 64 and unit in (1, 2, 4, 8, 16, 32) else None


def read_length(text: str) -> Fraction | None:
    """The unit of note lengths, in whole notes."""
    found = _LENGTH.match(text.strip())
    if not found or not 0 < int(found[1]) < 100 or not 0 < int(found[2]) <= 512:
        return None
    return Fraction(int(found[1]), int(found[2]))


def read_tempo(text: str, unit: Fraction) -> float | None:
    """Quarter notes a minute; None where it says no number.

    Args:
        text: such as ``"Lively" 1/4=120``, or ``120`` for units of length a minute.
        unit: of note lengths, in whole notes.
    """
    plain = _QUOTED.sub("", text).strip()
    if found := _TEMPO.search(plain):
        lengths = [read_length(part) for part in found[1].split()]
        bpm = float(sum((length for length in lengths if length), Fraction(0)) * 4) * float(found[2])
    elif found := _PLAIN_TEMPO.match(plain):
        bpm = float(unit * 4) * float(found[1])
    else:
        return None
    return bpm if 0 < bpm <= _HIGHEST_BPM else None


def read_text(text: str) -> str:
    """A text string: accents as ``\\'e``, character references, comments taken off."""
    text = re.split(r"(?<!\\)%", text, maxsplit=1)[0].strip()
    text = _ACCENTED.sub(lambda found: unicodedata.normalize("NFC", found[2] + _ACCENTS[found[1]]), text)
    return html.unescape(text.replace("\\%", "%").replace("\\&", "&"))


def play_order(text: str, limit: int) -> list[str]:
    """Parts in playing order: ``A(AB)2C3`` gives A, A, B, A, B, C, C, C.

    Args:
        text: of the field ``P:`` in a header.
        limit: most parts; more are left out.
    """
    stack: list[list[str]] = [[]]
    last: list[str] = []
    place = 0
    while place < len(text):
        letter = text[place]
        place += 1
        if letter == "(":
            stack.append([])
            last = []
        elif letter == ")" and len(stack) > 1:
            last = stack.pop()
            stack[-1] += last
        elif letter.isalpha():
            last = [letter]
            stack[-1] += last
        elif letter.isdigit():
            digits = letter
            while place < len(text) and text[place].isdigit():
                digits += text[place]
                place += 1
            stack[-1] += last * max(0, min(int(digits[:4]) - 1, (limit - len(stack[-1])) // max(1, len(last))))
        if sum(len(part) for part in stack) > limit:
            break
    return [part for parts in stack for part in parts][:limit]
