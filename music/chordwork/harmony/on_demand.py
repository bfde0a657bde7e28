"""Names that a package imports when they are first asked for: whoever wants one module of it loads no other.

Its functions are guarded there (:mod:`~chordwork.harmony.arguments`): this is the door that programs come in by.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import FunctionType
from typing import Any


def on_demand(
    package: str, homes: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """What makes the public names of a package lazy (PEP 562): its ``__getattr__``, ``__dir__`` and ``__all__``.

    Type checkers do not see through this: beside it, import the same names under ``TYPE_CHECKING``, each as itself.

    Args:
        package: its ``__name__``.
        homes: for each module, relative to the package (``.notes`` is a sibling of it), the names from there, apart by
            blanks.
    """
    home = {name: f".{module}" for module, names in homes.items() for name in names.split()}

    def get(name: str) -> Any:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(home[name], package), name)
        if isinstance(found, FunctionType) or hasattr(found, "cache_info"):
            from chordwork.harmony.arguments import guarded

            found = guarded(found, package)
        setattr(sys.modules[package], name, found)
        return found

    return get, lambda: sorted({*vars(sys.modules[package]), *home}), sorted(home)
