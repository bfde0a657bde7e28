"""A trained network to the ONNX file that the product loads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch

from chordwork.engine import AcousticModel
from chordwork.engine._spec import FEATURE_SPEC
from chordwork.harmony import QUALITIES
from training.arrange import arranged
from training.model import ChordNet, StepNet

TOLERANCE = 2e-4


def export(net: ChordNet, target: Path, card: dict[str, Any]) -> None:
    """Write ``target``, with ``card`` (name, version, target delay, decoder settings) as metadata, and check it.

    The exported step is compared with the network on random input, over several hops and a batch.

    Raises:
        RuntimeError: the exported graph disagrees with the network.
    """
    step = StepNet(net).eval()
    features = torch.randn(2, FEATURE_SPEC.channels, FEATURE_SPEC.bins)
    state = torch.zeros(2, 12, step.state_width)
    target.parent.mkdir(parents=True, exist_ok=True)
    batch = torch.export.Dim("batch", min=1, max=4096)
    torch.onnx.export(
        step,
        (features, state),
        str(target),
        input_names=["features", "state"],
        output_names=["chord", "bass", "notes", "new_state"],
        dynamic_shapes={"features": {0: batch}, "state": {0: batch}},
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    model = onnx.load(target)
    model.doc_string = ""
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for value in (*model.graph.value_info, *model.graph.input, *model.graph.output, *model.graph.initializer):
        del value.metadata_props[:]
    del model.graph.metadata_props[:]
    full_card = {
        **card,
        "feature_version": FEATURE_SPEC.version,
        "qualities": [quality.harte for quality in QUALITIES],
    }
    entry = model.metadata_props.add()
    entry.key, entry.value = "chordwork", json.dumps(full_card, sort_keys=True)
    onnx.save(arranged(model), target)
    _compare(step, AcousticModel(target.read_bytes()))


def _compare(step: StepNet, model: AcousticModel) -> None:
    generator = torch.Generator().manual_seed(0)
    batch = 3
    ours = torch.zeros(batch, 12, step.state_width)
    theirs = model.initial_state(batch)
    for _ in range(5):
        features = torch.rand(batch, FEATURE_SPEC.channels, FEATURE_SPEC.bins, generator=generator)
        with torch.no_grad():
            chord, bass, notes, ours = step(features, ours)
        evidence, theirs = model.step(features.numpy(), theirs)
        for expected, found in (
            (chord, evidence.chord),
            (bass, evidence.bass),
            (notes, evidence.notes),
            (ours, theirs),
        ):
            worst = float(np.abs(expected.numpy() - found).max())
            if worst > TOLERANCE:
                raise RuntimeError(f"the exported graph differs from the network by {worst:.2g}")
