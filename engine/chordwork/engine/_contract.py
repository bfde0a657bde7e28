"""What an ONNX file has to be so that a recogniser can ask it: names, types and shapes, and what it says of itself."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.engine._settings import DecoderSettings
from chordwork.harmony import QUALITIES

METADATA_KEY: Final = "chordwork"
"""Under which the file says who it is, as a JSON object."""
FEATURES: Final = "features"
STATE: Final = "state"
NEW_STATE: Final = "new_state"
OUTPUT_SHAPES: Final[Mapping[str, tuple[int, ...]]] = {
    "chord": (12 * len(QUALITIES) + 1,),
    "bass": (12, 12),
    "notes": (12,),
}
"""Of one stream, without the batch, which comes first."""
FLOAT: Final = "tensor(float)"
_TEXTS: Final = ("name", "version", "feature_version")


class Node(Protocol):
    """An input or output, as onnxruntime tells of it."""

    name: str
    shape: Sequence[int | str | None]
    type: str


@attrs.frozen
class Card:
    """What a model says of itself, read and checked."""

    name: str
    version: str
    feature_version: str
    target_delay_s: float
    decoder: DecoderSettings


def faults_of(inputs: Iterable[Node], outputs: Iterable[Node], features_shape: tuple[int, ...]) -> list[str]:
    """What is wrong with the names, types and shapes of a model; nothing where all is as it has to be."""
    given, told = {node.name: node for node in inputs}, {node.name: node for node in outputs}
    faults = [
        *_missing(given, (FEATURES, STATE), "input"),
        *_missing(told, (*OUTPUT_SHAPES, NEW_STATE), "output"),
        *(f"it has the input {name!r}, which nobody can give" for name in given if name not in (FEATURES, STATE)),
    ]
    if (node := given.get(FEATURES)) is not None:
        faults += _tensor(node, "input", features_shape)
    if (state := given.get(STATE)) is not None:
        kept = tuple(state.shape[1:])
        sizes = tuple(size for size in kept if isinstance(size, int) and size > 0)
        if not kept or sizes != kept:
            faults.append(f"the input 'state' is {_sized(state.shape)}: give every size but the batch's a number")
        faults += _tensor(state, "input", None)
        if (new := told.get(NEW_STATE)) is not None and sizes == kept:
            faults += _tensor(new, "output", sizes)
    for name, shape in OUTPUT_SHAPES.items():
        if name in told:
            faults += _tensor(told[name], "output", shape)
    return faults


def read_card(metadata: Mapping[str, str]) -> tuple[Card | None, list[str]]:
    """What a model says of itself, or what is wrong with it."""
    if METADATA_KEY not in metadata:
        return None, [f"it has no metadata {METADATA_KEY!r}, a JSON object that says who it is"]
    try:
        said = json.loads(metadata[METADATA_KEY])
    except (ValueError, RecursionError) as error:
        return None, [f"its metadata {METADATA_KEY!r} is no JSON: {error}"]
    if not isinstance(said, dict):
        return None, [f"its metadata {METADATA_KEY!r} is no JSON object"]
    faults = [
        f"its metadata says {name} {said[name]!r}: give a text" if name in said else f"its metadata lacks {name!r}"
        for name in _TEXTS
        if not isinstance(said.get(name), str)
    ]
    delay: Any = said.get("target_delay_s")
    if isinstance(delay, bool) or not isinstance(delay, (int, float)) or not math.isfinite(delay) or delay < 0:
        faults.append(f"its metadata says target_delay_s {delay!r}: give seconds, 0 or more")
    if said.get("qualities") != [quality.harte for quality in QUALITIES]:
        names = " ".join(quality.harte for quality in QUALITIES)
        faults.append(f"its metadata says other qualities, or in another order, than the output 'chord' has: {names}")
    decoder, problem = _decoder(said.get("decoder"))
    if problem:
        faults.append(problem)
    if faults or decoder is None:
        return None, faults
    return Card(said["name"], said["version"], said["feature_version"], float(delay), decoder), []


def faults_of_run(
    run: Callable[[NDArray[np.float32], NDArray[np.float32]], Sequence[Any]],
    features_shape: tuple[int, ...],
    state_shape: tuple[int, ...],
) -> list[str]:
    """What is wrong with what a model gives for two streams of silence: a file may leave sizes open."""
    batch = 2
    try:
        given = run(np.zeros((batch, *features_shape), np.float32), np.zeros((batch, *state_shape), np.float32))
    except Exception as error:
        return [f"it fails where two streams are asked about at once: {str(error)[:300]}"]
    wanted = {**OUTPUT_SHAPES, NEW_STATE: state_shape}
    return [
        f"the output {name!r} is {_sized(np.shape(values))}, wanted {_sized((batch, *shape))}"
        for (name, shape), values in zip(wanted.items(), given, strict=True)
        if np.shape(values) != (batch, *shape)
    ]


def is_open(outputs: Iterable[Node]) -> bool:
    """Whether the file leaves sizes of outputs open, besides the batch's."""
    return any(not isinstance(size, int) for node in outputs for size in node.shape[1:])


def _missing(nodes: Mapping[str, Node], wanted: Iterable[str], kind: str) -> Iterator[str]:
    for name in wanted:
        if name not in nodes:
            yield f"it lacks the {kind} {name!r}; it has {', '.join(nodes) or 'none'}"


def _tensor(node: Node, kind: str, shape: tuple[int, ...] | None) -> Iterator[str]:
    """What is wrong with one; ``shape`` is without the batch, None where any will do."""
    if node.type != FLOAT:
        yield f"the {kind} {node.name!r} is {node.type}: give 32-bit floats, {FLOAT}"
    if node.shape and isinstance(node.shape[0], int):
        yield f"the {kind} {node.name!r} is {_sized(node.shape)}: leave its first size, the batch's, open"
    if shape is None:
        return
    rest = tuple(node.shape[1:])
    sizes_fit = all(size == wanted or not isinstance(size, int) for size, wanted in zip(rest, shape, strict=False))
    open_input = kind == "input" and any(not isinstance(size, int) for size in rest)
    if len(rest) != len(shape) or not sizes_fit or open_input:
        yield f"the {kind} {node.name!r} is {_sized(node.shape)}, wanted {_sized((None, *shape))}"


def _decoder(given: Any) -> tuple[DecoderSettings | None, str]:
    if not isinstance(given, dict):
        return None, f"its metadata says decoder {given!r}: give an object, {{}} for the usual settings"
    try:
        return DecoderSettings(**given), ""
    except (TypeError, ValueError) as error:
        return None, f"its metadata has decoder settings that cannot be: {error}"


def _sized(shape: Sequence[int | str | None]) -> str:
    return (
        "("
        + ", ".join(
            str(size) if isinstance(size, int) else "batch" if at == 0 else "?" for at, size in enumerate(shape)
        )
        + ")"
    )
