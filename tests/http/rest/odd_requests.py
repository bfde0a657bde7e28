"""What nobody should send and somebody will, as docs/music.md lists it: a name, an address, a body."""

from __future__ import annotations

from typing import Any, Final

ODD_REQUESTS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "an unknown chord": ("/tabs", {"chords": ["C", "G", "Xyz"]}),
    "a German H": ("/harmony/parse", {"chords": "C G Hm F"}),
    "half a chord": ("/accompaniment", {"chords": "C | G/"}),
    "no chord at all": ("/suggest", {"chords": "C !"}),
    "10,000 chords in a list": ("/tabs", {"chords": ["C"] * 10_000}),
    "10,000 chords in a line": ("/tabs", {"chords": "C " * 10_000}),
    "10,000 chords for a band": ("/accompaniment", {"chords": "C " * 10_000}),
    "10,000 chords, what next": ("/suggest", {"chords": "C G " * 5_000}),
    "a tuning of 40 strings": ("/tabs", {"chords": ["C"], "tuning": ["E2"] * 40}),
    "capo 99": ("/tabs", {"chords": ["C"], "capo": 99}),
    "capo 30": ("/tabs", {"chords": ["C"], "capo": 30}),
    "a kazoo": ("/tabs", {"chords": ["C"], "instrument": "kazoo"}),
    "no theme": ("/instructions", {}),
    "an empty theme": ("/instructions", {"theme": ""}),
    "a blank theme": ("/instructions", {"theme": " \t "}),
    "a theme of 1 MB": ("/instructions", {"theme": "rain " * 200_000}),
    "a theme of 100 kB": ("/instructions", {"theme": "rain " * 20_000}),
    "a list for a theme": ("/instructions", {"theme": ["rain"]}),
    "emoji": ("/instructions", {"theme": "🎸🌧️💔"}),
    "German": ("/instructions", {"theme": "der letzte Sommer am See"}),
    "Japanese": ("/instructions", {"theme": "雨の中を歩いて帰る"}),
    "punctuation only": ("/instructions", {"theme": "?!…"}),
    "notes that are none": ("/practice", {"chord": "C", "notes": "C E 🎸"}),
    "nothing to practise": ("/practice", {"chord": "N.C.", "notes": "C"}),
}


def answered(name: str, status: int, body: dict[str, Any]) -> str:
    """A row of the table."""
    address, _ = ODD_REQUESTS[name]
    if status == 200:
        return f"| {name} | `{address}` | 200 | | {_said(body)} |"
    detail = body["detail"].replace("|", r"\|")
    return f"| {name} | `{address}` | {status} | `{body['code']}` | {detail} |"


def _said(body: dict[str, Any]) -> str:
    if "suggestions" in body:
        return f"{len(body['suggestions'])} suggestions in {body['key']}"
    return "a song plan" if all(body[part] for part in ("title", "sections", "steps")) else str(body)
