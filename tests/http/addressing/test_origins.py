from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.http import Settings, SettingsError
from chordwork.http.addressing.origins import OriginPolicy


@pytest.mark.parametrize(
    ("allowed", "origin", "host", "expected"),
    [
        ("", "https://a.example", "a.example", True),
        ("", "http://a.example:8765", "a.example:8765", True),
        ("", "https://A.example", "a.EXAMPLE:443", True),
        ("", "https://evil.example", "a.example", False),
        ("", "https://a.example.evil.example", "a.example", False),
        ("", "http://a.example:1", "a.example", False),
        ("", "null", "a.example", False),
        ("", "https://a.example", None, False),
        ("", "https://u@a.example", "a.example", False),
        ("", "https://a.example/path", "a.example", False),
        ("", "file://a.example", "a.example", False),
        ("", "http://[::1]:8765", "[::1]:8765", True),
        ("https://app.example", "https://app.example", "a.example", True),
        ("https://app.example, http://localhost:5173", "http://localhost:5173", "a", True),
        ("https://app.example", "http://app.example", "a.example", False),
        ("https://app.example", "https://app.example.evil", "a.example", False),
        ("null", "null", "a.example", True),
        ("*", "https://evil.example", "a.example", True),
    ],
)
def test_which_pages_come_in(allowed: str, origin: str, host: str | None, expected: bool) -> None:
    assert OriginPolicy(allowed).allows(origin, host) is expected


def test_own_pages_need_no_permission_to_read() -> None:
    assert not OriginPolicy("").lists("https://a.example")
    assert OriginPolicy("https://app.example").lists("https://APP.example")


@pytest.mark.parametrize("allowed", ["app.example", "https://app.example/path", "https://", "https://x:99999", "*.x"])
def test_what_is_no_origin_is_refused_at_the_start(allowed: str) -> None:
    with pytest.raises(SettingsError, match="allowed_origins"):
        Settings(allowed_origins=allowed)


NEARLY = st.builds(
    "{}{}{}".format,
    st.sampled_from(["https://", "http://", "HTTPS://", "ftp://", "//", ""]) | st.text(max_size=3),
    st.sampled_from(["app.example", "a.example", "A.EXAMPLE", "u@a.example", "xa.example", "a.example.evil"]),
    st.sampled_from(["", ":443", ":80", ":8443", "/", "/p", "?q", "#f", ".", ":", ":x"]) | st.text(max_size=3),
)
"""Origins that are ours, or only look so."""
OURS = {
    *("https://app.example", "https://a.example", "https://a.example:443", "http://a.example", "http://a.example:80"),
    *("https://a.example:", "http://a.example:"),
}


@given(st.text() | NEARLY)
def test_no_text_comes_in_but_our_own(origin: str) -> None:
    """A server that is asked for as a.example, whose operator let in one page."""
    allowed = OriginPolicy("https://app.example").allows(origin, "a.example")
    assert allowed is (origin.lower() in OURS)


@given(st.text() | NEARLY, st.text())
def test_whatever_the_host_is_called_only_a_page_of_that_name_is_its_own(origin: str, host: str) -> None:
    if OriginPolicy().allows(origin, host):
        assert origin.lower().partition("://")[2].partition(":")[0] in host.lower()
