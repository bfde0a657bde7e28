"""Frozen attrs classes from JSON data and back, exactly, and the JSON Schema that the data keeps to.

msgspec reads them and names the place of what does not fit; what it lets pass is refused here: unknown fields, texts
and lists without end, and numbers that are none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, Literal, TypeVar, get_args, get_origin, get_type_hints

import attrs

from chordwork.music.songwriting.errors import PlanFormatError

MAX_TEXT: Final = 4000
"""Longest text of one field, in characters."""
MAX_ITEMS: Final = 400
"""Longest list."""
_SAID: Final[dict[Any, str]] = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}
_SCHEMAS: Final[dict[Any, dict[str, Any]]] = {
    str: {"type": "string", "maxLength": MAX_TEXT}, bool: {"type": "boolean"}, int: {"type": "integer"},
    float: {"type": "number"},
}  # fmt: skip
_MISSING: Final = re.compile(r"Object missing required field `(\w+)`")
_PLACE: Final = re.compile(r" - at `\$(.*)`$")
_STEP: Final = re.compile(r"\.(\w+)|\[(\d+)\]")

T = TypeVar("T")


def to_data(value: Any) -> Any:
    """A value as JSON data: dicts, lists, texts, numbers."""
    if isinstance(value, tuple):
        return [to_data(item) for item in value]
    kind: Any = type(value)
    if attrs.has(kind):
        return {field.name: to_data(getattr(value, field.name)) for field in attrs.fields(kind)}
    return value


def from_data(kind: type[T], data: Any, path: str = "plan") -> T:
    """A value of an attrs class from JSON data.

    Raises:
        PlanFormatError: names the place that does not fit.
    """
    import msgspec

    try:
        value = msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise PlanFormatError(f"{path}{_what_does_not_fit(kind, data, str(error))}") from None
    _refuse_what_is_left(data, value, path)
    return value


def schema_of(kind: type) -> dict[str, Any]:
    """JSON Schema (2020-12) of an attrs class; nested classes stand in ``$defs``.

    Written here, since msgspec's sorts the choices, and tells neither that other fields are refused nor the bounds.
    """
    definitions: dict[str, Any] = {}
    _schema(kind, definitions)
    root = definitions.pop(kind.__name__)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": kind.__name__, **root,
            "$defs": dict(sorted(definitions.items()))}  # fmt: skip


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if attrs.has(kind):
        definitions[kind.__name__] = {
            "type": "object",
            "description": (kind.__doc__ or "").partition("\n")[0],
            "properties": {name: _schema(each, definitions) for name, each in _hints(kind).items()},
            "required": [field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING],
            "additionalProperties": False,
        }
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _schema(get_args(kind)[0], definitions), "maxItems": MAX_ITEMS}
    return {"enum": list(get_args(kind))} if get_origin(kind) is Literal else dict(_SCHEMAS[kind])


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _what_does_not_fit(kind: Any, data: Any, said: str) -> str:
    """The place and what is needed there, in words: ``.steps[0].minutes: a whole number is needed, not 'x'``."""
    found = _PLACE.search(said)
    place = found[1] if found else ""
    for name, index in _STEP.findall(place):
        kind = _hints(kind)[name] if name else get_args(kind)[0]
        data = data[int(index)] if index else data[name] if isinstance(data, Mapping) else getattr(data, name)
    if missing := _MISSING.match(said):
        return f"{place}: the field {missing[1]!r} is missing"
    if get_origin(kind) is Literal:
        wanted = f"one of {', '.join(get_args(kind))}"
    else:
        wanted = _SAID.get(kind) or ("a list" if get_origin(kind) is tuple else "an object")
    return f"{place}: {wanted} is needed, not {_named(data)}"


def _refuse_what_is_left(data: Any, value: Any, path: str) -> None:
    if isinstance(data, str) and len(data) > MAX_TEXT:
        raise PlanFormatError(f"{path}: a text of {len(data)} characters: at most {MAX_TEXT} are read")
    if isinstance(data, float) and not math.isfinite(data):
        raise PlanFormatError(f"{path}: a number is needed, not {data}")
    if isinstance(data, list | tuple):
        if len(data) > MAX_ITEMS:
            raise PlanFormatError(f"{path}: {len(data)} items: at most {MAX_ITEMS} are read")
        for index, each in enumerate(data):
            _refuse_what_is_left(each, value[index], f"{path}[{index}]")
    if isinstance(data, Mapping):
        kind: Any = type(value)
        known = _hints(kind)
        if unknown := [str(key)[:40] for key in data if key not in known]:
            raise PlanFormatError(f"{path}: no field {unknown[0]!r} here: known are {', '.join(known)}")
        for name, each in data.items():
            _refuse_what_is_left(each, getattr(value, name), f"{path}.{name}")


def _named(data: Any) -> str:
    if isinstance(data, str):
        return repr(data if len(data) <= 40 else data[:39] + "…")
    if isinstance(data, list | tuple):
        return "a list"
    return "an object" if isinstance(data, Mapping) else f"{data!r:.40}"
