"""Flags of a command, from a class of options: their names, kinds, bounds, defaults and words are the class's."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import reduce, wraps
from operator import or_
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from cyclopts import Parameter

from chordwork.harmony.options import Option, alternatives, options_of

R = TypeVar("R")

_WORDS = (str, int, float, bool)


def with_flags(
    options: type[Any], *, checked: bool = True, negatives: bool = False
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Give a command the flags of a class of options. It takes those that were given as keywords, by the names that
    the class has for them; what no word can say, such as a list of pitches, is no flag.

    Args:
        options: attrs class.
        checked: hold the flags to the bounds; else the command does.
        negatives: what is off unless it is given has a flag that turns it off, too, as for what a variable may turn on.
    """
    flags = {each.flag.replace("-", "_"): each for each in options_of(options) if is_flag(each)}

    def decorate(command: Callable[..., R]) -> Callable[..., R]:
        own = list(inspect.signature(command).parameters.values())[:-1]

        @wraps(command)
        def run(*words: Any, **given: Any) -> R:
            return command(
                *words, **{flags[name].name if name in flags else name: value for name, value in given.items()}
            )

        kinds = {name: _kind(each, checked, negatives) for name, each in flags.items()}
        parameters = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
            for name, kind in kinds.items()
        ]
        places = [each for each in own if each.kind is not inspect.Parameter.KEYWORD_ONLY]
        rest = [each for each in own if each.kind is inspect.Parameter.KEYWORD_ONLY]
        run.__signature__ = inspect.Signature([*places, *parameters, *rest])  # type: ignore[attr-defined]
        run.__annotations__ = {**command.__annotations__, **kinds}
        return run

    return decorate


def words_of(option: Option) -> str:
    """What is said of an option, and its default."""
    default = option.default
    if "Default:" in option.text or default in (None, ""):
        return option.text
    shown = ("off", "on")[default] if isinstance(default, bool) else default
    return f"{option.text} Default: {shown}."


def is_flag(option: Option) -> bool:
    """Whether the command line can say it."""
    return bool(_kinds(option))


def _kinds(option: Option) -> list[Any]:
    """The types of it that a word or two can say."""
    kinds = (get_args(each)[0] if get_origin(each) is Annotated else each for each in alternatives(option.kind))
    return [kind for kind in kinds if kind in _WORDS or get_origin(kind) in (Literal, tuple)]


def _kind(option: Option, checked: bool, negatives: bool) -> Any:
    only_on = option.default is False and not negatives

    def check(_kind: object, value: Any) -> None:
        if option.trouble(value) is not None:
            raise ValueError(f"Give {option.range}.")

    shown = Parameter(
        help=option.text if only_on else words_of(option),
        negative=() if only_on or bool not in _kinds(option) else None,
        validator=check if checked else None,
    )
    return Annotated[reduce(or_, [*_kinds(option), None]), shown]
