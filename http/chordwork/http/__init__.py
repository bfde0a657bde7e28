"""The server: WebSocket in both dialects, over hypercorn and Quart-Trio, and REST.

    address = await nursery.start(serve, Settings(port=0))

Its rooms, each importing only those below it: serving, rest, conversation, dialects and sockets, nodes, transports and
models, security and processes, then settings; on the ground addressing, wire and confinement.

The path of one chunk of audio, from the socket to its events and back; ``docs/tour.md`` walks it with lines::

    transports/server_websocket.py   bytes of the socket -> frames -> one message
    conversation/dialogue.py         bounded, stamped with its arrival, given to the dialect
    dialects/one.py                  what the message means: PCM, and how late it is already
    actors/_session.py               one session: PCM in, events out
    actors/_mailbox.py               waits, bounded in seconds; the oldest goes where it is late
    engine/_recognizer.py            hop by hop, and what each brings to light
    engine/_hearing.py               resampled, filtered, cut into frames, made into features
    actors/_inference.py             one model answers for all sessions that ask
    engine/_decoder.py               what the model hears, over time: chords, at first and for good
    actors/_outbox.py                events wait to be read; of a state only the newest
    conversation/dialogue.py         reads them, as many as there are
    dialects/one.py                  one message for each, by wire/events.py
    transports/writer.py             JSON text, within the time for a write
    transports/server_websocket.py   a frame, and the socket

Names are loaded when they are used, so that ``chordwork analyze`` does not wait for a web framework. Where the extra
``server`` is not installed, they raise :class:`chordwork.harmony.extras.ServerMissingError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chordwork.harmony.version import VERSION
    from chordwork.http.serving.app import create_app
    from chordwork.http.serving.logs import configure_logging
    from chordwork.http.serving.server import ListenError, ServerAddress, serve
    from chordwork.http.settings import Settings, SettingsError

__all__ = [
    "VERSION",
    "ListenError",
    "ServerAddress",
    "Settings",
    "SettingsError",
    "configure_logging",
    "create_app",
    "serve",
]

_HOME = {
    "VERSION": "chordwork.harmony.version",
    "ListenError": "chordwork.http.serving.server",
    "ServerAddress": "chordwork.http.serving.server",
    "Settings": "chordwork.http.settings",
    "SettingsError": "chordwork.http.settings",
    "configure_logging": "chordwork.http.serving.logs",
    "create_app": "chordwork.http.serving.app",
    "serve": "chordwork.http.serving.server",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    try:
        return getattr(import_module(_HOME[name]), name)
    except ModuleNotFoundError as missing:
        from chordwork.harmony.extras import server_missing

        if (needed := server_missing(missing)) is None:
            raise
        raise needed from missing
