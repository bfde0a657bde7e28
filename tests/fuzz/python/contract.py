"""What every parser promises of its errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

MOST_CHARACTERS: Final = 2000
"""Of the message of an error, whatever was sent."""


@contextmanager
def refusing(*errors: type[Exception]) -> Iterator[None]:
    """These errors may come out, with a message that is short and can be sent."""
    try:
        yield
    except errors as error:
        _check(type(error).__name__, str(error))


def _check(name: str, said: str) -> None:
    assert said, f"{name} says nothing"
    assert len(said) <= MOST_CHARACTERS, f"{name} of {len(said)} characters"
    said.encode("utf-8", "surrogateescape")


def text_of(data: bytes) -> str:
    """What a program makes of bytes that should be UTF-8: what is none becomes lone surrogates."""
    return data.decode("utf-8", "surrogateescape")
