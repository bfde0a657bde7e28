"""What keeps a bridge from being opened. Once it is open, nothing is raised."""

from __future__ import annotations

from chordwork.harmony.errors import ChordworkError


class BridgeError(ChordworkError, code="bridge"):
    """No way out: a package, a port or an address is missing; the message says what to do."""
