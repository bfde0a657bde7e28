"""The loudspeaker, through python-sounddevice (PortAudio)."""

from __future__ import annotations

import importlib
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from chordwork.cli.errors import SpeakerError
from chordwork.harmony.extras import install_extra

INSTALL: Final = f"playing needs an extra: {install_extra('mic')}; or write a file: --output band.wav"
INSTALL_PORTAUDIO: Final = (
    "playing needs the PortAudio library: sudo apt install libportaudio2 (Debian, Ubuntu), sudo dnf install portaudio "
    "(Fedora) or brew install portaudio (macOS); or write a file: --output band.wav"
)
NO_DEVICE: Final = "there is no loudspeaker here: connect one, or write a file: --output band.wav"


def open_loudspeaker(sample_rate: int) -> Any:
    """The sounddevice package, once it is known that it can play stereo at a rate; before any long work.

    Raises:
        SpeakerError: a package, a library or a device is missing.
    """
    try:
        sounddevice = importlib.import_module("sounddevice")
    except ModuleNotFoundError:
        raise SpeakerError(INSTALL) from None
    except OSError:
        raise SpeakerError(INSTALL_PORTAUDIO) from None
    try:
        sounddevice.check_output_settings(channels=2, samplerate=sample_rate)
    except (ValueError, sounddevice.PortAudioError):
        raise SpeakerError(NO_DEVICE) from None
    return sounddevice


def play(sounddevice: Any, samples: NDArray[np.float32], sample_rate: int) -> None:
    """Play to the end; Ctrl-C stops at once.

    Args:
        sounddevice: of :func:`open_loudspeaker`.
        samples: in [-1, 1], shape ``(n, 2)``.
        sample_rate: in Hz.
    """
    try:
        sounddevice.play(samples, sample_rate, blocking=True)
    except sounddevice.PortAudioError as error:
        raise SpeakerError(f"the loudspeaker failed ({error}); write a file: --output band.wav") from None
    finally:
        sounddevice.stop()
