"""What the benches of charts make of their material."""

from __future__ import annotations

import io
from collections.abc import Sequence

import mido

from bench.charts.from_midi import annotated_beats, on_beats, quarters, segments
from chordwork.music.charts import read_charts

TIMES = (0.5, 1.1, 1.6, 2.3, 2.8, 3.5, 4.0, 4.6, 5.2, 5.7, 6.4)
BEATS = "".join(f"{time} {number % 2}.0 {float(number % 4 == 2)}\n" for number, time in enumerate(TIMES))


def played(chords: Sequence[tuple[float, float, tuple[int, ...]]]) -> bytes:
    """A file of chords with their times in seconds, at 120 quarter notes a minute."""
    events = [(start, "note_on", pitch) for start, _, pitches in chords for pitch in pitches]
    events += [(end, "note_off", pitch) for _, end, pitches in chords for pitch in pitches]
    track, now = mido.MidiTrack(), 0
    for at, kind, pitch in sorted(events, key=lambda event: (event[0], event[1] == "note_on")):
        tick = round(at * 960)
        track.append(mido.Message(kind, note=pitch, velocity=80, time=tick - now))
        now = tick
    file = io.BytesIO()
    mido.MidiFile(type=0, ticks_per_beat=480, tracks=[track]).save(file=file)
    return file.getvalue()


def test_annotated_beats_become_quarter_notes_and_their_bars_bars() -> None:
    beats = annotated_beats(BEATS)
    assert [begins for _, begins in beats].count(True) == 3
    midi = played([(1.6, 4.0, (48, 64, 67)), (4.0, 6.4, (43, 59, 62))])
    made, quarter = on_beats(midi, beats)
    first, second, third = (quarter(time) for time, begins in beats if begins)
    assert (second - first, third - second, first % 4) == (4, 4, 0)
    song = read_charts(made).songs[0]
    assert song.metre == (4, 4)
    said = [(start, end, label) for start, end, label in segments(song) if label != "N"]
    assert [(start, label.split(":")[0]) for start, _, label in said] == [(first, "C"), (second, "G")]


def test_the_tempo_of_a_file_tells_its_quarter_notes() -> None:
    quarter = quarters(played([(0.0, 1.0, (60,))]))
    assert [quarter(0.5), quarter(2.25)] == [1.0, 4.5]
