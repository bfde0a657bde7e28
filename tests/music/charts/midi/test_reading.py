"""MIDI files as they are met: chords as texts, markers and XF; karaoke; bars; what is inferred."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs
import pytest

from chordwork.harmony import NO_SYMBOL, parse_symbol
from chordwork.music import smf
from chordwork.music.charts import ChartTooLargeError, Reading, read_charts
from chordwork.music.charts.midi import FORMAT, reading
from chordwork.music.charts.midi.events import read_events
from chordwork.music.charts.midi.xf import chord_of, mark_of
from chordwork.music.song import Bar as SongBar
from chordwork.music.song import PlacedChord, Section, Song

BEAT = smf.PULSES_PER_QUARTER
BAR = 4 * BEAT


def text(at: int, words: str, kind: int = smf.TEXT) -> smf.Timed:
    return at, 3, smf.words(kind, words)


def note(at: int, pitch: int, length: int = BEAT, channel: int = 0) -> list[smf.Timed]:
    return [
        (at, 4, bytes((smf.NOTE_ON | channel, pitch, 80))),
        (at + length, 1, bytes((smf.NOTE_OFF | channel, pitch, 0))),
    ]


def _read(*tracks: Iterable[smf.Timed], end: int = 2 * BAR) -> Reading:
    return read_charts(smf.midi_file([smf.track(track, end) for track in tracks]), "song.mid")


def _chords(song: Song) -> list[tuple[int, Fraction, str]]:
    return [(number, one.beat, str(one.symbol)) for number, bar in enumerate(song.bars) for one in bar.chords]


WANTED = [(0, Fraction(0), "Am7"), (0, Fraction(5, 2), "D7/F#"), (1, Fraction(0), "Gmaj7")]
PLACES = ((0, "Am7"), (5 * BEAT // 2, "D7/F#"), (BAR, "Gmaj7"))


@pytest.mark.parametrize(
    "track",
    [
        [text(at, name) for at, name in PLACES],
        [text(at, name, smf.MARKER) for at, name in PLACES],
        [text(at, name, 0x07) for at, name in PLACES],
        [text(at, f"{{{name}}}") for at, name in PLACES],
        [text(at, f"[{name}]", 0x05) for at, name in PLACES],
        [text(at, name) for at, name in PLACES] + [text(at, name, smf.MARKER) for at, name in PLACES],
        [text(0, "Verse", smf.MARKER)] + [text(at, name, smf.MARKER) for at, name in PLACES],
        [text(0, "C")] + [text(0, "Csus4")] + [text(at, name) for at, name in PLACES],
    ],
    ids=["texts", "markers", "cues", "braces", "brackets in lyrics", "both", "markers with parts", "one place"],
)
def test_chords_are_read_wherever_they_are_written(track: list[smf.Timed]) -> None:
    song = _read(track, note(0, 60, 2 * BAR)).songs[0]
    assert _chords(song) == WANTED
    assert [section.name for section in song.sections] == [
        "Verse" if any(b"Verse" in event for _, _, event in track) else ""
    ]


def test_chords_of_yamaha_come_before_all_texts() -> None:
    track = [
        (0, 3, smf.meta(0x7F, b"\x43\x7b\x01\x31\x0a\x7f\x7f")),
        (BEAT, 3, smf.meta(0x7F, b"\x43\x7b\x01\x7f\x7f\x7f\x7f")),
    ]
    assert _chords(_read([*track, text(0, "F"), text(BEAT, "G")]).songs[0]) == [(0, 0, "Cm7"), (0, 1, "N.C.")]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x31\x00\x7f\x7f", "C"), (b"\x22\x08\x7f\x7f", "Dbm"),
        (b"\x44\x13\x36\x7f", "F#7/A"), (b"\x37\x0b\x7f\x7f", "Bm7b5"),
        (b"\x31\x12\x7f\x7f", "Cdim7"),
        (b"\x33\x20\x7f\x7f", "Esus4"), (b"\x35\x11\x7f\x7f", "Gdim"), (b"\x31\x07\x7f\x7f", "Caug"),
        (b"\x31\x05\x7f\x7f", "Cmaj9"), (b"\x31\x21\x7f\x7f", "Csus2"), (b"\x31\x1f\x7f\x7f", "C5"),
    ],
)  # fmt: skip
def test_bytes_of_yamaha_are_chords(data: bytes, name: str) -> None:
    assert chord_of(b"\x43\x7b\x01" + data) == parse_symbol(name)


def test_other_bytes_are_none() -> None:
    assert chord_of(b"\x43\x7b\x01\x31\x22\x7f\x7f") == NO_SYMBOL
    assert chord_of(b"\x43\x7b\x01\x38\x00\x7f\x7f") is None
    assert chord_of(b"\x43\x7b\x01\x31\x40\x7f\x7f") is None
    assert chord_of(b"\x43\x7b\x02\x01") is None
    assert [mark_of(b"\x43\x7b\x02" + bytes((mark,))) for mark in (0, 1, 3, 0x14)] == ["Intro", "Ending", "A", "B'"]
    assert mark_of(b"\x43\x7b\x01\x01") == ""


def test_letters_of_parts_are_no_chords() -> None:
    track = [text(0, "A", smf.MARKER), text(BAR, "B", smf.MARKER)]
    song = _read(track, [*note(0, 60, BAR), *note(0, 64, BAR), *note(0, 67, BAR), *note(BAR, 60, BAR)]).songs[0]
    assert [section.name for section in song.sections] == ["A", "B"]
    assert _chords(song) == [(0, 0, "C")]


def test_a_karaoke_file_gives_its_lines_and_its_title() -> None:
    words = [text(0, "@KMIDI KARAOKE FILE"), text(0, "@TSong of Rain"), text(0, "@TSomebody"), text(0, "@LENGL")]
    sung = ["\\Down", " by", " the ri", "ver", "/slow", " wa", "ter"]
    words += [text(place * BEAT, one) for place, one in enumerate(sung)]
    melody = [event for place in range(7) for event in note(place * BEAT, 60 + place)]
    song = _read([(0, 0, smf.words(smf.TRACK_NAME, "Soft Karaoke"))], words, note(0, 48, 2 * BAR, 2), melody).songs[0]
    assert (song.title, song.artist) == ("Song of Rain", "Somebody")
    got = [(number, one.beat, one.text, one.new_line) for number, bar in enumerate(song.bars) for one in bar.syllables]
    assert got == [
        (0, 0, "Down ", True), (0, 1, "by ", False), (0, 2, "the ri", False), (0, 3, "ver ", False),
        (1, 0, "slow ", True), (1, 1, "wa", False), (1, 2, "ter", False),
    ]  # fmt: skip
    assert [one.pitch for bar in song.bars for one in bar.melody] == list(range(60, 67))


def test_lyrics_without_blanks_end_words_but_for_hyphens() -> None:
    track = [text(place * BEAT, one, 0x05) for place, one in enumerate(("Hel-", "lo", "world\r", "A-", "gain"))]
    bars = list(_read(track).songs[0].bars)
    assert [(one.text, one.new_line) for bar in bars for one in bar.syllables] == [
        ("Hel", False), ("lo ", False), ("world ", False), ("A", True), ("gain ", False),
    ]  # fmt: skip


def test_letters_of_old_files_are_western() -> None:
    song = _read([(0, 0, smf.meta(smf.TRACK_NAME, "Für".encode("cp1252")))], note(0, 60)).songs[0]
    assert song.title == "Für"


def test_metres_keys_and_tempos_stand_where_they_change() -> None:
    track = [
        (0, 0, smf.time_signature((3, 4))), (0, 0, smf.tempo(500_000)), (0, 0, smf.key_signature(-3, minor=True)),
        (3 * BEAT, 0, smf.time_signature((6, 8))), (3 * BEAT, 0, smf.tempo(750_000)),
        (3 * BEAT, 0, smf.key_signature(2, minor=False)),
    ]  # fmt: skip
    song = _read(track, note(0, 60, 6 * BEAT)).songs[0]
    assert (song.metre, song.tempo_bpm, str(song.key)) == ((3, 4), 120.0, "C minor")
    first, second = song.bars
    assert (first.metre, second.metre, second.tempo_bpm, str(second.key)) == (None, (6, 8), 80.0, "D major")


def test_a_metre_that_changes_within_a_bar_cuts_it_there() -> None:
    track = [(0, 0, smf.time_signature((4, 4))), (BEAT, 0, smf.time_signature((3, 4)))]
    read = _read(track, note(0, 60, 4 * BEAT))
    assert [bar.beats for bar in read.songs[0].bars] == [1, None]
    assert read.remarks[0].place == "bar 1"


def test_human_playing_is_put_on_a_grid_and_exact_places_are_kept() -> None:
    track = [
        (0, 0, smf.words(smf.TRACK_NAME, "Melody")),
        *note(7, 60),
        *note(BEAT + BEAT // 5, 62),
        *note(2 * BEAT - 1, 64),
    ]
    melody = [(one.beat, one.pitch) for bar in _read(track).songs[0].bars for one in bar.melody]
    assert melody == [(0, 60), (Fraction(6, 5), 62), (2, 64)]


def test_tracks_of_format_2_are_songs_of_their_own() -> None:
    one = smf.midi_file([smf.track([text(0, name), text(BEAT, "G"), *note(0, 60)], BAR) for name in ("C", "Am")])
    read = read_charts(one[:9] + b"\2" + one[10:])
    assert [[str(symbol) for symbol in song.symbols] for song in read.songs] == [["C", "G"], ["Am", "G"]]


def test_drums_say_nothing_of_harmony_and_remarks_say_what_was_inferred() -> None:
    drums = [event for beat in range(8) for event in note(beat * BEAT, 36 + beat, BEAT, 9)]
    chords = [event for pitch in (57, 60, 64) for event in note(0, pitch, BAR)]
    chords += [event for pitch in (53, 57, 60) for event in note(BAR, pitch, BAR)]
    read = _read(drums, chords)
    assert _chords(read.songs[0]) == [(0, 0, "Am"), (1, 0, "F")]
    assert "inferred" in read.remarks[0].text
    assert _chords(_read(drums).songs[0]) == []


def test_more_bars_than_a_song_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BARS", 3)
    with pytest.raises(ChartTooLargeError, match="more than 3 bars"):
        _read(note(4 * BAR, 60))


def test_what_is_written_sounds_with_capo_and_transposition_and_says_so() -> None:
    song = Song(
        (Section("", (SongBar((PlacedChord(parse_symbol("Am7")), PlacedChord(NO_SYMBOL, Fraction(2)))),)),), capo=3
    )
    assert FORMAT.write is not None
    written = FORMAT.write([song])
    assert _chords(read_charts(written.data).songs[0]) == [(0, 0, "Cm7"), (0, 2, "N.C.")]
    assert [lost.what for lost in written.lost] == ["capo and transposition"]
    notes = reading.read_events(written.data, "midi").tracks[1].notes
    assert [(one.pitch, one.start, one.end) for one in notes] == [
        (pitch, 0, 2 * BEAT) for pitch in (36, 60, 63, 67, 70)
    ]


def test_markers_are_written_into_the_first_track_alone() -> None:
    (song,) = read_charts(b"Verse: C | Am7 F", form="typed").songs
    assert FORMAT.write is not None
    first, *others = read_events(FORMAT.write((song,)).data, "midi").tracks
    markers = [(meta.at, meta.data.decode()) for meta in first.metas if meta.kind == smf.MARKER]
    assert markers == [(0, "Verse"), (0, "C"), (BAR, "Am7"), (BAR + 2 * BEAT, "F")]
    assert not [meta for track in others for meta in track.metas if meta.kind == smf.MARKER]


def test_a_section_called_like_its_first_chord_comes_back() -> None:
    (song,) = read_charts(b"A | D | E | A", form="typed").songs
    bars = tuple(song.bars)
    song = attrs.evolve(song, sections=(Section("A", bars[:2]), Section("E", bars[2:])))
    assert FORMAT.write is not None
    (again,) = read_charts(FORMAT.write((song,)).data, "song.mid").songs
    assert [section.name for section in again.sections] == ["A", "E"]
    assert _chords(again) == _chords(song)
