"""The names that a server answers to.

A page of a stranger can give its own name the address of a server that only its visitor can reach (DNS rebinding): for
the browser both are one origin then. The name gives it away, for it stands in the header ``Host``. An address in its
place does not have to be on the list: nobody can make one lead elsewhere.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import Final

ANY: Final = "*"
_LABEL: Final = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME: Final = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}")
_ENTRY: Final = re.compile(rf"\*|(?:\*\.)?(?:{_LABEL}\.)*{_LABEL}")
_HOST: Final = re.compile(r"(?:\[(?P<literal>[0-9a-fA-F:.]+(?:%[\w.-]+)?)\]|(?P<name>[^\[\]:/@?#\s]+))(?::\d{0,5})?")
_LOCALHOST: Final = "localhost"


class HostPolicy:
    """The names of a server: ``localhost``, the address that it listens on, those of a list; any address.

    A server that listens beyond this machine also answers to the machine's own name, bare or with ``.local``, and to
    names without a dot, as containers call each other: none of these can be registered by a stranger.

    Args:
        allowed: names separated by commas, such as ``music.example.org, *.example.net``; ``*`` for every name.
        bound_to: address or name to listen on.
        machine: name of this machine; asked of the operating system by default.

    Raises:
        ValueError: an entry is no name.
    """

    def __init__(self, allowed: str = "", *, bound_to: str = "127.0.0.1", machine: str | None = None) -> None:
        entries = [entry.strip().lower().rstrip(".") for entry in allowed.split(",") if entry.strip()]
        for entry in entries:
            if not _ENTRY.fullmatch(entry):
                raise ValueError(
                    f"{entry[:60]!r} is no name of a host: write such as music.example.org, without scheme and port"
                )
        self._any = ANY in entries
        self._beyond = not is_loopback_name(bound_to)
        names = [bound_to.lower()] if bound_to and _address(bound_to) is None else []
        if self._beyond:
            own = (socket.gethostname() if machine is None else machine).lower().partition(".")[0]
            names += [own, f"{own}.local"] if own and own != _LOCALHOST else []
        self._names = frozenset((*names, *(entry for entry in entries if not entry.startswith(ANY))))
        self._suffixes = tuple(entry[1:] for entry in entries if entry.startswith("*."))

    @property
    def names(self) -> tuple[str, ...]:
        """All names but those that everybody has, sorted; ``*`` stands for any."""
        return (ANY,) if self._any else (*sorted(self._names), *(f"*{suffix}" for suffix in self._suffixes))

    def allows(self, host: str | None) -> bool:
        """Whether the server answers to a header ``Host``. None, which no browser sends, is no name to answer to."""
        if host is None or self._any:
            return True
        name = name_of(host)
        if name is None:
            return False
        if is_loopback_name(name) or _address(name) is not None or name in self._names:
            return True
        return name.endswith(self._suffixes) or (self._beyond and "." not in name)


def name_of(host: str) -> str | None:
    """The name or address in a header ``Host``, without port, in lower case; None for what is neither."""
    match = _HOST.fullmatch(host.strip())
    if match is None:
        return None
    name = (match["literal"] or match["name"]).lower().rstrip(".")
    return name if _address(name) is not None or _NAME.fullmatch(name) else None


def is_loopback_name(name: str) -> bool:
    """Whether a name or address always means this machine."""
    address = _address(name)
    if address is not None:
        return address.is_loopback
    return name == _LOCALHOST or name.endswith(f".{_LOCALHOST}")


def strange_name(host: str) -> str:
    """What to say to who asked for a server under a name that is not its own."""
    shown = "".join(each for each in host[:100] if each.isprintable())
    name = name_of(host)
    listed = f"CHORDWORK_ALLOWED_HOSTS={name}" if name is not None else "CHORDWORK_ALLOWED_HOSTS"
    return (
        f"this server was asked for as {shown!r}, which is none of its names. If it is, its operator can say so: "
        f"{listed} (or --allowed-hosts); behind a proxy, let that pass on a name that is listed"
    )


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
