"""What the client keeps for a program that sends first and reads later, and what it can ask for."""

from __future__ import annotations

from typing import Any

import pytest

from chordwork.client import Chord, ConnectionLost, Level, Suggestions, connect
from chordwork.client._backlog import MOST_MESSAGES, OUTDATED_AFTER, Backlog
from chordwork.http import Settings
from chordwork.http.testing import open_server

SECOND = bytes(2 * 8000)


def chord(status: Any, start: float) -> Chord:
    return Chord(status, "C:maj", "C", start, None, 0.9)


def test_finals_stay_and_what_is_outdated_goes_oldest_first() -> None:
    backlog = Backlog()
    for second in range(3 * OUTDATED_AFTER):
        backlog.keep(chord("provisional", second))
        backlog.keep(Level(-6.0, -12.0))
        backlog.keep(chord("final", second))
    kept = []
    while (message := backlog.take()) is not None:
        kept.append(message)
    finals = [each.start for each in kept if isinstance(each, Chord) and each.status == "final"]
    passing = [each for each in kept if not (isinstance(each, Chord) and each.status == "final")]
    assert finals == list(range(3 * OUTDATED_AFTER))
    assert OUTDATED_AFTER // 2 <= len(passing) <= OUTDATED_AFTER
    assert isinstance(passing[-1], Level)
    assert passing[-2] == chord("provisional", 3 * OUTDATED_AFTER - 1)


def test_what_must_not_be_lost_has_a_bound() -> None:
    backlog = Backlog()
    for second in range(MOST_MESSAGES):
        backlog.keep(chord("final", second))
    with pytest.raises(ConnectionLost, match="wait to be read"):
        backlog.keep(chord("final", MOST_MESSAGES))


async def test_connect_and_configure_ask_for_all_that_start_and_config_do(run: Any) -> None:
    async with open_server(Settings(port=0)) as server:

        async def client() -> list[Suggestions]:
            heard: list[Suggestions] = []
            async with connect(
                server.address.ws_url, sample_rate=8000, suggestions=2, mood="calm", genre="jazz", key="C major"
            ) as stream:
                await stream.send(SECOND)
                async for message in stream:
                    if isinstance(message, Suggestions):
                        heard.append(message)
                        break
                await stream.configure(suggestions=1, genre=None, mood="sad")
                await stream.send(SECOND)
                await stream.finish()
                return [*heard, *[message async for message in stream if isinstance(message, Suggestions)]]

        heard = await run(client)
    assert [len(each.next) for each in heard][:1] == [2]
    assert len(heard[-1].next) == 1
    assert heard[0].key == "C major"


async def test_the_older_name_of_finish_works() -> None:
    async with open_server(Settings(port=0)) as server, connect(server.address.ws_url, sample_rate=8000) as stream:
        await stream.stop()
        assert [type(message).__name__ async for message in stream][-1] == "Done"
