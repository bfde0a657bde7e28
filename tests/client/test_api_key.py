"""A client with an API key, on trio and asyncio, at a real server that wants one."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
import trio

from chordwork.client import Backoff, ConnectError, Done, KeyRefused, Ready, connect
from chordwork.client._recovery import may_pass
from chordwork.http import Settings
from chordwork.http.security.keys import digest_of, new_key
from chordwork.http.testing import Door, RunningServer, open_server, url_of

KEY = new_key()


@asynccontextmanager
async def locked_server(folder: Path, **settings: Any) -> AsyncIterator[RunningServer]:
    path = folder / "keys"
    path.write_text(f"studio {digest_of(KEY)}\n")
    async with open_server(Settings(port=0, api_keys_file=str(path), **settings)) as server:
        yield server


async def talk(url: str, api_key: str | None) -> list[object]:
    with anyio.fail_after(60):
        async with connect(url, sample_rate=8000, api_key=api_key) as stream:
            await stream.send(bytes(1600))
            await stream.stop()
            return [message async for message in stream]


@pytest.mark.parametrize("door", ["ws", "stream"])
async def test_a_key_opens_both_doors(run: Any, door: Door, tmp_path: Path) -> None:
    async with locked_server(tmp_path) as server:
        heard = await run(lambda: talk(url_of(server.address, door), KEY))
    assert isinstance(heard[-1], Done)


@pytest.mark.parametrize("door", ["ws", "stream"])
@pytest.mark.parametrize(
    ("shown", "reason_code", "said"),
    [(None, "key_missing", "wants an API key"), ("cw_" + "x" * 43, "key_unknown", "does not know this API key")],
)
async def test_no_key_or_a_wrong_one_is_a_typed_error(
    run: Any,
    door: Door,
    tmp_path: Path,
    shown: str | None,
    reason_code: str,
    said: str,
) -> None:
    async with locked_server(tmp_path) as server:
        with pytest.raises(KeyRefused, match=said) as refused:
            await run(lambda: talk(url_of(server.address, door), shown))
    error = refused.value
    assert (error.code, error.reason_code, error.status_code) == ("key_refused", reason_code, 401)
    assert isinstance(error, ConnectError)
    assert not may_pass(error)
    assert shown is None or shown not in str(error)


@pytest.mark.parametrize("key", ["", "two words", "cw_\r\nX-Evil: 1", "clé", "cw_\0"])
async def test_what_is_no_key_is_not_even_sent(run: Any, key: str) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with pytest.raises(KeyRefused) as refused:
            await run(lambda: talk(f"ws://127.0.0.1:{nobody.getsockname()[1]}/ws", key))
    assert refused.value.reason_code == "key_malformed"
    assert "Evil" not in str(refused.value)


async def test_it_is_shown_again_when_the_connection_comes_back(run: Any, tmp_path: Path) -> None:
    async def outlive(url: str) -> list[object]:
        heard: list[object] = []
        with anyio.fail_after(60):
            quick = Backoff(first_s=0.01, longest_s=0.05)
            async with connect(url, sample_rate=8000, api_key=KEY, reconnect=quick) as stream:
                assert stream._line._wire is not None
                await stream._line._wire.drop()
                async for message in stream:
                    heard.append(message)
                    if isinstance(message, Ready):
                        await stream.stop()
        return heard

    async with locked_server(tmp_path) as server:
        heard = await run(lambda: outlive(server.address.ws_url))
    first = heard[0]
    assert isinstance(first, Ready)
    assert first.resumed
    assert isinstance(heard[-1], Done)


async def test_another_refusal_says_what_the_server_said(tmp_path: Path) -> None:
    async with locked_server(tmp_path) as server:
        with pytest.raises(ConnectError, match="HTTP 404 the stream port speaks WebSocket, at /ws") as refused:
            await talk(url_of(server.address, "stream") + "/nowhere", KEY)
    assert not isinstance(refused.value, KeyRefused)


async def test_the_command_line_takes_it_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from chordwork.cli.commands import listen
    from tests.cli.pretended_sounddevice import PretendedSoundDevice

    monkeypatch.setattr("chordwork.cli.playing.microphone.load_sounddevice", PretendedSoundDevice)
    async with locked_server(tmp_path) as server:
        url = server.address.ws_url
        monkeypatch.setenv("CHORDWORK_API_KEY", "cw_wrong")
        with pytest.RaisesGroup(KeyRefused, flatten_subgroups=True), trio.fail_after(60):
            await trio.to_thread.run_sync(lambda: listen.listen(url=url, sample_rate=16_000))
