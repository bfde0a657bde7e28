"""What was probably meant by a text that cannot be read: capital letters, or another notation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from chordwork.harmony.errors import SymbolSyntaxError
from chordwork.harmony.notation import NOTATIONS, Notation
from chordwork.harmony.patterns import pattern

_SMALL_CHORD: Final = pattern(r"(?<![^\s|,;(\[/~])([a-g])(?=[#b♯♭\w/+°ø()Δ-]*(?:[\s|,;)\]~]|$))")
_TITLES: Final = {"german": "German note names", "solfege": "Do Re Mi"}
MAX_SUGGESTED: Final = 80
"""Longest line that is offered in full."""


def explained(
    error: SymbolSyntaxError, notation: Notation, read: Callable[[str, Notation], object]
) -> SymbolSyntaxError:
    """The same error; with the line as it was meant, or the notation that reads all of it, where one does."""
    text = error.text
    if notation == "english":
        capital = _SMALL_CHORD.sub(lambda match: match[1].upper(), text)
        if capital != text and _reads(capital, notation, read):
            shown = capital.strip() if len(capital.strip()) <= MAX_SUGGESTED else f"{capital.strip()[:MAX_SUGGESTED]}…"
            reason = f"chords begin with a capital letter: write {shown}"
            return SymbolSyntaxError(text, error.position, reason, suggestion=capital)
    for other in NOTATIONS:
        if other not in (notation, "english") and _reads(text, other, read):
            if f"notation {other}" in error.reason:
                continue
            reason = f"{error.plain_reason}; as {_TITLES[other]} all of this can be read: ask for notation {other}"
            return SymbolSyntaxError(text, error.position, reason)
    if notation != "english" and _reads(text, "english", read):
        reason = f"{error.plain_reason}; in English note names all of this can be read: leave the notation out"
        return SymbolSyntaxError(text, error.position, reason)
    return SymbolSyntaxError(text, error.position, error.plain_reason)


def _reads(text: str, notation: Notation, read: Callable[[str, Notation], object]) -> bool:
    try:
        read(text, notation)
    except ValueError:
        return False
    return True
