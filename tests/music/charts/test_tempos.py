"""A tempo counts felt beats on pages of text and quarter notes in songs, and is the same music in every format."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest

from chordwork.harmony import parse_symbol
from chordwork.music.charts import format_names, read_chart, read_charts, to_chart
from chordwork.music.charts.formats import formats
from chordwork.music.pulse import pulse
from chordwork.music.song import Bar, Feature, PlacedChord, Section, Song
from chordwork.music.tabs import tab
from tests.music.charts.songs import through

METRES = [(4, 4), (3, 4), (6, 8), (12, 8), (2, 2), (7, 8)]
WITH_TEMPO = [
    each.name
    for each in formats()
    if each.read is not None and each.write is not None and Feature.TEMPO in each.carries
]


def song(metre: tuple[int, int], tempo_bpm: float) -> Song:
    bar = Bar((PlacedChord(parse_symbol("C")),))
    return Song((Section("", (bar, bar)),), metre=metre, tempo_bpm=tempo_bpm)


def test_most_formats_carry_a_tempo() -> None:
    assert {"chordpro", "onsong", "chords-over-lyrics", "typed", "ireal", "musicxml", "abc", "midi"} <= set(WITH_TEMPO)
    assert set(format_names()) - set(WITH_TEMPO) <= {"gp", "lab", "jams", "sonic-visualiser"}


@pytest.mark.parametrize("metre", METRES)
@pytest.mark.parametrize("name", WITH_TEMPO)
def test_it_comes_back_from_every_format_that_carries_one(name: str, metre: tuple[int, int]) -> None:
    (form,) = [each for each in formats() if each.name == name]
    if form.extra:
        pytest.importorskip(form.extra)
    felt = 60
    written = song(metre, float(felt * pulse(metre)))
    assert through(written, form).tempo_bpm == pytest.approx(written.tempo_bpm)
    assert to_chart(written).tempo_bpm == pytest.approx(felt)


@pytest.mark.parametrize("tempo", [100.0, 96.5, 61.803, 300.0])
@pytest.mark.parametrize("name", ["chordpro", "onsong", "chords-over-lyrics", "typed"])
def test_no_decimals_are_lost(name: str, tempo: float) -> None:
    (form,) = [each for each in formats() if each.name == name]
    assert through(song((6, 8), tempo), form).tempo_bpm == tempo


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("typed", "Time: 6/8\nTempo: 60\n| C | G |\n"),
        ("typed", "Tempo: 60\nTime: 6/8\n| C | G |\n"),
        ("chordpro", "{tempo: 60}\n{time: 6/8}\n{sog}\n| C . . . . . | G . . . . . |\n{eog}\n"),
        ("onsong", "Sun\nTempo: 60\nTime: 6/8\n\n[C]la [G]la\n"),
        ("chords-over-lyrics", "Tempo: 60\nTime: 6/8\n\nC  G\nla la\n"),
    ],
)
def test_what_a_page_says_is_felt(name: str, text: str) -> None:
    (read,) = read_charts(text.encode(), form=name).songs
    assert read.tempo_bpm == 90
    assert to_chart(read).tempo_bpm == 60
    assert tab(read).score.tempo_bpm == 60


def test_a_text_and_the_song_that_is_read_from_it_are_played_at_one_speed() -> None:
    text = "{time: 6/8}\n{tempo: 60}\n| C | G |"
    (read,) = read_charts(text.encode(), form="typed").songs
    assert read_chart(text).tempo_bpm == to_chart(read).tempo_bpm == 60
    assert tab(text).score.tempo_bpm == tab(read).score.tempo_bpm


def test_a_tempo_that_changes_counts_what_is_felt_there() -> None:
    text = "{tempo: 60}\n{sog}\n| C . . . |\n{time: 6/8}\n{tempo: 40}\n| G . . . . . |\n{eog}\n"
    (read,) = read_charts(text.encode(), form="chordpro").songs
    assert [read.tempo_bpm, *(bar.tempo_bpm for bar in read.bars)] == [60, None, 60]
    faster = attrs.evolve(song((4, 4), 90.0), sections=(Section("", (Bar((PlacedChord(parse_symbol("C")),)),) * 2),))
    changed = attrs.evolve(
        faster.sections[0],
        bars=(
            faster.sections[0].bars[0],
            attrs.evolve(faster.sections[0].bars[1], metre=(6, 8), tempo_bpm=120.0, beats=Fraction(6)),
        ),
    )
    (form,) = [each for each in formats() if each.name == "chordpro"]
    assert [bar.tempo_bpm for bar in through(attrs.evolve(faster, sections=(changed,)), form).bars] == [None, 120.0]
