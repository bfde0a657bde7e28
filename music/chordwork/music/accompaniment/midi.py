"""An accompaniment as a standard MIDI file."""

from __future__ import annotations

from typing import Final

from chordwork.music import smf
from chordwork.music.accompaniment.notes import Note, PartName
from chordwork.music.accompaniment.performance import Performance

CHANNELS: Final[dict[PartName, int]] = {"drums": 9, "bass": 1, "comping": 0}
TITLES: Final[dict[PartName, str]] = {"drums": "Drums", "bass": "Bass", "comping": "Comping"}


def midi(piece: Performance) -> bytes:
    """Tempo, metre, sections and chord names in the first track; then drums, bass and comping, each on a channel of
    its own. Chord names come as texts and as markers, since programs show the one or the other.
    """
    end = round(piece.beats * smf.PULSES_PER_QUARTER)
    conductor: list[smf.Timed] = [
        (0, 0, smf.words(smf.TRACK_NAME, f"Chordwork: {piece.groove.title}")),
        (0, 1, smf.time_signature(piece.groove.metre)),
        (0, 2, smf.tempo(round(60_000_000 / piece.quarter_bpm))),
    ]
    for section in piece.sections:
        conductor.append((round(section.beat * smf.PULSES_PER_QUARTER), 3, smf.words(smf.MARKER, section.title)))
    for mark in piece.chords:
        at = round(mark.beat * smf.PULSES_PER_QUARTER)
        conductor += [(at, 4, smf.words(smf.TEXT, mark.symbol)), (at, 5, smf.words(smf.MARKER, mark.symbol))]
    tracks = [smf.track(conductor, end)]
    for part, channel in CHANNELS.items():
        events: list[smf.Timed] = [(0, 0, smf.words(smf.TRACK_NAME, TITLES[part]))]
        if part in piece.groove.programs:
            events.append((0, 1, bytes((smf.PROGRAM | channel, piece.groove.programs[part]))))
        for begin, until, note in sounding(piece, part):
            events.append((begin, 4, bytes((smf.NOTE_ON | channel, note.pitch, note.velocity))))
            events.append((until, 2, bytes((smf.NOTE_OFF | channel, note.pitch, 0))))
        tracks.append(smf.track(events, end))
    return smf.midi_file(tracks)


def sounding(piece: Performance, part: PartName) -> list[tuple[int, int, Note]]:
    """First and last pulse of each note of a part; none begins before its pitch has ended."""
    pulses_a_second = piece.quarter_bpm / 60.0 * smf.PULSES_PER_QUARTER
    timed = sorted(
        ((round(piece.time_of(note) * pulses_a_second), note) for note in piece.part(part)), key=lambda row: row[0]
    )
    following: dict[int, int] = {}
    result: list[tuple[int, int, Note]] = []
    for begin, note in reversed(timed):
        until = begin + max(1, round(note.beats * smf.PULSES_PER_QUARTER))
        next_begin = following.get(note.pitch)
        if next_begin == begin:
            continue  # two strokes on one key at once are one
        if next_begin is not None:
            until = min(until, next_begin)
        following[note.pitch] = begin
        result.append((begin, until, note))
    result.reverse()
    return result
