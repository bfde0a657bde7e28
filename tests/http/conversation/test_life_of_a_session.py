"""Sessions through any life: audio, pauses, lost connections, returns, settings, crashes, stop and drain, in any order.

The clock belongs to the test, the network is memory, the recogniser a script: what comes out can be told beforehand.
However a session lives, of what is said to its client the following holds, and is checked in every life:

* time goes on: no event is dated before the one before it, within a connection;
* final chords are numbered from 0 without a gap, begin where the last one ended, and are said the same, word for word,
  whenever they are said again;
* every byte sent is received, or was lost with the connection before ``ready`` said how much had come; ``done`` counts
  what was received, and the last final chord ends with it;
* nothing follows ``done``, and no session is left in the engine when all have gone.
"""

from __future__ import annotations

from typing import Any, Final

import attrs
import trio
import trio.testing
from hypothesis import given
from hypothesis import strategies as st

from chordwork.actors import open_engine
from chordwork.actors.testing import ScriptedRecognizers
from chordwork.http import Settings
from chordwork.http.conversation.connection import Connections, open_connections
from chordwork.http.testing import MemoryTransport

RATE_HZ: Final = 8000
CRASH_AT_S: Final = 6.0
SETTINGS: Final = Settings(resume_grace_s=30.0, heartbeat_s=1e6, idle_timeout_s=1e6, start_timeout_s=1e6)


@attrs.frozen
class Audio:
    """So many samples are sent."""

    samples: int


@attrs.frozen
class Wait:
    """Nothing happens for so many seconds."""

    seconds: float


@attrs.frozen
class Lose:
    """Audio is sent, the connection is lost before anything is heard about it, and the client comes back after so many
    seconds; too late is too late."""

    samples: int
    seconds: float


@attrs.frozen
class Configure:
    """Suggestions are asked for, or no longer."""

    wanted: bool


Deed = Audio | Wait | Lose | Configure
DEEDS: Final = st.one_of(
    st.builds(Audio, st.integers(0, 2 * RATE_HZ)),
    st.builds(Wait, st.floats(0.0, 5.0)),
    st.builds(Lose, st.integers(0, 2 * RATE_HZ), st.sampled_from([0.0, 0.5, 29.0, 31.0])),
    st.builds(Configure, st.booleans()),
)
ENDS: Final = st.sampled_from(["stop", "leave", "drain", "say nothing more"])


class Life:
    """A client that keeps account of what it sent and what it was told."""

    def __init__(self, connections: Connections, nursery: trio.Nursery) -> None:
        self._connections = connections
        self._nursery = nursery
        self._transport = MemoryTransport()
        self._token: str | None = None
        self.sent_bytes = 0
        self.finals: list[dict[str, Any]] = []
        self.done: dict[str, Any] | None = None
        self.errors: list[str] = []
        self._last = 0.0

    @property
    def over(self) -> bool:
        """Whether the server has closed."""
        return self._transport.closed_with is not None

    async def begin(self) -> None:
        """Open a session."""
        await self._connect({})
        ready = await self._next()
        assert ready["type"] == "ready"
        self._token = ready["resume"]["token"]

    async def do(self, deed: Deed) -> None:
        """Do it, and hear what is said meanwhile."""
        match deed:
            case Audio(samples):
                await self._transport.say(bytes(2 * samples))
                self.sent_bytes += 2 * samples
            case Wait(seconds):
                await trio.sleep(seconds)
            case Configure(wanted):
                await self._transport.say({"type": "config", "suggestions": 3 if wanted else 0})
            case Lose(samples, seconds):
                await self._transport.say(bytes(2 * samples))
                self.sent_bytes += 2 * samples
                await self._lose(seconds)
        await self.hear()

    async def hear(self) -> None:
        """All that was said so far."""
        await trio.testing.wait_all_tasks_blocked()
        while self._transport.pending:
            self._note(await self._transport.hear())

    async def stop(self) -> None:
        """Ask for the rest."""
        await self._transport.say({"type": "stop"})

    def leave(self) -> None:
        """Go without a word."""
        self._transport.hang_up()

    async def hear_the_end(self) -> None:
        """Up to the close."""
        for message in await self._transport.rest():
            self._note(message)

    async def _connect(self, resume: dict[str, Any]) -> None:
        self._transport = MemoryTransport()
        self._last = 0.0
        self._nursery.start_soon(self._connections.converse, self._transport)
        start = {"type": "start", "protocol": 1, "sample_rate": RATE_HZ, "resumable": True, "acks": "none", **resume}
        await self._transport.say(start)

    async def _next(self) -> dict[str, Any]:
        return await self._transport.hear()

    async def _lose(self, seconds: float) -> None:
        await trio.testing.wait_all_tasks_blocked()
        self._transport.hang_up()
        await trio.sleep(seconds)
        await self._connect({"resume": {"token": self._token, "finals": len(self.finals)}})
        await trio.testing.wait_all_tasks_blocked()
        ready = await self._next()
        if ready["type"] == "error":
            self.errors.append(ready["code"])
            return
        assert ready["resumed"] is True
        assert ready["received_bytes"] <= self.sent_bytes
        self.sent_bytes = ready["received_bytes"]

    def _note(self, message: dict[str, Any]) -> None:
        assert self.done is None, "something follows done"
        kind = message["type"]
        if kind == "done":
            self.done = message
        elif kind == "error":
            self.errors.append(message["code"])
        elif kind == "chord" and message["status"] == "final":
            self._final(message)
        if kind == "chord":
            at = message["end"] if message["status"] == "final" else message["start"]
            assert at >= self._last or message["status"] == "provisional", "time goes back"
            self._last = max(self._last, at)

    def _final(self, message: dict[str, Any]) -> None:
        said = {name: message[name] for name in ("index", "label", "start", "end", "confidence")}
        if said["index"] < len(self.finals):
            assert said == self.finals[said["index"]], "a final chord has changed"
            return
        assert said["index"] == len(self.finals), "a final chord is missing"
        assert said["start"] == (self.finals[-1]["end"] if self.finals else 0.0), "a gap between final chords"
        self.finals.append(said)


async def live(deeds: list[Deed], end: str, *, crashes: bool) -> None:
    recognizers = ScriptedRecognizers(**({"crash_at_s": CRASH_AT_S} if crashes else {}))
    async with open_engine(recognizer_factory=recognizers) as engine:
        async with open_connections(engine, SETTINGS) as connections, trio.open_nursery() as nursery:
            life = Life(connections, nursery)
            await life.begin()
            for deed in deeds:
                if life.over or life.errors:
                    break
                await life.do(deed)
            await finish(life, end, connections)
            check(life, end, crashes=crashes)
            nursery.cancel_scope.cancel()
        assert connections.count == 0
        assert engine.statistics().sessions == 0
    assert all(recognizer.closed for recognizer in recognizers.made)


async def finish(life: Life, end: str, connections: Connections) -> None:
    if life.errors:
        await life.hear_the_end()
        return
    if end == "leave":
        life.leave()
        await trio.testing.wait_all_tasks_blocked()
        return
    if end == "stop":
        await life.stop()
    elif end == "drain":
        connections.draining.set()
    else:
        await trio.sleep(SETTINGS.idle_timeout_s + 1)
    await life.hear_the_end()


def check(life: Life, end: str, *, crashes: bool) -> None:
    sent_s = life.sent_bytes / 2 / RATE_HZ
    if "resume_failed" in life.errors or end == "leave":
        return
    if crashes and sent_s > CRASH_AT_S:
        assert "session_crashed" in life.errors
        return
    assert life.done is not None
    assert life.done["received_s"] + life.done["dropped_s"] >= round(sent_s, 3) - 0.001
    if life.done["dropped_s"] == 0.0:
        assert life.done["finals"] == len(life.finals)
        if life.finals:
            assert abs(life.finals[-1]["end"] - sent_s) < 0.001


@given(st.lists(DEEDS, max_size=12), ENDS, st.booleans())
def test_however_a_session_lives_what_it_says_adds_up(deeds: list[Deed], end: str, crashes: bool) -> None:
    async def main() -> None:
        with trio.fail_after(1e7):
            await live(deeds, end, crashes=crashes)

    trio.run(main, clock=trio.testing.MockClock(autojump_threshold=0))
