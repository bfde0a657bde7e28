"""Results of pure computations, as they are kept, and as they are sent."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

import attrs
from quart import Request, Response

from chordwork.http.rest.computation import Noted
from chordwork.http.rest.formats import Format

NOTES_HEADER: Final = "X-Chordwork-Notes"
"""A JSON list of texts."""
MAX_NOTES: Final = 8
MAX_NOTE_CHARACTERS: Final = 200
MAX_AGE_S: Final = 3600
"""How long a client may use an answer without asking again."""


@attrs.frozen
class Answer:
    """A result.

    Attributes:
        body: as it is sent.
        etag: the same for the same body, without its quotes.
        notes: for people, of a form that has no place for them.
    """

    body: bytes
    etag: str
    notes: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])

    @classmethod
    def of(cls, made: bytes | Noted) -> Answer:
        """With the tag that belongs to it."""
        body, notes = (made.body, made.notes) if isinstance(made, Noted) else (made, ())
        return cls(body, hashlib.sha256(body).hexdigest()[:32], notes)

    @property
    def size_bytes(self) -> int:
        """What it takes to keep it, roughly."""
        return len(self.body) + sum(map(len, self.notes)) + 256


@attrs.frozen
class Declined:
    """A computation that has no result for what was asked, and why.

    Attributes:
        code: for machines.
        detail: for people.
        members: further members of the problem document.
        status: of HTTP.
    """

    code: str
    detail: str
    members: dict[str, Any] = attrs.field(factory=dict)
    status: int = 422


def _shown(notes: tuple[str, ...]) -> list[str]:
    """As many as a header takes."""
    return [note[:MAX_NOTE_CHARACTERS] for note in notes[:MAX_NOTES]]


def respond(request: Request, answer: Answer, form: Format, *, name: str, private: bool) -> Response:
    """The response: 200, or 304 to a GET whose sender has it.

    Args:
        request: which it answers.
        answer: the result.
        form: of the result.
        name: of a file that holds it, without extension.
        private: it is for the holder of a key; caches on the way may not keep it.
    """
    headers = {
        "ETag": f'"{answer.etag}"',
        "Cache-Control": f"{'private' if private else 'public'}, max-age={MAX_AGE_S}",
        "Vary": "Accept",
    }
    if answer.notes:
        headers[NOTES_HEADER] = json.dumps(_shown(answer.notes))  # ASCII, whatever letters they name
    if request.method in ("GET", "HEAD") and request.if_none_match.contains_weak(answer.etag):
        return Response(b"", 304, headers=headers)
    kind = "attachment" if form.attached else "inline"
    headers["Content-Disposition"] = f'{kind}; filename="{name}.{form.extension}"'
    return Response(answer.body, 200, headers=headers, content_type=form.content_type)
