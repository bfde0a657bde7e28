"""Which strings to look at, given what is missing and what does not belong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from typing import Final

from chordwork.music.fretboard import MUTED
from chordwork.music.practice.feedback import Problem, StringCheck
from chordwork.music.practice.shapes import Held

MOST: Final = 4
EXPLAINED: Final = 0.55
"""What a foreign note gains as an explanation where the note that its string should sound is missing too."""
_OPEN, _UNMUTED, _HALF_STEP, _PRESSED, _BARRED, _SLIPPED = 0.55, 0.6, 0.4, 0.25, 0.3, 0.35
"""How likely each slip is by itself: a finger that does not press, a string that should not ring, a finger one fret
off, an open string that is touched, a muted string under the barre, a finger on the neighbouring string."""
_TOUCHED_FRETS: Final = 3

Spell = Callable[[int], str]


def checks_for(
    held: Held, missing: Set[int], foreign: Set[int], spell: Spell, silent: bool = False
) -> tuple[StringCheck, ...]:
    """Strings to look at, likeliest trouble first, one line a string.

    Args:
        held: the shape.
        missing: pitch classes that should sound and do not.
        foreign: pitch classes that sound and should not.
        spell: names pitch classes.
        silent: nothing sounds; then there is nothing to tell strings apart by.
    """
    if silent:
        return ()
    found: dict[int, StringCheck] = {}
    for check in (*_foreign(held, missing, foreign, spell), *_missing(held, missing, spell)):
        best = found.get(check.string)
        if best is None or check.likelihood > best.likelihood:
            found[check.string] = check
    ranked = sorted(found.values(), key=lambda check: (-check.likelihood, check.string))
    return tuple(ranked[:MOST])


def _missing(held: Held, missing: Set[int], spell: Spell) -> Iterator[StringCheck]:
    """Strings that alone should sound a missing note, or share it."""
    for tone in sorted(missing):
        strings = [string for string, fret in enumerate(held.frets) if fret != MUTED and held.sounding(string) == tone]
        for string in strings:
            others = [held.string_name(other) for other in strings if other != string]
            also = f", nor does the {' or the '.join(others)}" if others else ""
            text = f"The {_named(held, string)} does not sound{also}: {spell(tone)} is missing."
            yield _check(held, string, "silent", 0.9 / len(strings), text, spell)


def _foreign(held: Held, missing: Set[int], foreign: Set[int], spell: Spell) -> Iterator[StringCheck]:
    for tone in sorted(foreign):
        for string, fret in enumerate(held.frets):
            name, sound = held.string_name(string), spell(tone)
            if fret == MUTED:
                if held.at(string, 0) == tone:
                    text = f"The open {name} string sounds ({sound}) and should be muted."
                    yield _check(held, string, "unmuted", _UNMUTED, text, spell)
                elif _under_barre(held, string, tone):
                    text = f"The {name} string sounds ({sound}) under your finger and should be muted."
                    yield _check(held, string, "unmuted", _BARRED, text, spell)
                continue
            gain = EXPLAINED * (held.sounding(string) in missing)
            if fret > 0 and held.at(string, 0) == tone:
                text = f"The {name} string rings open ({sound}): press it at fret {fret}."
                yield _check(held, string, "open", _OPEN + gain, text, spell)
            for other in (fret - 1, fret + 1):
                if fret > 0 and other > 0 and held.at(string, other) == tone:
                    way = "low" if other < fret else "high"
                    text = f"The {name} string sounds {sound}, a half step too {way}: fret {fret}, not {other}."
                    yield _check(held, string, "wrong fret", _HALF_STEP + gain, text, spell)
            if fret == 0:
                touched = next((f for f in range(1, _TOUCHED_FRETS + 1) if held.at(string, f) == tone), None)
                if touched is not None:
                    slipped = any(held.frets[near] == touched for near in _neighbours(held, string))
                    text = f"The {name} string should ring open, but a finger presses it at fret {touched} ({sound})."
                    problem: Problem = "slipped" if slipped else "wrong fret"
                    yield _check(held, string, problem, (_SLIPPED if slipped else _PRESSED) + gain, text, spell)
            elif any(
                held.frets[near] > 0 and held.at(string, held.frets[near]) == tone for near in _neighbours(held, string)
            ):
                text = f"The {name} string sounds {sound}: a finger of the next string lies on it."
                yield _check(held, string, "slipped", _SLIPPED + gain, text, spell)


def _under_barre(held: Held, string: int, tone: int) -> bool:
    pressed = [fret for fret in held.frets if fret > 0]
    return bool(pressed) and held.at(string, min(pressed)) == tone


def _neighbours(held: Held, string: int) -> tuple[int, ...]:
    return tuple(near for near in (string - 1, string + 1) if 0 <= near < len(held.frets))


def _named(held: Held, string: int) -> str:
    fret = held.frets[string]
    place = "open" if fret == 0 else f"fret {fret}"
    return f"{held.string_name(string)} string ({place})"


def _check(held: Held, string: int, problem: Problem, likelihood: float, text: str, spell: Spell) -> StringCheck:
    fret = held.frets[string]
    return StringCheck(
        string=len(held.frets) - string,
        name=held.string_name(string),
        fret=None if fret == MUTED else fret,
        note="" if fret == MUTED else spell(held.sounding(string)),
        problem=problem,
        likelihood=round(min(1.0, likelihood), 2),
        text=text,
    )
