"""What a command plays or records is heard as it was told to be, by a server and by the engine alone."""

from __future__ import annotations

from functools import partial

import pytest
import trio

import chordwork.actors
from chordwork.cli.playing.streams import StreamOpener, engine_stream, server_streams
from chordwork.client import Tuning
from chordwork.http.testing import open_server
from tests.http.dialects.test_rests import OWN_S, SECOND, resting


async def rest_s(open_stream: StreamOpener, wanted: float | None) -> float:
    """What a rest was to the recogniser of a stream, which says so as a tuning."""
    async with open_stream(sample_rate=8000, channels=1, pace="live", rest_s=wanted) as stream:
        await stream.send(SECOND)
        await stream.finish()
        return next(message.cents for message in [each async for each in stream] if isinstance(message, Tuning))


@pytest.mark.parametrize("wanted", [None, 0.0, 2.5])
async def test_a_rest_is_what_the_player_says(wanted: float | None, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = OWN_S if wanted is None else wanted
    with trio.fail_after(60):
        async with open_server(recognizer_factory=resting) as server:
            assert await rest_s(server_streams(server.address.ws_url), wanted) == heard
        monkeypatch.setattr(
            chordwork.actors, "open_engine", partial(chordwork.actors.open_engine, recognizer_factory=resting)
        )
        assert await rest_s(engine_stream, wanted) == heard
