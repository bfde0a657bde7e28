from __future__ import annotations

import ipaddress
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.http import Settings, SettingsError
from chordwork.http.addressing.hosts import HostPolicy, strange_name

EVERYWHERE = (
    *("localhost", "localhost:8765", "LOCALHOST.", "music.localhost", "127.0.0.1:8765", "127.9.9.9", "[::1]:8765"),
    *("192.168.1.20:8765", "10.0.2.2:8765", "[2001:db8::1]", "[fe80::1%25eth0]:80", "[::ffff:10.0.0.1]"),
)
STRANGE = (
    *("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:8765", "laptop.evil.example"),
    *(
        "",
        " ",
        "a b",
        "[::1",
        "[evil.example]",
        "user@localhost",
        "localhost/path",
        "localhost:x",
        "a..b",
        "..",
        "-a.b",
    ),
)


@pytest.mark.parametrize("bound_to", ["127.0.0.1", "::1", "localhost", "0.0.0.0", "::"])
def test_which_names_are_answered_to_everywhere(bound_to: str) -> None:
    policy = HostPolicy(bound_to=bound_to, machine="laptop")
    assert [host for host in EVERYWHERE if not policy.allows(host)] == []
    assert [host for host in STRANGE if policy.allows(host)] == []
    assert policy.allows(None)  # no browser leaves it out


def test_a_server_for_others_answers_to_the_name_of_its_machine() -> None:
    own = ("laptop", "laptop:8765", "Laptop.local", "chordwork:8765")
    beyond, inside = HostPolicy(bound_to="0.0.0.0", machine="laptop.lan"), HostPolicy(machine="laptop")
    assert all(beyond.allows(host) for host in own)
    assert not any(inside.allows(host) for host in own)
    assert beyond.names == ("laptop", "laptop.local")
    assert HostPolicy(bound_to="music.lan", machine="laptop").allows("music.lan:80")


def test_names_of_a_list() -> None:
    policy = HostPolicy("Music.example.org, *.example.net")
    assert policy.allows("music.example.org:443")
    assert policy.allows("a.b.example.net")
    for host in ("example.net", "example.org", "xmusic.example.org", "badexample.net", "music.example.org.evil"):
        assert not policy.allows(host), host
    assert HostPolicy("*").allows("evil.example")
    assert policy.names == ("music.example.org", "*.example.net")


@pytest.mark.parametrize("allowed", ["https://a.example", "a.example:80", "a/b", "*.*.example", "a b", "a*.example"])
def test_what_is_no_name_is_refused_at_the_start(allowed: str) -> None:
    with pytest.raises(SettingsError, match="allowed_hosts"):
        Settings(allowed_hosts=allowed)


def test_the_refusal_says_what_to_set() -> None:
    assert "CHORDWORK_ALLOWED_HOSTS=music.example" in strange_name("Music.example:443")
    assert "\n" not in strange_name("a\nb" * 200)
    assert len(strange_name("x" * 10_000)) < 500


NEARLY = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "x", "x.", "127.0.0.1.", "u@", "http://", "[", "*."]) | st.text(max_size=3),
    st.sampled_from(["a.example", "A.Example", "localhost", "b.localhost", "evil.example", "localhost.evil"]),
    st.sampled_from(["", ".", ":80", ":", ":x", "/", "]", ".evil", "..", " "]) | st.text(max_size=3),
)
"""Names that are ours, or only look so."""


@given(st.text() | NEARLY)
def test_no_text_is_a_name_of_ours_that_does_not_end_like_one(host: str) -> None:
    """A name may lead to us if nobody can register it, or if the operator did."""
    assert strange_name(host)
    if HostPolicy("a.example").allows(host):
        name = re.sub(r":\d*$", "", host.strip().lower()).rstrip(".")
        labels = name.split(".")
        assert name == "a.example" or labels[-1] == "localhost" or is_address(name.strip("[]"))


def is_address(text: str) -> bool:
    try:
        return bool(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return False
