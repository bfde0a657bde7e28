"""API keys: made at random, kept as digests, compared in constant time.

A key has 256 random bits, so that one round of SHA-256 protects it: slow password hashes make up for guessable
secrets, and there is nothing to guess here. A file of keys has one line for each::

    # name   digest
    studio   sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08

``chordwork api-key studio`` makes a key and prints that line; the key itself is shown once and stored nowhere.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from pathlib import Path
from typing import Final

import attrs

from chordwork.harmony.errors import ChordworkError

KEY_PREFIX: Final = "cw_"
"""So that secret scanners and people know one when they see it."""
MAX_KEY_CHARACTERS: Final = 128
MAX_FILE_BYTES: Final = 1 << 20
_KEY_BYTES: Final = 32
_DIGEST_PREFIX: Final = "sha256:"
_LINE: Final = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._@-]{0,63})\s+sha256:(?P<digest>[0-9a-f]{64})")


class KeyFileError(ChordworkError, ValueError, code="key_file"):
    """A file of API keys that cannot be read, or a line of it. The message names the line, never what is in it."""


@attrs.frozen
class ApiKey:
    """What is kept of a key: whose it is, and its SHA-256 digest."""

    name: str
    digest: bytes = attrs.field(repr=False)


class KeyRing:
    """All keys that a server accepts. An empty ring asks nobody for a key."""

    def __init__(self, keys: tuple[ApiKey, ...] = ()) -> None:
        """Accept these."""
        self._keys = keys

    def __len__(self) -> int:
        return len(self._keys)

    def owner(self, presented: str) -> str | None:
        """The name of a key, or None. Takes as long for every key on the ring and for one that is not on it."""
        digest = hashlib.sha256(presented[:MAX_KEY_CHARACTERS].encode("utf-8", "surrogateescape")).digest()
        found: str | None = None
        for key in self._keys:
            if hmac.compare_digest(key.digest, digest):
                found = key.name
        return found if len(presented) <= MAX_KEY_CHARACTERS else None

    @classmethod
    def read(cls, path: str) -> KeyRing:
        """The keys of a file; an empty path is an empty ring.

        Raises:
            KeyFileError: the file cannot be read, holds no key, or has a line that is none.
        """
        if not path:
            return cls()
        try:
            with Path(path).open("rb") as file:
                text = file.read(MAX_FILE_BYTES).decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is no text"
            raise KeyFileError(f"the API keys in {path} cannot be read: {reason}") from None
        ring = cls.parse(text)
        if not len(ring):
            raise KeyFileError(
                f"{path} holds no API key: make one with 'chordwork api-key NAME', or leave the setting out"
            )
        return ring

    @classmethod
    def parse(cls, text: str) -> KeyRing:
        """The keys of the text of a file.

        Raises:
            KeyFileError: a line that is neither empty, nor a comment, nor a key; or a name that comes twice.
        """
        keys: dict[str, ApiKey] = {}
        for number, line in enumerate(text.splitlines(), start=1):
            stripped = line.partition("#")[0].strip()
            if not stripped:
                continue
            match = _LINE.fullmatch(stripped)
            if match is None:
                raise KeyFileError(f"line {number} is no API key: a line is a name and 'sha256:' with 64 hex digits")
            name = match["name"]
            if name in keys:
                raise KeyFileError(f"line {number}: there is a key called {name} already")
            keys[name] = ApiKey(name, bytes.fromhex(match["digest"]))
        return cls(tuple(keys.values()))


def new_key() -> str:
    """A fresh key, such as ``cw_Jx…`` with 43 characters after the prefix."""
    return KEY_PREFIX + secrets.token_urlsafe(_KEY_BYTES)


def digest_of(key: str) -> str:
    """What stands in a file of keys: ``sha256:`` and 64 hex digits."""
    return _DIGEST_PREFIX + hashlib.sha256(key.encode()).hexdigest()
