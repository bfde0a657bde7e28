"""What the client is given in the wrong kind is refused before it is sent, or put right."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from chordwork import client
from chordwork.harmony.errors import ChordworkError
from chordwork.http.testing import open_server, url_of
from chordwork.native import AudioFormatError


@pytest.mark.parametrize(
    "wrong",
    [
        {"sample_rate": "48000"},
        {"sample_rate": None},
        {"sample_rate": 44_100.5},
        {"sample_rate": True},
        {"channels": "2"},
        {"format": "int16"},
        {"format": None},
    ],
    ids=str,
)
@pytest.mark.parametrize("reconnect", [None, client.Backoff()])
async def test_a_format_that_is_none_is_refused_before_anybody_is_asked(
    wrong: dict[str, Any], reconnect: client.Backoff | None
) -> None:
    with pytest.raises(AudioFormatError):
        async with client.connect("ws://127.0.0.1:1/ws", reconnect=reconnect, **{"sample_rate": 48_000, **wrong}):
            pass


@pytest.mark.parametrize("url", [None, 7, "", "http://", b"ws://x", "nonsense"])
async def test_an_address_that_is_none(url: Any) -> None:
    with pytest.raises(client.ConnectError) as caught:
        async with client.connect(url, sample_rate=48_000):
            pass
    assert not caught.value.may_pass


async def test_a_value_that_cannot_be_written() -> None:
    async with open_server() as server:
        for wrong in ({"key": object()}, {"heartbeat_s": float("nan")}):
            with pytest.raises(ChordworkError):
                async with client.connect(url_of(server.address, "ws"), sample_rate=48_000, **wrong):  # type: ignore[arg-type]
                    pass


async def test_arrays_are_sent_as_their_samples_and_nothing_else_is() -> None:
    async with (
        open_server() as server,
        client.connect(url_of(server.address, "ws"), sample_rate=np.int32(8000), channels=np.uint8(1)) as stream,  # type: ignore[arg-type]
    ):
        await stream.send(np.zeros(1600, np.int16)[::2])  # type: ignore[arg-type]
        assert stream.statistics().bytes_sent == 1600
        for wrong in (5, [1, 2], "text", np.zeros(4), None):
            with pytest.raises(AudioFormatError):
                await stream.send(wrong)  # type: ignore[arg-type]
        await stream.stop()
        done = [message async for message in stream][-1]
        assert isinstance(done, client.Done)


async def test_a_rate_with_a_point_is_a_whole_number() -> None:
    async with (
        open_server() as server,
        client.connect(url_of(server.address, "ws"), sample_rate=48_000.0, reconnect=client.Backoff()) as stream,  # type: ignore[arg-type]
    ):
        assert stream.ready.protocol == 1
