"""What an OnSong file says of its song: lines of a name, a colon and a value above the first section."""

from __future__ import annotations

import re
from typing import Any, Final

from chordwork.harmony.errors import KeySyntaxError
from chordwork.harmony.keys import Key, parse_key
from chordwork.music.charts.chords_over_lyrics.lines import field

_LINE: Final = re.compile(r"\s*([^\W\d_][\w .#/-]{0,30}?)\s*:\s*(\S.*?)\s*")
_KEY_OF: Final = re.compile(r"\s*key\s+of\s+([A-Ha-h][#b♯♭]?(?:\s?m(?:in(?:or)?|aj(?:or)?)?)?)\s*", re.IGNORECASE)
_MEANT: Final = {
    "author": "composer",
    "by": "artist",
    "byline": "artist",
    "words": "lyricist",
    "lyrics": "lyricist",
    "music": "composer",
    "genre": "style",
    "bpm": "tempo",
    "time signature": "time",
    "meter": "time",
    "metre": "time",
    "original key": "key",
    "transposed key": "transposedkey",
    "in": "transposedkey",
    "strum": "strumming",
    "subtitle": "subtitle",
}
_FIELDS: Final = (
    *("title", "subtitle", "artist", "composer", "lyricist", "copyright", "style", "key", "transposedkey", "capo"),
    *("tempo", "time", "tuning", "transpose", "strumming", "flow"),
)
_KEPT: Final = (
    *("album", "book", "ccli", "ccli song", "ccli license", "duration", "footer", "keywords", "topic", "topics"),
    *("midi", "midi-index", "number", "pitch", "restrictions", "scripture", "reference", "theme", "year", "language"),
    *("zoom", "tags", "publisher", "notes", "backingtrack"),
)
KNOWN: Final = frozenset((*_FIELDS, *_KEPT, *_MEANT))
"""Names that begin a line of metadata wherever one stands above the first section."""
AMONG_LINES: Final = frozenset({"key", "tempo", "time", "transpose", "capo"})
"""Names that are read below it, too."""


def metadata(line: str) -> tuple[str, str] | None:
    """Name, in small letters and as OnSong means it, and value of a line such as ``Key: G``; None if it is none."""
    if key := _KEY_OF.fullmatch(line):
        return "key", key[1]
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    name = match[1].lower()
    return _MEANT.get(name, name), match[2]


def is_known(line: str) -> bool:
    """Whether a line is one of the metadata that OnSong describes."""
    match = _LINE.fullmatch(line)
    return _KEY_OF.fullmatch(line) is not None or (match is not None and match[1].lower() in KNOWN)


def told(name: str, value: str) -> tuple[str, Any] | None:
    """The field of a song that a line of metadata fills, and with what; None if it is none that can be read."""
    return field(name, value) if name in _FIELDS else None


def steps_to(key: Key | None, text: str) -> int | None:
    """Semitones from a key to the one in which a song is to be played, the nearer way; None where one is not known."""
    try:
        wanted = parse_key(text)
    except KeySyntaxError:
        return None
    if key is None:
        return None
    return (wanted.tonic.pitch_class - key.tonic.pitch_class + 6) % 12 - 6
