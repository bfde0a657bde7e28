"""Requests written as the query of a GET."""

from __future__ import annotations

from typing import Final, TypeVar

import attrs
from werkzeug.datastructures import MultiDict

from chordwork.http.rest.bodies import convert
from chordwork.http.wire.problems import Problem

T = TypeVar("T")

MAX_CHARACTERS: Final = 2000
"""Of one parameter."""
NOT_FIELDS: Final = frozenset({"format"})
"""Parameters that are not fields of a request."""


def read_query(arguments: MultiDict[str, str], model: type[T]) -> T:
    """One request of a model, from a query.

    Raises:
        Problem: 400, saying which parameter is wrong.
    """
    defaults = {field.name: field.default for field in attrs.fields(model)}  # type: ignore[arg-type]
    given: dict[str, str] = {}
    for name, values in arguments.lists():
        if name in NOT_FIELDS:
            continue
        shown = name[:40]
        if len(values) > 1:
            raise Problem(400, "bad_field", f"{shown}: given {len(values)} times", field=shown)
        if len(values[0]) > MAX_CHARACTERS:
            raise Problem(400, "bad_field", f"{shown}: more than {MAX_CHARACTERS} characters: use POST", field=shown)
        if values[0] == "null" and defaults.get(name, "") is None:
            raise Problem(400, "bad_field", f"{shown}: leave it out instead", field=shown)
        given[name] = values[0]
    return convert(given, model, strict=False)
