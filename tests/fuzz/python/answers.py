"""Requests that pass, worked out: what comes is an answer, or a refusal that says why. Small ones, for time's sake."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from chordwork.harmony.errors import ChordworkError
from chordwork.http.rest.answers import Answer
from chordwork.http.rest.computation_process import declined
from chordwork.http.wire.problems import Problem
from tests.fuzz.python import requests
from tests.fuzz.python.contract import refusing

MOST_BYTES: Final = 160


def seeds() -> Iterable[bytes]:
    return (seed for seed in requests.seeds() if len(seed) <= MOST_BYTES)


def one(data: bytes) -> None:
    if not 0 < len(data) <= MOST_BYTES:
        return
    with refusing(Problem, ChordworkError):
        computation, request = requests.chosen(data)
        try:
            answer = Answer.of(computation.perform(request, computation.formats[0]))
        except ChordworkError as error:
            refusal = declined(error)
            assert refusal.code
            assert 0 < len(refusal.detail) < 2000
            raise
        assert answer.body
