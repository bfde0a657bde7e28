"""The server: WebSocket in both dialects, over hypercorn and Quart-Trio.

    address = await nursery.start(serve, Settings(port=0))

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
