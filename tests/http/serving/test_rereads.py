"""A server that reads its keys again, at SIGHUP."""

from __future__ import annotations

import signal
from pathlib import Path

import httpx
import pytest
import trio

from chordwork.http.security.keys import digest_of, new_key
from tests.http.programs import program


async def until_known(url: str, key: str, known: bool) -> None:
    with trio.fail_after(120):
        while True:  # by a fresh connection each time: whichever worker takes it
            async with httpx.AsyncClient() as client:
                answer = await client.get(f"{url}/grooves", headers={"X-API-Key": key})
            if (answer.status_code == 200) is known:
                return
            await trio.sleep(0.05)  # a signal is not answered


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.long
async def test_keys_are_read_again_without_a_restart(tmp_path: Path, workers: str) -> None:
    old, fresh = new_key(), new_key()
    path = tmp_path / "keys"
    path.write_text(f"old {digest_of(old)}\n")
    options = ("--api-keys-file", str(path), "--workers", workers, "--address-rate-per-s", "0")
    async with program(*options) as (address, process):
        await until_known(address.url, old, True)
        path.write_text(f"fresh {digest_of(fresh)}\n")
        process.send_signal(signal.SIGHUP)
        await until_known(address.url, fresh, True)
        for _ in range(4):
            await until_known(address.url, old, False)
            await until_known(address.url, fresh, True)
        path.write_text("spoilt")
        process.send_signal(signal.SIGHUP)
        await until_known(address.url, fresh, True)
        assert process.poll() is None
        process.terminate()
        with trio.fail_after(60):
            assert await process.wait() == 0
