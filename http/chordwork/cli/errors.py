"""What the command line refuses."""

from __future__ import annotations

from chordwork.harmony.errors import ChordworkError, PlaceError


class CommandError(ChordworkError, code="command"):
    """A request that cannot be met as given; the message says what to change."""


class OutputError(CommandError, PlaceError, code="output"):
    """A place that cannot be written to."""


class MicrophoneError(CommandError, code="microphone"):
    """Recording is not possible: a package, a library or a device is missing."""


class SpeakerError(CommandError, code="speaker"):
    """Playing is not possible: a package, a library or a device is missing."""
