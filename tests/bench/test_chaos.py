"""Each kind of trouble with its promise; the table is ``python -m bench chaos``."""

from __future__ import annotations

from pathlib import Path

import pytest
import trio

from bench.chaos.case import Case
from bench.chaos.command import CASES
from bench.chaos.page import write_page
from bench.chaos.relay import DELAY_S, JITTER_S, open_relay

PAGE = Path(__file__).parents[2] / "docs/chaos.md"


@pytest.mark.long
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_what_is_promised_is_kept(case: Case, tmp_path: Path) -> None:
    if (why := case.missing()) is not None:
        pytest.skip(why)
    result = case.run(tmp_path)
    assert result.kept, result.figure


def test_the_page_says_of_every_case_what_is_promised(tmp_path: Path) -> None:
    write_page(tmp_path / "page.md", CASES, {})
    written = PAGE.read_text()
    for line in (tmp_path / "page.md").read_text().splitlines():
        assert line in written or line.startswith("* Measured:")
    assert "**not kept**" not in written


async def test_the_relay_keeps_order_and_is_as_late_as_it_says(autojump_clock: trio.testing.MockClock) -> None:
    async def echo(stream: trio.SocketStream) -> None:
        async for data in stream:
            await stream.send_all(data)

    autojump_clock.autojump_threshold = 0.05  # bytes in a socket are not seen by a clock that jumps at once
    sent = bytes(range(256)) * 200
    async with trio.open_nursery() as nursery:
        (listener,) = await trio.open_tcp_listeners(0, host="127.0.0.1")
        nursery.start_soon(trio.serve_listeners, echo, [listener])
        relay = await open_relay(nursery, listener.socket.getsockname()[1])
        async with await trio.open_tcp_stream("127.0.0.1", relay.port) as stream:
            began = trio.current_time()
            await stream.send_all(sent)
            heard = bytearray()
            while len(heard) < len(sent):
                heard += await stream.receive_some()
            assert trio.current_time() - began >= 2 * (DELAY_S - JITTER_S)
        nursery.cancel_scope.cancel()
    assert heard == sent
    assert relay.bytes_ == 2 * len(sent)
