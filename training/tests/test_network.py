from pathlib import Path

import attrs
import numpy as np
import pytest
import torch

from chordwork.engine import AcousticModel, DecoderSettings, ModelError
from chordwork.engine._spec import FEATURE_SPEC
from training.dataset import Batch, Recording, batches
from training.export import export
from training.model import ChordNet, StepNet
from training.targets import TARGET_DELAY_S
from training.train import loss_of

CARD = {
    "name": "test",
    "version": "0",
    "target_delay_s": TARGET_DELAY_S,
    "decoder": attrs.asdict(DecoderSettings(none_penalty=3.0)),
}


@pytest.fixture
def net() -> ChordNet:
    torch.manual_seed(0)
    return ChordNet(first=4, second=4, folded=4, dense=8, hidden=8).eval()


def recording(hops: int = 40) -> Recording:
    rng = np.random.default_rng(0)
    features = rng.random((hops, FEATURE_SPEC.channels, FEATURE_SPEC.bins)).astype(np.float16)
    chord = rng.integers(-1, 181, hops).astype(np.int16)
    bass = np.where((chord >= 0) & (chord < 180), 0, -1).astype(np.int8)
    return Recording("x", "band", features, chord, bass, rng.integers(0, 4096, hops).astype(np.uint16))


def test_a_step_at_a_time_equals_the_whole_sequence(net: ChordNet) -> None:
    features = torch.rand(1, 6, FEATURE_SPEC.channels, FEATURE_SPEC.bins)
    step, state = StepNet(net), torch.zeros(1, 12, net.hidden)
    with torch.no_grad():
        whole = net(features)[0]
        for hop in range(6):
            chord, _, _, state = step(features[:, hop], state)
            assert torch.allclose(chord[0], whole[hop], atol=1e-5)


def test_transposing_the_music_transposes_the_answer(net: ChordNet) -> None:
    features = torch.zeros(1, 3, FEATURE_SPEC.channels, FEATURE_SPEC.bins)
    features[..., 90:150] = torch.rand(1, 3, FEATURE_SPEC.channels, 60)
    with torch.no_grad():
        here = net(features)[0]
        higher = net(torch.roll(features, FEATURE_SPEC.bins_per_semitone, dims=-1))[0]
    assert torch.allclose(here[:, :180].roll(15, dims=1), higher[:, :180], atol=1e-4)
    assert torch.allclose(here[:, 180], higher[:, 180], atol=1e-4)


def test_the_export_is_what_was_trained(net: ChordNet, tmp_path: Path) -> None:
    export(net, tmp_path / "net.onnx", CARD)
    model = AcousticModel((tmp_path / "net.onnx").read_bytes())
    assert (model.info.name, model.info.version) == ("test", "0")
    assert model.decoder_settings.none_penalty == 3.0


def test_a_model_of_other_features_is_refused(net: ChordNet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export(net, tmp_path / "net.onnx", CARD)
    monkeypatch.setattr("chordwork.engine._model.FEATURE_SPEC", attrs.evolve(FEATURE_SPEC, version="other"))
    with pytest.raises(ModelError, match="just train"):
        AcousticModel((tmp_path / "net.onnx").read_bytes())


def test_batches_are_seeded_and_labels_move_with_the_picture() -> None:
    first, again = (list(batches([recording()], batch=2, hops=20, steps=3, seed=5)) for _ in range(2))
    for one, other in zip(first, again, strict=True):
        assert torch.equal(one.features, other.features)
        assert torch.equal(one.chord, other.chord)
    assert all(torch.isfinite(batch.features).all() for batch in first)


def test_learning_lowers_the_loss(net: ChordNet) -> None:
    batch: Batch = next(batches([recording()], batch=4, hops=20, steps=1, seed=1))
    net.train()
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-2)
    losses = []
    for _ in range(12):
        loss, _ = loss_of(net, batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < losses[0] - 0.3
