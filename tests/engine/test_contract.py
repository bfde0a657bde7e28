"""An ONNX file that keeps to the contract is loaded; one that does not says all that is wrong with it."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from chordwork.engine import AcousticModel, Features, ModelContractError, ModelError, bundled_model
from chordwork.engine._contract import FLOAT, faults_of, faults_of_run, is_open, read_card
from chordwork.harmony import QUALITIES

FILE = bundled_model().read()
INPUTS = {"features": ["batch", 2, 252], "state": ["batch", 3]}
OUTPUTS = {"chord": ["batch", 181], "bass": ["batch", 12, 12], "notes": ["batch", 12], "new_state": ["batch", 3]}
CARD = {
    "name": "mine", "version": "1", "feature_version": "lf3-3", "target_delay_s": 0.1, "decoder": {},
    "qualities": [quality.harte for quality in QUALITIES],
}  # fmt: skip


def nodes(shapes: dict[str, list[Any]], **types: str) -> list[Any]:
    return [SimpleNamespace(name=name, shape=shape, type=types.get(name, FLOAT)) for name, shape in shapes.items()]


def test_what_keeps_to_it_has_no_faults() -> None:
    assert faults_of(nodes(INPUTS), nodes(OUTPUTS), (2, 252)) == []
    assert faults_of(nodes(INPUTS), nodes({**OUTPUTS, "more": [1]}), (2, 252)) == []
    left_open = {name: [f"size_{at}" for at in range(len(shape))] for name, shape in OUTPUTS.items()}
    assert faults_of(nodes(INPUTS), nodes(left_open), (2, 252)) == []
    assert is_open(nodes(left_open))
    assert not is_open(nodes(OUTPUTS))
    card, faults = read_card({"chordwork": json.dumps(CARD)})
    assert faults == []
    assert card is not None
    assert (card.name, card.target_delay_s) == ("mine", 0.1)


@pytest.mark.parametrize(
    ("inputs", "outputs", "types", "fault"),
    [
        ({"features": None}, {}, {}, "lacks the input 'features'; it has state"),
        ({}, {"chord": None, "bass": None}, {}, "lacks the output 'bass'; it has notes, new_state"),
        ({}, {"new_state": None}, {}, "lacks the output 'new_state'"),
        ({"temperature": [1]}, {}, {}, "has the input 'temperature', which nobody can give"),
        ({"features": ["batch", 2, 251]}, {}, {}, r"'features' is \(batch, 2, 251\), wanted \(batch, 2, 252\)"),
        ({"features": ["batch", 2, "bins"]}, {}, {}, r"'features' is \(batch, 2, \?\), wanted \(batch, 2, 252\)"),
        ({"features": ["batch", 504]}, {}, {}, r"'features' is \(batch, 504\)"),
        ({"features": [1, 2, 252]}, {}, {}, r"'features' is \(1, 2, 252\): leave its first size"),
        ({"state": ["batch", "units"]}, {}, {}, r"'state' is \(batch, \?\): give every size"),
        ({"state": ["batch"]}, {}, {}, r"'state' is \(batch\): give every size"),
        ({"state": []}, {}, {}, r"'state' is \(\): give every size"),
        ({}, {"new_state": ["batch", 4]}, {}, r"'new_state' is \(batch, 4\), wanted \(batch, 3\)"),
        ({}, {"chord": ["batch", 25]}, {}, r"'chord' is \(batch, 25\), wanted \(batch, 181\)"),
        ({}, {"bass": ["batch", 144]}, {}, r"'bass' is \(batch, 144\), wanted \(batch, 12, 12\)"),
        ({}, {"notes": [1, 12]}, {}, "'notes' is .*leave its first size"),
        ({}, {}, {"features": "tensor(float16)"}, r"'features' is tensor\(float16\): give 32-bit floats"),
        ({}, {}, {"state": "tensor(double)"}, r"'state' is tensor\(double\)"),
        ({}, {}, {"chord": "tensor(double)"}, r"'chord' is tensor\(double\)"),
    ],
)
def test_shapes_and_types(inputs: dict[str, Any], outputs: dict[str, Any], types: dict[str, str], fault: str) -> None:
    def changed(shapes: dict[str, list[Any]], changes: dict[str, Any]) -> list[Any]:
        return nodes({name: shape for name, shape in {**shapes, **changes}.items() if shape is not None}, **types)

    faults = faults_of(changed(INPUTS, inputs), changed(OUTPUTS, outputs), (2, 252))
    with pytest.raises(ModelContractError, match=fault):
        raise ModelContractError(faults)


@pytest.mark.parametrize(
    ("metadata", "fault"),
    [
        (None, "no metadata 'chordwork'"),
        ("{", "is no JSON"),
        ("[]", "is no JSON object"),
        ({"name": None}, "says name None"),
        ({"version": 3}, "says version 3"),
        ({"target_delay_s": "0.1"}, "target_delay_s '0.1'"),
        ({"target_delay_s": -1}, "target_delay_s -1"),
        ({"target_delay_s": True}, "target_delay_s True"),
        ({"qualities": ["maj", "min"]}, "other qualities"),
        ({"decoder": None}, "decoder None"),
        ({"decoder": {"temperatur": 1}}, "temperatur"),
        ({"decoder": {"final_lag_hops": 0}}, "final_lag_hops"),
    ],
)
def test_metadata(metadata: Any, fault: str) -> None:
    given: dict[str, str] = {"other": "1"}
    if metadata is not None:
        given["chordwork"] = metadata if isinstance(metadata, str) else json.dumps({**CARD, **metadata})
    card, faults = read_card(given)
    assert card is None
    with pytest.raises(ModelContractError, match=fault):
        raise ModelContractError(faults)


@pytest.mark.parametrize("missing", sorted(CARD))
def test_metadata_that_lacks_something(missing: str) -> None:
    faults = read_card({"chordwork": json.dumps({name: value for name, value in CARD.items() if name != missing})})[1]
    assert len(faults) == 1
    assert missing in faults[0]


def test_sizes_that_a_file_leaves_open_are_tried() -> None:
    def answer(change: Callable[[list[Any]], Any] = lambda given: None) -> Callable[..., list[Any]]:
        def run(features: Any, state: Any) -> list[Any]:
            given = [np.zeros((2, 181)), np.zeros((2, 12, 12)), np.zeros((2, 12)), state]
            change(given)
            return given

        return run

    def fail(features: Any, state: Any) -> Any:
        raise RuntimeError("Got invalid dimensions")

    assert faults_of_run(answer(), (2, 252), (3,)) == []
    assert faults_of_run(answer(lambda each: each.__setitem__(0, np.zeros((2, 25)))), (2, 252), (3,)) == [
        "the output 'chord' is (2, 25), wanted (2, 181)"
    ]
    assert faults_of_run(answer(lambda each: each.__setitem__(3, np.zeros((1, 3)))), (2, 252), (3,)) == [
        "the output 'new_state' is (1, 3), wanted (2, 3)"
    ]
    assert faults_of_run(fail, (2, 252), (3,)) == [
        "it fails where two streams are asked about at once: Got invalid dimensions"
    ]


class Never:
    """A stage that is not asked."""

    def __call__(self, frame: NDArray[np.float32]) -> NDArray[np.float32]:
        raise AssertionError


def renamed(before: bytes, after: bytes) -> bytes:
    """The bundled model with another name of the same length, wherever it stands."""
    assert len(before) == len(after)
    assert before in FILE
    return FILE.replace(before, after)


def test_files_are_refused_with_all_that_is_wrong() -> None:
    with pytest.raises(ModelContractError) as found:
        AcousticModel(renamed(b"features", b"featured"))
    assert any("lacks the input 'features'" in each for each in found.value.faults)
    assert any("'featured', which nobody can give" in each for each in found.value.faults)
    assert (found.value.code, isinstance(found.value, ModelError)) == ("model_contract", True)
    again = pickle.loads(pickle.dumps(found.value))
    assert (again.faults, str(again)) == (found.value.faults, str(found.value))
    with pytest.raises(ModelContractError, match="no metadata 'chordwork'"):
        AcousticModel(renamed(b"\x0a\x09chordwork\x12", b"\x0a\x09chordword\x12"))
    with pytest.raises(ModelError, match="this is no chord model that can be used"):
        AcousticModel(b"no model")


def test_a_model_of_other_features_is_loaded_with_them() -> None:
    of_others = renamed(b'"feature_version": "lf3-3"', b'"feature_version": "lf9-9"')
    with pytest.raises(ModelError, match=r"trained on features 'lf9-9', this is 'lf3-3'.*load it with the features"):
        AcousticModel(of_others)

    def others(shape: tuple[int, ...]) -> Features:
        return Features(
            version="lf9-9", sample_rate_hz=22_050, hop_samples=1024, frame_samples=1024, shape=shape, stage=Never
        )

    assert AcousticModel(of_others, others((2, 252))).info.feature_version == "lf9-9"
    with pytest.raises(ModelContractError, match=r"wanted \(batch, 3, 84\)"):
        AcousticModel(of_others, others((3, 84)))
