"""A model of your own in the engine: an ONNX file, a card that declares what goes in and comes out, and code around it.

chordwork models card my.onnx --licence MIT          # writes my.json beside it, once
python examples/custom_model.py models/ my-chords@1.0 song.wav
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from chordwork.engine import ChordEvent, ChordModel, DecoderSettings, Evidence, ModelInfo, ModelShelf, Recognizer


class Tempered:
    """A model that is less sure of itself: any class with these four is a :class:`chordwork.engine.ChordModel`."""

    def __init__(self, model: ChordModel, temperature: float) -> None:
        """Flatten what ``model`` hears; a ``temperature`` of 1 changes nothing."""
        self._model = model
        self._temperature = temperature

    @property
    def info(self) -> ModelInfo:
        """Who it is."""
        return self._model.info

    @property
    def decoder_settings(self) -> DecoderSettings:
        """As they were tuned for the model."""
        return self._model.decoder_settings

    def initial_state(self, batch: int = 1) -> NDArray[np.float32]:
        """Before the first hop."""
        return self._model.initial_state(batch)

    def step(self, features: NDArray[np.float32], state: NDArray[np.float32]) -> tuple[Evidence, NDArray[np.float32]]:
        """One hop of each stream of a batch."""
        heard, state = self._model.step(features, state)
        flat = heard.chord / self._temperature
        flat -= np.log(np.exp(flat).sum(axis=1, keepdims=True))
        return Evidence(flat.astype(np.float32), heard.bass, heard.notes), state


def main() -> None:
    """Hear a file with the model, as its card says and flattened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="of models and their cards")
    parser.add_argument("model", help="NAME@VERSION")
    parser.add_argument("song")
    told = parser.parse_args()
    shelved = ModelShelf(told.folder).find(told.model)
    contract = shelved.card.contract
    print(f"{shelved.card.identity} takes {dict(contract.inputs)} every {contract.hop_samples} samples,")
    print(f"and says {dict(contract.outputs)}")
    model = shelved.load()  # the digest and the contract are checked before anything runs
    samples, rate = soundfile.read(told.song, dtype="float32", always_2d=True)
    for name, each in (("as it is", model), ("flattened", Tempered(model, 2.0))):
        with Recognizer(rate, sample_format="f32le", model=each) as recognizer:
            events = [*recognizer.feed(samples[:, 0].tobytes()), *recognizer.finish()]
        finals = [event for event in events if isinstance(event, ChordEvent) and event.status == "final"]
        lengths = [event.end - event.start for event in finals if event.end is not None]
        sure = np.average([event.confidence for event in finals], weights=lengths)
        print(f"{name}: {' '.join(event.chord.symbol for event in finals)}; {sure:.0%} sure")


if __name__ == "__main__":
    main()
