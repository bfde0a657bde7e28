"""Regular expressions that are compiled when they are first used: a start pays for those it needs."""

from __future__ import annotations

import re
from typing import Any, cast


class _Uncompiled:
    def __init__(self, text: str, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, value)  # from now on it is found at once
        return value


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """As :func:`re.compile`, later; what is wrong with it shows then. A pattern has no identity but its methods."""
    return cast("re.Pattern[str]", _Uncompiled(text, flags))
