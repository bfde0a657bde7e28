"""Where somebody speaks from, also behind proxies."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Final, Self

import attrs

MAX_HOPS: Final = 32
"""Addresses of ``X-Forwarded-For`` that are looked at, from the right."""
IPV6_PREFIX: Final = 64
"""One customer commonly has so many bits of an IPv6 address alike."""
UNKNOWN: Final = "unknown"
"""Who speaks over a socket that does not tell its other end."""
FORWARDING_PREFIX: Final = "x-forwarded-"
FORWARDING: Final = frozenset(
    {
        *("forwarded", "via", "x-forwarded", "forwarded-for", "x-original-forwarded-for", "x-original-host"),
        *("x-real-ip", "x-client-ip", "x-cluster-client-ip", "x-envoy-external-address", "x-envoy-original-path"),
        *("cf-connecting-ip", "cf-connecting-ipv6", "cf-ray", "cdn-loop", "true-client-ip", "fastly-client-ip"),
        *("fly-client-ip", "x-azure-clientip", "x-appengine-user-ip", "x-amzn-trace-id", "x-proxyuser-ip"),
    }
)
"""Headers, in lower case, that proxies write and programs do not."""

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@attrs.frozen
class Client:
    """Somebody at the door.

    Attributes:
        address: as text; ``unknown`` where the socket does not tell.
        limited_as: what its limits are counted under: the address, or the network of an IPv6 address, or a key's name.
        is_local: a program on this very machine that speaks for itself; it has no limits of its own.
        key: name of its API key, if it showed one.
    """

    address: str
    limited_as: str
    is_local: bool = False
    key: str | None = None


@attrs.frozen
class Approach:
    """What is known of somebody who asks to come in.

    Attributes:
        peer: address of the other end of the socket.
        headers: names in lower case, and values, in order.
    """

    peer: str | None
    headers: tuple[tuple[str, str], ...] = attrs.field(repr=False)

    @classmethod
    def of(cls, peer: str | None, headers: Sequence[tuple[bytes, bytes]]) -> Self:
        """From headers as they came over the wire."""
        return cls(peer, tuple((name.decode("latin1").lower(), value.decode("latin1")) for name, value in headers))

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        return next((value for key, value in self.headers if key == name), None)

    def all(self, name: str) -> list[str]:
        """All values of a header."""
        return [value for key, value in self.headers if key == name]


class ProxyTrust:
    """Which peers are believed when they say for whom they speak.

    Args:
        proxies: addresses and networks separated by commas, such as ``10.0.0.0/8, ::1``.

    Raises:
        ValueError: an entry is neither.
    """

    def __init__(self, proxies: str = "") -> None:
        self._networks: tuple[_Network, ...] = tuple(
            ipaddress.ip_network(entry.strip(), strict=False) for entry in proxies.split(",") if entry.strip()
        )

    def trusts(self, peer: str | None) -> bool:
        """Whether a peer is one of the proxies."""
        address = _parse(peer)
        return address is not None and self._is_proxy(address)

    def client(self, peer: str | None, forwarded_for: Sequence[str], *, for_itself: bool = True) -> Client:
        """The client behind a peer.

        Args:
            peer: address of the other end of the socket.
            for_itself: nothing says that the peer passes on what others said.
            forwarded_for: all values of the header ``X-Forwarded-For``, in order. Read from the right, where our own
                proxies write, up to the first address that is none of them: what stands left of it could be anything.
        """
        address = _parse(peer)
        if address is None:
            return Client(UNKNOWN, UNKNOWN)
        hops = [hop for value in forwarded_for for hop in value.split(",")][-MAX_HOPS:]
        is_local = address.is_loopback and for_itself and not hops and not self._is_proxy(address)
        while hops and self._is_proxy(address):
            nearer = _parse(hops.pop().strip())
            if nearer is None:
                break  # the last address that can be believed
            address = nearer
        return Client(str(address), _limited_as(address), is_local)

    def _is_proxy(self, address: _Address) -> bool:
        return any(address in network for network in self._networks)


def forwards(names: Iterable[str]) -> str | None:
    """The first of the names of headers, in lower case, that says that somebody passes on what others said."""
    return next((name for name in names if name in FORWARDING or name.startswith(FORWARDING_PREFIX)), None)


def is_loopback(peer: str | None) -> bool:
    """Whether the other end of a socket is on this machine."""
    address = _parse(peer)
    return address is not None and address.is_loopback


def neighbourhood_of(peer: str | None) -> str:
    """What the other end of a socket is counted under: its address, or the network of an IPv6 address."""
    address = _parse(peer)
    return UNKNOWN if address is None else _limited_as(address)


def _parse(text: str | None) -> _Address | None:
    try:
        address = ipaddress.ip_address((text or "").partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _limited_as(address: _Address) -> str:
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))
