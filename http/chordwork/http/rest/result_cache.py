"""Results kept in the process, bounded in number and in bytes."""

from __future__ import annotations

from collections import OrderedDict

import attrs

from chordwork.http.rest.answers import Answer


@attrs.frozen
class ResultCacheStatistics:
    """State of a :class:`ResultCache`.

    Attributes:
        entries: kept now.
        max_entries: the bound.
        size_bytes: of all of them, roughly.
        max_bytes: the bound.
        evicted: ever forgotten to make room.
    """

    entries: int
    max_entries: int
    size_bytes: int
    max_bytes: int
    evicted: int


class ResultCache:
    """The results used last. One that is larger than a quarter of the whole is not kept at all."""

    def __init__(self, *, max_entries: int, max_bytes: int) -> None:
        """With these bounds; 0 keeps nothing."""
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._size_bytes = 0
        self._evicted = 0

    def get(self, key: str) -> Answer | None:
        """What is kept under a key."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: str, answer: Answer) -> None:
        """Keep a result, and forget the ones used longest ago to make room."""
        if answer.size_bytes * 4 > self._max_bytes or self._max_entries == 0:
            return
        old = self._answers.pop(key, None)
        self._size_bytes += answer.size_bytes - (old.size_bytes if old is not None else 0)
        self._answers[key] = answer
        while len(self._answers) > self._max_entries or self._size_bytes > self._max_bytes:
            _, forgotten = self._answers.popitem(last=False)
            self._size_bytes -= forgotten.size_bytes
            self._evicted += 1

    def statistics(self) -> ResultCacheStatistics:
        """How full it is."""
        return ResultCacheStatistics(
            len(self._answers), self._max_entries, self._size_bytes, self._max_bytes, self._evicted
        )
