"""Pure computations, worked out once: in memory, else in the shared store, else in a process of their own.

Those who ask for the same at the same time wait for one computation. It belongs to the server, not to who asked first:
when that client goes, the others still get it. A process, because a thread could neither be stopped when its time is
over, nor leave the interpreter to the live sessions meanwhile.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Final

import attrs
import structlog
import trio

from chordwork.harmony.version import VERSION
from chordwork.http.addressing.addresses import Client
from chordwork.http.rest.answers import Answer, Declined
from chordwork.http.rest.computation import Computation
from chordwork.http.rest.fair_queue import FairQueue, QueueFull, Ticket
from chordwork.http.rest.formats import Format
from chordwork.http.rest.problems import BUSY_RETRY_S, problem_of
from chordwork.http.rest.result_cache import ResultCache, ResultCacheStatistics
from chordwork.http.rest.result_store import ResultStore
from chordwork.http.wire.problems import Problem

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")

_AGAIN: Final = frozenset({"busy", "too_many_at_once", "engine_draining"})
"""Codes of refusals after which it is worth another try."""

Perform = Callable[[str, bytes, str], Awaitable[Answer | Declined]]
"""Works a request out, given its path, its canonical bytes and the name of a format, and can be cancelled."""


@attrs.define(eq=False)
class _Flight:
    turn: Ticket
    done: trio.Event = attrs.field(factory=trio.Event)
    result: Answer | Declined | None = None


@attrs.frozen
class ComputationStatistics:
    """State of :class:`Computations`.

    Attributes:
        under_way: computations not finished.
        lookups: requests by how they were met: ``memory``, ``shared``, ``joined`` another's, ``computed``, ``refused``.
        timed_out: computations stopped because their time was over.
        failed: computations whose process failed.
        memory: the results kept here.
        store_errors: failures of the shared store.
    """

    under_way: int
    lookups: Counter[str]
    timed_out: int
    failed: int
    memory: ResultCacheStatistics
    store_errors: int


class Computations:
    """The computations of one server.

    Args:
        nursery: where they run.
        memory: results kept here.
        store: results shared with other servers; None for none.
        perform: works them out.
        turns: whose is worked out next, and how many may be under way.
        timeout_s: how long one may take, and as long again it may wait for its turn.
    """

    def __init__(
        self,
        nursery: trio.Nursery,
        *,
        memory: ResultCache,
        store: ResultStore | None,
        perform: Perform,
        turns: FairQueue,
        timeout_s: float,
    ) -> None:
        self._nursery = nursery
        self._memory = memory
        self._store = store
        self._perform = perform
        self._turns = turns
        self._timeout_s = timeout_s
        self._flights: dict[str, _Flight] = {}
        self._lookups: Counter[str] = Counter()
        self._timed_out = 0
        self._failed = 0

    async def answer(self, computation: Computation, canonical: bytes, form: Format, client: Client) -> Answer:
        """The result of a request, in a form.

        Args:
            computation: what to work out.
            canonical: of what.
            form: of the result.
            client: who asks.

        Raises:
            QueueFull: the client, or all together, ask for too much.
            Problem: 422 where there is no result, 503 where it takes too long or waits too long, 500 for our failures.
        """
        key = _key(computation.path, canonical, form.name)
        found = self._memory.get(key)
        if found is not None:
            self._lookups["memory"] += 1
            return found
        flight = self._flights.get(key)
        if flight is not None:
            self._lookups["joined"] += 1
            flight.turn.also_for(client)
        else:
            flight = self._flights[key] = _Flight(self._ask(client))
            self._nursery.start_soon(self._fly, flight, key, computation.path, canonical, form.name)
        await flight.done.wait()
        assert flight.result is not None
        result = flight.result
        if isinstance(result, Declined):
            retry_after_s = BUSY_RETRY_S if result.code in _AGAIN else None
            raise Problem(result.status, result.code, result.detail, retry_after_s=retry_after_s, **result.members)
        return result

    def _ask(self, client: Client) -> Ticket:
        try:
            return self._turns.ask(client)
        except QueueFull:
            self._lookups["refused"] += 1
            raise

    def statistics(self) -> ComputationStatistics:
        """How results were come by."""
        return ComputationStatistics(
            under_way=len(self._flights),
            lookups=self._lookups,
            timed_out=self._timed_out,
            failed=self._failed,
            memory=self._memory.statistics(),
            store_errors=0 if self._store is None else self._store.errors,
        )

    async def _fly(self, flight: _Flight, key: str, path: str, canonical: bytes, form: str) -> None:
        try:
            flight.result = await self._result(flight.turn, key, path, canonical, form)
        except Problem as problem:
            # The traceback would grow with everybody who raises it again.
            flight.result = Declined(problem.code, problem.detail, problem.members, problem.status)
        except QueueFull as error:
            self._lookups["refused"] += 1
            refused = problem_of(error)
            flight.result = Declined(refused.code, refused.detail, status=refused.status)
        finally:
            flight.turn.over()
            del self._flights[key]
            if flight.result is None:  # cancelled: the server is going
                flight.result = Declined("engine_draining", "the server is shutting down", status=503)
            flight.done.set()

    async def _result(self, turn: Ticket, key: str, path: str, canonical: bytes, form: str) -> Answer | Declined:
        shared = None if self._store is None else await self._store.get(key)
        if shared is not None:
            self._lookups["shared"] += 1
            self._memory.put(key, shared)
            return shared
        self._lookups["computed"] += 1
        result = await self._compute(turn, path, canonical, form)
        if isinstance(result, Answer):
            self._memory.put(key, result)
            if self._store is not None:
                await self._store.put(key, result)
        return result

    async def _compute(self, turn: Ticket, path: str, canonical: bytes, form: str) -> Answer | Declined:
        had_its_turn = False
        try:
            with trio.fail_after(self._timeout_s) as scope:
                async with turn:
                    had_its_turn = True
                    scope.deadline = trio.current_time() + self._timeout_s
                    return await self._perform(path, canonical, form)
        except QueueFull:
            raise
        except trio.TooSlowError:
            if not had_its_turn:
                raise QueueFull(own=False) from None
            self._timed_out += 1
            _log.warning("a computation was stopped", path=path, timeout_s=self._timeout_s)
            detail = f"this would take longer than {self._timeout_s:g} s to work out: ask for less"
            raise Problem(503, "computation_timeout", detail) from None
        except Exception as error:
            self._failed += 1
            _log.error("a computation failed", path=path, exc_info=error)
            raise Problem(500, "internal", "this could not be worked out: the operator's log says why") from None


def _key(path: str, canonical: bytes, form: str) -> str:
    digest = hashlib.sha256()
    for part in (VERSION.encode(), path.encode(), form.encode(), canonical):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
