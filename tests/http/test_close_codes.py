"""The numbers that clients go by: docs/protocol.md says what the server sends."""

from __future__ import annotations

import re
from pathlib import Path

from chordwork.http.wire.protocol import CloseCode

PAGE = (Path(__file__).parents[2] / "docs/protocol.md").read_text()


def test_every_close_code_is_the_one_that_the_page_names() -> None:
    """By the name of the first error that it comes with."""
    rows = re.findall(r"^\| (\d{4}) \| `(\w+)`", PAGE, re.MULTILINE)
    named = {int(code) for code, _ in rows}
    assert {int(code) for code in CloseCode if code >= 4000} == {code for code in named if code >= 4000}
    first = dict(reversed(rows))
    told = {
        "START_TIMEOUT": "start_timeout", "IDLE_TIMEOUT": "idle_timeout", "SESSION_LIMIT": "session_limit",
        "SLOW_READER": "reader_too_slow", "FLOOD": "flood", "RESUME_FAILED": "resume_failed",
        "TAKEN_OVER": "taken_over",
        "BAD_MESSAGE": "bad_json", "UNKNOWN_TYPE": "unknown_type", "BAD_FIELD": "bad_field",
        "BAD_FRAME": "audio_before_start", "UNSUPPORTED": "unsupported_protocol",
    }  # fmt: skip
    assert {name: first[str(CloseCode[name].value)] for name in told} == told
    standard = {"NORMAL": 1000, "MALFORMED": 1002, "NOT_UTF8": 1007, "TOO_BIG": 1009, "INTERNAL": 1011}
    standard |= {"DRAINING": 1012, "FULL": 1013}  # RFC 6455, and the registry of the IANA
    assert {name: CloseCode[name].value for name in standard} == standard
