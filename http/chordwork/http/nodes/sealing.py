"""What is put down for others is sealed with the token of its session, which only its client and its server know.

The store has no more than a digest of the token. So whoever can write to the store can destroy what lies there, or put
older states of the same session back; but not make up a session, nor put one in the place of another. It is a seal, not
an envelope: whoever can read the store can read the last second of audio and the chords of all sessions that are open.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

SEAL_BYTES: Final = 32
_KEY_OF_SEALS: Final = b"chordwork: seal of a session, 1"
_PLACE: Final = b"chordwork: place of a session, 1"


def place_of(token: str) -> str:
    """Under which a session lies: 64 hex digits from which nobody finds the token."""
    return hashlib.sha256(_PLACE + token.encode("utf-8", "surrogatepass")).hexdigest()


class Seal:
    """Seals of one session."""

    def __init__(self, token: str) -> None:
        """With the key that the token yields."""
        self._key = hmac.digest(token.encode("utf-8", "surrogatepass"), _KEY_OF_SEALS, "sha256")

    def close(self, kind: bytes, payload: bytes) -> bytes:
        """A payload with its seal; ``kind`` says what it is, so that it is good for nothing else."""
        return self._of(kind, payload) + payload

    def open(self, kind: bytes, sealed: bytes) -> bytes | None:
        """The payload; None where the seal is not its own."""
        seal, payload = sealed[:SEAL_BYTES], sealed[SEAL_BYTES:]
        return payload if hmac.compare_digest(seal, self._of(kind, payload)) else None

    def _of(self, kind: bytes, payload: bytes) -> bytes:
        return hmac.digest(self._key, kind + b"\0" + payload, "sha256")
