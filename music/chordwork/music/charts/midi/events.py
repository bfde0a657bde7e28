"""Standard MIDI files: bytes to notes and texts, with bounds.

Source: MIDI Manufacturers Association, "Standard MIDI Files 1.0" (RP-001, 1996); RIFF wrapping: RP-029 (``RMID``).
"""

from __future__ import annotations

from typing import Final

import attrs

from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError

MAX_TRACKS: Final = 1_024
MAX_EVENTS: Final = 2_000_000
"""Of all tracks together."""
SEQUENCE: Final = 2
"""Format of files whose tracks are pieces of their own."""
DRUMS: Final = 9
"""Channel of drums in General MIDI, from 0."""

_META: Final = 0xFF
_SYSEX: Final = (0xF0, 0xF7)
_NOTE_OFF: Final = 0x8
_NOTE_ON: Final = 0x9
_PROGRAM: Final = 0xC
_LENGTHS: Final = {0x8: 2, 0x9: 2, 0xA: 2, 0xB: 2, 0xC: 1, 0xD: 1, 0xE: 2}
_SYSTEM_LENGTHS: Final = {0xF1: 1, 0xF2: 2, 0xF3: 1}
_END: Final = 0x2F
_SMPTE_QUARTERS_A_SECOND: Final = 2
"""Where a file counts film frames, a quarter note is taken as half a second, as at the tempo files begin with."""


@attrs.frozen
class Played:
    """A note; times in pulses from the beginning."""

    start: int
    end: int
    pitch: int
    channel: int
    velocity: int


@attrs.frozen
class Meta:
    """A meta event."""

    at: int
    kind: int
    data: bytes


@attrs.frozen
class MidiTrack:
    """What is in one track.

    Attributes:
        notes: by start.
        metas: as they come.
        programs: first of each channel.
        end: pulse of the last event.
    """

    notes: tuple[Played, ...]
    metas: tuple[Meta, ...]
    programs: dict[int, int]
    end: int


@attrs.frozen
class MidiFile:
    """A file.

    Attributes:
        format: 0, 1 or 2.
        quarter: pulses of a quarter note.
        tracks: in order.
        cut_short: it ends before it should; what is there was read.
    """

    format: int
    quarter: int
    tracks: tuple[MidiTrack, ...]
    cut_short: bool = False


def read_events(data: bytes, form: str) -> MidiFile:
    """Notes and texts of a file.

    Raises:
        ChartFileError: it is no MIDI file, or broken; with the byte.
        ChartTooLargeError: more tracks or events than any song has.
    """
    at = 0
    if data[:4] == b"RIFF" and data[8:12] == b"RMID":
        at = data.find(b"MThd")
    if at < 0 or data[at : at + 4] != b"MThd" or len(data) < at + 14:
        raise ChartFileError(form, "this is no MIDI file: give a .mid or a .kar", place=f"byte {max(at, 0)}")
    kind = int.from_bytes(data[at + 8 : at + 10], "big")
    division = int.from_bytes(data[at + 12 : at + 14], "big")
    if kind > SEQUENCE:
        raise ChartFileError(form, f"there is no format {kind} of MIDI files: save it as format 0 or 1", place="byte 8")
    if division & 0x8000:
        division = (256 - (division >> 8)) * (division & 0xFF) // _SMPTE_QUARTERS_A_SECOND
    if not division:
        raise ChartFileError(form, "a quarter note has no pulses: save it again", place=f"byte {at + 12}")
    at += 8 + int.from_bytes(data[at + 4 : at + 8], "big")
    tracks: list[MidiTrack] = []
    left = MAX_EVENTS
    cut_short = False
    while at + 8 <= len(data):
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "big")
        at += 8
        if name == b"MTrk":
            if len(tracks) == MAX_TRACKS:
                raise ChartTooLargeError(form, f"more than {MAX_TRACKS} tracks: give fewer")
            reader = _Reader(data, at, min(at + length, len(data)), form, left)
            tracks.append(reader.track())
            left = reader.left
            cut_short = cut_short or at + length > len(data) or reader.cut_short
        at += length
    if not tracks:
        raise ChartFileError(form, "there is no track in it: fetch it again", place=f"byte {at}")
    return MidiFile(kind, division, tuple(tracks), cut_short)


class _End(Exception):
    """The track's bytes are over."""


class _Reader:
    def __init__(self, data: bytes, at: int, end: int, form: str, left: int) -> None:
        self._data = data
        self._at = at
        self._end = end
        self._form = form
        self.left = left
        self.cut_short = False

    def track(self) -> MidiTrack:
        notes: list[Played] = []
        metas: list[Meta] = []
        programs: dict[int, int] = {}
        on: dict[tuple[int, int], list[tuple[int, int]]] = {}
        now = status = 0
        try:
            while self._at < self._end:
                now += self._number()
                self.left -= 1
                if self.left < 0:
                    raise ChartTooLargeError(self._form, f"more than {MAX_EVENTS} events: give fewer")
                first = self._byte()
                if first == _META:
                    kind = self._byte()
                    metas.append(Meta(now, kind, self._bytes(self._number())))
                    if kind == _END:
                        break
                    continue
                if first in _SYSEX:
                    self._bytes(self._number())
                    continue
                if first >= 0xF0:
                    self._bytes(_SYSTEM_LENGTHS.get(first, 0))
                    continue
                if first & 0x80:
                    status = first
                    one = self._byte()
                else:
                    one = first
                if not status:
                    reason = "a track begins with no event: fetch it again"
                    raise ChartFileError(self._form, reason, place=f"byte {self._at}")
                what, channel = status >> 4, status & 15
                two = self._byte() if _LENGTHS[what] == 2 else 0
                if what == _NOTE_ON and two:
                    on.setdefault((channel, one), []).append((now, two))
                elif what in (_NOTE_ON, _NOTE_OFF):
                    if begun := on.get((channel, one)):
                        start, velocity = begun.pop(0)
                        notes.append(Played(start, now, one & 127, channel, velocity))
                elif what == _PROGRAM:
                    programs.setdefault(channel, one)
        except _End:
            self.cut_short = True
        for (channel, pitch), begun in on.items():
            notes += [Played(start, now, pitch & 127, channel, velocity) for start, velocity in begun if now > start]
        notes.sort(key=lambda note: (note.start, note.pitch))
        return MidiTrack(tuple(notes), tuple(metas), programs, now)

    def _byte(self) -> int:
        if self._at >= self._end:
            raise _End
        self._at += 1
        return self._data[self._at - 1]

    def _bytes(self, count: int) -> bytes:
        if self._at + count > self._end:
            raise _End
        self._at += count
        return self._data[self._at - count : self._at]

    def _number(self) -> int:
        """A variable-length quantity, of at most four bytes."""
        value = 0
        for _ in range(4):
            byte = self._byte()
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                return value
        raise ChartFileError(self._form, "a number is longer than four bytes: fetch it again", place=f"byte {self._at}")
