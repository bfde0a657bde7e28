"""The simulation of a fleet, where the answer is known beforehand."""

from __future__ import annotations

import random

import pytest

from bench.fleet.model import FULL_RETRY_S, Felt, Fleet, Loss, Simulation
from chordwork.client import Backoff


def felt(fleet: Fleet, *losses: Loss, seed: int = 0) -> list[Felt]:
    return Simulation(fleet, losses, random.Random(seed)).run()


def fleet(**changes: object) -> Fleet:
    given = {"nodes": 2, "places": 10, "players": 10, "arrival_s": 1.0, "connects_s": (0.1,), "refusals_s": (0.1,)}
    return Fleet(**(given | changes))  # type: ignore[arg-type]


def test_with_room_elsewhere_a_gap_is_a_first_wait_and_a_connection() -> None:
    (one,) = felt(fleet(), Loss(10.0, (0,), notice_s=0.0, restart_s=60.0))
    assert len(one.gaps_s) == 5  # fewest connections first: half of them were there
    assert all(0.1 <= gap <= 0.1 + Backoff().first_s for gap in one.gaps_s)
    assert (one.refused, one.missing) == (0, 0)


def test_without_room_whoever_is_too_many_waits_for_the_successor() -> None:
    (one,) = felt(fleet(players=16), Loss(10.0, (0,), notice_s=0.0, restart_s=30.0))
    waited = [gap for gap in one.gaps_s if gap > 1.0]
    assert len(one.gaps_s) == 8
    assert len(waited) == 6  # the other server had two places left
    assert all(30.0 <= gap <= 30.0 + 2 * (FULL_RETRY_S + Backoff().longest_s) for gap in waited)
    assert one.refused >= 6 * 2
    assert one.missing == 0


def test_a_drain_costs_its_notice() -> None:
    (killed,) = felt(fleet(), Loss(10.0, (0,), notice_s=0.0, restart_s=1.0))
    (drained,) = felt(fleet(), Loss(10.0, (0,), notice_s=0.7, restart_s=1.0))
    assert [gap + 0.7 for gap in killed.gaps_s] == pytest.approx(drained.gaps_s)


def test_while_nobody_is_there_everybody_keeps_asking() -> None:
    (one,) = felt(fleet(nodes=1), Loss(10.0, (0,), notice_s=0.0, restart_s=20.0))
    assert len(one.gaps_s) == 10
    assert min(one.gaps_s) >= 20.0


def test_who_never_gets_a_place_is_counted() -> None:
    (one,) = felt(fleet(nodes=1, overtime_s=5.0), Loss(10.0, (0,), notice_s=0.0, restart_s=60.0))
    assert (one.gaps_s, one.missing) == ([], 10)


def test_a_balancer_that_looks_at_nothing_turns_some_away_from_a_fleet_with_room() -> None:
    """What connections-first avoids: the reason why docs/capacity.md asks for it."""
    loss = Loss(10.0, (0,), notice_s=0.0, restart_s=60.0)
    wide = {"nodes": 10, "places": 10, "players": 85}
    (fewest,) = felt(fleet(**wide), loss)
    (blind,) = felt(fleet(**wide, choice="random"), loss)
    assert fewest.refused == 0
    assert blind.refused > 0


def test_the_same_chance_gives_the_same_run() -> None:
    loss = Loss(10.0, (0,), notice_s=0.0, restart_s=30.0)
    assert felt(fleet(players=16), loss, seed=4) == felt(fleet(players=16), loss, seed=4)
