"""A discrete-event simulation of a fleet: players arrive, servers are killed or drained, and everybody comes back.

Time is simulated by simpy; only what decides whether and when somebody has a place is in it: places of a server, whom
the balancer chooses, and the waits of ``chordwork.client`` (:class:`chordwork.client.Backoff`), which are its own.
"""

from __future__ import annotations

import random
from collections.abc import Generator, Sequence
from typing import Any, Final, Literal

import attrs
import simpy

from chordwork.client import Backoff

FULL_RETRY_S: Final = 5.0
"""That a full server asks for (``retry_after_s`` of 1013)."""
Choice = Literal["least", "random"]


@attrs.frozen(kw_only=True)
class Fleet:
    """What there is.

    Attributes:
        nodes: servers.
        places: sessions that each takes.
        players: who come, and stay.
        arrival_s: seconds over which they come.
        connects_s: from a connection's begin to ``ready``; drawn from these.
        refusals_s: likewise, to being turned away.
        choice: of the balancer among servers that are there: fewest connections, or any.
        overtime_s: seconds that are simulated after the last event.
    """

    nodes: int
    places: int
    players: int
    arrival_s: float
    connects_s: tuple[float, ...]
    refusals_s: tuple[float, ...]
    choice: Choice = "least"
    overtime_s: float = 120.0


@attrs.frozen
class Loss:
    """Servers that go at one time.

    Attributes:
        at_s: when.
        nodes: which.
        notice_s: from then until a client sees it: nothing much when killed, longer when drained.
        restart_s: from then until their successors listen.
    """

    at_s: float
    nodes: tuple[int, ...]
    notice_s: float
    restart_s: float


@attrs.define
class Felt:
    """What players felt of one loss.

    Attributes:
        gaps_s: from the loss to having a place again, of each who had to move.
        refused: times that a full server turned one of them away.
        missing: who had no place when the simulation ended.
    """

    gaps_s: list[float] = attrs.field(factory=list)
    refused: int = 0
    missing: int = 0


class _Node:
    def __init__(self, env: simpy.Environment) -> None:
        self.up = True
        self.held = 0
        self.connections = 0
        self.lost = env.event()


class Simulation:
    """One run."""

    def __init__(self, fleet: Fleet, losses: Sequence[Loss], chance: random.Random) -> None:
        """``chance`` decides everything that is left to it."""
        self._fleet = fleet
        self._chance = chance
        self._backoff = Backoff(random=chance.random)
        self._env = simpy.Environment()
        self._nodes = [_Node(self._env) for _ in range(fleet.nodes)]
        self._losses = losses
        self.felt = [Felt() for _ in losses]
        for _ in range(fleet.players):
            self._env.process(self._play(chance.random() * fleet.arrival_s))
        for index, loss in enumerate(losses):
            self._env.process(self._lose(index, loss))
        self._ends_at_s = max((loss.at_s for loss in losses), default=fleet.arrival_s) + fleet.overtime_s

    def run(self) -> list[Felt]:
        """To the end; what was felt of each loss."""
        self._env.run(until=self._ends_at_s)
        return self.felt

    def _choose(self) -> _Node | None:
        there = [node for node in self._nodes if node.up]
        if not there:
            return None
        if self._fleet.choice == "random":
            return self._chance.choice(there)
        fewest = min(node.connections for node in there)
        return self._chance.choice([node for node in there if node.connections == fewest])

    def _play(self, arrives_at_s: float) -> Generator[Any, Any, None]:
        env, fleet = self._env, self._fleet
        yield env.timeout(arrives_at_s)
        failures, felt, lost_at_s = 0, None, 0.0
        while True:
            node, asked_s = self._choose(), 0.0
            if node is not None:
                lost = node.lost
                node.connections += 1
                full = node.held >= fleet.places
                yield env.timeout(self._chance.choice(fleet.refusals_s if full else fleet.connects_s))
                if node.lost is lost and not lost.triggered and node.held < fleet.places:
                    if felt is not None:
                        felt.gaps_s.append(env.now - lost_at_s)
                        felt.missing -= 1
                    node.held += 1
                    index = yield lost
                    lost_at_s, felt, failures = env.now, self.felt[index], 0
                    felt.missing += 1
                    yield env.timeout(self._losses[index].notice_s)
                elif node.lost is lost and not lost.triggered:
                    node.connections -= 1
                    asked_s = FULL_RETRY_S
                    if felt is not None:
                        felt.refused += 1
                    failures += 1
                else:
                    failures += 1
            else:
                failures += 1
            yield env.timeout(self._backoff.wait_s(failures, at_least_s=asked_s))

    def _lose(self, index: int, loss: Loss) -> Generator[Any, Any, None]:
        yield self._env.timeout(loss.at_s)
        for number in loss.nodes:
            node = self._nodes[number]
            node.up = False
            node.lost.succeed(index)
        yield self._env.timeout(loss.restart_s)
        for number in loss.nodes:
            self._nodes[number] = _Node(self._env)
