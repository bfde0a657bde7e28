"""How to install what is optional, as it fits the way in which this Chordwork was installed."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from typing import Any, Final

from .errors import ChordworkError

WEB_STACK: Final = frozenset(
    (
        *("cattrs", "h11", "hypercorn", "prometheus_client"),
        *("quart", "quart_schema", "quart_trio", "trio_websocket", "werkzeug", "wsproto"),
    )
)
"""Modules that the extra ``server`` brings, and only it."""


class ServerMissingError(ChordworkError, ImportError, code="missing_extra"):
    """Something that needs the web stack, where only the engine is installed; the message has the command."""


def install_extra(extra: str) -> str:
    """The command that adds an optional part to this installation.

    Args:
        extra: its name in ``pyproject.toml``, such as ``"media"``.
    """
    origin = _origin()
    if origin is None or origin.get("dir_info", {}).get("editable"):
        return f".venv/bin/pip install -e '.[{extra}]' in your clone of Chordwork"
    url = origin.get("url", "")
    if vcs := origin.get("vcs_info"):
        url = f"{vcs['vcs']}+{url}@{vcs['commit_id']}"
    pip = f"{sys.executable} -m pip" if find_spec("pip") else f"uv pip install --python {sys.executable}"
    command = pip if pip.startswith("uv") else f"{pip} install"
    return f"{command} 'chordwork[{extra}]{f' @ {url}' if url else ''}'"


def server_missing(missing: ModuleNotFoundError) -> ServerMissingError | None:
    """What to say when a module cannot be imported; None if it is no part of the web stack."""
    top = (missing.name or "").partition(".")[0]
    if top not in WEB_STACK:
        return None
    return ServerMissingError(f"the server needs an extra: {install_extra('server')} (there is no {top} here)")


def _origin() -> dict[str, Any] | None:
    """Where this was installed from (PEP 610): empty for an index, None for a tree of sources."""
    from importlib import metadata

    try:
        installed = metadata.distribution("chordwork")
    except metadata.PackageNotFoundError:
        return None
    if text := installed.read_text("direct_url.json"):
        return dict(json.loads(text))
    return None if installed.read_text("SOURCES.txt") else {}  # which setuptools leaves in a clone
