"""The public names and how they are called, as a file: ``python -m tests.structure.public_api`` writes it anew.

What is in it is what programs of others rely on. A change that adds lines breaks nobody; one that changes or takes away
lines belongs into the changelog. Annotations are left out, since each Python writes them otherwise; type checkers hold
those.
"""

from __future__ import annotations

import enum
import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final, get_origin

FILE: Final = Path(__file__).with_name("public_api.txt")
WITH_PACKAGES: Final = ("chordwork.music",)
"""Of which the packages inside are public too, as far as they say what they offer."""
MODULES: Final = (
    "chordwork.actors",
    "chordwork.actors.aio",
    "chordwork.actors.testing",
    "chordwork.actors.threads",
    "chordwork.analysis",
    "chordwork.bridge",
    "chordwork.client",
    "chordwork.engine",
    "chordwork.engine.events",
    "chordwork.engine.testing",
    "chordwork.music",
)


def described() -> str:
    """All of it, one name a line."""
    return "".join(f"{line}\n" for module in sorted(_modules()) for line in _of_module(module))


def _modules() -> Iterator[str]:
    yield from MODULES
    for name in WITH_PACKAGES:
        package = import_module(name)
        for found in pkgutil.iter_modules(package.__path__):
            if found.ispkg and hasattr(import_module(f"{name}.{found.name}"), "__all__"):
                yield f"{name}.{found.name}"


def _of_module(name: str) -> Iterator[str]:
    module = import_module(name)
    yield f"[{name}]"
    for each in sorted(_names(module)):
        yield from _of_value(each, getattr(module, each))
    yield ""


def _names(module: ModuleType) -> list[str]:
    if hasattr(module, "__all__"):
        return list(module.__all__)
    return [name for name, value in vars(module).items() if getattr(value, "__module__", None) == module.__name__
            and not name.startswith("_")]  # fmt: skip


def _of_value(name: str, value: Any) -> Iterator[str]:
    if inspect.isclass(value) and get_origin(value) is None:
        yield f"class {name}{_signature(value)}" if not issubclass(value, enum.Enum) else f"enum {name}"
        yield from _of_class(name, value)
    elif callable(value) and get_origin(value) is None and not inspect.ismodule(value):
        yield f"{_prefix(value)}{name}{_signature(value)}"
    else:
        yield name


def _of_class(name: str, cls: type) -> Iterator[str]:
    members: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        if base.__module__.startswith("chordwork"):
            members |= vars(base)
            members |= dict.fromkeys(getattr(base, "__annotations__", ()))
    for member in sorted(members):
        if member.startswith("_") or member in ("with_traceback", "add_note"):
            continue
        value = inspect.getattr_static(cls, member, None)
        if isinstance(value, (staticmethod, classmethod)):
            value = getattr(cls, member)
        if inspect.isroutine(value):
            yield f"  {_prefix(value)}{name}.{member}{_signature(value)}"
        else:
            yield f"  {name}.{member}"


def _prefix(value: Any) -> str:
    inner = inspect.unwrap(value)
    if inspect.iscoroutinefunction(inner):
        return "async "
    return ""


def _signature(value: Any) -> str:
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return "(…)"
    plain = [
        parameter.replace(annotation=parameter.empty, default=_written(parameter.default))
        for parameter in signature.parameters.values()
    ]
    return str(signature.replace(parameters=plain, return_annotation=signature.empty))


class _Unwritten:
    """A default without a form of its own."""

    def __repr__(self) -> str:
        return "…"


def _written(default: object) -> object:
    return _Unwritten() if repr(default).startswith("<") and default is not inspect.Parameter.empty else default


def main() -> None:
    """Write the file."""
    FILE.write_text(described(), encoding="utf-8")


if __name__ == "__main__":
    main()
