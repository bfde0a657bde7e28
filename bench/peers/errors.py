"""What can go wrong with other programs' environments.

    ChordworkError
    └── PeerSetupError              code: "bench_peer_setup"

The message says what to do.
"""

from __future__ import annotations

from typing import ClassVar

from chordwork.harmony import ChordworkError


class PeerSetupError(ChordworkError):
    """An environment cannot be made, or a program in it does not run."""

    code: ClassVar[str] = "bench_peer_setup"
