"""Frozen attrs classes to JSON data and back, exactly, and the JSON Schema that the data keeps to.

Fields may be str, int, float, bool, a ``Literal`` of texts, a tuple of any of these, or another such class. Reading is
strict: what is missing, unknown or of another type is refused, with the path to it.
"""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs

from chordwork.music.songwriting.errors import PlanFormatError

MAX_TEXT: Final = 4000
"""Longest text of one field, in characters."""
MAX_ITEMS: Final = 400
"""Longest list."""

T = TypeVar("T")


def to_data(value: Any) -> Any:
    """A value as JSON data: dicts, lists, texts, numbers."""
    kind: Any = type(value)
    if attrs.has(kind):
        return {name: to_data(getattr(value, name)) for name in _names(kind)}
    if isinstance(value, tuple):
        return [to_data(item) for item in value]
    return value


def from_data(kind: type[T], data: Any, path: str = "plan") -> T:
    """A value of an attrs class from JSON data.

    Raises:
        PlanFormatError: names the place that does not fit.
    """
    value: T = _read(kind, data, path)
    return value


def schema_of(kind: type) -> dict[str, Any]:
    """JSON Schema (2020-12) of an attrs class; nested classes stand in ``$defs``."""
    definitions: dict[str, Any] = {}
    body = _schema(kind, definitions)
    root = definitions.pop(kind.__name__)
    assert body == {"$ref": f"#/$defs/{kind.__name__}"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": kind.__name__, **root,
            "$defs": dict(sorted(definitions.items()))}  # fmt: skip


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind))


@cache
def _types(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in attrs.fields(kind)}


def _read(kind: Any, data: Any, path: str) -> Any:
    if attrs.has(kind):
        return _read_record(kind, data, path)
    origin = get_origin(kind)
    if origin is tuple:
        if not isinstance(data, list | tuple):
            raise PlanFormatError(f"{path}: a list is needed, not {_named(data)}")
        if len(data) > MAX_ITEMS:
            raise PlanFormatError(f"{path}: {len(data)} items: at most {MAX_ITEMS} are read")
        item = get_args(kind)[0]
        return tuple(_read(item, each, f"{path}[{index}]") for index, each in enumerate(data))
    if origin is Literal:
        if not isinstance(data, str) or data not in get_args(kind):
            raise PlanFormatError(f"{path}: one of {', '.join(get_args(kind))} is needed, not {_named(data)}")
        return data
    if origin in (Union, types.UnionType):
        inner = next(each for each in get_args(kind) if each is not type(None))
        return None if data is None else _read(inner, data, path)
    return _read_plain(kind, data, path)


def _read_record(kind: Any, data: Any, path: str) -> Any:
    if isinstance(data, kind):
        return data
    if not isinstance(data, Mapping):
        raise PlanFormatError(f"{path}: an object is needed, not {_named(data)}")
    known = _types(kind)
    if unknown := [str(key)[:40] for key in data if key not in known]:
        raise PlanFormatError(f"{path}: no field {unknown[0]!r} here: known are {', '.join(known)}")
    values = {}
    for field in attrs.fields(kind):
        if field.name in data:
            values[field.name] = _read(known[field.name], data[field.name], f"{path}.{field.name}")
        elif field.default is attrs.NOTHING:
            raise PlanFormatError(f"{path}: the field {field.name!r} is missing")
    return kind(**values)


def _read_plain(kind: Any, data: Any, path: str) -> Any:
    if kind is str and isinstance(data, str):
        if len(data) > MAX_TEXT:
            raise PlanFormatError(f"{path}: a text of {len(data)} characters: at most {MAX_TEXT} are read")
        return data
    if kind is bool and isinstance(data, bool):
        return data
    if kind is int and isinstance(data, int) and not isinstance(data, bool):
        return data
    if kind is float and isinstance(data, int | float) and not isinstance(data, bool) and math.isfinite(data):
        return float(data)
    wanted = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}[kind]
    raise PlanFormatError(f"{path}: {wanted} is needed, not {_named(data)}")


def _named(data: Any) -> str:
    if isinstance(data, str):
        return repr(data if len(data) <= 40 else data[:39] + "…")
    if isinstance(data, list | tuple):
        return "a list"
    return "an object" if isinstance(data, Mapping) else f"{data!r:.40}"


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if attrs.has(kind):
        return _schema_of_record(kind, definitions)
    origin = get_origin(kind)
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(kind)[0], definitions), "maxItems": MAX_ITEMS}
    if origin is Literal:
        return {"enum": list(get_args(kind))}
    if origin in (Union, types.UnionType):
        inner = next(each for each in get_args(kind) if each is not type(None))
        return {"anyOf": [_schema(inner, definitions), {"type": "null"}]}
    plain: dict[Any, dict[str, Any]] = {
        str: {"type": "string", "maxLength": MAX_TEXT}, int: {"type": "integer"}, float: {"type": "number"},
        bool: {"type": "boolean"},
    }  # fmt: skip
    return plain[kind]


def _schema_of_record(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}
        known = _types(kind)
        definitions[name] = {
            "type": "object",
            "description": (kind.__doc__ or "").strip().split("\n")[0],
            "properties": {field: _schema(each, definitions) for field, each in known.items()},
            "required": [field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}
