"""Ogg: every link of a chain, every stretch that is whole, each at its own time (RFC 3533, 7845; Vorbis I; Ogg FLAC).

libsndfile reads the first link only, and closes up the gap that damaged pages leave, so that all that follows is early.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

import attrs

from chordwork.analysis.decoding.containers.store import Span, Spliced, Store
from chordwork.analysis.decoding.decoders.sndfile import SoundFileSound, open_sound
from chordwork.analysis.decoding.decoders.sounds import BrokenSound, Part, Plan
from chordwork.analysis.decoding.warnings import damaged

_REVERSED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_CAPTURE: Final = re.compile(rb"OggS\x00")
_SEARCH_BYTES: Final = 64 << 10
CUT_IN_S: Final = 0.1
"""A stream whose first page lies later than this was joined while it ran."""
_CONTINUES: Final = 1
_BEGINS: Final = 2
_ENDS: Final = 4


@attrs.frozen(slots=True)
class Page:
    """One whole page."""

    offset: int
    length: int
    flags: int
    granule: int
    serial: int
    sequence: int
    lacing: bytes

    @property
    def body(self) -> Span:
        """Where its packets are."""
        head = 27 + len(self.lacing)
        return self.offset + head, self.length - head

    @property
    def packets(self) -> int:
        """That end in it."""
        return sum(length < 255 for length in self.lacing)


@attrs.define
class Stream:
    """One logical stream of sound: a link of the chain."""

    serial: int
    codec: str
    rate_hz: int
    pre_skip: int
    headers: list[Page]
    runs: list[list[Page]] = attrs.field(factory=list)
    """Pages with sound, without a gap between those of a run."""
    header_packets: int = 2
    """That come before the sound."""
    ended: bool = False


def pages(store: Store) -> Iterator[Page]:
    """All whole pages; what is between them is passed over."""
    position = 0
    while position + 27 <= store.size:
        page = _page(store, position)
        if page is not None:
            yield page
            position += page.length
            continue
        block = store.read(position + 1, _SEARCH_BYTES)
        found = _CAPTURE.search(block)
        position += 1 + found.start() if found else max(1, len(block) - 4)


def _page(store: Store, offset: int) -> Page | None:
    head = store.read(offset, 27 + 255)
    if head[:5] != b"OggS\0":
        return None
    lacing = head[27 : 27 + head[26]]
    length = 27 + head[26] + sum(lacing)
    content = store.read(offset, length)
    if len(content) < length or _checksum(content[:22] + bytes(4) + content[26:]) != int.from_bytes(
        head[22:26], "little"
    ):
        return None
    return Page(
        offset,
        length,
        head[5],
        int.from_bytes(head[6:14], "little", signed=True),
        int.from_bytes(head[14:18], "little"),
        int.from_bytes(head[18:22], "little"),
        lacing,
    )


def _checksum(content: bytes) -> int:
    """Ogg's CRC: that of zlib with the bits of each byte, and of the result, the other way round, and no inversions."""
    mirrored = zlib.crc32(content.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)


def streams(store: Store) -> list[Stream]:
    """The streams of sound, one for each link: the first that is sound where several run side by side."""
    found: list[Stream] = []
    stream: Stream | None = None
    others: set[int] = set()
    for page in pages(store):
        if page.flags & _BEGINS:
            began = None if stream is not None and not stream.runs and not stream.ended else _begin(store, page)
            if began is None:
                others.add(page.serial)
            else:
                stream = began
                found.append(stream)
            continue
        if stream is None or page.serial != stream.serial:
            continue
        if stream.header_packets > 0 and not stream.runs:
            stream.headers.append(page)
            stream.header_packets -= page.packets
            continue
        previous = stream.runs[-1][-1] if stream.runs else stream.headers[-1]
        if not stream.runs or page.sequence != (previous.sequence + 1) & 0xFFFFFFFF:
            stream.runs.append([])
        stream.runs[-1].append(page)
        stream.ended = bool(page.flags & _ENDS)
    return [stream for stream in found if stream.runs]


def _begin(store: Store, page: Page) -> Stream | None:
    """The stream of sound that begins with this page; None if it is something else."""
    packet = store.read(*page.body)
    if packet[:7] == b"\x01vorbis":
        rate, codec, packets = int.from_bytes(packet[12:16], "little"), "vorbis", 3
    elif packet[:8] == b"OpusHead":
        rate, codec, packets = 48_000, "opus", 2
    elif packet[:5] == b"\x7fFLAC" and packet[9:13] == b"fLaC":
        rate, codec, packets = int.from_bytes(packet[27:30], "big") >> 4, "flac", 1 + int.from_bytes(packet[7:9], "big")
    elif packet[:8] == b"Speex   ":
        rate, codec, packets = int.from_bytes(packet[36:40], "little"), "speex", 2
    else:
        return None
    pre_skip = int.from_bytes(packet[10:12], "little") if codec == "opus" else 0
    return Stream(page.serial, codec, rate, pre_skip, [page], header_packets=packets - 1) if rate > 0 else None


def plan_ogg(store: Store) -> Plan | None:
    """A plan for all links that libsndfile decodes; None if there is a link that it does not."""
    chain = streams(store)
    if not chain or any(stream.codec == "speex" for stream in chain):
        return None
    plan = Plan([])
    base_s = 0.0
    for stream in chain:
        base_s += _plan_stream(store, stream, base_s, plan)
    plan.expected_s = base_s
    if not chain[-1].ended:
        plan.cut = "its last page is missing"
    return plan


def _plan_stream(store: Store, stream: Stream, base_s: float, plan: Plan) -> float:
    """Append the parts of one link, which begins at ``base_s``; returns how long it lasts."""
    if len(stream.runs) == 1:
        plan.parts.append(Part(partial(_open_run, store, stream, stream.runs[0]), at_s=base_s))
        return _length_s(store, stream, stream.runs[0])
    first_s, end_s = 0.0, 0.0
    for number, run in enumerate(stream.runs):
        start_s, length_s = _place(store, stream, run, first=number == 0)
        if number == 0 and start_s > CUT_IN_S:
            first_s = start_s  # a stream that was joined while it ran
        start_s = max(start_s - first_s, end_s)
        if number:
            plan.warnings.append(damaged(base_s + end_s, base_s + start_s))
        end_s = start_s + length_s
        plan.parts.append(Part(partial(_open_run, store, stream, run), at_s=base_s + start_s))
    return end_s


def _length_s(store: Store, stream: Stream, run: Sequence[Page]) -> float:
    sound = _open_run(store, stream, run)
    sound.close()
    frames = sound.frames if sound.frames is not None else max(page.granule for page in run)
    return frames / sound.rate_hz


def _place(store: Store, stream: Stream, run: Sequence[Page], *, first: bool) -> tuple[float, float]:
    """Where a run begins, and how long it is: its pages say only where they end, so it is decoded to be counted."""
    sound = _open_run(store, stream, run)
    try:
        frames = sum(len(piece) for piece in sound.pieces())
    except BrokenSound as broken:
        frames = broken.frames
    finally:
        sound.close()
    granule = max((page.granule for page in run), default=0)
    # Of Opus, libsndfile takes the pre-skip off at the end where there was none at the beginning.
    skipped = stream.pre_skip if first else 2 * stream.pre_skip
    return max(0.0, (granule - skipped - frames) / stream.rate_hz), frames / stream.rate_hz


def _open_run(store: Store, stream: Stream, run: Sequence[Page]) -> SoundFileSound:
    if stream.codec == "flac":
        return _open_flac(store, stream, run)
    return open_sound(Spliced(store, [(page.offset, page.length) for page in (*stream.headers, *run)]), "Ogg")


def _open_flac(store: Store, stream: Stream, run: Sequence[Page]) -> SoundFileSound:
    """Ogg FLAC as the native FLAC that is in it: libsndfile 1.2.2 fails at the former."""
    offset, length = stream.headers[0].body
    parts: list[Span] = [(offset + 9, length - 9), *(page.body for page in stream.headers[1:])]
    spans = [page.body for page in run]
    if run[0].flags & _CONTINUES:
        cut = _until_packet(run[0].lacing)
        spans[0] = (spans[0][0] + cut, spans[0][1] - cut)
    return open_sound(Spliced(store, [*parts, *spans]), "Ogg FLAC")


def _until_packet(lacing: bytes) -> int:
    """Bytes of a page that end a packet of the page before."""
    for number, length in enumerate(lacing):
        if length < 255:
            return sum(lacing[: number + 1])
    return sum(lacing)
