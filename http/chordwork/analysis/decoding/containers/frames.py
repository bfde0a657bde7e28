"""Every frame of a stream of MPEG audio or ADTS: where it is whole, where it is damaged, where another one begins."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from typing import Final

import attrs

from chordwork.analysis.decoding.containers.frame_headers import HEADER_BYTES, FrameHeader, HeaderReader
from chordwork.analysis.decoding.containers.sniffing import skip_id3
from chordwork.analysis.decoding.containers.store import Store
from chordwork.analysis.decoding.containers.xing import Tag, read_tag

SURE_FRAMES: Final = 3
"""So many that fit together are no accident, where the stream was lost."""
_SYNC: Final = re.compile(rb"\xff[\xe0-\xff]")
NEARBY_FRAMES: Final = 40
"""Those nearby tell how long the lost ones were, where bit rates vary."""
TAG_BYTES: Final = 400
_SEARCH_BYTES: Final = 64 << 10


@attrs.define
class Run:
    """Frames without a gap between them."""

    first: FrameHeader
    start: int
    """Where it begins, its tag included."""
    tag: Tag | None
    """What stands before its first frame, if it begins a stream."""
    lost_bytes: int = 0
    """Damage before it; 0 if it begins a stream or follows another whole one."""
    begins: bool = True
    """It begins a stream: the first, or another file joined on."""
    end: int = 0
    offsets: array[int] = attrs.field(factory=lambda: array("Q"), repr=False)
    """Where each frame with sound begins."""

    @property
    def samples(self) -> int:
        """Of all its frames."""
        return len(self.offsets) * self.first.samples

    def take_back(self) -> int:
        """Its last frame is part of the damage after it; returns where that begins."""
        if self.offsets:
            self.end = self.offsets.pop()
        return self.end

    def give_back(self, end: int) -> None:
        """Its last frame was whole after all."""
        self.offsets.append(self.end)
        self.end = end


def lost_frames(runs: Sequence[Run], number: int) -> int:
    """How many frames were probably in the gap before a run: as many as there would be of those on both sides of it."""
    before, after = runs[number - 1], runs[number]
    head = after.offsets[: NEARBY_FRAMES + 1]
    tail = before.offsets[-NEARBY_FRAMES:]
    count = len(tail) + len(head) - 1
    length = (before.end - tail[0]) + (head[-1] - head[0])
    return max(1, round(after.lost_bytes * count / length))


@attrs.define
class Scan:
    """All runs of a file."""

    runs: list[Run]
    cut: bool = False
    """The last frame is not whole."""


def scan(store: Store, start: int, end: int, header_at: HeaderReader) -> Scan:
    """Walk through the frames between two offsets. No frames, no runs."""
    found = Scan([])
    position, lost = start, 0
    run: Run | None = None
    joined = True
    while position + 4 <= end:
        header = header_at(store.read(position, HEADER_BYTES))
        in_step = run is not None and header is not None and header.stream == run.first.stream
        if not in_step:
            past = _past_tag(store, position, end)
            if past is not None:
                position, run, joined = past, None, True
                continue
            if header is None or not _sure(store, position, end, header_at, header):
                broken = run.take_back() if run is not None else position
                resumed = _search(store, broken + (4 if run is not None else 1), end, header_at)
                if resumed is None:
                    if run is not None and broken < position:
                        run.give_back(position)
                    break
                lost += resumed - broken
                position, run = resumed, None
                continue
        assert header is not None
        if position + header.length > end:
            found.cut = True
            break
        tag = read_tag(store.read(position, min(header.length, TAG_BYTES)), header)
        if run is None or tag is not None or not in_step:
            begins = joined or tag is not None or header.stream != found.runs[-1].first.stream
            run = Run(header, position, tag=tag, lost_bytes=0 if joined or tag is not None else lost, begins=begins)
            found.runs.append(run)
            lost, joined = 0, False
        if tag is None:
            run.offsets.append(position)
        position += header.length
        run.end = position
    found.runs = [run for run in found.runs if run.offsets]
    return found


def _past_tag(store: Store, position: int, end: int) -> int | None:
    """The end of a tag or of padding that stands here; None if it is neither."""
    head = store.read(position, 32)
    if head[:3] == b"ID3":
        past = skip_id3(store, position)
        return past if past > position else None
    if head[:3] == b"TAG" and position + 128 <= end:
        return position + 128
    if head[:8] == b"APETAGEX" and len(head) >= 32:
        size = int.from_bytes(head[12:16], "little") + (32 if head[20] | head[23] & 0x20 else 0)
        return position + max(32, size)
    if head[:11] == b"LYRICSBEGIN":
        body = store.read(position, 1 << 20)
        stop = body.find(b"LYRICS200")
        return None if stop < 0 else position + stop + 9
    return None


def _sure(store: Store, position: int, end: int, header_at: HeaderReader, first: FrameHeader) -> bool:
    """Whether frames follow each other from here on."""
    for _ in range(SURE_FRAMES):
        if position >= end - 4:
            return True
        header = header_at(store.read(position, HEADER_BYTES))
        if header is None:
            return _past_tag(store, position, end) is not None
        if header.stream != first.stream:
            return False
        position += header.length
    return True


def _search(store: Store, position: int, end: int, header_at: HeaderReader) -> int | None:
    """Where frames go on; or where a tag begins that may stand before them."""
    while position + 4 <= end:
        block = store.read(position, min(_SEARCH_BYTES, end - position))
        for match in _SYNC.finditer(block):
            place = position + match.start()
            header = header_at(store.read(place, HEADER_BYTES))
            if header is not None and place + header.length <= end and _sure(store, place, end, header_at, header):
                return place
        if len(block) < _SEARCH_BYTES:
            return None
        position += len(block) - 1
    return None
