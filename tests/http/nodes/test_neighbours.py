"""What servers know of one another: room, and what clients hold and take of all of them together."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
import trio

from chordwork.http import Settings
from chordwork.http.addressing.addresses import Approach
from chordwork.http.nodes.cluster_store import NOTICE_S, MemoryClusterStore
from chordwork.http.nodes.neighbours import EVERY_S, MOST_CLIENTS, Neighbours, code_name, exchange_notices
from chordwork.http.security.gate import Gate, Refusal
from chordwork.http.testing import open_client, open_server
from tests.http.rest.http_client import asking

SETTINGS = Settings(address_rate_per_s=1.0, address_burst=10, max_sessions_per_client=3)


@attrs.define(slots=False)
class Node:
    """A server without anything but its gate."""

    clock: Any
    settings: Settings = SETTINGS

    def __attrs_post_init__(self) -> None:
        self.neighbours = Neighbours(self.settings, clock=self.clock)
        self.gate = Gate(self.settings, clock=self.clock, limits=self.neighbours.limits)

    def come(self, address: str) -> bool:
        try:
            self.gate.admit(Approach(address, ()))
        except Refusal:
            return False
        return True


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def meet(*nodes: Node, rounds: int = 1) -> None:
    for _ in range(rounds):
        notices = [node.neighbours.write(sessions=1, free=2) for node in nodes]
        for node in nodes:
            node.neighbours.read(notices)


def test_what_a_client_takes_at_one_server_it_has_taken_at_all() -> None:
    clock = Clock()
    nodes = [Node(clock), Node(clock), Node(clock)]
    meet(*nodes)
    assert all(nodes[0].come("203.0.113.7") for _ in range(8))
    assert nodes[1].come("203.0.113.7")  # not yet heard of
    meet(*nodes, rounds=3)  # told more than once, counted once
    assert [nodes[index].come("203.0.113.7") for index in (1, 1)] == [True, False]
    assert [nodes[index].come("203.0.113.7") for index in (2, 2)] == [True, False]
    assert nodes[0].come("203.0.113.8")  # somebody else
    clock.now_s += 5.0  # a second's rate for all of them
    assert nodes[2].come("203.0.113.7")


def test_a_notice_that_was_missed_is_made_up_for() -> None:
    clock = Clock()
    first, other = Node(clock), Node(clock)
    meet(first, other)
    for _ in range(3):
        assert first.come("203.0.113.7")
        assert first.come("203.0.113.7")
        first.neighbours.write(sessions=0, free=0)  # read by nobody
    meet(first, other)
    assert sum(other.come("203.0.113.7") for _ in range(10)) == 4


def test_sessions_are_counted_over_all_servers() -> None:
    clock, settings = Clock(), attrs.evolve(SETTINGS, address_burst=1000)
    first, other = Node(clock, settings), Node(clock, settings)
    approach = Approach("203.0.113.7", ())
    with first.gate.open_socket(approach), first.gate.open_socket(approach):
        meet(first, other)
        with other.gate.open_socket(approach), pytest.raises(Refusal) as refused, other.gate.open_socket(approach):
            pass
        assert refused.value.code == "too_many_sessions"
        clock.now_s += NOTICE_S  # that server is gone, or nothing can be read of it any more
        with other.gate.open_socket(approach), other.gate.open_socket(approach), other.gate.open_socket(approach):
            pass
    meet(first, other)
    with other.gate.open_socket(approach), other.gate.open_socket(approach), other.gate.open_socket(approach):
        pass


def test_a_notice_names_nobody_and_has_a_bound() -> None:
    node = Node(Clock(), Settings(address_rate_per_s=1e6, address_burst=10**6))
    for number in range(3 * MOST_CLIENTS):
        node.come(f"198.51.{number // 250}.{number % 250}")
    for _ in range(5):
        node.come("203.0.113.7")
    notice = node.neighbours.write(sessions=1, free=2)
    assert b"203.0.113.7" not in notice
    assert code_name("203.0.113.7").encode() in notice  # who takes most is told
    assert len(notice) < 40 * MOST_CLIENTS


def test_what_is_no_notice_is_left_out() -> None:
    node, other = Node(Clock()), Node(Clock())
    node.neighbours.read([b"", b"\xc1", b"\x90" * 5000, other.neighbours.write(sessions=0, free=7), b"\x80"])
    assert (len(node.neighbours.others), node.neighbours.free) == (1, 7)


def test_the_roomiest_is_recommended() -> None:
    clock = Clock()
    node = Node(clock)
    others = [Node(clock, attrs.evolve(SETTINGS, advertised_url=url)) for url in ("wss://a/ws", "wss://b/ws", "")]
    node.neighbours.read(
        [each.neighbours.write(sessions=0, free=free) for each, free in zip(others, (1, 9, 2), strict=True)]
    )
    assert (node.neighbours.url, node.neighbours.free) == ("wss://b/ws", 12)
    node.neighbours.read([others[0].neighbours.write(sessions=0, free=0)])
    assert node.neighbours.url == ""


async def test_notices_are_written_again_and_again_and_taken_down(autojump_clock: Any) -> None:
    shared = MemoryClusterStore()
    nodes = [Node(trio.current_time) for _ in range(2)]
    async with trio.open_nursery() as nursery:
        for node in nodes:
            nursery.start_soon(exchange_notices, shared, node.neighbours, lambda: (0, 5))
        await trio.sleep(3 * NOTICE_S)
        assert [node.neighbours.free for node in nodes] == [5, 5]
        nursery.cancel_scope.cancel()
    assert await shared.exchange_notices("nobody", None) == ()
    await trio.sleep(NOTICE_S + EVERY_S)
    assert nodes[0].neighbours.free == 0


async def test_readyz_and_metrics_tell_of_the_others(redis: Any) -> None:
    await trio.to_thread.run_sync(redis)
    settings = Settings(port=0, redis_url=f"redis://127.0.0.1:{redis.port}/0", max_sessions=5, max_load=100.0)
    async with (
        open_server(settings) as first,
        open_server(settings) as other,
        open_client(other.address, "stream", timeout_s=60) as client,
        asking(first) as http,
    ):
        await client.start()
        with trio.fail_after(60):
            while (ready := (await http.get("/readyz")).json())["free_elsewhere"] != 4:  # noqa: ASYNC110
                await trio.sleep(0.05)
        assert (ready["nodes"], ready["sessions"]) == (2, 0)
        figures = (await http.get("/metrics")).text
        assert "chordwork_nodes 2.0" in figures
        assert "chordwork_nodes_free 4.0" in figures
