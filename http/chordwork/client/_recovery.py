"""What a stream needs to outlive its connections: when to try again, and what to say again."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from typing import Final

import attrs

from chordwork.client._errors import ClientError, ConnectError, ConnectionLost, ServerError

_FOR_GOOD: Final = frozenset({404, 401, 403, 400, 405, 426})
"""HTTP answers that trying again does not change."""
_FOR_NOW: Final = frozenset({"engine_full", "engine_overloaded", "too_many_connections", "draining", "reader_too_slow"})
"""Codes of the server's errors after which trying again makes sense."""
_CLOSED_FOR_GOOD: Final = frozenset({1000, 1002, 1003, 1007, 1009, 4011})


@attrs.frozen(kw_only=True)
class Backoff:
    """When to connect again.

    A wait is drawn at random between nothing and a bound that doubles with each failure ("full jitter", M. Brooker,
    "Exponential backoff and jitter", 2015), so that clients who lost the same server do not come back together.

    Attributes:
        first_s: bound of the first wait.
        longest_s: bound of any.
        give_up_after_s: of failures in a row.
        random: a number in [0, 1), for each wait.
    """

    first_s: float = 0.25
    longest_s: float = 10.0
    give_up_after_s: float = 120.0
    random: Callable[[], float] = random.random

    def wait_s(self, failures: int, *, at_least_s: float | None = None) -> float:
        """Before the attempt after so many failures; the server may have asked for more."""
        bound_s = min(self.longest_s, self.first_s * 2.0 ** min(failures, 30))
        return (at_least_s or 0.0) + self.random() * bound_s


def may_pass(error: ClientError) -> bool:
    """Whether trying again could help."""
    match error:
        case ConnectError():
            return error.status_code not in _FOR_GOOD and error.may_pass
        case ServerError():
            return error.error_code in _FOR_NOW
        case ConnectionLost():
            return error.close_code not in _CLOSED_FOR_GOOD
        case _:
            return False


class AudioMemory:
    """The latest audio, by its place in the stream, until the server has certainly received it.

    Args:
        capacity_bytes: beyond which the oldest is forgotten.
    """

    def __init__(self, capacity_bytes: int) -> None:
        self._capacity_bytes = capacity_bytes
        self._chunks: deque[tuple[bytes, int | None]] = deque()
        self._kept_bytes = 0
        self._end = 0

    @property
    def end(self) -> int:
        """Bytes of the stream so far."""
        return self._end

    @property
    def begin(self) -> int:
        """Where what is kept begins."""
        return self._end - self._kept_bytes

    def add(self, pcm: bytes, captured_at_us: int | None) -> None:
        """Keep a chunk that follows what came before."""
        self._chunks.append((pcm, captured_at_us))
        self._kept_bytes += len(pcm)
        self._end += len(pcm)
        self._forget(self._end - self._capacity_bytes)

    def received(self, position: int) -> None:
        """Everything before that place will not be wanted again."""
        self._forget(position)

    def since(self, position: int) -> list[tuple[bytes, int | None]]:
        """Chunks from that place on; the first may be part of one. From :attr:`begin`, if that is later."""
        chunks, at = [], self.begin
        for pcm, captured_at_us in self._chunks:
            if at + len(pcm) > position:
                cut = max(0, position - at)
                chunks.append((pcm[cut:], captured_at_us))
            at += len(pcm)
        return chunks

    def _forget(self, position: int) -> None:
        while self._chunks and self.begin + len(self._chunks[0][0]) <= position:
            self._kept_bytes -= len(self._chunks.popleft()[0])
