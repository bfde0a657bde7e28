"""What a band played, as data: its notes with their chords and sections, and when each of them is."""

from __future__ import annotations

import attrs

from chordwork.music.accompaniment.groove import Groove
from chordwork.music.accompaniment.notes import ChordMark, Note, PartName, SectionMark


@attrs.frozen
class Performance:
    """Notes of a band, at a tempo.

    Attributes:
        groove: what is played.
        tempo_bpm: felt beats a minute: dotted quarters in 6/8 and 12/8.
        beats: length in quarter notes.
        notes: in order of time.
        chords: the chords under them.
        sections: titled ones, such as those of a song plan.
        remarks: what the listener should know, for people, such as a metre that changes in the text.
    """

    groove: Groove
    tempo_bpm: float
    beats: float
    notes: tuple[Note, ...]
    chords: tuple[ChordMark, ...]
    sections: tuple[SectionMark, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def quarter_bpm(self) -> float:
        """The tempo in quarter notes a minute, as MIDI counts."""
        return self.groove.quarter_bpm(self.tempo_bpm)

    @property
    def quarter_s(self) -> float:
        """Seconds of a quarter note."""
        return 60.0 / self.quarter_bpm

    @property
    def tempo_text(self) -> str:
        """The tempo with what it counts: ``"dotted quarter = 56 bpm"``."""
        return self.groove.tempo_text(self.tempo_bpm)

    @property
    def bars(self) -> float:
        """Length in bars, counting in and ending included."""
        return self.beats / self.groove.beats

    @property
    def seconds(self) -> float:
        """Length in seconds, without what rings on."""
        return self.beats * self.quarter_s

    def time_of(self, note: Note) -> float:
        """When a note is played, in seconds from the start, never negative."""
        return max(0.0, note.beat * self.quarter_s + note.late_ms / 1000.0)

    def part(self, name: PartName) -> tuple[Note, ...]:
        """Notes of one player."""
        return tuple(note for note in self.notes if note.part == name)
