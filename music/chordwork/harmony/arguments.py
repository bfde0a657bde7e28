"""Arguments of a wrong type, told by name at every public call; they are looked at only once a call has failed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import wraps
from types import UnionType
from typing import Annotated, Any, Final, Literal, ParamSpec, TypeVar, Union, get_args, get_origin

from chordwork.harmony.errors import ArgumentError

P = ParamSpec("P")
R = TypeVar("R")

SHOWN_CHARACTERS: Final = 40
"""How much of a wrong value an error message repeats."""


def guarded(function: Callable[P, R], package: str) -> Callable[P, R]:
    """A public function whose bare TypeErrors and AttributeErrors become :class:`ArgumentError`, where an argument is
    to blame: one whose value its annotation does not allow. Others are faults, and stay as they are.

    Args:
        function: as its module has it.
        package: where it is public.
    """

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except (TypeError, AttributeError) as error:
            if (wrong := trouble(function, args, kwargs)) is not None:
                raise ArgumentError(wrong) from error
            raise

    call.__module__ = package  # by which it is pickled
    return call


def trouble(function: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str | None:
    """What is wrong with the arguments of a call: the first whose type is; None if none is."""
    import inspect

    try:
        given = inspect.signature(function).bind(*args, **kwargs)
    except TypeError as error:
        return f"{function.__name__}: {error}"
    names = getattr(inspect.unwrap(function), "__globals__", {})
    for name, value in given.arguments.items():
        told = given.signature.parameters[name].annotation
        if isinstance(told, str):
            kind = _evaluated(told, names)
        elif type(value).__module__.startswith("chordwork."):
            continue  # options tell programs alone of our own classes
        else:
            kind, told = told, inspect.formatannotation(told)
        if not _fits(value, kind):
            shown = repr(value)
            shown = shown if len(shown) <= SHOWN_CHARACTERS else f"{shown[: SHOWN_CHARACTERS - 1]}…"
            return f"{function.__name__}: {name} must be {told}, not {shown} ({type(value).__name__})"
    return None


def _evaluated(annotation: str, names: Mapping[str, Any]) -> Any:
    try:
        return eval(annotation, dict(names))
    except (NameError, TypeError, AttributeError):
        return Any  # names for type checkers alone


def _fits(value: Any, kind: Any) -> bool:
    """Whether an annotation allows a value; where that cannot be said, it does."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _fits(value, parts[0])
    if origin in (Union, UnionType):
        return any(_fits(value, part) for part in parts)
    if origin is Literal:
        return value in parts
    if kind is None:
        return value is None
    plain = kind if origin is None else origin
    if not isinstance(plain, type) or plain in (object, Any):
        return True
    if not isinstance(value, (plain, int) if plain is float else plain):
        return False
    if origin is None or not parts or not isinstance(value, Collection):
        return True
    if isinstance(value, Mapping):
        return all(_fits(key, parts[0]) and _fits(each, parts[-1]) for key, each in value.items())
    if isinstance(value, str):
        return _fits("", parts[0])
    if isinstance(value, tuple) and origin is tuple and Ellipsis not in parts:
        return len(value) == len(parts) and all(map(_fits, value, parts))
    return all(_fits(each, parts[0]) for each in value)
