"""WAV, RF64, BW64 and Wave64, as recorders and programs really write them.

Their chunks are read here, tolerantly, and libsndfile is given a clean file of the same format and sound: it refuses or
misreads sizes of 0, sizes larger than the file, odd chunks without their pad byte, and a second ``data`` chunk.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import attrs

from chordwork.analysis.decoding.containers.chunks import ByteOrder, chunks, wave64_chunks
from chordwork.analysis.decoding.containers.frame_headers import mpeg_header
from chordwork.analysis.decoding.containers.store import Span, Spliced, Store
from chordwork.analysis.decoding.decoders.sndfile import open_sound
from chordwork.analysis.decoding.decoders.sounds import Part, Plan
from chordwork.analysis.decoding.errors import DecodingError, EmptyAudioError
from chordwork.analysis.decoding.plans.mpeg import plan_mpeg

PCM: Final = 1
FLOAT: Final = 3
MP3: Final = 0x55
MPEG_AUDIO: Final = 0x50
EXTENSIBLE: Final = 0xFFFE
SMALL: Final = 0xFFFF_0000
"""Sound of more bytes than this needs RF64."""
MAX_FORMAT_BYTES: Final = 1024
MAX_JOINED: Final = 1000
"""Files in one."""


@attrs.define
class Wave:
    """What the chunks say."""

    format: bytes
    data: list[Span]
    promised_bytes: int | None
    fact_frames: int | None
    order: ByteOrder
    following: int | None
    """Where another WAV begins that was joined on."""

    def _number(self, start: int, size: int) -> int:
        return int.from_bytes(self.format[start : start + size], self.order)

    @property
    def tag(self) -> int:
        """Of the format; that inside for the extensible kind."""
        tag = self._number(0, 2)
        return self._number(24, 2) if tag == EXTENSIBLE and len(self.format) >= 26 else tag

    @property
    def frame_bytes(self) -> int:
        """Of a block: a sample frame, for linear PCM."""
        return self._number(12, 2)

    @property
    def size(self) -> int:
        """Bytes of sound that are there."""
        return sum(length for _, length in self.data)


def plan_wave(store: Store, start: int) -> Plan:
    """A plan for a WAV and its kin.

    Raises:
        DecodingError: without a format, or in one that cannot be decoded here.
        EmptyAudioError: without sound.
    """
    plan = Plan([], expected_s=0.0)
    promised_s: float | None = 0.0
    following: int | None = start
    for _ in range(MAX_JOINED):
        if following is None:
            break
        wave = read_wave(store, following)
        one = _plan_one(store, wave)
        plan.parts += one.parts
        plan.warnings += one.warnings
        plan.expected_s = (plan.expected_s or 0.0) + (one.expected_s or 0.0)
        promised_s = None if promised_s is None or one.promised_s is None else promised_s + one.promised_s
        plan.cut = one.cut
        following = wave.following
    plan.promised_s = promised_s
    return plan


def _plan_one(store: Store, wave: Wave) -> Plan:
    if wave.size == 0:
        raise EmptyAudioError("it has a header but no audio; record or export it again")
    if wave.tag in (MP3, MPEG_AUDIO) and (plan := _plan_mp3(store, wave)) is not None:
        return plan
    if wave.tag in (PCM, FLOAT) and wave.frame_bytes > 0:
        _whole_frames(wave)
    file = Spliced(store, [*_clean_header(wave), *wave.data])
    sound = open_sound(file, "WAV")
    sound.close()
    if sound.frames == 0:
        raise EmptyAudioError("it has a header but no audio; record or export it again")
    plan = Plan([Part(partial(open_sound, file, "WAV"))], expected_s=(sound.frames or 0) / sound.rate_hz)
    _promise(wave, plan)
    return plan


def _plan_mp3(store: Store, wave: Wave) -> Plan | None:
    offset, length = wave.data[0]
    if wave.tag == MPEG_AUDIO and mpeg_header(store.read(offset, 4)) is None:
        return None
    plan = plan_mpeg(store, offset, offset + length, alone=False)
    if plan is not None and plan.promised_s is None:
        _promise(wave, plan)
    return plan


def _promise(wave: Wave, plan: Plan) -> None:
    """In proportion to the bytes: what headers of packed formats say about their rate is often wrong."""
    if wave.promised_bytes is not None and plan.expected_s is not None:
        plan.promised_s = plan.expected_s * max(1.0, wave.promised_bytes / wave.size)


def _whole_frames(wave: Wave) -> None:
    """Leave out the bytes of a frame that was cut off, in each stretch."""
    wave.data = [(offset, length - length % wave.frame_bytes) for offset, length in wave.data]


def read_wave(store: Store, start: int) -> Wave:
    """Read the chunks.

    Raises:
        DecodingError: there is no ``fmt`` chunk.
    """
    kind = store.read(start, 4)
    order: ByteOrder = "big" if kind == b"RIFX" else "little"
    format, data, promised, fact, following = b"", [], 0, None, None
    meant = True
    for chunk in wave64_chunks(store, start) if kind == b"riff" else chunks(store, start, order, b"data"):
        if chunk.name == b"fmt " and not format:
            format = store.read(chunk.offset, min(chunk.size, MAX_FORMAT_BYTES))
        elif chunk.name == b"fact":
            fact = int.from_bytes(store.read(chunk.offset, 4), order)
        elif chunk.name == b"data":
            there = max(0, min(chunk.size, store.size - chunk.offset))
            data.append((chunk.offset, there))
            promised += chunk.size
            meant = meant and chunk.claims
        elif chunk.name in (b"RIFF", b"RIFX", b"RF64") and data and store.read(chunk.offset, 4) == b"WAVE":
            following = chunk.offset - 8
            break
    if len(format) < 14:
        raise DecodingError("WAV without a format ('fmt ' chunk): its beginning is damaged; export it again")
    spans = [span for span in data if span[1]]
    return Wave(format, spans, promised if meant and data else None, fact, order, following)


def _clean_header(wave: Wave) -> list[bytes | Span]:
    size = wave.size

    def number(value: int, width: int = 4) -> bytes:
        return value.to_bytes(width, wave.order)

    format = wave.format + bytes(len(wave.format) % 2)
    fact = b"" if wave.fact_frames is None else b"fact" + number(4) + number(wave.fact_frames)
    inside = b"WAVE" + b"fmt " + number(len(format)) + format + fact
    if size < SMALL:
        name = b"RIFX" if wave.order == "big" else b"RIFF"
        return [name + number(len(inside) + 8 + size) + inside + b"data" + number(size)]
    frames = size // max(1, wave.frame_bytes)
    ds64 = b"ds64" + number(28) + number(len(inside) + 44 + size, 8) + number(size, 8) + number(frames, 8) + number(0)
    inside = b"WAVE" + ds64 + inside[4:]
    return [b"RF64" + b"\xff" * 4 + inside + b"data" + b"\xff" * 4]
