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


@given(st.text(), st.text())
def test_no_text_breaks_it(origin: str, host: str) -> None:
    assert OriginPolicy("https://app.example").allows(origin, host) in (True, False)
