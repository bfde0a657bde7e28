"""FluidSynth in-process: a score's GM tracks to mono float audio."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import fluidsynth
import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from evaluation.clips import RATE_HZ
from evaluation.notes import Track, without_overlaps

POLYPHONY: Final = 80
DRUM_CHANNEL: Final = 9
FONT_FOLDERS: Final = ("/usr/share/sounds/sf2", "/usr/share/sounds/sf3")  # where Debian puts them
TRAIN_FONTS: Final = ("FluidR3_GM.sf2", "FluidR3Mono_GM.sf3", "OPL-3_FM_128M.sf2")
TRAIN_FONT_WEIGHTS: Final = (0.6, 0.28, 0.12)
RESERVED_FONTS: Final = ("TimGM6mb.sf2", "MuseScore_General.sf3")  # never for training


@frozen
class Room:
    """Reverb and chorus of the synthesiser; levels 0..1, ``reverb_level`` 0 is dry."""

    reverb_size: float = 0.3
    reverb_level: float = 0.3
    chorus_level: float = 0.0


def font_path(name: str) -> Path:
    """Where a soundfont lies.

    Raises FileNotFoundError naming the Debian packages when it is not installed.
    """
    for folder in FONT_FOLDERS:
        path = Path(folder) / name
        if path.exists():
            return path
    raise FileNotFoundError(f"soundfont {name} is not in {FONT_FOLDERS}; see training/README.md for the packages")


def render_tracks(
    tracks: Sequence[Track], font: str, seconds: float, *, tuning_cents: float = 0.0, room: Room | None = None
) -> NDArray[np.float32]:
    """Play GM tracks with one soundfont.

    At most 15 pitched tracks, each on its own channel; drums share channel 10.
    Returns mono float audio [shape=(seconds * 22050,)], not normalised.
    """
    room = room or Room()
    synth = fluidsynth.Synth(gain=0.25, samplerate=float(RATE_HZ))
    synth.setting("synth.polyphony", POLYPHONY)
    synth.setting("synth.dynamic-sample-loading", 1)
    synth.setting("synth.cpu-cores", 1)
    synth.set_reverb(roomsize=room.reverb_size, damping=0.4, width=0.5, level=room.reverb_level)
    try:
        bank = synth.sfload(str(font_path(font)))
        if bank < 0:
            raise RuntimeError(f"FluidSynth cannot load {font}")
        return _perform(synth, bank, tracks, seconds, tuning_cents, room)
    finally:
        synth.delete()


def _perform(
    synth: Any, bank: int, tracks: Sequence[Track], seconds: float, tuning_cents: float, room: Room
) -> NDArray[np.float32]:
    events: list[tuple[int, int, int, int, int]] = []  # sample, 0 off / 1 on, channel, key, velocity
    free = [c for c in range(16) if c != DRUM_CHANNEL]
    for track in tracks:
        channel = DRUM_CHANNEL if track.is_drum else free.pop(0)
        _prepare(synth, bank, channel, track, tuning_cents, room)
        for note in without_overlaps(track.notes):
            start, end = int(note.start * RATE_HZ), int(note.end * RATE_HZ)
            if 0 < note.pitch < 128 and end > start:
                events.append((start, 1, channel, note.pitch, note.velocity))
                events.append((end, 0, channel, note.pitch, 0))
    total = int(seconds * RATE_HZ)
    audio = np.zeros((2, total), np.float32)
    position = 0
    for sample, kind, channel, key, velocity in sorted(events):
        if sample >= total:
            break
        if sample > position:
            _write(synth, audio, position, sample)
            position = sample
        if kind:
            synth.noteon(channel, key, velocity)
        else:
            synth.noteoff(channel, key)
    _write(synth, audio, position, total)
    return np.asarray(audio.mean(axis=0), np.float32)


def _prepare(synth: Any, bank: int, channel: int, track: Track, tuning_cents: float, room: Room) -> None:
    if track.is_drum:
        synth.program_select(channel, bank, 128, 0)
    else:
        synth.program_select(channel, bank, 0, track.program)
        _fine_tune(synth, channel, tuning_cents + track.detune_cents)
    synth.cc(channel, 7, int(np.clip(100 * 10 ** (track.gain_db / 40), 1, 127)))
    synth.cc(channel, 10, 64)
    synth.cc(channel, 91, 0 if room.reverb_level == 0 else 60)
    synth.cc(channel, 93, int(127 * room.chorus_level))


def _fine_tune(synth: Any, channel: int, cents: float) -> None:
    """Registered parameter 1: +-100 cents in 14 bits."""
    value = int(np.clip(round(8192 + cents / 100 * 8192), 0, 16383))
    for controller, data in ((101, 0), (100, 1), (6, value >> 7), (38, value & 127), (101, 127), (100, 127)):
        synth.cc(channel, controller, data)


def _write(synth: Any, audio: NDArray[np.float32], start: int, end: int) -> None:
    if end <= start:
        return
    pointer = ctypes.POINTER(ctypes.c_float)
    left = audio[0].ctypes.data_as(pointer)
    right = audio[1].ctypes.data_as(pointer)
    write = fluidsynth._fl.fluid_synth_write_float
    write.argtypes = [
        ctypes.c_void_p,
        ctypes.c_int,
        pointer,
        ctypes.c_int,
        ctypes.c_int,
        pointer,
        ctypes.c_int,
        ctypes.c_int,
    ]
    write(synth.synth, end - start, left, start, 1, right, start, 1)
