"""MIDI files and karaoke: chord symbols where a file has them, else chords inferred from its notes."""

from typing import Final

from chordwork.music.charts.form import Format
from chordwork.music.charts.midi.reading import NAME, read_midi
from chordwork.music.charts.midi.writing import CARRIES, kept, write_midi


def _likeness(data: bytes, name: str) -> float:
    if data.startswith(b"MThd"):
        return 1.0
    return 0.9 if data.startswith(b"RIFF") and data[8:12] == b"RMID" else 0.0


FORMAT: Final = Format(
    NAME,
    "MIDI",
    (".mid", ".midi", ".kar", ".rmi"),
    "audio/midi",
    CARRIES,
    _likeness,
    read_midi,
    write_midi,
    kept,
)
"""Of music that is played; what stands on the page is lost."""

__all__ = ["FORMAT"]
