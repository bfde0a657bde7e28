"""What to say to a command line that cannot be read: what was wrong, and what to type next."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from cyclopts import CoercionError, CycloptsError, UnknownCommandError

COMMANDS: Final = (
    *("demo", "listen", "analyze", "parse", "suggest", "tabs", "accompany", "write", "practice", "convert"),
    *("serve", "api-key", "models", "doctor", "completion", "version"),
)
_KINDS: Final = {"int": "a whole number", "float": "a number", "bool": "on or off"}


def explained(error: CycloptsError, tokens: Sequence[str]) -> str:
    """One sentence for a line of arguments that cyclopts refused."""
    command = tokens[0] if tokens and tokens[0] in COMMANDS else None
    if isinstance(error, UnknownCommandError) or (command is None and tokens and not tokens[0].startswith("-")):
        near = get_close_matches(tokens[0].casefold(), COMMANDS, n=1)
        if near:
            rest = " ".join(quoted(token) for token in tokens[1:])
            return f"{tokens[0]!r} is no command: did you mean chordwork {near[0]}{' ' if rest else ''}{rest}"
        return f"{tokens[0][:40]!r} is no command: there are {', '.join(COMMANDS)} (see: chordwork --help)"
    said = str(error)
    if isinstance(error, CoercionError) and error.token is not None:
        named = error.token.keyword or "an argument"
        said = f"{named} must be {wanted(error.target_type)}, not {error.token.value[:40]!r}"
    return f"{said} (see: chordwork {f'{command} ' if command else ''}--help)"


def wanted(kind: object) -> str:
    """A type in words; a choice by its values."""
    name = getattr(kind, "__name__", "")
    if name in _KINDS:
        return _KINDS[name]
    parts = getattr(kind, "__args__", ())
    words = [wanted(part) if isinstance(part, type) or hasattr(part, "__args__") else str(part) for part in parts]
    return " or ".join(word for word in words if word != "NoneType") or name or str(kind)


def quoted(token: str) -> str:
    """As a shell takes it."""
    return f'"{token}"' if not token or any(each in token for each in " |'*?&;()<>$") else token
