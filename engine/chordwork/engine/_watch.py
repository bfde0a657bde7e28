"""Whether the bytes of a stream are what they were announced as; a byte that was lost is made up for."""

from __future__ import annotations

from typing import Any, Final

from chordwork.engine._first_bytes import FEWEST_BYTES, signature, slow_signature
from chordwork.engine._judge import EITHER, Verdict, judge, suspicious
from chordwork.engine._watch_words import looks_like_message, realigned_message
from chordwork.engine.events import WarningEvent
from chordwork.native import SampleFormat, Saved, SnapshotError, probe_pcm, restore_fields, saved_fields

WINDOW_BYTES: Final = 4096
"""Looked at in every stretch of audio that a level reading covers, at its end."""
ALIGNED_BYTES: Final = 8
"""Where a window begins in the stream, as the widest of the encodings that are tried does."""
AGREEING: Final = 2
"""Windows that must agree before anything is said,"""
AGREEING_LONG: Final = 4
"""and for what lies nearer to sound that is right: octets, and channels that were miscounted."""
_LONG: Final = frozenset({"u8", "mulaw", "alaw", "stereo", "mono", EITHER})
PATIENT_WINDOWS: Final = 3
"""Windows that looked wrong and were not are looked into so often, one after the other;"""
MAX_PAUSE: Final = 32
"""then so many at most are let go between two, twice as many each time: noise has a right to be heard cheaply."""
SOUND: Final = 1e-6
"""Mean square, -60 dBFS, from which on a smooth window shows that all is well."""

_FIELDS: Final = (
    *("_before_bytes", "beginning", "_first_said", "_over", "_whole"),
    *("_agreed", "_fruitless", "_pause"),
)


class AudioWatch:
    """Follows one stream; what it says depends on the bytes only, not on how they were cut.

    Args:
        sample_rate: as announced, in Hz.
        sample_format: as announced.
        channels: as announced.
        stretch_bytes: between two looks.
    """

    def __init__(self, sample_rate: int, sample_format: SampleFormat, channels: int, *, stretch_bytes: int) -> None:
        self._announced = (sample_rate, sample_format, channels)
        self._frame_bytes = channels * sample_format.bytes_per_sample
        self.window_start: Final = max(0, stretch_bytes - WINDOW_BYTES // self._frame_bytes * self._frame_bytes)
        self._window = bytearray()
        self._stretch_bytes = stretch_bytes
        self._before_bytes = 0  # of the stream, before this stretch
        self._head: bytearray | None = bytearray()
        self.beginning = True  # :meth:`begin` wants more
        self._first_said = False
        self._over = False
        self._whole = False  # it was right before
        self._suspect: Verdict | None = None
        self._agreed = 0
        self._fruitless = 0
        self._pause = 0

    def snapshot(self) -> Saved:
        """What it has seen, and what it makes of it."""
        suspect = None if self._suspect is None else [self._suspect.looks_like, self._suspect.skip_bytes]
        head = None if self._head is None else bytes(self._head)
        return {**saved_fields(self, _FIELDS), "window": bytes(self._window), "head": head, "suspect": suspect}

    def restore(self, saved: Saved) -> None:
        """Go on from there. Raises ``SnapshotError`` for what no watch can have seen."""
        restore_fields(self, saved, _FIELDS)
        self._window = _restored(saved["window"], self._stretch_bytes - self.window_start)
        self._head = None if saved["head"] is None else _restored(saved["head"], WINDOW_BYTES)
        suspect = saved["suspect"]
        self._suspect = None if suspect is None else Verdict(str(suspect[0]), int(suspect[1]))

    def begin(self, pcm: memoryview) -> WarningEvent | None:
        """Take the beginning of the stream, piece by piece; what its signature says, once that is certain."""
        if self._head is None:
            return None
        self._head += pcm[: WINDOW_BYTES - len(self._head)]
        self.beginning = len(self._head) < WINDOW_BYTES
        if self._first_said or len(self._head) < FEWEST_BYTES:
            return None
        return self._by_signature(FEWEST_BYTES)

    def take(self, pcm: memoryview, place: int) -> None:
        """Take audio that lies ``place`` bytes into its stretch, and within it."""
        if not self._over and place + len(pcm) > self.window_start:
            self._window += pcm[max(0, self.window_start - place) :]

    def look(self, at: float) -> tuple[list[WarningEvent], int]:
        """At the end of a stretch: what there is to say, and how many bytes of the stream to leave out next."""
        said = self.end(at)
        if self._over:
            return said, 0
        began = self._before_bytes + self.window_start
        self._before_bytes += self._stretch_bytes
        window, self._window = bytes(self._window[-began % ALIGNED_BYTES :]), bytearray()
        verdict = self._verdict(window)
        if verdict is None:
            return said, 0
        if verdict.looks_like == "shifted_byte" and verdict.skip_bytes:
            self._suspect, self._agreed, self._whole = None, 0, True
            said.append(WarningEvent("realigned", realigned_message(at), at, verdict.looks_like))
            sample_bytes = self._announced[1].bytes_per_sample
            return said, verdict.skip_bytes + self._frame_bytes - sample_bytes
        self._over = True
        name = "s16be" if verdict.looks_like == EITHER else verdict.looks_like
        said.append(WarningEvent("looks_like", looks_like_message(verdict.looks_like, *self._announced), at, name))
        return said, 0

    def end(self, at: float) -> list[WarningEvent]:
        """At the end of the first stretch, or of a stream that has none: what its beginning says."""
        head, said = self._head, []
        if head is None:
            return []
        if not self._first_said and (first := self._by_signature(len(head), at)) is not None:
            said.append(first)
        if not self._over and not said and (name := slow_signature(bytes(head))) is not None:
            said.append(self._foreign(name, at))
        self._head, self.beginning = None, False
        return said

    def _by_signature(self, size: int, at: float | None = None) -> WarningEvent | None:
        assert self._head is not None
        self._first_said = True
        name = signature(bytes(self._head[:size]))
        if name is None:
            return None
        return self._foreign(name, size / (self._announced[0] * self._frame_bytes) if at is None else at)

    def _foreign(self, name: str, at: float) -> WarningEvent:
        self._over = name != "wav"  # after its header comes PCM
        assert self._head is not None
        return WarningEvent("looks_like", looks_like_message(name, *self._announced, bytes(self._head)), at, name)

    def _verdict(self, window: bytes) -> Verdict | None:
        """What the stream is, when enough windows say so."""
        _, sample_format, channels = self._announced
        probe = probe_pcm(window, sample_format)
        if not suspicious(probe, channels):
            self._fruitless = self._pause = 0
            if probe.power > SOUND:
                self._whole = True
                self._suspect, self._agreed = None, 0
            return None
        if self._pause:
            self._pause -= 1
            return None
        verdict = judge(window, sample_format, channels, probe)
        if verdict is None:
            self._fruitless = min(self._fruitless + 1, 16)
            self._pause = min(MAX_PAUSE, 1 << self._fruitless >> PATIENT_WINDOWS)
            return None
        self._fruitless = 0
        if verdict.looks_like == EITHER and self._whole:  # nobody changes the order of bytes on the way
            verdict = Verdict("shifted_byte", verdict.skip_bytes)
        if verdict.looks_like == "shifted_byte" and self._whole:
            return verdict
        suspect = self._suspect
        if verdict.looks_like == EITHER and suspect is not None and suspect.looks_like in ("s16be", "shifted_byte"):
            return None  # it does not contradict
        self._agreed = self._agreed + 1 if verdict == suspect else 1
        self._suspect = verdict
        enough = AGREEING_LONG if verdict.looks_like in _LONG else AGREEING
        return verdict if self._agreed >= enough else None


def _restored(saved: Any, most: int) -> bytearray:
    if not isinstance(saved, bytes) or len(saved) > most:
        raise SnapshotError(f"at most {most} bytes were expected in this place of a snapshot")
    return bytearray(saved)
