"""Heads of requests, as far as they are read here: who it is behind proxies, by which name, from which page, whether it
is a WebSocket, where the application lies; and files of API keys. Lines of ``name: value``, as a client writes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from chordwork.harmony.errors import ChordworkError
from chordwork.http.addressing.addresses import Approach, ProxyTrust, forwards, is_loopback, neighbourhood_of
from chordwork.http.addressing.hosts import HostPolicy, name_of, strange_name
from chordwork.http.addressing.origins import OriginPolicy, foreign_page
from chordwork.http.addressing.path_prefix import read_prefix, without_prefix
from chordwork.http.security.keys import KeyRing, digest_of
from chordwork.http.transports.upgrades import asks_for_upgrade, is_complete, is_key, without_upgrade
from tests.fuzz.python.contract import refusing

TRUST: Final = ProxyTrust("10.0.0.0/8, 127.0.0.1")
HOSTS: Final = HostPolicy("chords.example, *.band.example", machine="machine")
ORIGINS: Final = OriginPolicy("https://page.example")


def seeds() -> Iterable[bytes]:
    yield b"host: chords.example:8000\norigin: https://page.example\nx-forwarded-for: 10.0.0.1, 203.0.113.9\n"
    yield b"host: [::1]:80\norigin: http://[::1]\nx-forwarded-for: ::ffff:10.0.0.1, 2001:db8::1\nforwarded: for=x"
    upgrade = b"connection: keep-alive, Upgrade\nupgrade: websocket\nsec-websocket-version: 13\n"
    yield upgrade + b"sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\n"
    fetched = b"sec-fetch-site: cross-site\nsec-fetch-mode: navigate\nsec-fetch-dest: document\n"
    yield fetched + b"x-forwarded-prefix: /chords\n"
    yield f"# keys\nalice {digest_of('key')}\n".encode()


def one(data: bytes) -> None:
    lines = [line.partition(b":") for line in data.split(b"\n")[:60]]
    headers = [(name.strip().lower(), value.strip()) for name, _, value in lines]
    approach = Approach.of("127.0.0.1", headers)
    client = TRUST.client("127.0.0.1", approach.all("x-forwarded-for"))
    assert client.address
    forwards(name for name, _ in approach.headers)
    if asks_for_upgrade(headers):
        is_complete(headers, b"1.1")
        assert not asks_for_upgrade(without_upgrade(headers))
    host, origin = approach.header("host"), approach.header("origin")
    HOSTS.allows(host)
    ORIGINS.allows_unnamed(*(approach.header(f"sec-fetch-{each}") for each in ("site", "mode", "dest")))
    if host is not None:
        assert (name_of(host) is None) or HOSTS.allows(host) in (True, False)
        assert len(strange_name(host)) < 1000
    if origin is not None and not ORIGINS.allows(origin, host):
        assert len(foreign_page(origin, host)) < 1000
    for _, value in headers:
        text = value.decode("latin1")
        is_key(value)
        is_loopback(text)
        neighbourhood_of(text)
        with refusing(ChordworkError, ValueError):
            prefix = read_prefix(text)
            assert without_prefix(f"{prefix}/x", prefix) == "/x"
    with refusing(ChordworkError):
        KeyRing.parse(data.decode("utf-8", "replace"))
