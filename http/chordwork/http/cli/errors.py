"""What the command line refuses.

ChordworkError
└── CommandError          code: "command"
    ├── InputError        code: "input"      a file that cannot be read as audio
    ├── OutputError       code: "output"     a place that cannot be written to
    └── MicrophoneError   code: "microphone" no way to record here
"""

from __future__ import annotations

from typing import ClassVar

from chordwork.native.errors import ChordworkError


class CommandError(ChordworkError):
    """A request that cannot be met as given; the message says what to change."""

    code: ClassVar[str] = "command"


class InputError(CommandError):
    """A file that is not there, or not audio that can be heard.

    Attributes:
        path: as the user wrote it.
    """

    code: ClassVar[str] = "input"

    def __init__(self, path: str, reason: str) -> None:
        """``reason`` says what is wrong and what to do."""
        super().__init__(f"{path}: {reason}")
        self.path = path


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
