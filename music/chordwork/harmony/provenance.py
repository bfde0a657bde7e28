"""Whether a data file is the one that its card names, before anything parses it.

A card is a small JSON file beside a data file; its ``sha256`` is that of the file's bytes. This finds files that were
damaged, cut short or mixed up. It is no signature: whoever can write both can make them agree.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from pkgutil import get_data
from typing import Any, Final

from chordwork.harmony.errors import ChordworkError

MAX_CARD_BYTES: Final = 1 << 20
REINSTALL: Final = "install chordwork again"


class DigestError(ChordworkError, code="digest"):
    """A data file is not the one that its card names; nothing of it was parsed.

    Attributes:
        file: its name.
        expected: sha256 by the card, in hexadecimal.
        found: sha256 of the file.
    """

    def __init__(self, file: str, expected: str, found: str, *, remedy: str = REINSTALL) -> None:
        """``remedy`` ends the sentence that says what to do."""
        super().__init__(
            f"{file} is not the file that its card names (its sha256 begins {found[:12]}, the card says "
            f"{expected[:12]}): it was damaged or exchanged, and was not read. To mend it, {remedy}"
        )
        self.file = file
        self.expected = expected
        self.found = found


class CardError(ChordworkError, code="card"):
    """The card of a data file is missing or cannot be read, so that nobody can say what the file is."""


def sha256_of(data: bytes) -> str:
    """In lower-case hexadecimal, as cards and ``sha256sum`` write it."""
    return hashlib.sha256(data).hexdigest()


def check_digest(data: bytes, expected: str, file: str, *, remedy: str = REINSTALL) -> None:
    """Compare the bytes of a file with what its card says.

    Raises:
        DigestError: they differ.
    """
    found = sha256_of(data)
    if not hmac.compare_digest(found, expected):
        raise DigestError(file, expected, found, remedy=remedy)


def read_json_card(text: bytes, name: str) -> Mapping[str, Any]:
    """The object in a card.

    Raises:
        CardError: it is too large, no JSON, or no object.
    """
    try:
        card = json.loads(text) if len(text) <= MAX_CARD_BYTES else None
    except (ValueError, RecursionError):
        card = None
    if not isinstance(card, dict):
        raise CardError(f"{name} is no card: it must be one JSON object of at most {MAX_CARD_BYTES} bytes")
    return card


def packaged(package: str, file: str, card: str) -> bytes:
    """The bytes of a data file of this distribution, after its digest was checked.

    Args:
        package: such as ``chordwork.music.suggestions``.
        file: the data file in it.
        card: its card, in the same package.

    Raises:
        CardError: a file is missing, or the card cannot be read.
        DigestError: the data file is not the one that the card names.
    """
    try:
        data, text = (get_data(package, each) or b"" for each in (file, card))
    except OSError as error:
        raise CardError(f"{file} or its card {card} is missing from this installation: {REINSTALL}") from error
    check_digest(data, str(read_json_card(text, card).get("sha256", "")), file)
    return data
