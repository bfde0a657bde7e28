"""A greedy client beside others, through the whole server: who waits for whom."""

from __future__ import annotations

from functools import partial

import attrs
import httpx
import pytest
import trio

from chordwork.http import Settings
from chordwork.http.testing import open_server
from tests.http.rest.conftest import problem
from tests.http.rest.http_client import asking
from tests.http.rest.test_analysis import held_back, until, wav

GREEDY, OTHER = {"X-Forwarded-For": "203.0.113.7"}, {"X-Forwarded-For": "203.0.113.8"}


@pytest.mark.long
async def test_a_greedy_client_does_not_keep_others_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """All recordings are held back, so that nothing but a free place lets another one begin."""
    settings = Settings(port=0, max_analyses=2, trusted_proxies="127.0.0.1")
    async with held_back(settings, monkeypatch) as (server, go), asking(server) as client, trio.open_nursery() as work:
        answers: list[httpx.Response] = []

        async def analyse(headers: dict[str, str]) -> None:
            answers.append(await client.post("/analyze", content=wav(0.5), headers=headers))

        for _ in range(6):
            work.start_soon(analyse, GREEDY)
        await until(server, client, sessions=1)
        with trio.fail_after(60):
            while len(answers) < 4:  # noqa: ASYNC110
                await trio.sleep(0.01)  # what is too much of one client is refused while the others wait
        for answer in answers:
            problem(answer, 429, "too_many_at_once")
            assert answer.headers["retry-after"] == "5"
        work.start_soon(analyse, OTHER)
        await until(server, client, sessions=2)  # although the greedy one has another waiting
        go.set()
        with trio.fail_after(60):
            while len(answers) < 7:  # noqa: ASYNC110
                await trio.sleep(0.01)
        assert [answer.status_code for answer in answers[4:]] == [200] * 3


async def test_questions_of_a_greedy_client_are_told_to_wait() -> None:
    settings = Settings(port=0, max_computations=1, trusted_proxies="127.0.0.1", address_rate_per_s=0)
    settings = attrs.evolve(settings, computation_timeout_s=600)  # this machine may be busy with other things
    async with open_server(settings) as server, asking(server) as client:
        statuses: list[int] = []

        async def ask(number: int, headers: dict[str, str]) -> None:
            question = f"/accompaniment?chords=C+G&seed={number}&repeats=20"
            statuses.append((await client.get(question, headers=headers)).status_code)

        async with trio.open_nursery() as work:
            for number in range(12):
                work.start_soon(partial(ask, number, GREEDY))
            await trio.sleep(0.3)
            work.start_soon(partial(ask, 99, OTHER))
        assert statuses.count(429) >= 12 - 4 - 4, "four at once, and perhaps some after the first were answered"
        assert statuses.count(200) + statuses.count(429) == 13
