"""Sounds and ways to run the program, shared by the command line's tests."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from chordwork import actors
from chordwork.actors import StreamFormat
from chordwork.actors.testing import ScriptedRecognizer

from .started import Started

ROOT = Path(__file__).parents[2]
ROOTS = [str(ROOT / root) for root in ("native", "music", "engine", "actors", "http")]
VOICINGS = {
    "C:maj": (48, 52, 55, 60, 64),
    "A:min": (45, 52, 57, 60, 64),
    "F:maj": (41, 48, 53, 57, 60),
    "G:maj": (43, 47, 50, 55, 59),
}


def plucked(notes: Sequence[int], seconds: float, rate_hz: int) -> NDArray[np.float64]:
    """A strummed chord of decaying strings: MIDI notes, ten partials each."""
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    sound = np.zeros(len(time))
    for string, note in enumerate(notes):
        base_hz = 440.0 * 2.0 ** ((note - 69) / 12)
        late = np.maximum(0.0, time - 0.012 * string)
        for partial in range(1, 11):
            if base_hz * partial < 0.45 * rate_hz:
                sound += np.sin(2 * np.pi * base_hz * partial * late) * np.exp(-1.3 * partial**0.5 * late) / partial
    return 0.12 * sound


@pytest.fixture(scope="session")
def song() -> Callable[[int], NDArray[np.float64]]:
    """C, Am, F, G, two seconds each, rendered at a rate; shape ``(n,)``."""

    def render(rate_hz: int) -> NDArray[np.float64]:
        return np.concatenate([plucked(notes, 2.0, rate_hz) for notes in VOICINGS.values()])

    return render


@pytest.fixture(scope="session")
def song_wav(tmp_path_factory: pytest.TempPathFactory, song: Callable[[int], NDArray[np.float64]]) -> Path:
    """The song as 22.05 kHz mono WAV."""
    path = tmp_path_factory.mktemp("audio") / "song.wav"
    soundfile.write(path, song(22_050), 22_050)
    return path


@pytest.fixture
def scripted() -> Callable[[int, int], ScriptedRecognizer]:
    """A listener that says C, G, Am, F, half a second each, whatever it is fed."""

    def make(sample_rate: int, channels: int) -> ScriptedRecognizer:
        return ScriptedRecognizer(StreamFormat(sample_rate=sample_rate, sample_format="f32le", channels=channels))

    return make


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """For child processes: this source tree first, unless an installed wheel is what is tested."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CHORDWORK_")}
    if not Path(actors.__file__).is_relative_to(ROOT / "actors"):
        return inherited
    return {**inherited, "PYTHONPATH": os.pathsep.join(ROOTS)}


@pytest.fixture(scope="session")
def started(environment: dict[str, str]) -> Iterator[Started]:
    """The program, to be forked."""
    process = Started(environment)
    yield process
    process.close()


@pytest.fixture
def chordwork(
    started: Started, environment: dict[str, str], tmp_path: Path
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the program in a process of its own, in an empty folder."""

    def run(*arguments: str | Path, timeout_s: float = 240.0) -> subprocess.CompletedProcess[str]:
        done = started.run(arguments, environment=environment, folder=tmp_path, timeout_s=timeout_s)
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
