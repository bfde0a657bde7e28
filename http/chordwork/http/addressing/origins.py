"""Which web pages may use the server through their visitors' browsers.

A browser sends the ``Origin`` of the page that asks, or, where a page only links or embeds, at least whether it is one
of ours (Fetch Metadata); other programs send neither, and are held by keys and limits alone. Without this check any
page could open a WebSocket to a server that only its visitor can reach.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

ANY: Final = "*"
OWN_SITES: Final = frozenset({"same-origin", "none"})
"""Of ``Sec-Fetch-Site``: a page of ours, or somebody who typed the address."""
FOREIGN_EMBEDDING: Final = (
    "a page of another site asked for this without saying which it is: pages that the operator let in "
    "(CHORDWORK_ALLOWED_ORIGINS) ask with fetch(), or with the attribute crossorigin"
)
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


class OriginPolicy:
    """The pages of the server itself, and those of a list.

    Args:
        allowed: origins separated by commas, such as ``https://app.example, http://localhost:5173``; ``*`` for every
            page; ``null`` for pages without an origin, such as files.

    Raises:
        ValueError: an entry is no origin.
    """

    def __init__(self, allowed: str = "") -> None:
        entries = [entry.strip() for entry in allowed.split(",") if entry.strip()]
        for entry in entries:
            if entry not in (ANY, "null") and _parts(entry) is None:
                raise ValueError(f"{entry[:60]!r} is no origin: write such as https://app.example, without a path")
        self._any = ANY in entries
        self._allowed = frozenset(entry.lower() for entry in entries)

    def allows(self, origin: str, host: str | None) -> bool:
        """Whether a page may come in.

        Args:
            origin: the header ``Origin``.
            host: the header ``Host``: a page of the same host and port is one of ours, whatever the scheme, which a
                proxy in front may have changed.
        """
        return self.lists(origin) or self._is_own(origin, host)

    def allows_unnamed(self, site: str | None, mode: str | None, destination: str | None) -> bool:
        """Whether what comes without an ``Origin`` may come in.

        Args:
            site: the header ``Sec-Fetch-Site``: none of other programs and old browsers.
            mode: the header ``Sec-Fetch-Mode``.
            destination: the header ``Sec-Fetch-Dest``. A link that somebody follows comes in, what a page of others
                embeds does not.
        """
        if site is None or site in OWN_SITES or self._any:
            return True
        return mode == "navigate" and destination == "document"

    def lists(self, origin: str) -> bool:
        """Whether a page of another origin may read our answers (CORS)."""
        return self._any or origin.lower() in self._allowed

    @staticmethod
    def _is_own(origin: str, host: str | None) -> bool:
        parts = _parts(origin)
        if parts is None or not host:
            return False
        scheme, name, port = parts
        own = _parts(f"{scheme}://{host}")
        return own is not None and own[1:] == (name, port)


def foreign_page(origin: str, host: str | None) -> str:
    """What to say to a page of another origin, which may be one of ours that a proxy gave another name."""
    shown, asked = _shown(origin), _shown(host or "")
    if _parts(origin) is None:
        return (
            f"a page without an address ({shown}) may not use this server; its operator can let such pages in: "
            "CHORDWORK_ALLOWED_ORIGINS=null"
        )
    return (
        f"this page is of {shown}, but the server was asked for as {asked or 'nobody: no header Host'}. "
        "If the page is its own, a proxy in between changed the header Host: let it pass that on with its port (nginx: "
        "proxy_set_header Host $http_host), or send X-Forwarded-Host and be named in CHORDWORK_TRUSTED_PROXIES. "
        f"If the page is of others, the operator can let it in: CHORDWORK_ALLOWED_ORIGINS={shown}"
    )


def _shown(text: str) -> str:
    return "".join(each for each in text[:100] if each.isprintable())


def _parts(origin: str) -> tuple[str, str, int] | None:
    """Scheme, host and port, in lower case; None for what is no origin."""
    try:
        split = urlsplit(origin)
        port = split.port
    except ValueError:
        return None
    if split.scheme not in _DEFAULT_PORTS or not split.hostname or split.path or split.query or split.fragment:
        return None
    if split.username is not None:
        return None
    return split.scheme, split.hostname, port or _DEFAULT_PORTS[split.scheme]
