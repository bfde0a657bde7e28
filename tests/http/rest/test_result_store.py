"""The shared store, against a real Redis, and without it."""

from __future__ import annotations

from typing import Any

import pytest
import structlog
import trio

from chordwork.http import Settings, SettingsError
from chordwork.http.rest.answers import Answer
from chordwork.http.rest.result_store import open_result_store
from chordwork.http.testing import open_server
from tests.http.rest.http_client import asking

ANSWER = Answer.of(b"\x00\xffbody")


async def test_what_one_server_works_out_the_next_one_has(redis: Any) -> None:
    await trio.to_thread.run_sync(redis)
    url = f"redis://127.0.0.1:{redis.port}/0"
    found: list[tuple[str, float]] = []
    for _ in range(2):
        async with open_server(Settings(port=0, redis_url=url)) as server, asking(server) as client:
            first = await client.post("/harmony/parse", json={"chords": "Dm7 G7"})
            again = await client.post("/harmony/parse", json={"chords": "Dm7 G7"})
            figures = (await client.get("/metrics")).text
            assert first.content == again.content
            found.append((first.headers["etag"], metric(figures, 'chordwork_cache_requests_total{result="shared"}')))
            assert metric(figures, 'chordwork_cache_requests_total{result="memory"}') == 1
    assert found[0][0] == found[1][0]
    assert [shared for _, shared in found] == [0, 1]


def metric(figures: str, name: str) -> float:
    return float(next(line for line in figures.splitlines() if line.startswith(name)).rpartition(" ")[2])


async def test_an_answer_comes_back_as_it_was(redis: Any) -> None:
    await trio.to_thread.run_sync(redis)
    async with open_result_store(f"redis://127.0.0.1:{redis.port}") as store:
        assert await store.get("k") is None
        await store.put("k", ANSWER)
        assert await store.get("k") == ANSWER
        client = store._client  # type: ignore[attr-defined]
        name = next(iter(await client.keys("*")))
        assert name.startswith(b"chordwork:")
        assert 0 < await client.ttl(name) <= 24 * 3600
        await client.set(name, b"\x93garbage")
        assert await store.get("k") is None
        await store.put("large", Answer.of(bytes(5 << 20)))
        assert await store.get("large") is None


async def test_a_store_that_dies_is_a_log_line_and_a_figure_never_an_error(redis: Any) -> None:
    process = await trio.to_thread.run_sync(redis)
    settings = Settings(port=0, redis_url=f"redis://:s3cret@127.0.0.1:{redis.port}/0".replace(":s3cret@", ""))
    with structlog.testing.capture_logs() as log:
        async with open_server(settings) as server, asking(server) as client:
            assert (await client.post("/harmony/parse", json={"chords": "C"})).status_code == 200
            process.kill()
            process.wait()
            for chords in ("D", "E", "F"):
                assert (await client.post("/harmony/parse", json={"chords": chords})).status_code == 200
            figures = (await client.get("/metrics")).text
    assert metric(figures, "chordwork_store_errors_total") == 1  # then it is left alone for a while
    warnings = [line for line in log if line["event"].startswith("the shared store fails: results")]
    assert len(warnings) == 1


async def test_a_store_that_comes_back_is_used_again(redis: Any, autojump_clock: Any) -> None:
    async with open_result_store(f"redis://127.0.0.1:{redis.port}") as store:
        with structlog.testing.capture_logs() as log:
            await store.put("k", ANSWER)
            assert store.errors == 1
            redis()
            await store.put("k", ANSWER)
            assert store.errors == 1  # not even asked
            await trio.sleep(6)
        assert "fails" in log[0]["event"]


async def test_a_store_that_never_answers_costs_half_a_second() -> None:
    listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
    port = listeners[0].socket.getsockname()[1]
    async with trio.open_nursery() as nursery:

        async def silent(stream: trio.SocketStream) -> None:
            await trio.sleep_forever()

        nursery.start_soon(trio.serve_listeners, silent, listeners)
        async with open_result_store(f"redis://127.0.0.1:{port}") as store:
            with trio.fail_after(60):
                assert await store.get("k") is None
                assert await store.get("k") is None
            assert store.errors == 1
        nursery.cancel_scope.cancel()


@pytest.mark.parametrize("url", ["http://x", "redis://:s3cret@h:port/0", "localhost:6379"])
async def test_a_bad_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(SettingsError, match="redis_url must be such as") as raised:
        async with open_result_store(url):
            pass
    assert "s3cret" not in str(raised.value)
    assert url not in repr(Settings(redis_url=url))
