"""A finished accompaniment, and every form to carry it in."""

from __future__ import annotations

import io
import wave
from typing import Any, Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.music.accompaniment.arranging import Note
from chordwork.music.accompaniment.errors import PaceError
from chordwork.music.accompaniment.fluid import find_soundfont, render
from chordwork.music.accompaniment.groove import Groove, PartName
from chordwork.music.accompaniment.midi import midi
from chordwork.music.accompaniment.picture import pianoroll_svg
from chordwork.music.accompaniment.synth import synthesise

SAMPLE_RATES_HZ: Final = (8_000, 192_000)
PARTS: Final[tuple[PartName, ...]] = ("drums", "bass", "comping")


@attrs.frozen
class ChordMark:
    """Where a chord begins, in quarter notes from the start, and its symbol."""

    beat: float
    symbol: str


@attrs.frozen
class SectionMark:
    """Where a section begins, in quarter notes from the start, and its title."""

    beat: float
    title: str


@attrs.frozen
class Accompaniment:
    """Notes of a band, at a tempo.

    Attributes:
        groove: what is played.
        tempo_bpm: felt beats a minute: dotted quarters in 6/8 and 12/8.
        beats: length in quarter notes.
        notes: in order of time.
        chords: the chords under them.
        sections: titled ones, such as those of a song plan.
    """

    groove: Groove
    tempo_bpm: float
    beats: float
    notes: tuple[Note, ...]
    chords: tuple[ChordMark, ...]
    sections: tuple[SectionMark, ...] = ()

    @property
    def quarter_bpm(self) -> float:
        """The tempo in quarter notes a minute, as MIDI counts."""
        return self.groove.quarter_bpm(self.tempo_bpm)

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
        return self.beats * self._quarter_s

    def time_of(self, note: Note) -> float:
        """When a note is played, in seconds from the start, never negative."""
        return max(0.0, note.beat * self._quarter_s + note.late_ms / 1000.0)

    @property
    def _quarter_s(self) -> float:
        return 60.0 / self.quarter_bpm

    def part(self, name: PartName) -> tuple[Note, ...]:
        """Notes of one player."""
        return tuple(note for note in self.notes if note.part == name)

    def midi(self) -> bytes:
        """A standard MIDI file, type 1: a conductor track with the chord names, and a track for each player."""
        return midi(self)

    def audio(self, sample_rate: int = 44_100) -> NDArray[np.float32]:
        """Sound of the built-in synthesiser: float32 in [-1, 1], shape ``(samples, 2)``; no sample clips.

        Raises:
            PaceError: a sample rate out of 8,000 … 192,000 Hz.
        """
        return synthesise(self, _checked(sample_rate))

    def wav(self, sample_rate: int = 44_100, soundfont: str | None = None) -> bytes:
        """A 16-bit stereo WAV file, by FluidSynth where it and a soundfont are found, else by the built-in synthesiser.

        Args:
            sample_rate: 8,000 … 192,000 Hz.
            soundfont: path of an SF2 or SF3 file; ``"none"`` asks for the built-in synthesiser.

        Raises:
            SoundfontError: one was named that cannot be used.
            PaceError: a sample rate out of range.
        """
        _checked(sample_rate)
        font = find_soundfont(soundfont)
        if font is not None:
            return render(self.midi(), font, sample_rate)
        samples = np.round(self.audio(sample_rate) * 32767.0).astype("<i2")
        file = io.BytesIO()
        with wave.open(file, "wb") as out:
            out.setnchannels(2)
            out.setsampwidth(2)
            out.setframerate(sample_rate)
            out.writeframes(samples.tobytes())
        return file.getvalue()

    def pianoroll_svg(self) -> str:
        """The notes as a picture: time to the right, pitch upwards, drums below, chords on top."""
        return pianoroll_svg(self)

    def to_dict(self) -> dict[str, Any]:
        """What a JSON answer needs; times in seconds, tempo and beats as they are felt."""
        return {
            "groove": self.groove.name,
            "title": self.groove.title,
            "tempo_bpm": self.tempo_bpm,
            "tempo": self.tempo_text,
            "metre": self.groove.metre_text,
            "beats_a_bar": len(self.groove.pulses),
            "seconds": round(self.seconds, 4),
            "chords": [{"symbol": mark.symbol, "at": round(mark.beat * self._quarter_s, 4)} for mark in self.chords],
            "sections": [{"title": mark.title, "at": round(mark.beat * self._quarter_s, 4)} for mark in self.sections],
            "notes": [
                {
                    "part": note.part,
                    "pitch": note.pitch,
                    "at": round(self.time_of(note), 4),
                    "seconds": round(note.beats * self._quarter_s, 4),
                    "velocity": note.velocity,
                }
                for note in self.notes
            ],
        }


def _checked(sample_rate: int) -> int:
    low, high = SAMPLE_RATES_HZ
    if not low <= sample_rate <= high:
        raise PaceError(f"a sample rate of {sample_rate} Hz: give {low} to {high}")
    return sample_rate
