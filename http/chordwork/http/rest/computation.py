"""Pure computations as data: what goes in, what comes out, and in which forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs
import msgspec

from chordwork.http.rest.formats import Format


@attrs.frozen
class Noted:
    """A body in a form that has no place for notes, and what the one who asked should know of it."""

    body: bytes
    notes: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Computation:
    """A pure function behind an address, both as POST and as GET.

    Attributes:
        path: such as ``/tabs``.
        summary: one line.
        description: for ``/docs``.
        tag: the group it is listed under there.
        request: attrs class of the request.
        result: attrs class of its JSON form; None where ``result_schema`` says more.
        result_schema: makes the JSON Schema of that form, when somebody asks for it.
        formats: forms of the result; the first unless the client cares.
        perform: makes the body; runs in a process of its own. Raises ``ChordworkError`` for what cannot be.
        examples: requests by title; tests run all of them.
        query: an example of the same as the query of a GET.
        uploaded: makes a request of the bytes of a file that is the body, its name, and what the query tells; None
            where there is nothing to upload. Raises ``ChordworkError`` where these contradict each other.
        max_upload_bytes: largest such file.
    """

    path: str
    summary: str
    description: str
    tag: str
    request: type[Any]
    result: type[Any] | None
    result_schema: Callable[[], dict[str, Any]] | None = None
    formats: tuple[Format, ...]
    perform: Callable[[Any, Format], bytes | Noted]
    examples: Mapping[str, dict[str, Any]]
    query: Mapping[str, str]
    uploaded: Callable[[bytes, str, Any], Any] | None = None
    max_upload_bytes: int = 0

    def canonical(self, request: Any) -> bytes:
        """The same bytes for requests that ask the same, however they were written."""
        return msgspec.json.encode(request, order="deterministic")

    def form(self, name: str) -> Format:
        """The format of that name."""
        return next(each for each in self.formats if each.name == name)
