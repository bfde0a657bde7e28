"""The untrained baseline: chord templates on folded features, with the same decoder. Printed beside every score."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from chordwork.engine import CHORDS, DecoderSettings, Evidence, ModelInfo
from chordwork.engine._spec import FEATURE_SPEC

SHARPNESS: Final = 24.0
NONE_SCORE: Final = 0.55
SMOOTHING: Final = 0.35


class TemplateModel:
    """Cosine similarity of a smoothed chroma with binary chord templates, scaled to pseudo log-probabilities.

    After T. Fujishima, "Realtime Chord Recognition of Musical Sound" (ICMC 1999). Implements the same interface as the
    trained model; its state is the running chroma.
    """

    info = ModelInfo("templates", "1", FEATURE_SPEC.version, 0.07)
    decoder_settings = DecoderSettings(final_switch_penalty=4.0)

    def __init__(self) -> None:
        templates = np.zeros((len(CHORDS) - 1, 12), np.float32)
        for index, chord in enumerate(CHORDS[:-1]):
            templates[index, list(chord.pitch_classes)] = 1.0
        self._templates = templates / np.linalg.norm(templates, axis=1, keepdims=True)

    def initial_state(self, batch: int = 1) -> NDArray[np.float32]:
        """Silent chroma, shape ``(batch, 12)``."""
        return np.zeros((batch, 12), np.float32)

    def step(self, features: NDArray[np.float32], state: NDArray[np.float32]) -> tuple[Evidence, NDArray[np.float32]]:
        """One hop for each stream of a batch."""
        notes = (
            features[:, 0, 1 :: FEATURE_SPEC.bins_per_semitone] + features[:, 1, 1 :: FEATURE_SPEC.bins_per_semitone]
        )
        chroma = notes[:, 12:72].reshape(len(notes), 5, 12).sum(axis=1)
        chroma = np.maximum(chroma - chroma.mean(axis=1, keepdims=True) * 0.5, 0.0)
        state = state + np.float32(SMOOTHING) * (chroma - state)
        norm = np.linalg.norm(state, axis=1, keepdims=True)
        similarity = (state / np.maximum(norm, 1e-6)) @ self._templates.T
        none = np.where(norm < 0.3, 2.0, NONE_SCORE).astype(np.float32)
        logits = SHARPNESS * np.concatenate((similarity, none), axis=1)
        logits -= logits.max(axis=1, keepdims=True)
        chord = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        bass = np.full((len(notes), 12, 12), np.log(1 / 12), np.float32)
        return Evidence(chord.astype(np.float32), bass, np.clip(state, 0.0, 1.0)), state
