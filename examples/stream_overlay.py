"""The chord that rings, over a video stream: a page for the browser source of OBS and the like, in asyncio alone.

python examples/stream_overlay.py        # then add http://127.0.0.1:8800/ as a browser source, 800 by 200
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from pathlib import Path

from listening import listen, options

from chordwork.actors.aio import Session, open_engine
from chordwork.engine import ChordEvent, KeyEvent

PAGE = Path(__file__).with_name("stream_overlay.html")
HEAD = "HTTP/1.1 200 OK\r\nContent-Type: {}; charset=utf-8\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"


class Board:
    """What is to be seen, and who looks at it."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._shown: dict[str, str] = {"chord": "", "key": ""}
        self._changed = asyncio.Event()

    def show(self, **what: str) -> None:
        """Change it, for all who look."""
        self._shown |= what
        self._changed.set()
        self._changed = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request: the page, or the events that it asks for (server-sent events)."""
        try:
            path = (await asyncio.wait_for(reader.readline(), 5)).split(b" ")[1:2]
            if path != [b"/events"]:
                writer.write(HEAD.format("text/html").encode() + PAGE.read_bytes())
                return
            writer.write(HEAD.format("text/event-stream").encode())
            while True:
                changed = self._changed
                writer.write(f"data: {json.dumps(self._shown)}\n\n".encode())
                await writer.drain()  # who does not read sees the newest when he does
                await changed.wait()
        except (ConnectionError, TimeoutError):
            pass
        finally:
            writer.close()


async def watch(session: Session, board: Board) -> None:
    """From what is heard to what is shown."""
    async for event in session:
        if isinstance(event, ChordEvent) and event.status == "provisional":
            board.show(chord=event.chord.symbol)
        elif isinstance(event, KeyEvent):
            board.show(key=event.name)


async def main() -> None:
    """Serve until the sound ends or Ctrl-C is pressed."""
    parser = options(__doc__)
    parser.add_argument("--port", type=int, default=8800)
    told = parser.parse_args()
    board = Board()
    server = await asyncio.start_server(board.serve, "127.0.0.1", told.port)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
    async with open_engine() as engine:
        with listen(told.file, told.speed) as (ring, sample_rate):
            async with engine.open_session(sample_rate=sample_rate) as session, asyncio.TaskGroup() as tasks:
                tasks.create_task(session.pour(ring))
                tasks.create_task(watch(session, board))
    server.close()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main())
