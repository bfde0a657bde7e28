"""An ONNX graph of one step, cut in three: what needs no memory, the memory step by step, and what is read from it.

So many steps can be one call: the first part for all of them at once, the second for one after the other (ONNX's
``Scan``), the third for all at once again; each for any number of streams. Weights and operations stay those of the
file. Only as much of the format is read as that takes: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3 in the
encoding of https://protobuf.dev/programming-guides/encoding/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

FEATURES: Final = "features"
STATE: Final = "state"
NEW_STATE: Final = "new_state"
LAST_STATE: Final = "last_state"
HOPS: Final = "hops"
"""How many hops the features are of, a 64-bit integer of shape ``(1,)``."""
_GRAPH: Final = 7
_NODE, _NAME, _INITIALIZER, _INPUT, _OUTPUT, _VALUE_INFO = 1, 2, 5, 11, 12, 13
_NODE_INPUT, _NODE_OUTPUT, _NODE_TYPE, _NODE_ATTRIBUTE = 1, 2, 4, 5
_ATTRIBUTE_GRAPH, _ATTRIBUTE_GRAPHS = 6, 11
_TENSOR_NAME: Final = 8
_FLOAT, _INT64 = 1, 7
_INT_ATTRIBUTE, _GRAPH_ATTRIBUTE = 2, 5
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_EACH: Final = "each_"
"""Before the name of what the scan goes through, or collects."""


class GraphError(ValueError):
    """A graph that cannot be cut."""


Shape = tuple[int, ...]
_Sizes = tuple[int | str, ...]
"""A shape in which some sizes have names: any number."""


@attrs.frozen
class CutGraph:
    """Its parts.

    Attributes:
        front: :data:`FEATURES` of any number of hops to what the memory needs of them, ``seen``.
        seen: names.
        kept: names, of what the heads need of the memory.
        memory: given the shapes of ``seen`` for one hop, the model that takes :data:`STATE`, ``(streams, …)``, and each
            of ``seen`` (named ``each_…``, ``(hops, rows, …)``) to :data:`LAST_STATE` and each of ``kept`` (likewise).
        joined: given the shapes of ``seen`` and of ``kept`` for one hop, both and the heads in one model that takes
            :data:`FEATURES`, ``(hops * streams, …)``, hop by hop, :data:`HOPS` and :data:`STATE` to the outputs, as
            many rows, and :data:`LAST_STATE`.
    """

    front: bytes
    seen: tuple[str, ...]
    kept: tuple[str, ...]
    memory: Callable[[Sequence[Shape]], bytes]
    joined: Callable[[Sequence[Shape], Sequence[Shape]], bytes]

    @property
    def each_seen(self) -> tuple[str, ...]:
        """``seen`` as the memory takes them."""
        return tuple(_EACH + name for name in self.seen)

    @property
    def each_kept(self) -> tuple[str, ...]:
        """``kept`` as the memory gives them."""
        return tuple(_EACH + name for name in self.kept)


@attrs.frozen(eq=False)
class _Node:
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    encoded: bytes


def cut(model: bytes, outputs: Sequence[str], state_shape: Sequence[int]) -> CutGraph:
    """Cut a model whose inputs are :data:`FEATURES` and :data:`STATE`.

    Args:
        model: the file.
        outputs: of the whole, without :data:`NEW_STATE`.
        state_shape: of one stream, without the batch.

    Raises:
        GraphError: it is none, or so made that it has no such parts.
    """
    try:
        envelope = list(_fields(model))
        graph = next(value for number, kind, value in envelope if (number, kind) == (_GRAPH, _BYTES))
        assert isinstance(graph, bytes)
        nodes, tensors = _parts(graph)
    except (StopIteration, IndexError, UnicodeDecodeError, AssertionError) as error:
        raise GraphError("this is no ONNX model") from error
    of_features, of_state = _reached(nodes, {FEATURES}), _reached(nodes, {STATE})
    fixed = [node for node in nodes if not {*node.gives} & (of_features | of_state)]
    front = [node for node in nodes if {*node.gives} & of_features and not {*node.gives} & of_state]
    needed = _needed(nodes, {NEW_STATE})
    memory = [node for node in nodes if {*node.gives} & of_state and {*node.gives} & needed]
    heads = [node for node in nodes if {*node.gives} & of_state and not {*node.gives} & needed]
    seen = _passed_on(front, memory)
    kept = _passed_on(memory, heads)
    if not (front and memory and heads and seen and kept) or _passed_on(front, heads):
        raise GraphError("this model has no parts before and behind its memory")
    if any({FEATURES, STATE} & {*node.takes} for node in heads) or any(FEATURES in node.takes for node in memory):
        raise GraphError("this model does not keep its parts apart")

    def written(part: Iterable[_Node], name: str, takes: Iterable[bytes], gives: Iterable[bytes]) -> bytes:
        """A model of one part, with the weights that it needs."""
        return _model(envelope, [each.encoded for each in part], name, takes, gives, _used(part, fixed, tensors))

    def memory_of(shapes: Sequence[Shape]) -> bytes:
        state: _Sizes = ("streams", *state_shape)
        rows: list[_Sizes] = [("rows", *shape[1:]) for shape in shapes]
        inside = _graph(
            [*(node.encoded for node in (*_used_nodes(memory, fixed), *memory)), *map(_copied, kept)],
            "hop",
            [_value(STATE, state), *map(_value, seen, rows)],
            [_value(NEW_STATE, state), *(_value(_EACH + name) for name in kept)],
            (),
        )
        return _model(
            envelope,
            [_scan(inside, seen, kept)],
            "memory",
            [
                _value(STATE, state),
                *(_value(_EACH + name, ("hops", *shape)) for name, shape in zip(seen, rows, strict=True)),
            ],
            [_value(LAST_STATE), *(_value(_EACH + name) for name in kept)],
            _used(memory, fixed, tensors),
        )

    def joined_of(seen_shapes: Sequence[Shape], kept_shapes: Sequence[Shape]) -> bytes:
        inner = {name: f"hop_{name}" for name in (STATE, *seen, *(name for node in memory for name in node.gives))}
        state: _Sizes = ("streams", *state_shape)
        inside = _graph(
            [
                *(_renamed(node.encoded, inner) for node in memory),
                *(_operation("Identity", [inner[name]], [f"out_{name}"]) for name in kept),
            ],
            "hop",
            [
                _value(inner[STATE], state),
                *(_value(inner[name], ("rows", *shape[1:])) for name, shape in zip(seen, seen_shapes, strict=True)),
            ],
            [_value(inner[NEW_STATE], state), *(_value(f"out_{name}") for name in kept)],
            (),
        )
        by_hop, by_row = list[bytes](), list[bytes]()
        constants = list[bytes]()
        for name, shape in zip(seen, seen_shapes, strict=True):
            constants.append(_whole_numbers(f"rest_{name}", (-1, *shape[1:])))
            by_hop.append(_operation("Concat", [HOPS, f"rest_{name}"], [f"shape_{name}"]) + _axis(0))
            by_hop.append(_operation("Reshape", [name, f"shape_{name}"], [_EACH + name]))
        for name, shape in zip(kept, kept_shapes, strict=True):
            constants.append(_whole_numbers(f"shape_{name}", (-1, *shape[1:])))
            by_row.append(_operation("Reshape", [_EACH + name, f"shape_{name}"], [name]))
        whole = [*front, *memory, *heads]
        nodes = [
            *(node.encoded for node in (*_used_nodes(whole, fixed), *front)),
            *by_hop,
            _scan(inside, seen, kept),
            *by_row,
            *(node.encoded for node in heads),
        ]
        takes = [_value(FEATURES), _value(HOPS, (1,), _INT64), _value(STATE, state)]
        gives = [*map(_value, outputs), _value(LAST_STATE)]
        return _model(envelope, nodes, "run", takes, gives, [*constants, *_used(whole, fixed, tensors)])

    return CutGraph(
        written([*_used_nodes(front, fixed), *front], "front", [_value(FEATURES)], map(_value, seen)),
        seen,
        kept,
        memory_of,
        joined_of,
    )


def _parts(graph: bytes) -> tuple[list[_Node], dict[str, bytes]]:
    nodes, tensors = list[_Node](), dict[str, bytes]()
    for number, kind, value in _fields(graph):
        if kind != _BYTES:
            continue
        assert isinstance(value, bytes)
        if number == _NODE:
            nodes.append(_node(value))
        elif number == _INITIALIZER:
            name = next(each for field, _, each in _fields(value) if field == _TENSOR_NAME)
            assert isinstance(name, bytes)
            tensors[name.decode()] = value
    return nodes, tensors


def _node(encoded: bytes) -> _Node:
    takes, gives = list[str](), list[str]()
    for number, _, value in _fields(encoded):
        if number in (_NODE_INPUT, _NODE_OUTPUT):
            assert isinstance(value, bytes)
            (takes if number == _NODE_INPUT else gives).append(value.decode())
        elif number == _NODE_ATTRIBUTE:
            assert isinstance(value, bytes)
            if any(field in (_ATTRIBUTE_GRAPH, _ATTRIBUTE_GRAPHS) for field, _, _ in _fields(value)):
                raise GraphError("this model has graphs within its graph")
    return _Node(tuple(name for name in takes if name), tuple(gives), encoded)


def _reached(nodes: Sequence[_Node], names: set[str]) -> set[str]:
    """All that depends on some names; nodes stand in the order in which they are computed."""
    reached = set(names)
    for node in nodes:
        if reached & {*node.takes}:
            reached |= {*node.gives}
    return reached - names


def _needed(nodes: Sequence[_Node], names: set[str]) -> set[str]:
    """All that some names depend on, and they themselves."""
    needed = set(names)
    for node in reversed(nodes):
        if needed & {*node.gives}:
            needed |= {*node.takes}
    return needed


def _passed_on(makers: Iterable[_Node], takers: Iterable[_Node]) -> tuple[str, ...]:
    made = {name for node in makers for name in node.gives}
    return tuple(dict.fromkeys(name for node in takers for name in node.takes if name in made))


def _used_nodes(part: Iterable[_Node], fixed: Sequence[_Node]) -> list[_Node]:
    needed = _needed(fixed, {name for node in part for name in node.takes})
    return [node for node in fixed if needed & {*node.gives}]


def _used(part: Iterable[_Node], fixed: Sequence[_Node], tensors: dict[str, bytes]) -> list[bytes]:
    names = {name for node in (*part, *_used_nodes(part, fixed)) for name in node.takes}
    return [encoded for name, encoded in tensors.items() if name in names]


def _scan(inside: bytes, seen: Sequence[str], kept: Sequence[str]) -> bytes:
    takes = [STATE, *(_EACH + name for name in seen)]
    gives = [LAST_STATE, *(_EACH + name for name in kept)]
    body = _text(1, "body") + _sized(6, inside) + _number(20, _GRAPH_ATTRIBUTE)
    count = _text(1, "num_scan_inputs") + _number(3, len(seen)) + _number(20, _INT_ATTRIBUTE)
    return _operation("Scan", takes, gives) + _sized(_NODE_ATTRIBUTE, body) + _sized(_NODE_ATTRIBUTE, count)


def _renamed(node: bytes, names: Mapping[str, str]) -> bytes:
    """A node that takes and gives other values, where they have new names."""
    written = bytearray()
    for number, _, value in _fields(node):
        if not isinstance(value, bytes):
            written += _number(number, value)
        elif number in (_NODE_INPUT, _NODE_OUTPUT):
            written += _text(number, names.get(value.decode(), value.decode()))
        else:
            written += _sized(number, value)
    return bytes(written)


def _axis(axis: int) -> bytes:
    return _sized(_NODE_ATTRIBUTE, _text(1, "axis") + _number(3, axis) + _number(20, _INT_ATTRIBUTE))


def _whole_numbers(name: str, values: Sequence[int]) -> bytes:
    """A constant: a row of 64-bit integers."""
    packed = b"".join(value.to_bytes(8, "little", signed=True) for value in values)
    return _number(1, len(values)) + _number(2, _INT64) + _text(_TENSOR_NAME, name) + _sized(9, packed)


def _copied(name: str) -> bytes:
    """What is collected must not be the state itself."""
    return _operation("Identity", [name], [_EACH + name])


def _operation(kind: str, takes: Iterable[str], gives: Iterable[str]) -> bytes:
    names = [*(_text(_NODE_INPUT, name) for name in takes), *(_text(_NODE_OUTPUT, name) for name in gives)]
    return b"".join(names) + _text(_NODE_TYPE, kind)


def _value(name: str, shape: _Sizes | None = None, kind: int = _FLOAT) -> bytes:
    """A value, of 32-bit floats mostly; a name in its shape is any size."""
    tensor = _number(1, kind)
    if shape is not None:
        sizes = (_text(2, size) if isinstance(size, str) else _number(1, size) for size in shape)
        tensor += _sized(2, b"".join(_sized(1, size) for size in sizes))
    return _text(1, name) + _sized(2, _sized(1, tensor))


def _graph(
    nodes: Iterable[bytes], name: str, takes: Iterable[bytes], gives: Iterable[bytes], tensors: Iterable[bytes]
) -> bytes:
    parts = [*(_sized(_NODE, each) for each in nodes), _text(_NAME, name)]
    for number, values in ((_INITIALIZER, tensors), (_INPUT, takes), (_OUTPUT, gives)):
        parts += [_sized(number, each) for each in values]
    return b"".join(parts)


def _model(
    envelope: Iterable[tuple[int, int, int | bytes]],
    nodes: Iterable[bytes],
    name: str,
    takes: Iterable[bytes],
    gives: Iterable[bytes],
    tensors: Iterable[bytes],
) -> bytes:
    """Versions and all else as in the file, but for the graph."""
    graph = _graph(nodes, name, takes, gives, tensors)
    written = [
        _sized(number, graph if number == _GRAPH else value) if isinstance(value, bytes) else _number(number, value)
        for number, _, value in envelope
    ]
    return b"".join(written)


def _fields(message: bytes) -> Iterator[tuple[int, int, int | bytes]]:
    """Number, kind and value of each field; of fixed width none, for ONNX's outermost messages have none."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, at = _varint(message, at)
            yield number, kind, value
            continue
        if kind == _BYTES:
            size, at = _varint(message, at)
        elif kind in (_FIXED32, _FIXED64):
            size = 4 if kind == _FIXED32 else 8
        else:
            raise GraphError("this is no ONNX model")
        if at + size > len(message):
            raise GraphError("this is no whole ONNX model")
        yield number, kind, message[at : at + size]
        at += size


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        octet = message[at]
        at += 1
        value |= (octet & 127) << shift
        if octet < 128:
            return value, at
        shift += 7


def _number(number: int, value: int) -> bytes:
    return _encoded(number << 3 | _VARINT) + _encoded(value)


def _text(number: int, text: str) -> bytes:
    return _sized(number, text.encode())


def _sized(number: int, content: bytes) -> bytes:
    return _encoded(number << 3 | _BYTES) + _encoded(len(content)) + content


def _encoded(value: int) -> bytes:
    octets = bytearray()
    while value > 127:
        octets.append(value & 127 | 128)
        value >>= 7
    octets.append(value)
    return bytes(octets)
