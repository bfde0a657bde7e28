"""The graph that is shipped: the weights that were exported, in fewer and larger products.

Of what takes time in a hop, one half was a circular convolution over the twelve pitch classes, done row by row. Here it
is two of half the length, of the sums and of the differences of what lies a tritone apart: half the multiplications,
and matrices with rows of all streams. (Method: the Chinese remainder theorem for ``x^12 - 1 = (x^6 - 1)(x^6 + 1)``;
Winograd, "Arithmetic complexity of computations", SIAM 1980.)

Nothing in it depends on how many rows there are: a stream hears the same bits alone and in any batch. A product of one
row would be rounded otherwise, so what there is one row a stream of is put in twice; and a mean over roots is a
product, too, since the order in which runtimes add depends on the shape.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

ROOTS = 12
HALF = ROOTS // 2
_GATE_BIAS, _CANDIDATE_BIAS = "slice_scatter_1", "slice_11"
"""As torch names what it has folded: the biases of both gates and of the input's candidate; and of the memory's."""


class _Graph:
    """Nodes and constants, written down in order."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def whole(self, name: str, *values: int) -> str:
        return self.constant(name, np.array(values, np.int64))

    def node(self, kind: str, inputs: list[str], *outputs: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, list(outputs), name=outputs[0], **attributes))
        return outputs[0]

    def rows(self, name: str, source: str, *shape: int) -> str:
        return self.node("Reshape", [source, self.whole(f"{name}_shape", -1, *shape)], name)

    def product(self, name: str, source: str, weight: NDArray[Any], bias: NDArray[Any] | str) -> str:
        added = bias if isinstance(bias, str) else self.constant(f"{name}_bias", bias)
        return self.node("Gemm", [source, self.constant(f"{name}_weight", weight), added], name)


def arranged(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same function of the same inputs, states and weights, to rounding.

    Raises:
        KeyError: it is no export of :class:`~training.model.StepNet`, or has other names for its weights.
    """
    weights = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    graph = _Graph()
    classes = _pitch_classes(graph, weights)
    memory = _cell(graph, weights, _seen_from_roots(graph, weights, classes))
    _heads(graph, weights, memory)
    made = helper.make_model(
        helper.make_graph(
            graph.nodes, model.graph.name, list(model.graph.input), list(model.graph.output), graph.constants
        ),
        opset_imports=list(model.opset_import),
        ir_version=model.ir_version,
    )
    made.metadata_props.extend(model.metadata_props)
    onnx.checker.check_model(made)
    return made


def arrange(path: Path) -> bytes:
    """The file's model, arranged anew: the bytes of another file."""
    return bytes(arranged(onnx.load(path)).SerializeToString())


def _pitch_classes(graph: _Graph, weights: dict[str, NDArray[Any]]) -> str:
    """Features to what is folded into each pitch class, a row each."""
    source = "features"
    for number, options in ((0, {"pads": [3, 3], "strides": [3]}), (3, {"pads": [12, 12], "dilations": [12]})):
        names = [
            graph.constant(each, weights[each]) for each in (f"net.bins.{number}.weight", f"net.bins.{number}.bias")
        ]
        width = weights[names[0]].shape[2]
        source = graph.node("Conv", [source, *names], f"bins{number}", kernel_shape=[width], **options)
        source = graph.node("Relu", [source], f"bins{number}_relu")
    fold = weights["net.fold.0.weight"][:, :, 0]
    octaves = graph.rows("octaves", source, fold.shape[1], ROOTS)
    by_class = graph.node("Transpose", [octaves], "by_class", perm=[0, 2, 1])
    rows = graph.rows("class_rows", by_class, fold.shape[1])
    return graph.node("Relu", [graph.product("fold", rows, fold.T, weights["net.fold.0.bias"])], "classes")


def _seen_from_roots(graph: _Graph, weights: dict[str, NDArray[Any]], classes: str) -> str:
    """Each root's view of all pitch classes, a row each."""
    weight, bias = weights["net.from_root.0.weight"], weights["net.from_root.0.bias"]
    seen, folded = weight.shape[:2]
    halves = graph.rows("halves", classes, 2, HALF, folded)
    graph.node("Split", [halves], "lower", "upper", axis=1, num_outputs=2)
    total = graph.node("Add", ["lower", "upper"], "total")
    apart = graph.node("Sub", ["lower", "upper"], "apart")
    back = graph.node("Neg", [apart], "apart_back")
    around = graph.constant("around", np.add.outer(np.arange(HALF), np.arange(HALF)))
    parts = []
    for name, pair, sign in (("even", [total, total], 1.0), ("odd", [apart, back], -1.0)):
        circle = graph.node("Concat", pair, f"{name}_circle", axis=2)
        views = graph.node("Gather", [circle, around], f"{name}_views", axis=2)
        rows = graph.rows(f"{name}_rows", views, HALF * folded)
        half = (weight[:, :, :HALF] + sign * weight[:, :, HALF:]) / 2.0
        nothing = bias if name == "even" else np.zeros_like(bias)
        parts.append(graph.product(f"{name}_seen", rows, half.transpose(2, 1, 0).reshape(-1, seen), nothing))
    first, second = graph.node("Add", parts, "first"), graph.node("Sub", parts, "second")
    both = [graph.rows(f"{each}_half", each, 1, HALF * seen) for each in (first, second)]
    rows = graph.rows("seen_rows", graph.node("Concat", both, "seen_both", axis=1), seen)
    return graph.node("Relu", [rows], "seen")


def _cell(graph: _Graph, weights: dict[str, NDArray[Any]], seen: str) -> str:
    """One step of the GRU that all roots share; returns the new memory, a row a root."""
    weight_in, weight_mem = weights["net.gru.weight_ih_l0"].T, weights["net.gru.weight_hh_l0"].T
    hidden = weight_mem.shape[0]
    state = graph.rows("state_rows", "state", hidden)
    taken = graph.product("taken", seen, weight_in, weights[_GATE_BIAS])
    graph.node("Split", [taken, graph.whole("gates_and_rest", 2 * hidden, hidden)], "gates_in", "candidate_in", axis=1)
    gates = graph.node("Sigmoid", [graph.product("gates_sum", state, weight_mem[:, : 2 * hidden], "gates_in")], "gates")
    graph.node("Split", [gates], "reset", "update", axis=1, num_outputs=2)
    kept = graph.product("kept", state, weight_mem[:, 2 * hidden :], weights[_CANDIDATE_BIAS])
    fresh = graph.node("Add", ["candidate_in", graph.node("Mul", ["reset", kept], "kept_part")], "candidate_sum")
    candidate = graph.node("Tanh", [fresh], "candidate")
    moved = graph.node("Mul", ["update", graph.node("Sub", [state, candidate], "way")], "way_part")
    memory = graph.node("Add", [candidate, moved], "memory")
    graph.rows("new_state", memory, ROOTS, hidden)
    return memory


def _heads(graph: _Graph, weights: dict[str, NDArray[Any]], memory: str) -> None:
    qualities = len(weights["whole_bias"]) - 1
    own_weight, whole_weight = weights["row_weight"].T, weights["whole_weight"].T
    heads = graph.product("row_heads", memory, own_weight, weights["row_bias"])
    graph.node("Split", [heads, graph.whole("row_parts", qualities, ROOTS, 1)], "own", "basses", "sounding", axis=1)
    most = graph.node("ReduceMax", ["new_state", graph.whole("roots_axis", 1)], "most", keepdims=1)
    share = graph.constant("share", np.full((1, ROOTS), 1.0 / ROOTS, np.float32))
    mean = graph.node("MatMul", [share, "new_state"], "mean")
    whole = graph.rows("whole", graph.node("Concat", [most, mean], "whole_view", axis=2), len(whole_weight))
    twice = graph.node("Concat", [whole, whole], "twice", axis=0)
    both = graph.product("whole_heads", twice, whole_weight, weights["whole_bias"])
    graph.node("Split", [both], "once", "again", axis=0, num_outputs=2)
    graph.node("Split", ["once", graph.whole("whole_parts", qualities, 1)], "shared", "none", axis=1)
    by_root = graph.rows("own_by_root", "own", ROOTS, qualities)
    shared = graph.node("Unsqueeze", ["shared", "roots_axis"], "shared_by_root")
    chords = graph.rows("chords", graph.node("Add", [by_root, shared], "chords_by_root"), ROOTS * qualities)
    graph.node("LogSoftmax", [graph.node("Concat", [chords, "none"], "all_chords", axis=1)], "chord", axis=1)
    graph.node("LogSoftmax", [graph.rows("basses_by_root", "basses", ROOTS, ROOTS)], "bass", axis=2)
    graph.node("Sigmoid", [graph.rows("sounding_by_root", "sounding", ROOTS)], "notes")
