"""What runs in the processes that work computations out."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from typing import Final

import msgspec

from chordwork.http.rest.answers import Answer, Declined
from chordwork.http.rest.computation import Computation
from chordwork.native.errors import ChordworkError

NICENESS: Final = 10
"""Chords of live sessions come first."""
SHOWN_CHARACTERS: Final = 200
MISSING_EXTRA: Final = "missing_extra"
"""Code of the errors that a more complete server would not have."""


def perform(path: str, canonical: bytes, format_name: str) -> Answer | Declined:
    """Work one request out. Errors come back as values, since exceptions do not always survive being sent.

    Args:
        path: which computation.
        canonical: the request, as :meth:`~chordwork.http.rest.computation.Computation.canonical` writes it.
        format_name: form of the answer.
    """
    computation = _settled()[path]
    request = msgspec.json.decode(canonical, type=computation.request)
    try:
        return Answer.of(computation.perform(request, computation.form(format_name)))
    except ChordworkError as error:
        return declined(error)


def declined(error: ChordworkError) -> Declined:
    """What an error of the music library means; one about a text says where in it."""
    position = getattr(error, "position", None)
    if position is None:
        status = 501 if error.code == MISSING_EXTRA else 422
        return Declined(error.code, " ".join(str(error).split()), status=status)
    text = getattr(error, "text", "")[:SHOWN_CHARACTERS]
    return Declined(error.code, getattr(error, "reason", str(error)), {"text": text, "position": position})


@cache
def _settled() -> dict[str, Computation]:
    from chordwork.http.rest.music import COMPUTATIONS

    with suppress(OSError):
        os.nice(NICENESS)
    return {computation.path: computation for computation in COMPUTATIONS}
