"""Conversations with a fault at every await: a client that comes back misses nothing, and nobody else notices."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import attrs
import pytest
import trio
from structlog.testing import capture_logs

from chordwork.actors import Engine, EngineLimits, open_engine
from chordwork.actors.testing import ScriptedRecognizers
from chordwork.http import Settings
from chordwork.http.addressing.addresses import Client
from chordwork.http.conversation.connection import Connections, open_connections
from chordwork.http.security.gate import Gate
from chordwork.http.testing import MemoryTransport
from chordwork.http.transports.transport import Disconnected
from tests.faults import Injected, Steps, calling, cancelling, pairs, raising, run, scope_of_pairs, scope_of_test

RATE_HZ = 8000
CHUNK = bytes(RATE_HZ)
"""Half a second, as long as a chord of the script."""
CHUNKS = 6
FINALS = dict(enumerate(("C:maj", "G:maj", "A:min", "F:maj", "C:maj", "G:maj")))
SETTINGS = Settings(resume_grace_s=30.0, heartbeat_s=1e6, max_message_bytes=1 << 20)
VICTIM, RESUMING, PLAIN = "victim", "resuming", "plain"
RETURNS = 3
MAY_BE_TOLD = {"internal", "engine_overloaded", "resume_failed"}
"""What a client may hear before it comes back, or begins anew."""


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Hundreds of failures are not written down one by one."""
    with capture_logs():
        yield


@pytest.fixture(autouse=True)
def said() -> None:
    """Nor are their messages, the same each time, held against the schema: the others of this folder do that."""


class FailingTransport(MemoryTransport):
    """Fails once, at whatever is asked of it next, and is of no use afterwards.

    Attributes:
        failure: with what; None: not yet.
    """

    failure: Exception | None = None

    def _fail(self) -> None:
        if self.failure is not None:
            self.abort()
            raise self.failure

    async def receive(self) -> str | bytes:
        self._fail()
        message = await super().receive()
        self._fail()
        return message

    async def send(self, text: str) -> None:
        self._fail()
        await super().send(text)


@attrs.define(eq=False)
class Player:
    """A client that keeps its audio, and comes back to its session when it loses its connection.

    Attributes:
        name: also of the tasks that serve it.
        resumable: it wants to come back.
        finals: final chords heard, by index; the same index never says another chord.
        token: of its session.
        told: codes of all errors it was told.
        closed_with: close codes of all connections that were closed in order.
        done: what the server said at last.
        anew: sessions that it had to begin beyond the first.
        scope: of its present connection, on the server's side.
        transport: its present connection.
    """

    name: str
    resumable: bool = True
    finals: dict[int, str] = attrs.field(factory=dict)
    token: str | None = None
    told: list[str] = attrs.field(factory=list)
    closed_with: list[int] = attrs.field(factory=list)
    done: dict[str, Any] | None = None
    anew: int = -1
    scope: trio.CancelScope = attrs.field(factory=trio.CancelScope)
    transport: FailingTransport = attrs.field(factory=FailingTransport)

    async def play(self, server: Server, *, stop: bool = True) -> None:
        """From the first chunk to the last word, over as many connections as that takes."""
        for _ in range(1 + RETURNS):
            await self._once(server, stop)
            if self.done is not None or not self.resumable or "taken_over" in self.told:
                return
        raise AssertionError(f"{self.name} came back {RETURNS} times and is not done: {self.told}")

    async def _once(self, server: Server, stop: bool) -> None:
        transport = self.transport = FailingTransport()
        self.scope = trio.CancelScope()
        server.nursery.start_soon(self._serve, server, transport, name=self.name)
        start: dict[str, Any] = {"type": "start", "protocol": 1, "sample_rate": RATE_HZ, "acks": "none"}
        if self.resumable:
            start["resumable"] = True
        if self.token is not None:
            start["resume"] = {"token": self.token, "finals": len(self.finals)}
        await transport.say(start)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._hear, transport, nursery.cancel_scope, stop)
        if transport.closed_with is not None:
            self.closed_with.append(transport.closed_with[0])
        transport.hang_up()

    async def _serve(self, server: Server, transport: MemoryTransport) -> None:
        with self.scope:
            await server.connections.converse(transport, Client(self.name, self.name, is_local=False))

    async def _hear(self, transport: MemoryTransport, over: trio.CancelScope, stop: bool) -> None:
        try:
            async with trio.open_nursery() as nursery:
                while True:
                    message = await transport.hear()
                    match message["type"]:
                        case "ready":
                            if not message.get("resumed"):
                                self.anew += 1
                                assert self.token is None or "resume_failed" in self.told
                                self.finals.clear()
                            self.token = (message.get("resume") or {}).get("token")
                            nursery.start_soon(self._speak, transport, message.get("received_bytes", 0), stop)
                        case "chord" if message["status"] == "final":
                            index, label = message["index"], message["label"]
                            assert self.finals.setdefault(index, label) == label
                        case "error":
                            self.told.append(message["code"])
                            if message["code"] == "resume_failed":
                                self.token = None
                        case "done":
                            self.done = message
                        case _:
                            pass
        except* trio.EndOfChannel:
            over.cancel()

    async def _speak(self, transport: MemoryTransport, sent: int, stop: bool) -> None:
        while sent < CHUNKS * len(CHUNK):
            rest = len(CHUNK) - sent % len(CHUNK)
            await transport.say(CHUNK[:rest])
            sent += rest
            await trio.sleep(0.1)
        if stop:
            await transport.say({"type": "stop"})
        await trio.sleep_forever()


@attrs.define(eq=False)
class Server:
    """Engine and connections of a server, without its sockets."""

    nursery: trio.Nursery
    engine: Engine
    connections: Connections
    gate: Gate
    recognizers: ScriptedRecognizers
    players: dict[str, Player] = attrs.field(factory=lambda: {
        VICTIM: Player(VICTIM), RESUMING: Player(RESUMING), PLAIN: Player(PLAIN, resumable=False)
    })  # fmt: skip

    @property
    def victim(self) -> Player:
        return self.players[VICTIM]

    async def play(self, *names: str, stop: bool = True) -> None:
        """All of them at once, to their ends."""
        async with trio.open_nursery() as nursery:
            for name in names or tuple(self.players):
                nursery.start_soon(partial(self.players[name].play, self, stop=stop))

    def check_others(self) -> None:
        """They have heard what they would have heard, over one connection."""
        for name in (RESUMING, PLAIN):
            player = self.players[name]
            assert (player.finals, player.told, player.anew) == (FINALS, [], 0), name
            assert player.done is not None
            assert len(player.closed_with) == 1


@asynccontextmanager
async def open_small_server(settings: Settings = SETTINGS) -> AsyncIterator[Server]:
    """A server; once its clients have left and their time is over, nothing of them is left."""
    recognizers, gate = ScriptedRecognizers(), Gate(settings)
    limits = EngineLimits(max_sessions=8, mailbox_s=10.0)
    async with (
        open_engine(recognizer_factory=recognizers, limits=limits) as engine,
        open_connections(engine, settings, gate=gate) as connections,
        trio.open_nursery() as nursery,
    ):
        server = Server(nursery, engine, connections, gate, recognizers)
        yield server
        await trio.sleep(settings.resume_grace_s + 1.0)
        sessions = connections.sessions
        assert connections.count == 0
        assert sessions.statistics().detached == 0
        assert not sessions._by_token
        assert engine.statistics().sessions == 0
        assert [made.closed for made in recognizers.made] == [1] * len(recognizers.made)
        for player in server.players.values():
            assert gate._limits.sessions.held(player.name) == gate._waiting.held(player.name) == 0


def served_for(name: str) -> Any:
    """Picks the tasks that serve the connections of a client, and those that they have started."""

    def picks(task: trio.lowlevel.Task | None) -> bool:
        while task is not None:
            if task.name == name:
                return True
            task = None if task.parent_nursery is None else task.parent_nursery.parent_task
        return False

    return picks


async def all_play(steps: Steps) -> Server:
    async with open_small_server() as server:

        def lose() -> None:
            server.victim.scope.cancel()

        steps.begin(lose, lose)
        await server.play()
        steps.end()
    return server


def check_victim(server: Server) -> None:
    victim = server.victim
    assert victim.done is not None
    assert victim.finals == FINALS
    assert victim.done["finals"] == len(FINALS)
    assert set(victim.told) <= MAY_BE_TOLD


def test_without_a_fault_everybody_hears_everything() -> None:
    server = run(all_play, Steps(), 1)
    server.check_others()
    check_victim(server)
    assert server.victim.anew == 0


@scope_of_test
def test_a_connection_that_is_lost_anywhere_costs_nothing(most: int | None) -> None:
    for _, server in cancelling(all_play, most):
        server.check_others()
        check_victim(server)
        assert "internal" not in server.victim.told


@scope_of_test
@pytest.mark.parametrize("failure", [Disconnected(), OSError(5, "Input/output error"), MemoryError()], ids=type)
def test_a_socket_that_fails_anywhere_costs_nothing(most: int | None, failure: Exception) -> None:
    async def scenario(steps: Steps) -> Server:
        def fail() -> None:
            server.victim.transport.failure = failure

        async with open_small_server() as server:
            steps.begin(fail)
            await server.play()
            steps.end()
        return server

    for _, server in calling(scenario, most):
        server.check_others()
        check_victim(server)


@scope_of_test
def test_a_failure_in_serving_one_client_is_told_to_it_alone(most: int | None) -> None:
    for _, server in raising(all_play, most, served_for(VICTIM)):
        server.check_others()
        check_victim(server)


@scope_of_pairs
def test_a_connection_that_is_lost_twice_costs_nothing(most: int) -> None:
    """The second time also while the client comes back, or while what was lost is put in order."""
    for _, server in pairs(all_play, most):
        server.check_others()
        check_victim(server)
        assert "internal" not in server.victim.told


@scope_of_pairs
def test_a_connection_that_is_lost_and_a_failure_in_serving_that_client_are_its_own(most: int) -> None:
    fails = partial(Steps, of=served_for(VICTIM), raises=Injected)
    for _, server in pairs(all_play, most, then=fails):
        server.check_others()
        check_victim(server)


@scope_of_test
def test_a_failure_of_what_keeps_a_session_ends_that_one_alone(most: int | None) -> None:
    first: list[trio.lowlevel.Task] = []

    def keeps_the_first(task: trio.lowlevel.Task) -> bool:
        if "SessionRegistry._live" in task.name and not first:
            first.append(task)
        return task in first

    async def scenario(steps: Steps) -> Server:
        first.clear()
        async with open_small_server() as server:
            steps.begin()
            with trio.move_on_after(60.0):
                await server.play()
            steps.end()
        return server

    for _, server in raising(scenario, most, keeps_the_first):
        unharmed = [player for player in server.players.values() if player.finals == FINALS and not player.told]
        assert len(unharmed) >= 2


@scope_of_test
def test_taking_over_ones_session_may_fail_anywhere(most: int | None) -> None:
    """Somebody who comes back while the old connection still counts as open, and is lost again while it is let in."""

    async def scenario(steps: Steps) -> Server:
        async with open_small_server() as server, trio.open_nursery() as nursery:
            victim = server.victim
            nursery.start_soon(partial(victim.play, server, stop=False))
            await trio.sleep(0.25)
            assert victim.token is not None
            returning = Player(VICTIM, token=victim.token, finals=dict(victim.finals), anew=0)
            steps.begin(lambda: returning.scope.cancel())
            await returning.play(server)
            steps.end()
            server.players[VICTIM] = returning
            nursery.cancel_scope.cancel()
        return server

    for _, server in cancelling(scenario, most):
        check_victim(server)
        assert server.victim.anew == 0
        assert server.connections.sessions.statistics().resumed >= 1


async def all_drained(steps: Steps) -> Server:
    async with open_small_server(attrs.evolve(SETTINGS, drain_timeout_s=5.0)) as server:
        server.victim.resumable = False  # nobody is there to come back to
        async with trio.open_nursery() as nursery:
            nursery.start_soon(partial(server.play, stop=False))
            await trio.sleep(0.55)
            steps.begin(lambda: server.victim.scope.cancel(), lambda: server.players[PLAIN].scope.cancel())
            server.connections.draining.set()
            assert await server.engine.drain(trio.current_time() + 5.0) == 0
        steps.end()
    return server


def check_drained(server: Server, *names: str) -> None:
    """They were told everything, and why; whoever was lost has heard nothing else."""
    for name in names:
        player = server.players[name]
        assert player.done is not None
        assert player.done["reason"] == "draining"
        assert player.done["finals"] == len(player.finals)
        assert player.closed_with[-1] == 1012
    for player in server.players.values():
        assert player.finals == {index: FINALS[index] for index in range(len(player.finals))}


@scope_of_test
def test_a_drain_gives_everybody_their_last_chords_whoever_is_lost(most: int | None) -> None:
    for _, server in cancelling(all_drained, most):
        check_drained(server, RESUMING, PLAIN)


@scope_of_pairs
def test_a_drain_gives_the_third_its_last_chords_whichever_two_are_lost(most: int) -> None:
    for _, server in pairs(all_drained, most):
        check_drained(server, RESUMING)


@scope_of_test
def test_a_server_that_is_dropped_anywhere_keeps_nothing(most: int | None) -> None:
    async def scenario(steps: Steps) -> ScriptedRecognizers:
        recognizers = ScriptedRecognizers()
        left: list[Server] = []
        async with trio.open_nursery() as clients:
            with trio.CancelScope() as dropping:
                async with (
                    open_engine(recognizer_factory=recognizers) as engine,
                    open_connections(engine, SETTINGS) as connections,
                    trio.open_nursery() as nursery,
                ):
                    server = Server(nursery, engine, connections, Gate(SETTINGS), recognizers)
                    left.append(server)
                    for player in server.players.values():
                        player.resumable = False
                    steps.begin(dropping.cancel)
                    await server.play()
            clients.cancel_scope.cancel()
        steps.end()
        for server in left:
            assert server.engine.statistics().sessions == 0
            assert server.connections.count == 0
        return recognizers

    for _, recognizers in calling(scenario, most):
        assert [made.closed for made in recognizers.made] == [1] * len(recognizers.made)
