"""A bad network in user space, where the kernel has none to offer (``tc … netem``): a relay that delays and stalls.

TCP hides lost segments: whoever reads sees a stall of everything behind them until they were sent again. So a lost
segment is a stall of its direction here: of a round trip where duplicate acknowledgements tell of it, or of the longer
retransmission timeout. Order is kept, as TCP keeps it.
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from typing import Final

import attrs
import trio

DELAY_S: Final = 0.2
JITTER_S: Final = 0.04
LOSS: Final = 0.02
SEGMENT_BYTES: Final = 1448
"""Of a TCP segment on Ethernet."""
TIMEOUT_SHARE: Final = 0.1
"""Of losses, those that only the retransmission timeout notices: of the last segments of a burst."""
MIN_TIMEOUT_S: Final = 0.2
"""Added to a round trip, by Linux."""
IN_FLIGHT: Final = 4096
"""Pieces on their way; more, and the sender has to wait."""


@attrs.define(eq=False)
class Relay:
    """Counts what it does.

    Attributes:
        port: where clients connect, on 127.0.0.1.
        stalls: segments that were lost.
        bytes_: that went through, both ways.
    """

    port: int = 0
    stalls: int = 0
    bytes_: int = 0
    _chance: random.Random = attrs.field(factory=lambda: random.Random(11))

    async def carry(self, client: trio.SocketStream, server_port: int) -> None:
        """One connection, both ways, until both are over."""
        async with (
            client,
            await trio.open_tcp_stream("127.0.0.1", server_port) as server,
            trio.open_nursery() as nursery,
        ):
            nursery.start_soon(self._one_way, client, server)
            nursery.start_soon(self._one_way, server, client)

    async def _one_way(self, source: trio.SocketStream, target: trio.SocketStream) -> None:
        on_their_way, arriving = trio.open_memory_channel[tuple[float, bytes]](IN_FLIGHT)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(_arrive, arriving, target)
            due = 0.0
            async with on_their_way:
                try:
                    while data := bytes(await source.receive_some(65_536)):
                        self.bytes_ += len(data)
                        for start in range(0, len(data), SEGMENT_BYTES):
                            arrives = trio.current_time() + DELAY_S + self._chance.uniform(-JITTER_S, JITTER_S)
                            due = max(due, arrives + self._lost_s())
                            await on_their_way.send((due, data[start : start + SEGMENT_BYTES]))
                except (trio.BrokenResourceError, trio.ClosedResourceError):
                    pass

    def _lost_s(self) -> float:
        if self._chance.random() >= LOSS:
            return 0.0
        self.stalls += 1
        return 2 * DELAY_S + (MIN_TIMEOUT_S if self._chance.random() < TIMEOUT_SHARE else 0.0)


async def _arrive(arriving: trio.MemoryReceiveChannel[tuple[float, bytes]], target: trio.SocketStream) -> None:
    try:
        async for due, data in arriving:
            await trio.sleep_until(due)
            await target.send_all(data)
        await target.send_eof()
    except (trio.BrokenResourceError, trio.ClosedResourceError):
        pass


async def open_relay(nursery: trio.Nursery, server_port: int) -> Relay:
    """Relay connections to that port of this machine, until the nursery is cancelled."""
    relay = Relay()

    async def carry(client: trio.SocketStream) -> None:
        await relay.carry(client, server_port)

    handler: Callable[[trio.SocketStream], Awaitable[object]] = carry
    listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
    relay.port = listeners[0].socket.getsockname()[1]
    nursery.start_soon(trio.serve_listeners, handler, listeners)
    return relay
