"""MP3 (and MPEG layers I and II): every stretch that is whole, each at its own time.

The decoder below (mpg123 in libsndfile) trusts the length that a tag states or that the first frames suggest, gives up
soon after damage, and stops where a second file was joined on. It is given each run of frames as a clean file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

import numpy as np

from chordwork.analysis.decoding.containers.frame_headers import mpeg_header
from chordwork.analysis.decoding.containers.frames import Run, Scan, lost_frames, scan
from chordwork.analysis.decoding.containers.store import Span, Spliced, Store
from chordwork.analysis.decoding.containers.xing import DECODER_DELAY, USUAL_ENCODER_DELAY, clean_tag
from chordwork.analysis.decoding.decoders.sndfile import SoundFileSound, open_sound
from chordwork.analysis.decoding.decoders.sounds import MAX_SILENCE_S, BrokenSound, Part, Plan, Samples, Sound
from chordwork.analysis.decoding.warnings import damaged, delay_unknown

FILTER_DELAY: Final = 481
"""Samples by which layers I and II lag."""
SURELY_MPEG_FRAMES: Final = 100
LEAST_SHARE: Final = 0.3
"""Of the bytes, for fewer frames; the rest may be tags and damage."""
_MARKS: Final = (b"LAME", b"Lavc", b"Lavf")
_MARK_BYTES: Final = 64 << 10


def plan_mpeg(store: Store, start: int, end: int, *, alone: bool = True) -> Plan | None:
    """A plan for the frames between two offsets; None if there are none, or none beyond what a decoder lags by.

    Args:
        store: the file.
        start: where to look from.
        end: where the frames end at the latest.
        alone: they are all that the file holds; False inside another container.
    """
    found = scan(store, start, end, mpeg_header)
    if not found.runs or not _is_mpeg(found, end - start):
        return None
    streams = _streams(found.runs)
    plan = Plan([])
    if alone and len(found.runs) == 1 and _sound_tag(found.runs[0]):
        _one_good(store, found.runs[0], plan)
    else:
        at_s = 0.0
        for stream in streams:
            at_s = _plan_stream(store, stream, at_s, plan)
        plan.expected_s = at_s
    _promise(streams, found, plan)
    return plan if plan.parts else None


def _is_mpeg(found: Scan, size: int) -> bool:
    """Whether the frames are what the bytes are, or there by accident."""
    frames = sum(len(run.offsets) for run in found.runs)
    covered = sum(run.end - run.offsets[0] for run in found.runs)
    return frames >= SURELY_MPEG_FRAMES or covered >= LEAST_SHARE * size


def _streams(runs: Sequence[Run]) -> list[list[Run]]:
    streams: list[list[Run]] = []
    for run in runs:
        if run.begins or not streams:
            streams.append([])
        streams[-1].append(run)
    return streams


def _sound_tag(run: Run) -> bool:
    tag = run.tag
    return tag is not None and tag.delay is not None and tag.frames in (len(run.offsets), None)


def _one_good(store: Store, run: Run, plan: Plan) -> None:
    tag = run.tag
    assert tag is not None
    samples = run.samples - (tag.delay or 0) - (tag.padding or 0)
    plan.expected_s = max(0, samples) / run.first.rate_hz
    delay = (tag.delay or 0) + DECODER_DELAY

    def resume(frames: int) -> Part | None:
        return _after(store, run, frames + delay, delay, 0.0)

    plan.parts.append(
        Part(partial(open_sound, Spliced(store, [(run.start, store.size - run.start)]), "MP3"), resume=resume)
    )


def _plan_stream(store: Store, runs: Sequence[Run], base_s: float, plan: Plan) -> float:
    """Append the parts of one stream, which begins at ``base_s``; returns where it ends."""
    first, tag = runs[0].first, runs[0].tag
    delay = _delay(store, runs[0], plan, at_s=base_s)
    total = _total(runs)
    index, end = 0, 0
    for number, run in enumerate(runs):
        if number:
            lost = _lost(runs, number, tag.frames if tag is not None else None)
            gap_s = base_s + max(0, index * first.samples - delay) / first.rate_hz
            index += lost
            plan.warnings.append(damaged(gap_s, gap_s + lost * first.samples / first.rate_hz))
        begin = index * first.samples - delay
        skip = max(0, -begin)
        keep = run.samples - skip
        if total is not None:
            keep = min(keep, total - max(0, begin))
        index += len(run.offsets)
        if keep <= 0:
            continue
        at_s = base_s + max(0, begin) / first.rate_hz
        plan.parts.append(_part(store, run, 0, skip, keep, at_s, begin_s=base_s + begin / first.rate_hz))
        end = max(0, begin) + keep
    return base_s + end / first.rate_hz


def _total(runs: Sequence[Run]) -> int | None:
    """Samples of a stream as its tag says; None if it does not, or is older than what was joined on without one."""
    tag = runs[0].tag
    if tag is None or tag.frames is None or tag.padding is None or tag.delay is None:
        return None
    if sum(len(run.offsets) for run in runs) > tag.frames:
        return None
    return max(0, tag.frames * runs[0].first.samples - tag.delay - tag.padding)


def _part(store: Store, run: Run, frame: int, skip: int, keep: int | None, at_s: float, *, begin_s: float) -> Part:
    """The run from a frame on.

    Args:
        store: the file.
        run: a run of frames.
        frame: the first to take.
        skip: samples to leave out.
        keep: samples to keep after that.
        at_s: where they lie.
        begin_s: where the first sample of the whole run lies, left out or not.
    """
    rate_hz, samples = run.first.rate_hz, run.first.samples

    def resume(frames: int) -> Part | None:
        done = frame * samples + frames
        return _after(store, run, done, 0, begin_s)

    return Part(
        partial(_open_run, store, run, frame),
        skip_s=skip / rate_hz,
        keep_s=None if keep is None else keep / rate_hz,
        at_s=at_s,
        resume=resume,
    )


def _after(store: Store, run: Run, done: int, delay: int, begin_s: float) -> Part | None:
    """The run from the frame after the one that broke, ``done`` samples into it."""
    frame = done // run.first.samples + 1
    if frame >= len(run.offsets):
        return None
    at_s = begin_s + (frame * run.first.samples - delay) / run.first.rate_hz
    return _part(store, run, frame, 0, None, max(0.0, at_s), begin_s=begin_s - delay / run.first.rate_hz)


def _open_run(store: Store, run: Run, frame: int) -> Sound:
    offset = run.offsets[frame]
    frames, length = len(run.offsets) - frame, run.end - offset
    head = clean_tag(store.read(offset, 4), frames, length) if run.first.layer == 3 else b""
    parts: list[bytes | Span] = [head, (offset, length)]
    sound = open_sound(Spliced(store, parts), "MP3")
    trimmed = frames * run.first.samples - (sound.frames or 0) if head else 0
    return _Untrimmed(sound, trimmed) if 0 < trimmed <= DECODER_DELAY else sound


class _Untrimmed:
    """With silence for what the decoder takes off the beginning (mpg123: its own delay, where there is a tag)."""

    def __init__(self, sound: SoundFileSound, trimmed: int) -> None:
        self.rate_hz: Final = sound.rate_hz
        self.channels: Final = sound.channels
        self.warnings: Final = sound.warnings
        self._sound = sound
        self._trimmed = trimmed

    def pieces(self) -> Iterator[Samples]:
        yield np.zeros((self._trimmed, self.channels), np.float32)
        try:
            yield from self._sound.pieces()
        except BrokenSound as broken:
            raise BrokenSound(broken.frames + self._trimmed, str(broken), at_end=broken.at_end) from broken

    def close(self) -> None:
        self._sound.close()


def _delay(store: Store, run: Run, plan: Plan, *, at_s: float) -> int:
    """Samples before the sound in what a decoder gives."""
    if run.first.layer != 3:
        return FILTER_DELAY
    if run.tag is not None and run.tag.delay is not None:
        return DECODER_DELAY + run.tag.delay
    begin, length = run.offsets[0], min(_MARK_BYTES, run.end - run.offsets[0])
    ends = store.read(begin, length) + store.read(run.end - length, length)
    if not any(mark in ends for mark in _MARKS):  # LAME signs what room it has left over
        plan.warnings.append(delay_unknown(at_s))
    return DECODER_DELAY + USUAL_ENCODER_DELAY


def _lost(runs: Sequence[Run], number: int, promised: int | None) -> int:
    """Frames between one run and the next: as the tag counts them if there is one gap only, else by their length."""
    if promised is not None and len(runs) == 2:
        counted = promised - sum(len(run.offsets) for run in runs)
        if 0 < counted * runs[0].first.samples <= MAX_SILENCE_S * runs[0].first.rate_hz:
            return counted
    return lost_frames(runs, number)


def _promise(streams: Sequence[Sequence[Run]], found: Scan, plan: Plan) -> None:
    """What the tags promise; a stream cut off before the next one began counts, too."""
    promised_s = 0.0
    for runs in streams:
        tag, first = runs[0].tag, runs[0].first
        held = sum(run.samples for run in runs) - (DECODER_DELAY + USUAL_ENCODER_DELAY)
        if tag is not None and tag.frames is not None:
            held = max(held, tag.frames * first.samples - (tag.delay or 0) - (tag.padding or 0))
        promised_s += held / first.rate_hz
    tag = streams[-1][0].tag
    if any(runs[0].tag is not None and runs[0].tag.frames is not None for runs in streams):
        plan.promised_s = promised_s
    elif found.cut and tag is None:
        plan.cut = "in the middle of a frame"
