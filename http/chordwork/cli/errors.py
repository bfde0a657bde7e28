"""What the command line refuses.

ChordworkError
└── CommandError          code: "command"
    ├── OutputError       code: "output"     a place that cannot be written to
    ├── MicrophoneError   code: "microphone" no way to record here
    └── SpeakerError      code: "speaker"    no way to play sound here
"""

from __future__ import annotations

from typing import ClassVar

from chordwork.harmony.errors import ChordworkError


class CommandError(ChordworkError):
    """A request that cannot be met as given; the message says what to change."""

    code: ClassVar[str] = "command"


class OutputError(CommandError):
    """A place that cannot be written to.

    Attributes:
        path: as the user wrote it.
    """

    code: ClassVar[str] = "output"

    def __init__(self, path: str, reason: str) -> None:
        """``reason`` says what is wrong and what to do."""
        super().__init__(f"{path}: {reason}")
        self.path = path


class MicrophoneError(CommandError):
    """Recording is not possible: a package, a library or a device is missing."""

    code: ClassVar[str] = "microphone"


class SpeakerError(CommandError):
    """Playing is not possible: a package, a library or a device is missing."""

    code: ClassVar[str] = "speaker"
