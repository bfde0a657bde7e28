"""The real server on a free port of this machine, for a command that needs one while it runs."""

from __future__ import annotations

import trio

LOOPBACK = "127.0.0.1"


async def start_local_server(nursery: trio.Nursery) -> str:
    """Start the server in a nursery and return its WebSocket address. It runs until the nursery is cancelled."""
    from chordwork.http.serving.logs import configure_logging
    from chordwork.http.serving.server import ServerAddress, serve
    from chordwork.http.settings import Settings

    configure_logging("error")  # The screen is for the picture.
    address: ServerAddress = await nursery.start(serve, Settings(host=LOOPBACK, port=0))
    return address.ws_url
