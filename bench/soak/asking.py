"""Who asks over REST in a soak: every kind of question, and some that have to be refused."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any, Final

import trio

CLIP: Final = Path(__file__).parents[2] / "http/chordwork/analysis/clips/guitar.ogg"
ANSWER_S: Final = 60.0
MOST_BYTES: Final = 1 << 24
CHORDS: Final = ("C G Am F", "Dm7 G7 Cmaj7", "Am F C G", "Em C G D", "Bb F Gm Eb", "A7 D7 E7")

Question = tuple[str, str, bytes, str, int]
"""Method, path, body, type of the body, and the status that answers it."""


def questions(chance: random.Random) -> list[Question]:
    """One of each kind."""
    chords = chance.choice(CHORDS)
    sent: dict[str, tuple[Any, int]] = {
        "/tabs": ({"chords": chords, "level": "beginner"}, 200),
        "/suggest": ({"chords": chords.split()}, 200),
        "/accompaniment?format=midi": ({"chords": chords, "repeats": chance.randint(1, 8)}, 200),
        "/instructions": ({"theme": f"a letter from the sea {chance.randint(0, 50)}"}, 200),
        "/harmony/parse": ({"chords": chords}, 200),
        "/tabs?format=nothing": ({"chords": chords}, 400),
        "/suggest?": ({"chords": ["H#"]}, 422),
    }
    asked = [
        ("POST", path, json.dumps(body).encode(), "application/json", status) for path, (body, status) in sent.items()
    ]
    return [
        *asked,
        ("POST", "/analyze", CLIP.read_bytes(), "audio/ogg", 200),
        ("POST", "/analyze", b"this is no sound", "audio/ogg", 415),
        ("GET", "/healthz", b"", "", 200),
        ("GET", "/metrics", b"", "", 200),
        ("GET", "/openapi.json", b"", "", 200),
        ("GET", "/", b"", "", 200),
        ("GET", "/nowhere", b"", "", 404),
    ]


async def ask(port: int, question: Question) -> int:
    """The status of the answer, which is read to its end.

    Raises:
        RuntimeError: there was none in time.
        OSError: the connection was lost.
    """
    method, path, body, kind, _ = question
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
    if kind:
        head += f"Content-Type: {kind}\r\n"
    answer = bytearray()
    with trio.move_on_after(ANSWER_S) as patience:
        async with await trio.open_tcp_stream("127.0.0.1", port) as stream:
            await stream.send_all(head.encode() + b"\r\n" + body)
            async for data in stream:
                answer += data
                if len(answer) > MOST_BYTES:
                    raise RuntimeError("the answer does not end")
    if patience.cancelled_caught or not answer.startswith(b"HTTP/1.1 "):
        raise RuntimeError(f"no answer to {method} {path}: {bytes(answer[:60])!r}")
    return int(answer[9:12])
