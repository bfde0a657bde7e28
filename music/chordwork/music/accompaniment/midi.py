"""An accompaniment as a standard MIDI file."""

from __future__ import annotations

from typing import Final

from chordwork.music.accompaniment.groove import STEPS_PER_QUARTER
from chordwork.music.accompaniment.notes import Note, PartName
from chordwork.music.accompaniment.performance import Performance
from chordwork.music.smf import (
    MARKER,
    NOTE_OFF,
    NOTE_ON,
    PROGRAM,
    PULSES_PER_QUARTER,
    TEXT,
    TIME_SIGNATURE,
    TRACK_NAME,
    Timed,
    meta,
    midi_file,
    tempo,
    track,
)

CLOCKS_PER_QUARTER: Final = 24
CHANNELS: Final[dict[PartName, int]] = {"drums": 9, "bass": 1, "comping": 0}
TITLES: Final[dict[PartName, str]] = {"drums": "Drums", "bass": "Bass", "comping": "Comping"}


def midi(piece: Performance) -> bytes:
    """Tempo, metre, sections and chord names in the first track; then drums, bass and comping, each on a channel of
    its own. Chord names come as texts and as markers, since programs show the one or the other.
    """
    end = round(piece.beats * PULSES_PER_QUARTER)
    above, below = piece.groove.metre
    click = round(CLOCKS_PER_QUARTER * piece.groove.pulse_steps / STEPS_PER_QUARTER)
    conductor: list[Timed] = [
        (0, 0, meta(TRACK_NAME, f"Chordwork: {piece.groove.title}".encode())),
        (0, 1, meta(TIME_SIGNATURE, bytes((above, below.bit_length() - 1, click, 8)))),
        (0, 2, tempo(round(60_000_000 / piece.quarter_bpm))),
    ]
    for section in piece.sections:
        conductor.append((round(section.beat * PULSES_PER_QUARTER), 3, meta(MARKER, section.title.encode())))
    for mark in piece.chords:
        at = round(mark.beat * PULSES_PER_QUARTER)
        conductor += [(at, 4, meta(TEXT, mark.symbol.encode())), (at, 5, meta(MARKER, mark.symbol.encode()))]
    tracks = [track(conductor, end)]
    for part, channel in CHANNELS.items():
        events: list[Timed] = [(0, 0, meta(TRACK_NAME, TITLES[part].encode()))]
        if part in piece.groove.programs:
            events.append((0, 1, bytes((PROGRAM | channel, piece.groove.programs[part]))))
        for begin, until, note in sounding(piece, part):
            events.append((begin, 4, bytes((NOTE_ON | channel, note.pitch, note.velocity))))
            events.append((until, 2, bytes((NOTE_OFF | channel, note.pitch, 0))))
        tracks.append(track(events, end))
    return midi_file(tracks)


def sounding(piece: Performance, part: PartName) -> list[tuple[int, int, Note]]:
    """First and last pulse of each note of a part; none begins before its pitch has ended."""
    pulses_a_second = piece.quarter_bpm / 60.0 * PULSES_PER_QUARTER
    timed = sorted(
        ((round(piece.time_of(note) * pulses_a_second), note) for note in piece.part(part)), key=lambda row: row[0]
    )
    following: dict[int, int] = {}
    result: list[tuple[int, int, Note]] = []
    for begin, note in reversed(timed):
        until = begin + max(1, round(note.beats * PULSES_PER_QUARTER))
        next_begin = following.get(note.pitch)
        if next_begin == begin:
            continue  # two strokes on one key at once are one
        if next_begin is not None:
            until = min(until, next_begin)
        following[note.pitch] = begin
        result.append((begin, until, note))
    result.reverse()
    return result
