"""A recording as one stream of blocks: its parts one behind the other, of one rate, in mono or stereo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final

import attrs
import numpy as np

from chordwork.analysis.decoding.decoders.media import has_media
from chordwork.analysis.decoding.decoders.octaves import Octave, octaves_from
from chordwork.analysis.decoding.decoders.sounds import MAX_SILENCE_S, BrokenSound, Part, Plan, Samples, Sound
from chordwork.analysis.decoding.errors import INSTALL_MEDIA, DamagedAudioError, DecodingError
from chordwork.analysis.decoding.warnings import (
    DAMAGED_AUDIO,
    ENCODER_DELAY_UNKNOWN,
    damaged,
    ends_without_end,
    shorter_than_promised,
)
from chordwork.analysis.warnings import AnalysisWarning
from chordwork.native import Resampler, RingBuffer, SampleFormat

MAX_CHANNELS: Final = 2
"""What the recogniser takes; recordings of more channels are averaged to mono."""
SHORT_S: Final = 0.1
"""Promises are rounded, and encoders fill up their last block: less than this is not missing."""
SAME_S: Final = 0.002
MAX_WARNINGS: Final = 50
"""Of one recording; what is more is counted."""
_RING: Final = 1 << 16


class Recording:
    """An open recording.

    Attributes:
        sample_rate: of the blocks, in Hz: the file's, or brought into 8 to 192 kHz.
        channels: of the blocks, 1 or 2.
        duration: seconds that it probably lasts: what is there if that is known, else what its header promises.
        warnings: what is wrong with the file; complete after the last block.
    """

    def __init__(self, plan: Plan, owned: ExitStack) -> None:
        """Open the first part; ``owned`` closes all parts."""
        self._plan = plan
        self._owned = owned
        self._first = self._open(plan.parts[0])
        channels = self._first.channels
        self.channels: Final = channels if channels <= MAX_CHANNELS else 1
        self.sample_rate: Final = max(1, round(self._first.rate_hz * 2.0 ** octaves_from(self._first.rate_hz)))
        known = plan.expected_s if plan.expected_s is not None else plan.promised_s
        self.duration: Final = float(known or 0.0)
        self.warnings: list[AnalysisWarning] = []
        self._said: list[AnalysisWarning] = list(plan.warnings)
        self._given = 0

    def _open(self, part: Part) -> Sound:
        sound = part.open()
        self._owned.callback(sound.close)
        return sound

    @property
    def plan(self) -> Plan:
        """How it is heard."""
        return self._plan

    @property
    def heard_s(self) -> float:
        """Seconds given so far."""
        return self._given / self.sample_rate

    def blocks(self, block_frames: int) -> Iterator[Samples]:
        """Blocks of ``block_frames`` sample frames, the last one shorter.

        Yields:
            y : np.ndarray [shape=(n, channels)], float32, full scale at ±1.

        Raises:
            DamagedAudioError: it breaks off where it is damaged, and nothing after that can be read.
        """
        waiting: list[Samples] = []
        count = 0
        for piece in self._pieces():
            waiting.append(piece)
            count += len(piece)
            if count < block_frames:
                continue
            joined = np.concatenate(waiting)
            whole = count - count % block_frames
            for start in range(0, whole, block_frames):
                yield joined[start : start + block_frames]
            waiting, count = [joined[whole:]], count - whole
        if count:
            yield np.concatenate(waiting)

    def _pieces(self) -> Iterator[Samples]:
        parts = list(reversed(self._plan.parts))
        sound: Sound | None = self._first
        while parts:
            part = parts.pop()
            sound = sound or self._open(part)
            yield from self._silence_until(part.at_s)
            begin_s = self.heard_s
            try:
                yield from self._counted(self._shaped(sound, part))
            except BrokenSound as broken:
                rest = part.resume(broken.frames) if part.resume is not None else None
                if rest is not None:
                    parts.append(self._resumed(rest, begin_s, part))
                elif parts or broken.at_end:
                    self._said.append(damaged(self.heard_s, self.heard_s)) if parts else None
                else:
                    raise self._breaks_off(broken) from broken
            self._said += [_moved(said, begin_s - part.skip_s) for said in sound.warnings]
            sound.close()
            sound = None
        self._conclude()

    def _resumed(self, rest: Part, begin_s: float, broken: Part) -> Part:
        """What goes on behind damage; a sound that starts at the same place anew tells its own gaps."""
        end_s = self.heard_s if rest.at_s is None else max(self.heard_s, rest.at_s)
        if rest.at_s is not None:
            self._said.append(damaged(self.heard_s, end_s))
        kept_s = self.heard_s - begin_s
        keep_s = None if broken.keep_s is None or rest.keep_s is not None else max(0.0, broken.keep_s - kept_s)
        return attrs.evolve(rest, keep_s=rest.keep_s if keep_s is None else keep_s)

    def _breaks_off(self, broken: BrokenSound) -> DecodingError:
        reason = str(broken) if has_media() else f"{broken}; to read on, {INSTALL_MEDIA}"
        return DamagedAudioError(self.heard_s, reason)

    def _counted(self, pieces: Iterator[Samples]) -> Iterator[Samples]:
        for piece in pieces:
            self._given += len(piece)
            yield piece

    def _silence_until(self, at_s: float | None) -> Iterator[Samples]:
        if at_s is None:
            return
        missing = round(at_s * self.sample_rate) - self._given
        if not SAME_S * self.sample_rate < missing <= MAX_SILENCE_S * self.sample_rate:
            return
        while missing > 0:
            count = min(missing, 1 << 16)
            missing -= count
            self._given += count
            yield np.zeros((count, self.channels), np.float32)

    def _shaped(self, sound: Sound, part: Part) -> Iterator[Samples]:
        """The sound of a part, cut to it, with the channels and the rate of the recording."""
        skip = round(part.skip_s * sound.rate_hz)
        keep = None if part.keep_s is None else round(part.keep_s * sound.rate_hz)
        cut = _cut(sound.pieces(), skip, keep)
        folded: Iterator[Samples] = (_folded(piece, self.channels) for piece in cut)
        octaves = octaves_from(sound.rate_hz)
        for _ in range(abs(octaves)):
            folded = _through(folded, Octave(self.channels, up=octaves > 0))
        rate_hz = max(1, round(sound.rate_hz * 2.0**octaves))
        if rate_hz == self.sample_rate:
            return folded
        return _through(folded, _Rate(rate_hz, self.sample_rate, self.channels))

    def _conclude(self) -> None:
        plan, heard_s = self._plan, self.heard_s
        if plan.promised_s is not None and heard_s < plan.promised_s - SHORT_S - plan.slack_s:
            self._said = [said for said in self._said if not _is_at_end(said, heard_s)]
            self._said.append(shorter_than_promised(plan.promised_s, heard_s))
        elif plan.cut:
            self._said.append(ends_without_end(heard_s, plan.cut))
        delay = [said for said in self._said if said.code == ENCODER_DELAY_UNKNOWN][:1]
        others = [said for said in self._said if said.code != ENCODER_DELAY_UNKNOWN]
        told = sorted(_joined(others), key=lambda said: said.at or 0.0)
        if len(told) > MAX_WARNINGS:
            more = len(told) - MAX_WARNINGS + 1
            last = attrs.evolve(told[MAX_WARNINGS - 1], message=f"and {more} more such places after this one")
            told = [*told[: MAX_WARNINGS - 1], last]
        self.warnings += [*delay, *told]


def _joined(said: list[AnalysisWarning]) -> list[AnalysisWarning]:
    """Without repetitions of the same at the same place."""
    seen: dict[tuple[str, float], AnalysisWarning] = {}
    for each in said:
        seen.setdefault((each.code, round(each.at or 0.0, 1)), each)
    return list(seen.values())


def _is_at_end(said: AnalysisWarning, heard_s: float) -> bool:
    """Damage where a recording was cut off is nothing else than that."""
    return said.code == DAMAGED_AUDIO and said.at is not None and said.at > heard_s - 0.3


def _moved(said: AnalysisWarning, by_s: float) -> AnalysisWarning:
    return said if said.at is None or by_s == 0.0 else attrs.evolve(said, at=round(said.at + by_s, 3))


def _cut(pieces: Iterator[Samples], skip: int, keep: int | None) -> Iterator[Samples]:
    for piece in pieces:
        if skip:
            left_out = min(skip, len(piece))
            skip -= left_out
            piece = piece[left_out:]
        if keep is not None:
            piece = piece[:keep]
            keep -= len(piece)
        if len(piece):
            yield piece
        if keep == 0:
            return


def _folded(piece: Samples, channels: int) -> Samples:
    if piece.shape[1] == channels:
        return piece
    if channels == 1:
        return np.asarray(piece.mean(axis=1, keepdims=True, dtype=np.float32))
    mono = piece if piece.shape[1] == 1 else piece.mean(axis=1, keepdims=True, dtype=np.float32)
    return np.repeat(mono, channels, axis=1)


class _Rate:
    """From one rate in the engine's range to another, by the engine's own resampler."""

    def __init__(self, rate_in_hz: int, rate_out_hz: int, channels: int) -> None:
        self._lines = [(RingBuffer(_RING), Resampler(rate_in_hz, rate_out_hz)) for _ in range(channels)]
        self._ratio = rate_out_hz / rate_in_hz

    def process(self, piece: Samples) -> Samples:
        outs = []
        for start in range(0, len(piece), _RING // 4):
            outs.append(self._some(piece[start : start + _RING // 4]))
        return np.concatenate(outs) if outs else piece[:0]

    def _some(self, piece: Samples) -> Samples:
        columns = []
        for (ring, resampler), column in zip(self._lines, piece.T, strict=True):
            ring.write(np.ascontiguousarray(column, np.float32).tobytes(), SampleFormat.F32LE, 1)
            columns.append(_drained(ring, resampler, int(_RING * self._ratio) + 64))
        return np.stack(columns, axis=1)

    def finish(self) -> Samples:
        columns = []
        for ring, resampler in self._lines:
            resampler.finish()
            columns.append(_drained(ring, resampler, int(_RING * self._ratio) + 64))
        return np.stack(columns, axis=1)


def _drained(ring: RingBuffer, resampler: Resampler, room: int) -> Samples:
    out = np.empty(room, np.float32)
    return out[: resampler.process(ring, out)]


def _through(pieces: Iterator[Samples], stage: Octave | _Rate) -> Iterator[Samples]:
    for piece in pieces:
        if len(made := stage.process(piece)):
            yield made
    if len(made := stage.finish()):
        yield made
