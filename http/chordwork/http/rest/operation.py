"""What ``/openapi.json`` says about a view: written beside it, read by :mod:`~chordwork.http.rest.openapi`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import attrs

from chordwork.http.rest.formats import Format

View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE: Final = "_chordwork_operation"


@attrs.frozen(kw_only=True)
class Operation:
    """One method of one address.

    Attributes:
        name: its ``operationId``.
        summary: one line.
        description: more, in Markdown.
        tag: the group it is listed under.
        body: attrs class of a JSON body; None for none.
        body_media: bodies that are no JSON, by media type: their schemas.
        query: attrs class whose fields are query parameters.
        parameters: further parameters, as OpenAPI writes them.
        result: attrs class of the JSON form of the answer.
        result_schema: makes the JSON Schema of that form, in the place of a class.
        formats: forms of the answer.
        examples: bodies by title.
        query_example: the same as a query.
        problems: statuses of problems, beside those that every request may get.
        public: it needs no key.
        cacheable: its answers carry an ETag.
    """

    name: str
    summary: str
    description: str = ""
    tag: str
    body: type[Any] | None = None
    body_media: Mapping[str, Any] = attrs.field(factory=dict)
    query: type[Any] | None = None
    parameters: tuple[Mapping[str, Any], ...] = ()
    result: type[Any] | None = None
    result_schema: Callable[[], dict[str, Any]] | None = None
    formats: tuple[Format, ...]
    examples: Mapping[str, Any] = attrs.field(factory=dict)
    query_example: Mapping[str, str] = attrs.field(factory=dict)
    problems: tuple[int, ...] = ()
    public: bool = False
    cacheable: bool = False


def described(operation: Operation) -> Callable[[View], View]:
    """Say what a view does."""

    def mark(view: View) -> View:
        setattr(view, _ATTRIBUTE, operation)
        return view

    return mark


def operation_of(view: Callable[..., Any]) -> Operation | None:
    """What was said about a view."""
    return getattr(view, _ATTRIBUTE, None)
