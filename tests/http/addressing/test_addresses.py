from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.http import Settings, SettingsError
from chordwork.http.addressing.addresses import Client, ProxyTrust, forwards, neighbourhood_of


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "address"),
    [
        ("", "203.0.113.7", [], "203.0.113.7"),
        ("", "203.0.113.7", ["198.51.100.1"], "203.0.113.7"),  # nobody believes it
        ("10.0.0.0/8", "10.0.0.2", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.0/8", "10.0.0.2", ["6.6.6.6, 198.51.100.1"], "198.51.100.1"),  # what the client wrote stands left
        ("10.0.0.0/8", "10.0.0.2", ["6.6.6.6", "198.51.100.1, 10.9.9.9"], "198.51.100.1"),
        ("10.0.0.0/8", "10.0.0.2", ["10.1.1.1, 10.9.9.9"], "10.1.1.1"),
        ("10.0.0.0/8", "10.0.0.2", ["nonsense"], "10.0.0.2"),
        ("10.0.0.0/8", "10.0.0.2", [], "10.0.0.2"),
        ("127.0.0.1", "::ffff:127.0.0.1", ["::ffff:198.51.100.1"], "198.51.100.1"),
        ("::1", "::1", ["2001:db8::5"], "2001:db8::5"),
        ("10.0.0.0/8", "10.0.0.2", [",".join(["10.0.0.3"] * 1000)], "10.0.0.3"),
    ],
)
def test_whose_word_is_taken(proxies: str, peer: str, forwarded: list[str], address: str) -> None:
    assert ProxyTrust(proxies).client(peer, forwarded).address == address


def test_an_ipv6_network_is_one_client() -> None:
    one, other = (ProxyTrust().client(f"2001:db8:1:2::{host}", []) for host in ("1", "ffff"))
    assert one.limited_as == other.limited_as == "2001:db8:1:2::/64"
    assert one.address != other.address


def test_this_machine_is_local_but_a_proxy_on_it_is_not() -> None:
    trust = ProxyTrust()
    assert trust.client("127.0.0.1", []).is_local
    assert trust.client("::1", []).is_local
    assert not trust.client("127.0.0.1", ["198.51.100.1"]).is_local
    assert not ProxyTrust("127.0.0.1").client("127.0.0.1", ["127.0.0.1"]).is_local
    assert not trust.client("10.0.0.1", []).is_local


FORWARDED = (
    *("forwarded", "via", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-anything"),
    *("x-real-ip", "cf-connecting-ip", "true-client-ip", "x-client-ip", "cdn-loop", "x-envoy-external-address"),
)


def test_what_proxies_write() -> None:
    assert [name for name in FORWARDED if forwards([name]) is None] == []
    assert forwards(["host", "origin", "user-agent", "authorization", "x-api-key", "x-request-id", "x-forward"]) is None


def test_who_passes_on_what_others_say_is_not_local() -> None:
    assert not ProxyTrust().client("127.0.0.1", [], for_itself=False).is_local
    assert not ProxyTrust("127.0.0.0/8").client("127.0.0.1", []).is_local


def test_whose_socket_it_is() -> None:
    assert neighbourhood_of("2001:db8:1:2::7") == neighbourhood_of("2001:db8:1:2:3::9") == "2001:db8:1:2::/64"
    assert neighbourhood_of("::ffff:203.0.113.7") == "203.0.113.7"
    assert neighbourhood_of(None) == "unknown"


def test_a_socket_without_an_address() -> None:
    assert ProxyTrust("127.0.0.1").client(None, ["198.51.100.1"]) == Client("unknown", "unknown")


def test_what_is_no_network_is_refused_at_the_start() -> None:
    with pytest.raises(SettingsError, match="trusted_proxies"):
        Settings(trusted_proxies="10.0.0.0/8, nginx")


@given(st.text(), st.lists(st.text(), max_size=5))
def test_no_text_breaks_it(peer: str, forwarded: list[str]) -> None:
    assert ProxyTrust("127.0.0.1").client(peer, forwarded).address
