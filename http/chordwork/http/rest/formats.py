"""Forms of an answer, and which one a client wants."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from quart import Request

from chordwork.http.wire.problems import Problem


@attrs.frozen
class Format:
    """One form of an answer.

    Attributes:
        name: as in ``?format=``.
        media_type: as in ``Accept`` and ``Content-Type``.
        extension: of a file that holds it.
        text: it is text in UTF-8.
        attached: a browser should save it rather than show it.
    """

    name: str
    media_type: str
    extension: str
    text: bool = True
    attached: bool = False

    @property
    def content_type(self) -> str:
        """The media type; for plain text with its encoding."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


JSON = Format("json", "application/json", "json")
TEXT = Format("text", "text/plain", "txt")
SVG = Format("svg", "image/svg+xml", "svg")
MIDI = Format("midi", "audio/midi", "mid", text=False, attached=True)


_PAGE = "text/html"
"""Browsers ask for a page wherever they go, and take all else: one that holds songs is for who takes nothing else."""


def choose(request: Request, formats: Sequence[Format]) -> Format:
    """The form that a client asked for: by ``?format=``, else by ``Accept``; the first one unless it cares.

    Raises:
        Problem: 400 for a format that there is not, 406 for an ``Accept`` that none of them meets.
    """
    wanted = request.args.get("format")
    if wanted is not None:
        for each in formats:
            if wanted.lower() in (each.name, each.extension):
                return each
        known = ", ".join(each.name for each in formats)
        raise Problem(400, "unknown_format", f"there is no format {wanted[:40]!r} here: choose one of {known}")
    if not request.headers.get("Accept"):
        return formats[0]
    for offered in ([each for each in formats if each.media_type != _PAGE], formats):
        best = request.accept_mimetypes.best_match([each.media_type for each in offered])
        for each in offered:
            if each.media_type == best:
                return each
    raise Problem(
        406,
        "not_acceptable",
        f"this comes as {', '.join(each.media_type for each in formats)}",
        available=[each.media_type for each in formats],
    )
