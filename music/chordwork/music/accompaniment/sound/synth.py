"""A small synthesiser, so that a band is heard where no soundfont is: a few voices, a drum kit, and a room."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from chordwork.music.accompaniment.notes import PartName
from chordwork.music.accompaniment.performance import Performance
from chordwork.music.accompaniment.sound.encoding import PEAK, Stereo
from chordwork.music.accompaniment.sound.kit import drum
from chordwork.music.accompaniment.sound.voices import tone

SQUEEZE: Final = 1.6
"""How hard the loudest strokes are rounded off, so that the rest may be louder."""
TAIL_S: Final = 2.0
LEVELS: Final[dict[PartName, float]] = {"drums": 0.58, "bass": 0.66, "comping": 0.42}
PANS: Final[dict[PartName, float]] = {"drums": 0.0, "bass": 0.0, "comping": 0.25}
"""-1 left … 1 right."""
SENDS: Final[dict[PartName, float]] = {"drums": 0.1, "bass": 0.03, "comping": 0.22}
"""How much of each goes into the room."""
ROOM_S: Final = 0.9
"""Until its sound has fallen by 60 dB."""
ROOM_CUTOFF_HZ: Final = 4500.0


def synthesise(piece: Performance, rate: int) -> Stereo:
    """Stereo, shape ``(samples, 2)``, peak at -1 dBFS; the last notes ring out."""
    total = int((piece.seconds + TAIL_S) * rate)
    dry = np.zeros((2, total + rate * 4), np.float32)
    send = np.zeros(total + rate * 4, np.float32)
    for note in piece.notes:
        if note.part == "drums":
            sound = drum(note.pitch, rate)
        else:
            sound = tone(
                piece.groove.programs[note.part], note.pitch, round(note.beats * 60.0 / piece.quarter_bpm, 2), rate
            )
        gain = LEVELS[note.part] * (note.velocity / 127.0) ** 1.5
        pan = PANS[note.part]
        start = round(piece.time_of(note) * rate)
        place = slice(start, start + len(sound))
        for channel, share in enumerate((np.sqrt((1 - pan) / 2), np.sqrt((1 + pan) / 2))):
            dry[channel, place] += np.float32(gain * share) * sound
        send[place] += np.float32(gain * SENDS[note.part]) * sound
    mixed = dry[:, :total] + _room(send[:total], rate)
    loudest = float(np.abs(mixed).max(initial=0.0))
    if loudest > 0.0:
        mixed = np.tanh(mixed * np.float32(SQUEEZE / loudest)) * np.float32(PEAK / np.tanh(SQUEEZE))
    return np.ascontiguousarray(mixed.T)


def _room(dry: NDArray[np.float32], rate: int) -> Stereo:
    """The echo of a small room, another for each ear: noise that fades, darker than the sound itself."""
    if not dry.any():
        return np.zeros((2, len(dry)), np.float32)
    length = int(ROOM_S * rate)
    time = np.arange(length) / rate
    hertz = np.fft.rfftfreq(length, 1.0 / rate)
    size = 1 << (len(dry) + length - 1).bit_length()
    spectrum = np.fft.rfft(dry, size)
    wet = np.empty((2, len(dry)), np.float32)
    for ear in range(2):
        noise = np.random.default_rng(ear).standard_normal(length) * np.exp(-6.9 * time / ROOM_S)
        dark = np.fft.irfft(np.fft.rfft(noise) / (1.0 + (hertz / ROOM_CUTOFF_HZ) ** 2), length)
        dark[: rate // 200] = 0.0  # the walls are a step away
        dark /= np.sqrt((dark**2).sum())
        wet[ear] = np.fft.irfft(spectrum * np.fft.rfft(dark, size), size)[: len(dry)]
    return wet
