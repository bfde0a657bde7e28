"""Song plans as files, or as what is piped in."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from chordwork.analysis.errors import InputError
from chordwork.analysis.nesting import check_depth

if TYPE_CHECKING:
    from chordwork.music.songwriting import SongPlan

MAX_PLAN_CHARACTERS: Final = 4_000_000
_STDIN: Final = ("-", "/dev/stdin")
FORMAT_PREFIX: Final = "chordwork-song-"


def read_plan(place: Path) -> SongPlan:
    """A plan from a file, or from standard input for ``-``.

    Raises:
        InputError: it cannot be read, or is no JSON.
        PlanFormatError: it is no plan; it names the place.
    """
    from chordwork.music.songwriting import SongPlan

    if str(place) in _STDIN:
        data = plan_data("standard input", sys.stdin.read(MAX_PLAN_CHARACTERS))
        return SongPlan.from_dict(data)
    try:
        with place.open(encoding="utf-8") as file:
            text = file.read(MAX_PLAN_CHARACTERS)
    except OSError as error:
        raise InputError(str(place), f"cannot be read ({error.strerror})") from None
    except ValueError:
        raise InputError(str(place), "is no text: write the plan with --output plan.json") from None
    return SongPlan.from_dict(plan_data(str(place), text))


def plan_data(place: str, text: str) -> Any:
    """The JSON of a plan.

    Raises:
        InputError: it is none.
    """
    try:
        check_depth(text.encode("utf-8", "surrogatepass"))
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(place, "is no JSON: write the plan with --output plan.json, or --format json") from None


def is_plan(text: str) -> bool:
    """Whether a text is the JSON of a plan, going by its format."""
    if not text.lstrip().startswith("{"):
        return False
    try:
        check_depth(text.encode("utf-8", "surrogatepass"))
        data = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and str(data.get("format", "")).startswith(FORMAT_PREFIX)
