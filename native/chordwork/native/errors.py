"""Errors of the native layer.

    ChordworkError                  code: "chordwork"        (:mod:`chordwork.harmony.errors`)
    ├── AudioFormatError            code: "audio_format"     also a ValueError (there as well)
    ├── FilterDesignError           code: "filter_design"    also a ValueError
    ├── SnapshotError               code: "snapshot"         also a ValueError
    └── StreamClosedError           code: "stream_closed"    also a ValueError

`code` is for machines and never changes; the message is for people and says what to do.
"""

from typing import ClassVar

from chordwork.harmony.errors import AudioFormatError as AudioFormatError
from chordwork.harmony.errors import ChordworkError


class FilterDesignError(ChordworkError, ValueError):
    """A filter that cannot be built: a corner outside the band, a useless Q, an unstable section."""

    code: ClassVar[str] = "filter_design"


class SnapshotError(ChordworkError, ValueError):
    """A snapshot that cannot be used here: another version, another kind of stream, or damaged."""

    code: ClassVar[str] = "snapshot"


class StreamClosedError(ChordworkError, ValueError):
    """Audio written after `finish`, or anything asked of a front end after `close`."""

    code: ClassVar[str] = "stream_closed"
