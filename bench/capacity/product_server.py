"""Chordwork's server with both doors open, on free ports of this machine; prints ``{"port": …, "stream_port": …}``.

For each line on standard input it prints how many tasks and objects there are, after a garbage collection. Options
``NAME=VALUE`` change its settings.
"""

from __future__ import annotations

import gc
import json
import os
import sys

import attrs
import trio

from chordwork.http import ServerAddress, Settings, configure_logging, serve
from chordwork.http.serving.server import settle_heap


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
    settings = Settings.from_mapping(attrs.asdict(settings) | dict(option.split("=") for option in sys.argv[1:]))
    async with trio.open_nursery() as nursery:
        address: ServerAddress = await nursery.start(serve, settings)
        settle_heap()
        print(json.dumps({"port": address.port, "stream_port": address.stream_port}), flush=True)
        async with trio.lowlevel.FdStream(os.dup(sys.stdin.fileno())) as questions:
            async for _ in questions:
                gc.collect()
                tasks = trio.lowlevel.current_statistics().tasks_living
                print(json.dumps({"tasks": tasks, "objects": len(gc.get_objects())}), flush=True)
        await trio.sleep_forever()


if __name__ == "__main__":
    trio.run(main)
