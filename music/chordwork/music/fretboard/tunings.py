"""Named tunings, and how players say them: "Eb standard", "half a step down", "drop C#", "open G minor", "DADGAD".

A table holds what has a name of its own. Whatever shifts the standard tuning is worked out, for every instrument.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from chordwork.music.fretboard.notes import parse_note

Pitches = tuple[int, ...]
"""MIDI pitch of each open string, from the player's bass side."""


def pitches(text: str) -> Pitches:
    """``pitches("E2 A2") == (40, 45)``: for tables."""
    return tuple(midi for _, midi in map(parse_note, text.split()) if midi is not None)


def _table(rows: dict[str, str]) -> dict[str, Pitches]:
    return {name: pitches(text) for name, text in rows.items()}


_GUITAR: Final = _table({
    "standard": "E2 A2 D3 G3 B3 E4", "half step down": "Eb2 Ab2 Db3 Gb3 Bb3 Eb4",
    "whole step down": "D2 G2 C3 F3 A3 D4",
    "eb standard": "Eb2 Ab2 Db3 Gb3 Bb3 Eb4", "d standard": "D2 G2 C3 F3 A3 D4",
    "db standard": "Db2 Gb2 B2 E3 Ab3 Db4",
    "c standard": "C2 F2 Bb2 Eb3 G3 C4", "b standard": "B1 E2 A2 D3 F#3 B3", "drop d": "D2 A2 D3 G3 B3 E4",
    "drop db": "Db2 Ab2 Db3 Gb3 Bb3 Eb4", "drop c": "C2 G2 C3 F3 A3 D4", "drop b": "B1 F#2 B2 E3 G#3 C#4",
    "double drop d": "D2 A2 D3 G3 B3 D4", "dadgad": "D2 A2 D3 G3 A3 D4", "open d": "D2 A2 D3 F#3 A3 D4",
    "open e": "E2 B2 E3 G#3 B3 E4", "open f": "C2 F2 C3 F3 A3 C4", "open g": "D2 G2 D3 G3 B3 D4",
    "open a": "E2 A2 E3 A3 C#4 E4", "open b": "B1 F#2 B2 F#3 B3 D#4", "open c": "C2 G2 C3 G3 C4 E4",
    "open dm": "D2 A2 D3 F3 A3 D4", "open em": "E2 B2 E3 G3 B3 E4", "open gm": "D2 G2 D3 G3 Bb3 D4",
    "open am": "E2 A2 E3 A3 C4 E4", "open cm": "C2 G2 C3 G3 C4 Eb4", "c6": "C2 A2 C3 G3 C4 E4",
    "cgcfce": "C2 G2 C3 F3 C4 E4", "orkney": "C2 G2 D3 G3 C4 D4", "new standard": "C2 G2 D3 A3 E4 G4",
    "nashville": "E3 A3 D4 G4 B3 E4", "all fourths": "E2 A2 D3 G3 C4 F4", "lute": "E2 A2 D3 F#3 B3 E4",
})  # fmt: skip

NAMED_TUNINGS: Final[dict[str, dict[str, Pitches]]] = {
    "guitar": _GUITAR,
    "guitar-12": _GUITAR,
    "guitar-7": _table({
        "standard": "B1 E2 A2 D3 G3 B3 E4", "half step down": "Bb1 Eb2 Ab2 Db3 Gb3 Bb3 Eb4",
        "whole step down": "A1 D2 G2 C3 F3 A3 D4", "drop a": "A1 E2 A2 D3 G3 B3 E4",
        "drop ab": "Ab1 Eb2 Ab2 Db3 Gb3 Bb3 Eb4",
        "drop g": "G1 D2 G2 C3 F3 A3 D4", "russian": "D2 G2 B2 D3 G3 B3 D4",
    }),
    "guitar-8": _table({
        "standard": "F#1 B1 E2 A2 D3 G3 B3 E4", "half step down": "F1 Bb1 Eb2 Ab2 Db3 Gb3 Bb3 Eb4",
        "whole step down": "E1 A1 D2 G2 C3 F3 A3 D4", "drop e": "E1 B1 E2 A2 D3 G3 B3 E4",
        "drop eb": "Eb1 Bb1 Eb2 Ab2 Db3 Gb3 Bb3 Eb4",
    }),
    "guitar-baritone": _table({
        "standard": "B1 E2 A2 D3 F#3 B3", "bb standard": "Bb1 Eb2 Ab2 Db3 F3 Bb3", "a standard": "A1 D2 G2 C3 E3 A3",
        "drop a": "A1 E2 A2 D3 F#3 B3",
    }),
    "bass": _table({
        "standard": "E1 A1 D2 G2", "drop d": "D1 A1 D2 G2", "half step down": "Eb1 Ab1 Db2 Gb2",
        "whole step down": "D1 G1 C2 F2", "eb standard": "Eb1 Ab1 Db2 Gb2", "d standard": "D1 G1 C2 F2",
        "c standard": "C1 F1 Bb1 Eb2", "drop c": "C1 G1 C2 F2", "bead": "B0 E1 A1 D2", "tenor": "A1 D2 G2 C3",
        "all fifths": "C1 G1 D2 A2",
    }),
    "bass-5": _table({
        "standard": "B0 E1 A1 D2 G2", "half step down": "Bb0 Eb1 Ab1 Db2 Gb2", "whole step down": "A0 D1 G1 C2 F2",
        "drop a": "A0 E1 A1 D2 G2", "tenor": "E1 A1 D2 G2 C3",
    }),
    "bass-6": _table({
        "standard": "B0 E1 A1 D2 G2 C3", "half step down": "Bb0 Eb1 Ab1 Db2 Gb2 B2",
        "whole step down": "A0 D1 G1 C2 F2 Bb2",
        "drop a": "A0 E1 A1 D2 G2 C3",
    }),
    "ukulele": _table({
        "standard": "G4 C4 E4 A4", "low g": "G3 C4 E4 A4", "d6": "A4 D4 F#4 B4", "half step down": "F#4 B3 D#4 G#4",
        "half step up": "Ab4 Db4 F4 Bb4", "slack key": "G4 C4 E4 G4", "baritone": "D3 G3 B3 E4",
    }),
    "ukulele-baritone": _table({
        "standard": "D3 G3 B3 E4", "high d": "D4 G3 B3 E4", "half step down": "Db3 Gb3 Bb3 Eb4",
        "open g": "D3 G3 B3 D4",
    }),
    "mandolin": _table({
        "standard": "G3 D4 A4 E5", "half step down": "Gb3 Db4 Ab4 Eb5", "gdad": "G3 D4 A4 D5", "cross": "A3 E4 A4 E5",
        "sawmill": "G3 D4 G4 D5", "open g": "G3 D4 G4 B4", "calico": "A3 E4 A4 C#5",
    }),
    "banjo": _table({
        "standard": "G4 D3 G3 B3 D4", "open g": "G4 D3 G3 B3 D4", "double c": "G4 C3 G3 C4 D4",
        "drop c": "G4 C3 G3 B3 D4",
        "sawmill": "G4 D3 G3 C4 D4", "open c": "G4 C3 G3 C4 E4", "open d": "F#4 D3 F#3 A3 D4",
        "open a": "A4 E3 A3 C#4 E4",
        "double d": "A4 D3 A3 D4 E4", "gm": "G4 D3 G3 Bb3 D4", "half step down": "F#4 Db3 Gb3 Bb3 Db4",
    }),
    "banjo-tenor": _table({
        "standard": "C3 G3 D4 A4", "irish": "G2 D3 A3 E4", "chicago": "D3 G3 B3 E4",
        "half step down": "B2 F#3 C#4 G#4",
    }),
}  # fmt: skip
"""By instrument, then by name in small letters, without "tuning". The banjo's drone is its first string."""

_ALIASES: Final[dict[str, dict[str, str]]] = {
    "guitar": {
        "celtic": "dadgad", "d modal": "dadgad", "nick drake": "cgcfce", "nst": "new standard",
        "high strung": "nashville", "fourths": "all fourths", "p4": "all fourths", "spanish": "open g",
        "slack key": "open g",
        "taropatch": "open g", "vestapol": "open d", "sebastopol": "open d", "cross note": "open em",
        "vihuela": "lute",
        "normal": "standard", "regular": "standard",
    },
    "bass": {"fifths": "all fifths"},
    "bass-5": {"high c": "tenor"},
    "ukulele": {
        "re entrant": "standard", "reentrant": "standard", "high g": "standard", "c6": "standard", "linear": "low g",
        "english": "d6", "canadian": "d6", "adf#b": "d6", "open c": "slack key", "taropatch": "slack key",
    },
    "ukulele-baritone": {"chicago": "standard", "low d": "standard", "linear": "standard", "re entrant": "high d"},
    "mandolin": {"aeae": "cross", "cross a": "cross", "cross g": "sawmill", "gdgd": "sawmill"},
    "banjo": {
        "g": "open g", "bluegrass": "open g", "old c": "drop c", "c": "drop c", "standard c": "drop c",
        "g modal": "sawmill",
        "mountain minor": "sawmill", "modal": "sawmill", "d": "open d", "reuben": "open d", "a": "open a",
        "g minor": "gm",
        "open gm": "gm", "open g minor": "gm",
    },
    "banjo-tenor": {"gdae": "irish", "octave mandolin": "irish", "dgbe": "chicago", "jazz": "standard"},
}  # fmt: skip

_NOTE: Final = "[a-g](?:b|#)?"
_STANDARD: Final = re.compile(rf"(?:standard (?P<after>{_NOTE})|(?P<before>{_NOTE})(?: standard)?)")
_DROP: Final = re.compile(rf"(?P<double>double )?drop(?:ped)? ?(?P<note>{_NOTE})")
_OPEN: Final = re.compile(rf"open ?(?P<note>{_NOTE}) ?(?P<minor>m|min|minor)?(?: ?maj(?:or)?)?")
_SIXTH: Final = re.compile(rf"(?P<note>{_NOTE})6?")
_DOWN: Final = re.compile(r"\b(?:down|lower|lowered|below|flat)\b")
_UP: Final = re.compile(r"\b(?:up|higher|raised|above)\b")
_NUMBERS: Final = {"a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "half": 0.5, "1/2": 0.5,
    "whole": 1.0, "full": 1.0, "½": 0.5, "1½": 1.5, "1 1/2": 1.5, "one and a half": 1.5}  # fmt: skip
_STEPS: Final = re.compile(
    r"(?P<count>one and a half|1 1/2|\d(?:\.\d)?|a half|half a|half|1/2|½|1½|a whole|whole|a full|full|a|one|two|three"
    r"|four|five)? ?(?P<kind>half ?steps?|half ?tones?|semi ?tones?|whole ?steps?|whole ?tones?|steps?|tones?)"
    r"(?P<more> and a half)?"
)
_TONE_E: Final = 4
_BASS: Final = NAMED_TUNINGS["bass"]["standard"]
_LOWEST_SHIFT: Final = -9
_HIGHEST_SHIFT: Final = 2
"""Semitones: strings slacken further than they can be tightened."""


def spoken(text: str) -> str:
    """A name as the tables write it: small letters, single spaces, "b" and "#", and no word "tuning"."""
    key = text.casefold().replace("♭", "b").replace("♯", "#")
    key = " ".join(re.sub(r"[-_,:]", " ", key).split())
    key = re.sub(r"\b([a-g]) ?flat\b", r"\1b", key)
    key = re.sub(r"\b([a-g]) ?sharp\b", r"\1#", key)
    return re.sub(r"\b(?:tuning|tuned|tune)\b ?(?:to )?", "", key).strip()


def named_tuning(instrument: str, standard: Sequence[int], text: str) -> Pitches | None:
    """The strings of a tuning that is called by its name; None where no such name is known.

    Args:
        instrument: key of the table of instruments.
        standard: its usual tuning.
        text: as a player says it.
    """
    key, usual = spoken(text), tuple(standard)
    if key in ("standard", "normal", "usual", "regular"):
        return usual
    table = NAMED_TUNINGS.get(instrument, {})
    aliases = _ALIASES.get("guitar" if instrument == "guitar-12" else instrument, {})
    found = table.get(aliases.get(key, key))
    if found is not None:
        return found
    semitones = _steps(key)
    if semitones is not None:
        return _shifted(usual, semitones)
    if instrument.startswith(("guitar", "bass")):
        return _of_guitars(usual, key)
    if instrument == "ukulele" and (match := _SIXTH.fullmatch(key.removesuffix(" standard"))):
        return _shifted(usual, (_tone(match["note"]) + 6) % 12 - 6)  # by the note of its third string, a C
    return None


def _of_guitars(usual: Pitches, key: str) -> Pitches | None:
    if match := _STANDARD.fullmatch(key):
        by_second = usual[1] % 12 == _TONE_E and len(usual) > len(_BASS)  # a low B added below: named by either string
        references = usual[: 1 + by_second]
        shift = _shift(references, _tone(match["after"] or match["before"]))
        return None if shift is None else _shifted(usual, shift)
    if match := _DROP.fullmatch(key):
        shift = _shift((usual[0] - 2,), _tone(match["note"]))
        if shift is None:
            return None
        moved = _shifted(usual, shift)
        return (moved[0] - 2, *moved[1:-1], moved[-1] - 2 * bool(match["double"]))
    if len(usual) == len(_GUITAR["standard"]) and (match := _OPEN.fullmatch(key)):
        return _opened(_tone(match["note"]), minor=bool(match["minor"]), apart=usual[0] - _GUITAR["standard"][0])
    return None


def _opened(tone: int, *, minor: bool, apart: int) -> Pitches:
    """An open tuning of a key: the nearest of the table above it, slackened. ``apart``: semitones from a guitar."""
    known = {
        _tone(name.split()[1].removesuffix("m")): tuning
        for name, tuning in _GUITAR.items()
        if name.startswith("open ") and name.endswith("m") == minor
    }
    wanted = (tone - apart) % 12
    slack = next(semitones for semitones in range(12) if (wanted + semitones) % 12 in known)
    return _shifted(known[(wanted + slack) % 12], apart - slack)


def _tone(note: str) -> int:
    return parse_note(note[0].upper() + note[1:])[0]


def _shift(references: Sequence[int], tone: int) -> int | None:
    """Semitones, the fewest, that bring one of the strings to a pitch class."""
    shifts = [
        semitones
        for pitch in references
        for semitones in range(_LOWEST_SHIFT, _HIGHEST_SHIFT + 1)
        if (pitch + semitones) % 12 == tone
    ]
    return min(shifts, key=lambda semitones: (abs(semitones), semitones), default=None)


def _shifted(usual: Pitches, semitones: int) -> Pitches:
    return tuple(pitch + semitones for pitch in usual)


def _steps(key: str) -> int | None:
    """``_steps("half step down") == -1``; None where no interval and direction are named."""
    down, up = _DOWN.search(key), _UP.search(key)
    if bool(down) == bool(up):
        return None
    rest = " ".join(_UP.sub(" ", _DOWN.sub(" ", key)).split()).removesuffix(" from standard")
    match = _STEPS.fullmatch(rest)
    if match is None:
        return None
    kind = match["kind"].replace(" ", "")
    unit = 1 if kind.startswith(("half", "semi")) else 2
    count = match["count"] or "a"
    count = count.removeprefix("a ").removesuffix(" a")
    number = _NUMBERS[count] if count in _NUMBERS else float(count)
    semitones = unit * (number + (0.5 if match["more"] else 0.0))
    if semitones != int(semitones) or not 1 <= semitones <= 12:
        return None
    return int(semitones) * (-1 if down else 1)
