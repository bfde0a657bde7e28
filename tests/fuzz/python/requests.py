"""Bodies and queries of REST; the first byte says for which address. What passes is the same after its journey."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

import msgspec
from werkzeug.datastructures import MultiDict

from chordwork.harmony.errors import ChordworkError
from chordwork.http.rest.bodies import decode_json
from chordwork.http.rest.computation import Computation
from chordwork.http.rest.music import COMPUTATIONS
from chordwork.http.rest.queries import read_query
from chordwork.http.wire.problems import Problem
from tests.fuzz.python.contract import refusing


def seeds() -> Iterable[bytes]:
    for number, computation in enumerate(COMPUTATIONS):
        for example in computation.examples.values():
            yield bytes([number]) + msgspec.json.encode(example)
        yield bytes([number + 128]) + urlencode(computation.query).encode()


def chosen(data: bytes) -> tuple[Computation, object]:
    """The request that these bytes are.

    Raises:
        Problem: they are none.
    """
    computation = COMPUTATIONS[(data[0] & 127) % len(COMPUTATIONS)]
    if data[0] & 128:
        pairs = parse_qsl(data[1:].decode("utf-8", "replace"), keep_blank_values=True)
        return computation, read_query(MultiDict(pairs), computation.request)
    return computation, decode_json(data[1:], computation.request)


def one(data: bytes) -> None:
    if not data:
        return
    with refusing(Problem, ChordworkError):
        try:
            computation, request = chosen(data)
        except Problem as problem:
            msgspec.json.encode(problem.document(None))
            raise
        canonical = computation.canonical(request)
        again = msgspec.json.decode(canonical, type=computation.request)
        assert computation.canonical(again) == canonical
