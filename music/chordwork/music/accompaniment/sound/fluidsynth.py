"""Rendering with FluidSynth, a separate program: the only part of the music library that touches the disk."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import wave
from pathlib import Path
from typing import Final

import numpy as np

from chordwork.music.accompaniment.errors import SoundfontError
from chordwork.music.accompaniment.sound.encoding import PEAK, Stereo

SOUNDFONT_VARIABLE: Final = "CHORDWORK_SOUNDFONT"
USUAL_PLACES: Final = (
    "/usr/share/sounds/sf2/FluidR3_GM.sf2",
    "/usr/share/sounds/sf3/default-GM.sf3",
    "/usr/share/sounds/sf2/default-GM.sf2",
    "/usr/share/sounds/sf2/TimGM6mb.sf2",
    "/usr/share/soundfonts/default.sf2",
)
BUILT_IN: Final = "none"
LONGEST_RENDERING_S: Final = 300.0
HIGHEST_RATE_HZ: Final = 96_000
GAIN: Final = "0.6"
"""Quiet enough that a whole band does not clip; made louder afterwards."""


def find_soundfont(wanted: str | None = None) -> Path | None:
    """The soundfont named, else that of ``CHORDWORK_SOUNDFONT``, else one of the usual places; None for the built-in
    synthesiser, also where FluidSynth is missing and nobody asked for a soundfont.

    Raises:
        SoundfontError: a soundfont was asked for, and it or FluidSynth is missing.
    """
    named = wanted or os.environ.get(SOUNDFONT_VARIABLE)
    if named == BUILT_IN:
        return None
    if named:
        path = Path(named)
        if not path.is_file():
            raise SoundfontError(f"there is no soundfont {named}: name an .sf2 or .sf3 file, or 'none' to do without")
        if shutil.which("fluidsynth") is None:
            raise SoundfontError("FluidSynth is not installed (Debian: apt-get install fluidsynth); or say 'none'")
        return path
    if shutil.which("fluidsynth") is None:
        return None
    return next((path for place in USUAL_PLACES if (path := Path(place)).is_file()), None)


def render(midi: bytes, soundfont: Path, sample_rate: int) -> Stereo:
    """The sound of a MIDI file, shape ``(samples, 2)``, peak at -1 dBFS, with all the silence that FluidSynth adds:
    it goes on until the last voice is released, seconds after the last sound that can be heard.

    Raises:
        SoundfontError: FluidSynth failed, does not play at that rate, or took longer than five minutes.
    """
    if sample_rate > HIGHEST_RATE_HZ:
        raise SoundfontError(
            f"FluidSynth plays at up to {HIGHEST_RATE_HZ} Hz, not {sample_rate}: choose a lower rate, or 'none'"
        )
    with tempfile.TemporaryDirectory(prefix="chordwork-") as folder:
        source, target = Path(folder, "band.mid"), Path(folder, "band.wav")
        source.write_bytes(midi)
        command = ["fluidsynth", "-ni", "-q", "-g", GAIN, "-r", str(sample_rate), "-F", str(target)]
        try:
            result = subprocess.run(
                [*command, str(soundfont), str(source)], capture_output=True, timeout=LONGEST_RENDERING_S, check=False
            )
        except subprocess.TimeoutExpired:
            raise SoundfontError(f"FluidSynth took longer than {LONGEST_RENDERING_S:.0f} s") from None
        if result.returncode or not target.is_file():
            said = result.stderr.decode(errors="replace").strip()[-200:]
            raise SoundfontError(f"FluidSynth could not play {soundfont}: {said or 'it wrote nothing'}")
        return _as_loud_as_can_be(target.read_bytes())


def _as_loud_as_can_be(file: bytes) -> Stereo:
    with wave.open(io.BytesIO(file)) as reader:
        samples = np.frombuffer(reader.readframes(reader.getnframes()), "<i2").reshape(-1, 2)
    loudest = float(np.abs(samples.astype(np.int32)).max(initial=0))
    return samples.astype(np.float32) * np.float32(PEAK / loudest if loudest else 0.0)
