"""A tab as a standard MIDI file: a conductor track and the part.

Chord names stand where they begin twice: as text events (FF 01) in the part's track, which players show, and as
markers (FF 06) in the conductor's, which sequencers show, and readers keep that pass over text. Sections are markers
before them. Where a capo is on, one text says which shape makes which chord; the names are of what sounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chordwork.harmony import Mode
from chordwork.music import smf
from chordwork.music.tabs.metre import TICKS_PER_QUARTER
from chordwork.music.tabs.model import Score, TabEvent

STRUM_MS: Final = 9.0
"""Between neighbouring strings of a strum."""
VELOCITY: Final = 84
ACCENT: Final = 20

_SCALE: Final = smf.PULSES_PER_QUARTER // TICKS_PER_QUARTER


def midi(score: Score) -> bytes:
    """The tab as a MIDI file: tempo, metre, key, program, strummed notes, chord names and sections."""
    return smf.midi_file((_conductor(score), _part(score)))


def _quarter_us(score: Score) -> int:
    return min(round(60_000_000 / score.quarter_bpm), 0xFFFFFF)


def _conductor(score: Score) -> bytes:
    events: list[smf.Timed] = [
        (0, 0, smf.words(smf.TRACK_NAME, score.title or "Chordwork")),
        (0, 1, smf.time_signature((score.metre.beats, score.metre.unit))),
        (0, 2, smf.tempo(_quarter_us(score))),
    ]
    if score.key is not None:
        events.append((0, 1, smf.key_signature(score.key.signature, minor=score.key.mode is Mode.MINOR)))
    if score.capo_text:
        events.append((0, 2, smf.words(smf.TEXT, score.capo_text)))
    for number, bar in enumerate(score.bars):
        start = number * score.metre.bar_ticks * _SCALE
        if section := score.section_at(number):
            events.append((start, 3, smf.words(smf.MARKER, section)))
        events += [
            (start + mark.start * _SCALE, 4, smf.words(smf.MARKER, score.printed(mark.symbol))) for mark in bar.marks
        ]
    return smf.track(events, score.ticks * _SCALE)


def _part(score: Score) -> bytes:
    events: list[smf.Timed] = [
        (0, 0, smf.words(smf.TRACK_NAME, score.board.instrument.title)),
        (0, 1, bytes((smf.PROGRAM, score.board.instrument.midi_program))),
    ]
    strum_pulses = STRUM_MS * 1000 * smf.PULSES_PER_QUARTER / _quarter_us(score)
    for number, bar in enumerate(score.bars):
        start = number * score.metre.bar_ticks * _SCALE
        for mark in bar.marks:
            events.append((start + mark.start * _SCALE, 3, smf.words(smf.TEXT, score.printed(mark.symbol))))
        for event in bar.events:
            events.extend(_notes(event, start + event.start * _SCALE, strum_pulses))
    return smf.track(events, score.ticks * _SCALE)


def _notes(event: TabEvent, start: int, strum_pulses: float) -> Iterator[smf.Timed]:
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
            yield start + round(index * spread), 4, bytes((smf.NOTE_ON, note.pitch, velocity))
            yield end, 2, bytes((smf.NOTE_OFF, note.pitch, 0))
