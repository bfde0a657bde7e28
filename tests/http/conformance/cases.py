"""What RFC 6455 asks of a server, case by case, as bytes that a client sends and what has to come back.

A case begins on a connection that was just upgraded. Most then start a session, so that what follows is read as
messages: text is JSON of the wire protocol, binary is PCM, and a ``marker`` message, answered with an error of its own
that closes nothing, shows that the connection lives on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import attrs

from tests.http.attacks import BINARY, CLOSE, PING, TEXT, frame

CONTINUATION, PONG = 0, 10
NONE_GIVEN: Final = 1005
"""In place of the code of a close frame that has none."""
LIMIT_BYTES: Final = 65_536
"""Largest message that the server under test takes."""
START: Final = json.dumps({"type": "start", "protocol": 1, "sample_rate": 8000, "acks": "chunk"}).encode()
STOP: Final = frame(TEXT, b'{"type":"stop"}')
GOOD_BYE: Final = frame(CLOSE, (1000).to_bytes(2, "big"))


@attrs.frozen
class Case:
    """One demand.

    Attributes:
        number: of the case; its first part is that of the group.
        section: of RFC 6455.
        title: what is sent, and what has to happen.
        sent: after the upgrade, in pieces that are written one by one.
        code: of the close frame that has to come; None: the session goes on, is stopped, and ends with ``done``.
        pongs: payloads of the pongs that have to come, in order.
        acked: bytes of audio that have to be acknowledged in all.
        orderly: the client closes as it should, and there is nothing to explain.
    """

    number: str
    section: str
    title: str
    sent: tuple[bytes, ...]
    code: int | None = None
    pongs: tuple[bytes, ...] = ()
    acked: int = 0
    orderly: bool = False


def _raw(first: int, second: int, rest: bytes = b"") -> bytes:
    return bytes([first, second]) + rest


def _close(payload: bytes = b"") -> bytes:
    return frame(CLOSE, payload)


def _coded(code: int, reason: bytes = b"") -> bytes:
    return _close(code.to_bytes(2, "big") + reason)


OPEN: Final = frame(TEXT, START)
PCM: Final = bytes(1600)


def cases() -> Iterator[Case]:
    """All, in order."""
    yield from _framing()
    yield from _pings()
    yield from _reserved()
    yield from _masking()
    yield from _fragments()
    yield from _utf8()
    yield from _closing()
    yield from _limits()


def _framing() -> Iterator[Case]:
    for number, size in enumerate((0, 2, 124, 126, 128, 65_534, 65_536), start=1):
        yield Case(
            f"1.{number}", "5.2", f"a binary message of {size} bytes arrives whole",
            (OPEN, frame(BINARY, bytes(size)), STOP), acked=size,
        )  # fmt: skip
    yield Case("1.8", "5.2", "a text message arrives whole", (OPEN, STOP))
    yield Case(
        "1.9", "5.2", "frames that come byte by byte are put together",
        tuple(bytes([byte]) for byte in OPEN + frame(BINARY, PCM[:200]) + STOP), acked=200,
    )  # fmt: skip
    yield Case(
        "1.10", "5.2", "many frames in one piece are taken apart",
        (OPEN + frame(BINARY, PCM) * 20 + STOP,), acked=20 * len(PCM),
    )  # fmt: skip
    yield Case("1.11", "5.2", "a message cut in the middle of its head", (OPEN[:1], OPEN[1:3], OPEN[3:], STOP))
    yield Case(
        "1.12", "5.2", "a length of 64 bits with the highest one set is refused",
        (OPEN, _raw(0x82, 0xFF, b"\xff" * 8 + bytes(4))), code=1009,
    )  # fmt: skip


def _pings() -> Iterator[Case]:
    for number, payload in enumerate((b"", b"hello", bytes(range(125)), b"\xff\xfe\xfd"), start=1):
        yield Case(
            f"2.{number}", "5.5.2", f"a ping of {len(payload)} bytes is answered with the same",
            (OPEN, frame(PING, payload), STOP), pongs=(payload,),
        )  # fmt: skip
    yield Case(
        "2.5", "5.5.2", "ten pings are answered in order",
        (OPEN, *(frame(PING, bytes([number])) for number in range(10)), STOP),
        pongs=tuple(bytes([number]) for number in range(10)),
    )  # fmt: skip
    yield Case("2.6", "5.5", "a ping of 126 bytes is refused", (OPEN, frame(PING, bytes(126))), code=1002)
    yield Case("2.7", "5.5.3", "a pong that nobody asked for is passed over", (OPEN, frame(PONG, b"unasked"), STOP))
    yield Case(
        "2.8", "5.5.2", "a ping before anything else is answered", (frame(PING, b"1"), OPEN, STOP), pongs=(b"1",)
    )
    yield Case(
        "2.9", "5.5", "a ping that comes byte by byte is answered",
        (OPEN, *(bytes([byte]) for byte in frame(PING, b"slow")), STOP), pongs=(b"slow",),
    )  # fmt: skip


def _reserved() -> Iterator[Case]:
    for number, bits in enumerate((0x40, 0x20, 0x10, 0x70), start=1):
        yield Case(
            f"3.{number}", "5.2", f"reserved bits {bits >> 4:03b} without an extension are refused",
            (OPEN, _raw(0x81 | bits, 0x80, bytes(4))), code=1002,
        )  # fmt: skip
    for number, opcode in enumerate((3, 4, 5, 6, 7, 11, 12, 13, 14, 15), start=5):
        yield Case(
            f"3.{number}", "5.2", f"reserved opcode {opcode} is refused",
            (OPEN, _raw(0x80 | opcode, 0x80, bytes(4))), code=1002,
        )  # fmt: skip
    yield Case(
        "3.15", "5.2", "a reserved bit on a ping is refused", (OPEN, _raw(0xC0 | PING, 0x80, bytes(4))), code=1002
    )


def _masking() -> Iterator[Case]:
    for number, opcode in enumerate((TEXT, BINARY, PING, CLOSE), start=1):
        yield Case(
            f"4.{number}", "5.1", f"a frame of opcode {opcode} that is not masked is refused",
            (OPEN, frame(opcode, b"", masked=False)), code=1002,
        )  # fmt: skip
    yield Case(
        "4.5", "5.3", "a mask of zeros is a mask",
        (_raw(0x81, 0x80 | len(START), bytes(4) + START), STOP),
    )  # fmt: skip


def _fragments() -> Iterator[Case]:
    head, tail = START[:20], START[20:]
    yield Case(
        "5.1", "5.4", "a text message in two fragments is one", (frame(TEXT, head, final=False), _more(tail), STOP)
    )
    yield Case(
        "5.2", "5.4", "a binary message in many fragments is one",
        (OPEN, frame(BINARY, PCM[:7], final=False), *(_more(PCM[:7], final=False) for _ in range(9)), _more(b""), STOP),
        acked=70,
    )  # fmt: skip
    yield Case(
        "5.3", "5.4", "a ping between fragments is answered, and the message is whole",
        (OPEN, frame(BINARY, PCM, final=False), frame(PING, b"between"), _more(PCM), STOP),
        pongs=(b"between",), acked=2 * len(PCM),
    )  # fmt: skip
    yield Case(
        "5.4", "5.4", "fragments that are empty are nothing",
        (OPEN, frame(BINARY, b"", final=False), _more(b"", final=False), _more(b""), STOP),
    )  # fmt: skip
    yield Case("5.5", "5.4", "a continuation of nothing is refused", (OPEN, _more(b"x")), code=1002)
    yield Case(
        "5.6", "5.4", "a continuation of nothing that is not the last is refused",
        (OPEN, _more(b"x", final=False)), code=1002,
    )  # fmt: skip
    yield Case(
        "5.7", "5.4", "a new message inside another is refused",
        (OPEN, frame(BINARY, PCM, final=False), frame(TEXT, b"{}")), code=1002,
    )  # fmt: skip
    yield Case("5.8", "5.5", "a ping in fragments is refused", (OPEN, frame(PING, b"x", final=False)), code=1002)
    yield Case(
        "5.9", "5.5", "a close in fragments is refused", (OPEN, frame(CLOSE, b"\x03\xe8", final=False)), code=1002
    )
    yield Case(
        "5.10", "5.4", "a message after one in fragments is a message of its own",
        (OPEN, frame(BINARY, PCM, final=False), _more(PCM), frame(BINARY, PCM), STOP), acked=3 * len(PCM),
    )  # fmt: skip


def _more(payload: bytes, *, final: bool = True) -> bytes:
    return frame(CONTINUATION, payload, final=final)


_UNKNOWN: Final = '{"type":"start","protocol":1,"sample_rate":8000,"client":"κόσμε 🎸"}'.encode()


def _utf8() -> Iterator[Case]:
    yield Case("6.1", "5.6", "text beyond ASCII is read", (frame(TEXT, _UNKNOWN), STOP))
    cut = _UNKNOWN.index("🎸".encode()) + 2
    yield Case(
        "6.2", "5.6", "a character may be cut by a fragment",
        (frame(TEXT, _UNKNOWN[:cut], final=False), _more(_UNKNOWN[cut:]), STOP),
    )  # fmt: skip
    wrong = {
        "a lone continuation byte": b"\x80",
        "an overlong slash": b"\xc0\xaf",
        "a surrogate": b"\xed\xa0\x80",
        "beyond the last code point": b"\xf4\x90\x80\x80",
        "a character that is cut off": b"\xf0\x9f\x8e",
        "bytes that never occur": b"\xfe\xff",
    }
    for number, (what, payload) in enumerate(wrong.items(), start=3):
        yield Case(
            f"6.{number}", "8.1", f"{what} is refused as no UTF-8", (OPEN, frame(TEXT, b'{"' + payload)), code=1007
        )
    yield Case(
        "6.9", "8.1", "no UTF-8 in the second fragment is refused",
        (OPEN, frame(TEXT, b'{"', final=False), _more(b"\xff")), code=1007,
    )  # fmt: skip


def _closing() -> Iterator[Case]:
    yield Case("7.1", "5.5.1", "a close without a code is answered", (OPEN, _close()), code=NONE_GIVEN, orderly=True)
    for number, code in enumerate(
        (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999), start=2
    ):
        yield Case(
            f"7.{number}", "7.4.1", f"a close with {code} is answered with it", (OPEN, _coded(code)), code, orderly=True
        )
    yield Case(
        "7.15",
        "5.5.1",
        "a close with a reason is answered",
        (OPEN, _coded(1000, "so long 🎸".encode())),
        code=1000,
        orderly=True,
    )
    yield Case("7.16", "5.5.1", "a close with half a code is refused", (OPEN, _close(b"\x03")), code=1002)
    for number, code in enumerate((0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535), start=17):
        yield Case(
            f"7.{number}", "7.4.2", f"a close with {code}, which nobody may send, is refused",
            (OPEN, _coded(code)), code=1002,
        )  # fmt: skip
    yield Case(
        "7.29", "8.1", "a close whose reason is no UTF-8 is refused", (OPEN, _coded(1000, b"\xff\xfe")), code=1007
    )
    yield Case("7.30", "5.5", "a close of 126 bytes is refused", (OPEN, _coded(1000, b"x" * 124)), code=1002)
    yield Case(
        "7.31", "5.5.1", "what comes behind a close is passed over",
        (OPEN, GOOD_BYE + frame(PING, b"late") + frame(BINARY, PCM)), code=1000, orderly=True,
    )  # fmt: skip
    yield Case("7.32", "5.5.1", "a close before anything else is answered", (GOOD_BYE,), code=1000, orderly=True)


def _limits() -> Iterator[Case]:
    yield Case(
        "8.1", "7.4.1", "a message that is one byte too large is refused",
        (OPEN, frame(BINARY, bytes(LIMIT_BYTES + 1))), code=1009,
    )  # fmt: skip
    yield Case(
        "8.2", "7.4.1", "so is one that grows too large by fragments",
        (OPEN, frame(BINARY, bytes(LIMIT_BYTES), final=False), _more(b"x")), code=1009,
    )  # fmt: skip
    yield Case(
        "8.3", "7.4.1", "text counts in bytes",
        (OPEN, frame(TEXT, b'{"type":"' + "é".encode() * (LIMIT_BYTES // 2) + b'"}')), code=1009,
    )  # fmt: skip
