"""Chordwork's server with both doors open, on free ports of this machine; prints ``{"port": …, "stream_port": …}``."""

from __future__ import annotations

import json

import trio

from chordwork.http import ServerAddress, Settings, configure_logging, serve


async def main() -> None:
    """Serve until killed."""
    configure_logging("error")
    settings = Settings(
        port=0,
        stream_port=0,
        max_sessions=4096,
        max_connections=8192,
        max_load=100,  # the search goes beyond what a server would take on
        idle_timeout_s=3600,
        heartbeat_s=3600,
    )
    async with trio.open_nursery() as nursery:
        address: ServerAddress = await nursery.start(serve, settings)
        print(json.dumps({"port": address.port, "stream_port": address.stream_port}), flush=True)


if __name__ == "__main__":
    trio.run(main)
