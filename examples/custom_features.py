"""Features and a model of your own, as a pair: a plain chroma, and chord templates held against it.

After T. Fujishima, "Realtime Chord Recognition of Musical Sound" (ICMC 1999). It hears far worse than the bundled
model; it shows what a pair has to say of itself.

python examples/custom_features.py song.wav
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from chordwork.engine import (
    CHORDS,
    ChordEvent,
    DecoderSettings,
    Evidence,
    Features,
    ModelInfo,
    Recognizer,
    RecognizerParts,
)

RATE_HZ, HOP, FRAME = 11_025, 1_024, 8_192
LOWEST_HZ, HIGHEST_HZ = 60.0, 1_500.0
SHARPNESS, SLOWNESS, NONE = 30.0, 0.5, 0.6


class Chroma:
    """How strong each pitch class is in the latest frame. Any callable like this is a ``FeatureStage``."""

    def __init__(self) -> None:
        """One for each stream."""
        hz = np.fft.rfftfreq(FRAME, 1.0 / RATE_HZ)
        self._inside = (hz >= LOWEST_HZ) & (hz <= HIGHEST_HZ)
        semitones = np.round(69.0 + 12.0 * np.log2(hz[self._inside] / 440.0)).astype(int)
        self._fold = (semitones[:, np.newaxis] % 12 == np.arange(12)).astype(np.float32)
        self._window = np.hanning(FRAME).astype(np.float32)

    def __call__(self, frame: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shape ``(12,)``, the loudest 1; silence is all 0."""
        spectrum = np.abs(np.fft.rfft(frame * self._window))[self._inside]
        chroma = np.sqrt(spectrum) @ self._fold
        loudest = float(chroma.max())
        return np.asarray(chroma / loudest if loudest > 0.1 else 0.0 * chroma, dtype=np.float32)


CHROMA = Features(
    version="chroma-1", sample_rate_hz=RATE_HZ, hop_samples=HOP, frame_samples=FRAME, shape=(12,), stage=Chroma
)


class Templates:
    """How well the notes of each chord fit the chroma. Its state is the chroma, smoothed; it shares batches."""

    info = ModelInfo("templates", "1", CHROMA.version, target_delay_s=0.5 * FRAME / RATE_HZ)
    decoder_settings = DecoderSettings(final_switch_penalty=4.0)

    def __init__(self) -> None:
        """One for all streams."""
        notes = np.array([[pitch in chord.pitch_classes for pitch in range(12)] for chord in CHORDS[:-1]], np.float32)
        self._templates = notes / np.linalg.norm(notes, axis=1, keepdims=True)

    def initial_state(self, batch: int = 1) -> NDArray[np.float32]:
        """Silence."""
        return np.zeros((batch, 12), np.float32)

    def step(self, features: NDArray[np.float32], state: NDArray[np.float32]) -> tuple[Evidence, NDArray[np.float32]]:
        """One hop of each stream of a batch: chroma ``(n, 12)`` and state ``(n, 12)``."""
        state = state + np.float32(SLOWNESS) * (features - state)
        clear = np.maximum(state - state.mean(axis=1, keepdims=True), 0.0)
        size = np.linalg.norm(clear, axis=1, keepdims=True)
        fit = (clear / np.maximum(size, 1e-6)) @ self._templates.T
        none = np.where(size < 0.2, 2.0, NONE).astype(np.float32)
        chord = _log_softmax(SHARPNESS * np.concatenate((fit, none), axis=1))
        bass = np.full((len(state), 12, 12), -np.log(12.0), np.float32)
        return Evidence(chord, bass, np.clip(state, 0.0, 1.0)), state


def _log_softmax(scores: NDArray[Any]) -> NDArray[np.float32]:
    scores = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)), dtype=np.float32)


def main() -> None:
    """Hear a file by the pair."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("song")
    told = parser.parse_args()
    parts = RecognizerParts(
        features=CHROMA, model=Templates()
    )  # open_engine(parts=…) and open_session(parts=…) take it
    samples, rate = soundfile.read(told.song, dtype="float32", always_2d=True)
    with Recognizer.of(parts, rate, sample_format="f32le") as recognizer:
        events = [*recognizer.feed(samples[:, 0].tobytes()), *recognizer.finish()]
    print(*(event.chord.symbol for event in events if isinstance(event, ChordEvent) and event.status == "final"))


if __name__ == "__main__":
    main()
