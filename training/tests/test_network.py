from pathlib import Path

import attrs
import numpy as np
import pytest
import torch

from chordwork.engine import AcousticModel, DecoderSettings, ModelError
from chordwork.engine._spec import FEATURE_SPEC
from training.dataset import Batch, Recording, Store
from training.export import export
from training.model import ChordNet, Size, StepNet, load, mean_of, save
from training.packing import PACKED_BINS, packed, unpacked
from training.soft import KEPT, Soft, answer
from training.targets import IGNORED, TARGET_DELAY_S, UNKNOWN_NOTES, Targets
from training.train import loss_of

CARD = {
    "name": "test",
    "version": "0",
    "target_delay_s": TARGET_DELAY_S,
    "decoder": attrs.asdict(DecoderSettings(none_penalty=3.0)),
}


SMALL = Size(first=4, second=4, folded=4, dense=8, hidden=64)
"""Not smaller: exporters fold constants of up to 8,192 numbers, and their names are lost."""


@pytest.fixture
def net() -> ChordNet:
    torch.manual_seed(0)
    return ChordNet(SMALL).eval()


def recording(hops: int = 40) -> Recording:
    rng = np.random.default_rng(0)
    chord = rng.integers(-1, 181, hops).astype(np.int16)
    bass = np.where((chord >= 0) & (chord < 180), 0, -1).astype(np.int8)
    targets = Targets(chord, bass, rng.integers(0, 4096, hops).astype(np.uint16))
    return Recording("band", rng.integers(0, 256, (hops, PACKED_BINS)).astype(np.uint8), targets)


@pytest.mark.parametrize("layers", [1, 2])
def test_a_step_at_a_time_equals_the_whole_sequence(layers: int) -> None:
    net = ChordNet(attrs.evolve(SMALL, layers=layers)).eval()
    features = torch.rand(1, 6, FEATURE_SPEC.channels, FEATURE_SPEC.bins)
    step = StepNet(net)
    state = torch.zeros(1, 12, step.state_width)
    with torch.no_grad():
        chords, basses, notes = net(features)
        for hop in range(6):
            chord, bass, note, state = step(features[:, hop], state)
            assert torch.allclose(chord[0], chords[hop], atol=1e-5)
            assert torch.allclose(bass[0], basses[hop], atol=1e-5)
            assert torch.allclose(note[0], torch.sigmoid(notes[hop]), atol=1e-5)


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
    with pytest.raises(ModelError, match="make it anew for these"):
        AcousticModel((tmp_path / "net.onnx").read_bytes())


def test_a_network_that_hears_the_end_first_cannot_be_exported(net: ChordNet) -> None:
    with pytest.raises(ValueError, match="hop by hop"):
        StepNet(ChordNet(attrs.evolve(SMALL, both_ways=True)))


def test_a_saved_network_comes_back(net: ChordNet, tmp_path: Path) -> None:
    save(net, tmp_path / "net.pt")
    again = load(tmp_path / "net.pt")
    features = torch.rand(1, 2, FEATURE_SPEC.channels, FEATURE_SPEC.bins)
    with torch.no_grad():
        assert torch.equal(net(features)[0], again(features)[0])


def test_the_mean_of_networks_lies_between_them(net: ChordNet) -> None:
    torch.manual_seed(1)
    other = ChordNet(SMALL)
    mean = mean_of([net, other])
    ours, theirs, between = (each.state_dict()["gru.weight_hh_l0"] for each in (net, other, mean))
    assert torch.allclose(between, (ours + theirs) / 2)
    with pytest.raises(ValueError, match="one size"):
        mean_of([net, ChordNet(attrs.evolve(SMALL, dense=16))])


def test_packing_keeps_features() -> None:
    rng = np.random.default_rng(0)
    features = rng.random((5, FEATURE_SPEC.channels, FEATURE_SPEC.bins)).astype(np.float32)
    features[:, 1, FEATURE_SPEC.long_semitones * FEATURE_SPEC.bins_per_semitone :] = 0.0
    assert np.abs(unpacked(packed(features)) - features).max() <= 0.5 / 255 + 1e-6


def test_batches_are_seeded() -> None:
    store = Store([recording(), recording(60)])
    first, again = (list(store.batches(batch=2, hops=20, steps=3, seed=5)) for _ in range(2))
    for one, other in zip(first, again, strict=True):
        assert torch.equal(one.features, other.features)
        assert torch.equal(one.chord, other.chord)
    assert all(torch.isfinite(batch.features).all() for batch in first)


def test_labels_and_notes_move_with_the_picture() -> None:
    hops, pitch = 30, 40  # a lone note, E at 40 semitones above the lowest, and an E minor chord that says so
    picture = np.zeros((hops, FEATURE_SPEC.channels, FEATURE_SPEC.bins), np.float32)
    picture[:, :, pitch * FEATURE_SPEC.bins_per_semitone + 1] = 1.0
    chord = np.full(hops, 4 * 15 + 1, np.int16)
    targets = Targets(chord, np.zeros(hops, np.int8), np.full(hops, 1 << 4, np.uint16))
    store = Store([Recording("notes", packed(picture), targets)])
    seen = set()
    for batch in store.batches(batch=8, hops=10, steps=4, seed=0):
        notes = batch.features[:, 0, 0].argmax(dim=1) // FEATURE_SPEC.bins_per_semitone
        roots = (notes + FEATURE_SPEC.lowest_midi) % 12
        assert torch.equal(batch.chord.reshape(8, 10)[:, 0], roots * 15 + 1)
        assert torch.equal(batch.notes.reshape(8, 10, 12)[:, 0].argmax(dim=1), roots)
        seen |= set(roots.tolist())
    assert len(seen) > 5


def test_unknown_notes_teach_nothing(net: ChordNet) -> None:
    known = recording()
    unknown = attrs.evolve(known, targets=attrs.evolve(known.targets, notes=np.full(40, UNKNOWN_NOTES, np.uint16)))
    batch = next(Store([unknown]).batches(batch=4, hops=20, steps=1, seed=1))
    assert torch.equal(batch.notes, torch.full_like(batch.notes, IGNORED))
    loss, parts = loss_of(net, batch)
    assert parts["notes"] == 0.0
    loss.backward()  # type: ignore[no-untyped-call]
    assert net.note_head.weight.grad is None or not net.note_head.weight.grad.any()
    mixed = next(Store([known, unknown]).batches(batch=8, hops=20, steps=1, seed=1))
    assert 0 < (mixed.notes == IGNORED).sum() < mixed.notes.numel()
    assert torch.isfinite(loss_of(net, mixed)[0])


def test_learning_lowers_the_loss(net: ChordNet) -> None:
    batch: Batch = next(Store([recording()]).batches(batch=4, hops=20, steps=1, seed=1))
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


def test_a_teacher_pulls_the_answer_its_way(net: ChordNet) -> None:
    plain = recording()
    picture = unpacked(plain.features)
    agreed = answer(net, picture)
    opposed = Soft((agreed.which + 1) % 180, agreed.share)
    losses = []
    for taught in (agreed, opposed):
        store = Store([attrs.evolve(plain, taught=taught)])
        with torch.no_grad():
            losses.append(float(loss_of(net, next(store.batches(batch=2, hops=20, steps=1, seed=1)))[0]))
    assert losses[0] < losses[1]


def test_what_a_teacher_says_moves_with_the_picture() -> None:
    plain = recording()
    told = np.repeat(np.maximum(plain.targets.chord, 0)[:, None], KEPT, axis=1).astype(np.uint8)
    store = Store([attrs.evolve(plain, taught=Soft(told, np.full_like(told, 255 // KEPT)))])
    for batch in store.batches(batch=4, hops=10, steps=3, seed=2):
        assert batch.taught is not None
        which, share = batch.taught
        known = batch.chord >= 0
        assert torch.equal(which[known][:, 0], batch.chord[known])
        assert share.sum(dim=1).max() <= 1.0
