"""A finished accompaniment, and every form to carry it in."""

from __future__ import annotations

from typing import Any, Final

import attrs

from chordwork.music.accompaniment.errors import PaceError
from chordwork.music.accompaniment.midi import midi
from chordwork.music.accompaniment.performance import Performance
from chordwork.music.accompaniment.picture import pianoroll_svg
from chordwork.music.accompaniment.sound.encoding import SoundFormat, Stereo, encode, rate_for, rung_out
from chordwork.music.accompaniment.sound.fluidsynth import BUILT_IN, find_soundfont, render
from chordwork.music.accompaniment.sound.synth import synthesise

SAMPLE_RATES_HZ: Final = (8_000, 192_000)


@attrs.frozen
class Accompaniment(Performance):
    """A performance that goes out as a MIDI file, as sound and as a picture."""

    def midi(self) -> bytes:
        """A standard MIDI file, type 1: a conductor track with the chord names, and a track for each player."""
        return midi(self)

    def audio(self, sample_rate: int = 44_100) -> Stereo:
        """Sound of the built-in synthesiser: float32 in [-1, 1], shape ``(samples, 2)``; no sample clips.

        Raises:
            PaceError: a sample rate out of 8,000 … 192,000 Hz.
        """
        return self.sound(sample_rate, BUILT_IN)

    def sound(self, sample_rate: int = 44_100, soundfont: str | None = None) -> Stereo:
        """Sound by FluidSynth where it and a soundfont are found, else by the built-in synthesiser, until it has rung
        out: as long as :attr:`seconds`, and a second or so more where the last notes or the room need it.

        Args:
            sample_rate: 8,000 … 192,000 Hz; FluidSynth goes to 96,000.
            soundfont: path of an SF2 or SF3 file; ``"none"`` asks for the built-in synthesiser.

        Returns:
            float32 in [-1, 1], shape ``(samples, 2)``, the loudest at -1 dBFS.

        Raises:
            SoundfontError: one was named that cannot be used.
            PaceError: a sample rate out of range.
        """
        _checked(sample_rate)
        font = find_soundfont(soundfont)
        sound = synthesise(self, sample_rate) if font is None else render(self.midi(), font, sample_rate)
        return rung_out(sound, sample_rate, self.seconds)

    def encoded(self, kind: SoundFormat, sample_rate: int = 44_100, soundfont: str | None = None) -> bytes:
        """A sound file: ``"wav"``, ``"mp3"``, ``"ogg"`` (Vorbis), ``"opus"`` or ``"flac"``.

        Args:
            kind: of the file.
            sample_rate: as for :meth:`sound`; a rate that MP3 or Opus has not gives way to its next one.
            soundfont: as for :meth:`sound`.

        Raises:
            SoundFormatError: no such format, or the libsndfile here cannot write it.
            SoundfontError, PaceError: as for :meth:`sound`.
        """
        rate = rate_for(kind, _checked(sample_rate))
        return encode(self.sound(rate, soundfont), rate, kind)

    def wav(self, sample_rate: int = 44_100, soundfont: str | None = None) -> bytes:
        """A 16-bit stereo WAV file. Arguments and errors as for :meth:`sound`."""
        return self.encoded("wav", sample_rate, soundfont)

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
            "chords": [{"symbol": mark.symbol, "at": round(mark.beat * self.quarter_s, 4)} for mark in self.chords],
            "sections": [{"title": mark.title, "at": round(mark.beat * self.quarter_s, 4)} for mark in self.sections],
            "remarks": list(self.remarks),
            "notes": [
                {
                    "part": note.part,
                    "pitch": note.pitch,
                    "at": round(self.time_of(note), 4),
                    "seconds": round(note.beats * self.quarter_s, 4),
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
