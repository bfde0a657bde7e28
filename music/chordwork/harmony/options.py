"""Options said once: an attrs class, each field with its type, its bounds, its default and, beside it, its text.

The signature of the Python call, the request of REST, the flags of the command line, the variables of a server and the
pages of the documentation are all made from such a class. What a field says stands in its annotation, as msgspec reads
it: ``capo: Annotated[int, said("Fret of the capo.", ge=0, le=36)] = 0``.
"""

from __future__ import annotations

import builtins
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache, reduce, wraps
from operator import or_
from types import UnionType
from typing import Annotated, Any, Concatenate, ParamSpec, Protocol, TypeVar, Union, get_args, get_origin, overload

import attrs
from msgspec import Meta

C = TypeVar("C", bound=type[Any])
A = TypeVar("A")
B = TypeVar("B")
O = TypeVar("O")  # noqa: E741
O_co = TypeVar("O_co", covariant=True)
P = ParamSpec("P")
R = TypeVar("R")


def said(text: str, *, flag: str | None = None, **bounds: Any) -> Meta:
    """What a field means, for people.

    Args:
        text: one or two sentences that are right at every door.
        flag: its name on the command line, where that is another than the field's.
        bounds: as of :class:`msgspec.Meta`.
    """
    return Meta(description=text, extra=None if flag is None else {"flag": flag}, **bounds)


class _PythonOnly:
    """What only a Python program can hand over: types that a class of options imports for type checkers alone."""

    def __class_getitem__(cls, _of: object) -> type[_PythonOnly]:
        return cls


class _Names(dict[str, Any]):
    """Names of a module, where those that are not there at run time are :class:`_PythonOnly`."""

    def __missing__(self, name: str) -> Any:
        return getattr(builtins, name, _PythonOnly)


@attrs.frozen(kw_only=True)
class Option:
    """One option as it can be written down."""

    name: str
    kind: Any
    """Its annotation."""
    default: Any
    text: str
    flag: str
    """Its name on the command line, without the dashes."""
    least: float | None
    most: float | None

    @property
    def bare(self) -> Any:
        """The types alone."""
        kinds = [get_args(each)[0] if get_origin(each) is Annotated else each for each in alternatives(self.kind)]
        return reduce(or_, [*kinds, *([None] if self.default is None else [])]) if kinds else Any

    def trouble(self, value: Any) -> str | None:
        """What is wrong with a value of the right type: a sentence that begins with the name; None if nothing is."""
        if value is None or (self.least is None and self.most is None) or isinstance(value, str):
            return None
        if (self.least is None or value >= self.least) and (self.most is None or value <= self.most):
            return None
        return f"{self.name} must be {self.range}, not {value!r}"

    @property
    def range(self) -> str:
        """The bounds in words."""
        least, most = (None if bound is None else f"{bound:.10g}" for bound in (self.least, self.most))
        if least is not None and most is not None:
            return f"from {least} to {most}"
        return f"at least {least}" if least is not None else f"at most {most}"


def written(cls: C) -> C:
    """Of a class of options, decorated before attrs: let its annotations say what can be written down.

    A value of Python alone (an ``Instrument`` beside the name of one) is for programs: whoever reads the annotations at
    run time, msgspec before all, does not see it.
    """
    names = _Names(vars(sys.modules[cls.__module__]))
    cls.__annotations__ = {
        name: _plain(eval(text, {}, names) if isinstance(text, str) else text)
        for name, text in cls.__annotations__.items()
    }
    return cls


def options_of(cls: Any) -> tuple[Option, ...]:
    """The options of a class in its order, those of its bases first."""
    return _listed(cls)


@cache
def _listed(cls: Any) -> tuple[Option, ...]:
    kinds: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        kinds |= inspect.get_annotations(base)
    return tuple(_option(field, kinds[field.name]) for field in attrs.fields(cls))


def chosen(asked: Any, options: type[Any]) -> dict[str, Any]:
    """Of what was asked, the options of a class, by name."""
    names = {field.name for field in attrs.fields(options)}
    return {field.name: getattr(asked, field.name) for field in attrs.fields(type(asked)) if field.name in names}


def alternatives(kind: Any) -> tuple[Any, ...]:
    """The types that a value may have, each with its metas; None left out."""
    if get_origin(kind) is Annotated:
        inner = get_args(kind)[0]
        return alternatives(inner) if inner is _PythonOnly or get_origin(inner) in (Union, UnionType) else (kind,)
    if get_origin(kind) in (Union, UnionType):
        return tuple(each for part in get_args(kind) for each in alternatives(part))
    return () if kind in (None, type(None), _PythonOnly) else (kind,)


class _Taking(Protocol[P, O_co]):
    @overload
    def __call__(self, function: Callable[[A, O_co], R], /) -> Callable[Concatenate[A, P], R]: ...
    @overload
    def __call__(self, function: Callable[[A, B, O_co], R], /) -> Callable[Concatenate[A, B, P], R]: ...


def taking(options: Callable[P, O]) -> _Taking[P, O]:
    """Let a function that takes a class of options last be called with the options by name."""

    def decorate(function: Callable[..., R]) -> Callable[..., R]:
        *asked, _ = inspect.signature(function).parameters.values()
        told = options_of(options)

        @wraps(function)
        def call(*first: Any, **given: Any) -> R:
            named = {each.name: given.pop(each.name) for each in asked if each.name in given}
            by_place: Any = first[len(asked) :]
            return function(*first[: len(asked)], **named, options=options(*by_place, **given))

        by_name = [
            parameter.replace(annotation=each.bare)
            for each, parameter in zip(told, inspect.signature(options).parameters.values(), strict=True)
        ]
        call.__signature__ = inspect.Signature([*asked, *by_name])  # type: ignore[attr-defined]
        call.__doc__ = "\n".join(
            (inspect.getdoc(function) or "", "", "Options:", *(f"    {each.name}: {each.text}" for each in told))
        )
        return call

    return decorate


def _option(field: attrs.Attribute[Any], kind: Any) -> Option:
    metas = list(_metas(kind))
    said: Mapping[str, Any] = next((meta.extra for meta in metas if meta.extra), {})
    return Option(
        name=field.name,
        kind=kind,
        default=field.default,
        text=next((meta.description for meta in metas if meta.description), ""),
        flag=said.get("flag", field.name.replace("_", "-")),
        least=next((float(meta.ge) for meta in metas if meta.ge is not None), None),
        most=next((float(meta.le) for meta in metas if meta.le is not None), None),
    )


def _metas(kind: Any) -> Iterator[Meta]:
    """All of an annotation, the outermost first."""
    if get_origin(kind) is Annotated:
        inner, *metas = get_args(kind)
        yield from (meta for meta in reversed(metas) if isinstance(meta, Meta))
        yield from _metas(inner)
    elif get_origin(kind) in (Union, UnionType):
        for part in get_args(kind):
            yield from _metas(part)


def _plain(kind: Any) -> Any:
    if get_origin(kind) is Annotated:
        inner, *metas = get_args(kind)
        return Annotated[(_plain(inner), *metas)]
    if get_origin(kind) in (Union, UnionType):
        return reduce(or_, (_plain(part) for part in get_args(kind) if part is not _PythonOnly))
    return kind
