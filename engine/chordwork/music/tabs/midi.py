"""A standard MIDI file, type 1, written from its specification: a conductor track and the part.

Chord names are text events (FF 01) in the part's track where they begin, so that players show them.
Reference: MIDI Manufacturers Association, "Standard MIDI Files 1.0" (RP-001, 1996).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chordwork.music.tabs.metre import TICKS_PER_QUARTER
from chordwork.music.tabs.model import Score, TabEvent

PULSES_PER_QUARTER: Final = 480
STRUM_MS: Final = 9.0
"""Between neighbouring strings of a strum."""
VELOCITY: Final = 84
ACCENT: Final = 20

_TEXT: Final = 0x01
_TRACK_NAME: Final = 0x03
_END: Final = 0x2F
_TEMPO: Final = 0x51
_TIME_SIGNATURE: Final = 0x58
_NOTE_ON: Final = 0x90
_NOTE_OFF: Final = 0x80
_PROGRAM: Final = 0xC0

_SCALE: Final = PULSES_PER_QUARTER // TICKS_PER_QUARTER
_Timed = tuple[int, int, bytes]
"""Pulse, rank among events at one pulse, message."""


def midi(score: Score) -> bytes:
    """The tab as a MIDI file: tempo, metre, program, strummed notes and chord names."""
    tracks = (_conductor(score), _part(score))
    header = b"MThd" + (6).to_bytes(4, "big") + b"".join(n.to_bytes(2, "big") for n in (1, 2, PULSES_PER_QUARTER))
    return header + b"".join(tracks)


def _quarter_us(score: Score) -> int:
    quarters_bpm = score.tempo_bpm * score.metre.pulse_ticks / TICKS_PER_QUARTER
    return min(round(60_000_000 / quarters_bpm), 0xFFFFFF)


def _conductor(score: Score) -> bytes:
    signature = bytes((score.metre.beats, score.metre.unit.bit_length() - 1, 24 * score.metre.pulse_ticks // 12, 8))
    events: list[_Timed] = [
        (0, 0, _meta(_TRACK_NAME, (score.title or "Chordwork").encode())),
        (0, 1, _meta(_TIME_SIGNATURE, signature)),
        (0, 2, _meta(_TEMPO, _quarter_us(score).to_bytes(3, "big"))),
    ]
    return _track(events, score.ticks * _SCALE)


def _part(score: Score) -> bytes:
    events: list[_Timed] = [
        (0, 0, _meta(_TRACK_NAME, score.board.instrument.title.encode())),
        (0, 1, bytes((_PROGRAM, score.board.instrument.midi_program))),
    ]
    strum_pulses = STRUM_MS * 1000 * PULSES_PER_QUARTER / _quarter_us(score)
    for number, bar in enumerate(score.bars):
        start = number * score.metre.bar_ticks * _SCALE
        for mark in bar.marks:
            events.append((start + mark.start * _SCALE, 3, _meta(_TEXT, mark.symbol.encode())))
        for event in bar.events:
            events.extend(_notes(event, start + event.start * _SCALE, strum_pulses))
    return _track(events, score.ticks * _SCALE)


def _notes(event: TabEvent, start: int, strum_pulses: float) -> Iterator[_Timed]:
    """Note ons, spread over the strings in the stroke's direction, and note offs together where the event ends.

    Two strings at one pitch are one key to MIDI and are sent once.
    """
    end = start + event.length * _SCALE
    velocity = VELOCITY + ACCENT * event.accent
    order = event.notes[::-1] if event.stroke == "up" else event.notes
    spread = 0.0 if event.stroke == "pluck" else min(strum_pulses, (end - start) / 2 / len(order))
    sent: set[int] = set()
    for index, note in enumerate(order):
        if note.pitch not in sent:
            sent.add(note.pitch)
            yield start + round(index * spread), 4, bytes((_NOTE_ON, note.pitch, velocity))
            yield end, 2, bytes((_NOTE_OFF, note.pitch, 0))


def _meta(kind: int, data: bytes) -> bytes:
    return bytes((0xFF, kind)) + _variable(len(data)) + data


def _variable(value: int) -> bytes:
    """A variable-length quantity: seven bits a byte, most significant first, all but the last marked."""
    parts = [value & 0x7F]
    while value := value >> 7:
        parts.append(value & 0x7F | 0x80)
    return bytes(reversed(parts))


def _track(events: list[_Timed], end: int) -> bytes:
    chunks: list[bytes] = []
    now = 0
    for pulse, _, message in sorted(events, key=lambda event: event[:2]):
        chunks.append(_variable(pulse - now) + message)
        now = pulse
    chunks.append(_variable(max(0, end - now)) + _meta(_END, b""))
    data = b"".join(chunks)
    return b"MTrk" + len(data).to_bytes(4, "big") + data
