"""The short way past the library reads what the library reads, however the bytes are cut."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from chordwork.http.transports.framing import Framing, text_frame

MAX_BYTES = 70_000


class Plain(ServerProtocol):
    """The library alone."""

    def __init__(self) -> None:
        super().__init__(max_size=MAX_BYTES, state=State.OPEN)
        self.failure: tuple[int, str] | None = None
        self.partial: tuple[Opcode, bytes] | None = None
        self.messages: list[str | bytes] = []

    def fail(self, code: int, reason: str = "") -> None:
        self.failure = (int(code), reason)

    def take(self, data: bytes) -> None:
        if self.failure is not None or self.close_rcvd is not None:
            return
        self.receive_data(data)
        for frame in self.events_received():
            assert isinstance(frame, Frame)
            if frame.opcode in (Opcode.TEXT, Opcode.BINARY):
                self.partial = (frame.opcode, bytes(frame.data))
            elif frame.opcode is Opcode.CONT:
                assert self.partial is not None
                self.partial = (self.partial[0], self.partial[1] + bytes(frame.data))
            else:
                continue
            if frame.fin:
                opcode, data_ = self.partial
                if opcode is Opcode.TEXT:
                    try:
                        self.messages.append(data_.decode())
                    except UnicodeDecodeError:
                        self.failure = (1007, "a text message must be UTF-8")
                        return
                else:
                    self.messages.append(data_)


def frame(first: int, payload: bytes, mask: bytes | None, wide: int = 0) -> bytes:
    """``wide``: 1 or 2 write the length in more bytes than it needs."""
    size = len(payload)
    masked = 0x80 if mask is not None else 0
    if size < 126 and wide == 0:
        head = bytes([first, masked | size])
    elif size < 65536 and wide < 2:
        head = bytes([first, masked | 126]) + struct.pack("!H", size)
    else:
        head = bytes([first, masked | 127]) + struct.pack("!Q", size)
    if mask is None:
        return head + payload
    return head + mask + bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))


payloads = st.one_of(
    st.binary(max_size=12),
    st.text(max_size=6).map(str.encode),
    st.integers(120, 700)
    .map(lambda size: bytes(range(256)) * 3 + bytes(size))
    .map(lambda data: data[: 126 + len(data) % 600]),
)
masks = st.one_of(st.binary(min_size=4, max_size=4), st.binary(min_size=4, max_size=4), st.none())
audio = st.builds(frame, st.just(0x82), payloads, st.binary(min_size=4, max_size=4))
regular = st.builds(
    frame,
    st.sampled_from([0x82, 0x82, 0x81, 0x01, 0x02, 0x00, 0x80, 0x89, 0x8A]),
    payloads,
    st.binary(min_size=4, max_size=4),
    st.sampled_from([0, 0, 0, 1, 2]),
)
anything = st.builds(frame, st.integers(0, 255), payloads, masks, st.sampled_from([0, 0, 1, 2]))
too_much = st.binary(max_size=3).map(lambda more: b"\x82\xff" + struct.pack("!Q", MAX_BYTES + 1) + b"mask" + more)
fragments = st.builds(
    lambda opcode, parts, between, mask: (
        frame(opcode, b"one", mask)
        + b"".join(between + frame(0x00, part, mask) for part in parts)
        + frame(0x80, b"end", mask)
    ),
    st.sampled_from([0x01, 0x02]),
    st.lists(payloads, max_size=3),
    st.sampled_from(
        [b"", frame(0x89, b"ping", b"abcd"), frame(0x82, b"audio", b"abcd"), frame(0x81, b"text", b"abcd")]
    ),
    st.binary(min_size=4, max_size=4),
)
good = st.lists(st.one_of(audio, audio, fragments, regular), max_size=5).map(b"".join)
bad = st.one_of(anything, st.binary(max_size=4), too_much, st.just(frame(0x88, b"\x03\xe8bye", b"abcd")))
streams = st.tuples(good, st.one_of(st.just(b""), bad), good)


@given(streams.map(b"".join), st.data())
def test_the_same_messages_failures_and_answers_however_it_is_cut(stream: bytes, data: st.DataObject) -> None:
    mine, library = Framing(max_message_bytes=MAX_BYTES), Plain()
    messages: list[str | bytes] = []
    while stream:
        cut = data.draw(st.one_of(st.integers(1, 5), st.integers(1, len(stream)), st.just(len(stream))))
        messages += mine.take(stream[:cut])[0]
        library.take(stream[:cut])
        stream = stream[cut:]
    # what came before a failure is told, whether or not the failure came with the same read
    if library.failure is None:
        assert messages == library.messages
    assert mine.failure == library.failure
    if mine.failure is None or mine.failure[0] != 1007:  # which is ours, and ends the reading at once
        assert (mine.close_rcvd, mine.state) == (library.close_rcvd, library.state)
        assert b"".join(mine.data_to_send()) == b"".join(library.data_to_send())


@given(st.lists(audio, min_size=1, max_size=20).map(b"".join), st.integers(1, 700))
def test_frames_are_counted(stream: bytes, cut: int) -> None:
    whole, cut_up = Framing(max_message_bytes=MAX_BYTES), Framing(max_message_bytes=MAX_BYTES)
    messages, frames = whole.take(stream)
    assert frames == len(messages)
    assert sum(cut_up.take(stream[at : at + cut])[1] for at in range(0, len(stream), cut)) == frames


def test_a_large_message_in_many_reads_is_whole() -> None:
    framing, payload = Framing(max_message_bytes=MAX_BYTES), bytes(range(250)) * 280
    data = frame(0x82, payload, b"abcd") + frame(0x82, b"next", b"efgh")
    heard: list[str | bytes] = []
    for at in range(0, len(data), 16_384):
        heard += framing.take(data[at : at + 16_384])[0]
    assert heard == [payload, b"next"]


def test_what_came_before_a_failure_is_told() -> None:
    framing = Framing(max_message_bytes=MAX_BYTES)
    assert framing.take(frame(0x82, b"audio", b"abcd") + frame(0x83, b"", b"abcd"))[0] == [b"audio"]
    assert framing.failure is not None
    assert framing.failure[0] == 1002
    assert framing.take(frame(0x82, b"audio", b"abcd")) == ([], 0)


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_a_text_is_framed_as_the_library_does_it(size: int) -> None:
    text = "ä" * (size // 2) + "x" * (size % 2)
    library = ServerProtocol(state=State.OPEN)
    library.send_text(text.encode())
    assert text_frame(text) == b"".join(library.data_to_send())
