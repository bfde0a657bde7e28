"""A network taken back out of a shipped file answers as the file does, and goes on learning from there."""

from __future__ import annotations

from pathlib import Path

import attrs
import numpy as np
import onnx
import pytest
import torch
from torch import nn

from chordwork.engine import AcousticModel, DecoderSettings
from chordwork.engine._spec import FEATURE_SPEC
from training.commands import MODEL
from training.dataset import Recording, Store
from training.export import export
from training.model import ChordNet, Size, StepNet, load, save
from training.packing import PACKED_BINS
from training.recover import network_in
from training.targets import TARGET_DELAY_S, Targets
from training.train import Schedule, fit

CARD = {
    "name": "test",
    "version": "0",
    "target_delay_s": TARGET_DELAY_S,
    "decoder": attrs.asdict(DecoderSettings()),
}


def worst_difference(net: ChordNet, model: AcousticModel, hops: int = 40) -> float:
    """The largest difference of any output over a stream of random features."""
    step = StepNet(net).eval()
    generator = torch.Generator().manual_seed(1)
    ours, theirs = torch.zeros(2, 12, step.state_width), model.initial_state(2)
    worst = 0.0
    for _ in range(hops):
        features = torch.rand(2, FEATURE_SPEC.channels, FEATURE_SPEC.bins, generator=generator)
        with torch.no_grad():
            chord, bass, notes, ours = step(features, ours)
        evidence, theirs = model.step(features.numpy(), theirs)
        for mine, found in ((chord, evidence.chord), (bass, evidence.bass), (notes, evidence.notes), (ours, theirs)):
            worst = max(worst, float(np.abs(mine.numpy() - found).max()))
    return worst


def test_the_shipped_model_comes_back(tmp_path: Path) -> None:
    net = network_in(MODEL)
    model = AcousticModel(MODEL.read_bytes())
    assert worst_difference(net, model) < 1e-4
    save(net, tmp_path / "net.pt")
    assert worst_difference(load(tmp_path / "net.pt"), model) < 1e-4


def test_a_network_with_normalisation_comes_back_and_can_be_shipped_again(tmp_path: Path) -> None:
    torch.manual_seed(0)
    net = ChordNet(Size(first=4, second=4, folded=4, dense=8, hidden=64)).eval()
    for module in net.modules():
        if isinstance(module, nn.BatchNorm1d):
            module.running_mean = torch.empty(module.num_features).uniform_(-0.2, 0.2)
            module.running_var = torch.empty(module.num_features).uniform_(0.5, 2.0)
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.2, 0.2)
    export(net, tmp_path / "first.onnx", CARD)
    back = network_in(tmp_path / "first.onnx")
    assert worst_difference(back, AcousticModel((tmp_path / "first.onnx").read_bytes())) < 1e-4
    export(back, tmp_path / "second.onnx", CARD)
    assert worst_difference(net, AcousticModel((tmp_path / "second.onnx").read_bytes())) < 1e-4


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    graph = onnx.helper.make_graph([], "empty", [], [])
    onnx.save(onnx.helper.make_model(graph), tmp_path / "other.onnx")
    with pytest.raises(ValueError, match="training ship"):
        network_in(tmp_path / "other.onnx")


@pytest.mark.parametrize("still", [True, False])
def test_going_on_leaves_folded_normalisation_alone(still: bool, tmp_path: Path) -> None:
    hops = 40
    rng = np.random.default_rng(0)
    targets = Targets(rng.integers(0, 180, hops).astype(np.int16), np.zeros(hops, np.int8), np.zeros(hops, np.uint16))
    store = Store([Recording("band", rng.integers(0, 256, (hops, PACKED_BINS)).astype(np.uint8), targets)])
    start = network_in(MODEL)
    schedule = Schedule(epochs=1, steps=2, batch=2, hops=20, learning_rate=1e-3)
    fit(store, tmp_path, size=start.size, seed=1, schedule=schedule, start=start, still_norms=still)
    learnt = load(tmp_path / "net.pt")
    assert torch.equal(learnt.state_dict()["bins.1.running_var"], start.state_dict()["bins.1.running_var"]) is still
    assert not torch.equal(learnt.state_dict()["gru.weight_hh_l0"], start.state_dict()["gru.weight_hh_l0"])
