from __future__ import annotations

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


@given(st.text())
def test_no_text_breaks_it(host: str) -> None:
    assert HostPolicy("a.example").allows(host) in (True, False)
    assert strange_name(host)
