"""Standard MIDI files, byte by byte."""

from __future__ import annotations

import pytest

from chordwork.music.charts import ChartFileError, ChartTooLargeError
from chordwork.music.charts.midi import events
from chordwork.music.charts.midi.events import Played, read_events

HEAD = b"MThd\0\0\0\6"


def chunk(data: bytes, length: int | None = None) -> bytes:
    return b"MTrk" + (len(data) if length is None else length).to_bytes(4, "big") + data


def file(*tracks: bytes, kind: int = 1, division: int = 96) -> bytes:
    counts = kind.to_bytes(2, "big") + len(tracks).to_bytes(2, "big") + division.to_bytes(2, "big")
    return HEAD + counts + b"".join(tracks)


END = b"\0\xff\x2f\0"


def test_running_status_and_a_note_on_without_force_are_read() -> None:
    track = b"\0\x91\x3c\x40\0\x40\x41\x81\x00\x3c\0\x10\x40\0" + END
    (read,) = read_events(file(chunk(track)), "midi").tracks
    assert read.notes == (Played(0, 128, 60, 1, 64), Played(0, 144, 64, 1, 65))
    assert read.end == 144


def test_all_that_is_no_note_is_passed_over_in_its_length() -> None:
    track = (
        b"\0\xc5\x19" b"\0\xb0\x07\x7f" b"\0\xe0\0\x40" b"\0\xd0\x10" b"\0\xa0\x3c\x10"
        b"\0\xf0\x03\x43\x10\xf7" b"\0\xff\x01\x02Hi" b"\0\x90\x3c\x40" b"\x60\x80\x3c\x40" + END
    )  # fmt: skip
    (read,) = read_events(file(chunk(track), kind=0), "midi").tracks
    assert read.programs == {5: 25}
    assert [(meta.kind, meta.data) for meta in read.metas] == [(1, b"Hi"), (0x2F, b"")]
    assert read.notes == (Played(0, 96, 60, 0, 64),)


def test_one_key_struck_twice_is_two_notes_and_one_never_released_ends_with_its_track() -> None:
    track = b"\0\x90\x3c\x40\x10\x3c\x41\x10\x3c\0\x10\x3c\0\0\x3e\x40\x20\xff\x2f\0"
    (read,) = read_events(file(chunk(track)), "midi").tracks
    assert [(note.start, note.end, note.pitch) for note in read.notes] == [(0, 32, 60), (16, 48, 60), (48, 80, 62)]


def test_other_chunks_and_wrapping_are_passed_over() -> None:
    midi = file(b"XFIH\0\0\0\4abcd" + chunk(b"\0\x90\x3c\x40\x10\x3c\0" + END))
    for data in (midi, b"RIFF\0\0\0\0RMIDdata\0\0\0\0" + midi):
        assert len(read_events(data, "midi").tracks[0].notes) == 1


def test_film_frames_are_counted_at_the_tempo_files_begin_with() -> None:
    assert read_events(file(chunk(END), division=0xE728), "midi").quarter == 500  # 25 frames of 40 parts


def test_a_file_that_is_cut_short_keeps_what_is_there() -> None:
    data = file(chunk(b"\0\x90\x3c\x40\x10\x3c\0\x10\x3e\x40", 900))
    read = read_events(data, "midi")
    assert read.cut_short
    assert [note.pitch for note in read.tracks[0].notes] == [60]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no MIDI file"),
        (HEAD, "no MIDI file"),
        (file(chunk(END), kind=3), "no format 3"),
        (file(chunk(END), division=0), "no pulses"),
        (file(), "no track"),
        (file(chunk(b"\0\x3c\x40")), "begins with no event"),
        (file(chunk(b"\xff\xff\xff\xff\x00" + END)), "longer than four bytes"),
    ],
)
def test_what_is_broken_is_refused_with_its_byte(data: bytes, said: str) -> None:
    with pytest.raises(ChartFileError, match=said) as refused:
        read_events(data, "midi")
    assert refused.value.place.startswith("byte ")


def test_more_than_a_song_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MAX_EVENTS", 5)
    with pytest.raises(ChartTooLargeError, match="events"):
        read_events(file(chunk(b"\0\x90\x3c\x40" + b"\0\x3c\0" * 5)), "midi")
    with pytest.raises(ChartTooLargeError, match="events"):
        read_events(file(*[chunk(b"\0\x90\x3c\x40\0\x3c\0")] * 3), "midi")
    monkeypatch.undo()
    monkeypatch.setattr(events, "MAX_TRACKS", 2)
    with pytest.raises(ChartTooLargeError, match="tracks"):
        read_events(file(*[chunk(END)] * 3), "midi")
