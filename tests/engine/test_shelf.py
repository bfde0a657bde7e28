"""Models and their cards: what is checked, and before what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chordwork.engine import (
    AcousticModel,
    CardError,
    DigestError,
    ModelCard,
    ModelError,
    ModelShelf,
    UnknownModel,
    bundled_model,
    load_model,
)
from chordwork.engine._spec import FEATURE_SPEC
from chordwork.harmony import QUALITIES
from chordwork.harmony.provenance import packaged, sha256_of
from tests.engine.other_models import put_model


def test_the_card_of_the_bundled_model_is_about_that_file() -> None:
    shelved, model = bundled_model(), load_model()
    card = shelved.card
    assert (card.sha256, card.size_bytes) == (sha256_of(shelved.read()), len(shelved.read()))
    assert card.identity == model.info.identity
    assert (card.contract.inputs, card.contract.outputs) == model.shapes
    assert card.contract.qualities == tuple(quality.harte for quality in QUALITIES)
    assert card.contract.hop_samples == FEATURE_SPEC.hop_samples
    assert card.golden is not None
    assert card.reference is not None
    assert ModelCard.parse(card.to_json().encode(), "again") == card


def test_a_file_that_is_not_the_one_on_its_card_reaches_no_parser(tmp_path: Path) -> None:
    put_model(tmp_path, "0.9.9")
    (tmp_path / "other.onnx").write_bytes(b"this is no ONNX")  # onnxruntime would refuse it as a ModelError
    with pytest.raises(DigestError) as caught:
        ModelShelf(tmp_path).find("0.9.9").load()
    assert caught.value.code == "digest"
    assert "was not read" in str(caught.value)
    assert "chordwork models card" in str(caught.value)
    assert caught.value.found == sha256_of(b"this is no ONNX")


def test_one_byte_is_enough(tmp_path: Path) -> None:
    put_model(tmp_path, "0.9.9")
    data = bytearray((tmp_path / "other.onnx").read_bytes())
    data[-1] ^= 1
    (tmp_path / "other.onnx").write_bytes(data)
    with pytest.raises(DigestError):
        ModelShelf(tmp_path).find("0.9.9").load()


def test_a_model_that_calls_itself_otherwise_than_its_card_is_refused(tmp_path: Path) -> None:
    card = put_model(tmp_path, "0.9.9")
    text = json.loads(card.to_json())
    (tmp_path / "other.json").write_text(json.dumps({**text, "version": "1.0.0"}))
    with pytest.raises(ModelError, match=r"calls itself chordwork-chord@0\.9\.9"):
        ModelShelf(tmp_path).find("1.0.0").load()
    contract = {**text["contract"], "outputs": {**text["contract"]["outputs"], "chord": [None, 25]}}
    (tmp_path / "other.json").write_text(json.dumps({**text, "contract": contract}))
    with pytest.raises(ModelError, match="other shapes"):
        ModelShelf(tmp_path).find("0.9.9").load()


def test_models_stand_beside_each_other(tmp_path: Path) -> None:
    put_model(tmp_path, "0.9.9", noise=0.5)
    (tmp_path / "active.json").write_text("{}")  # not about a model
    (tmp_path / "notes.onnx").write_bytes(b"without a card")
    found, troubles = ModelShelf(tmp_path).models()
    assert [model.card.version for model in found] == [bundled_model().card.version, "0.9.9"]
    assert not troubles
    other = found[1].load()
    assert isinstance(other, AcousticModel)
    assert other.info.version == "0.9.9"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sha256": "53f9"}, "sha256"),
        ({"file": "../chord.onnx"}, "file"),
        ({"file": "/etc/passwd"}, "file"),
        ({"version": "1 2"}, "version"),
        ({"card": 2}, "this Chordwork reads 1"),
        ({"contract": None}, "no model card"),
        ({"reference": {"method": "guess"}}, "drift is measured by"),
    ],
)
def test_a_card_that_cannot_be_is_named_and_the_others_are_found(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    card = put_model(tmp_path, "0.9.9")
    (tmp_path / "other.json").write_text(json.dumps({**json.loads(card.to_json()), **change}))
    found, troubles = ModelShelf(tmp_path).models()
    assert [model.folder for model in found] == [None]
    assert len(troubles) == 1
    assert said in str(troubles[0])
    assert str(troubles[0]).startswith("other.json")


def test_what_is_asked_for_is_found_by_name_or_version_if_there_is_one(tmp_path: Path) -> None:
    put_model(tmp_path, "0.9.9")
    shelf = ModelShelf(tmp_path)
    assert shelf.find("chordwork-chord@0.9.9") == shelf.find("0.9.9")
    for wanted, said in (("chordwork-chord", "more than one"), ("2.0.0", "there is no model")):
        with pytest.raises(UnknownModel, match=said) as caught:
            shelf.find(wanted)
        assert caught.value.known == (bundled_model().card.identity, "chordwork-chord@0.9.9")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CardError, match="cannot be read"):
        ModelShelf(tmp_path / "nowhere").models()


def test_tables_of_words_and_suggestions_are_checked_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package, file in (
        ("chordwork.music.songwriting.words", "words.npz"),
        ("chordwork.music.suggestions", "model.npz"),
    ):
        assert packaged(package, file, file.replace(".npz", ".json"))[:2] == b"PK"
    folder = tmp_path / "made_up_tables"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "words.npz").write_bytes(b"changed")
    (folder / "words.json").write_text(json.dumps({"sha256": sha256_of(b"as it was")}))
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(DigestError, match="install chordwork again"):
        packaged("made_up_tables", "words.npz", "words.json")
    (folder / "words.json").write_text("[" * 100_000)
    with pytest.raises(CardError):
        packaged("made_up_tables", "words.npz", "words.json")
    with pytest.raises(CardError, match="missing"):
        packaged("made_up_tables", "other.npz", "words.json")
