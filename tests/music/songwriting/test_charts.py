"""Plans as lead sheets, in every format of charts, and songs as the beginning of a plan."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest

from chordwork.harmony import parse_key, parse_symbol
from chordwork.music.accompaniment import accompany
from chordwork.music.accompaniment.reading import usual_groove
from chordwork.music.charts import Chart, read_charts, to_chart
from chordwork.music.charts.formats import formats
from chordwork.music.converting import convert
from chordwork.music.fretboard import find_instrument
from chordwork.music.song import Bar, PlacedChord, Section, Song, TextKind
from chordwork.music.songwriting import FEELS, PlanOptionError, SongPlan, ThemeError, start_of, write_song
from chordwork.music.tabs import PATTERNS
from chordwork.music.tabs.pattern import Pattern
from tests.music.song.songs import bar, song

THEME = "walking home through the rain"


def parts(plan: SongPlan) -> list[tuple[str, str]]:
    return [(part.section, part.title) for part in plan.form]


def charts(plan: SongPlan) -> dict[str, str]:
    return {section.name: section.chart for section in plan.sections}


@pytest.mark.parametrize("groove", FEELS)
def test_a_plan_is_a_song_and_a_song_is_the_same_plan(groove: str) -> None:
    plan = write_song(THEME, seed=5, groove=groove, level="advanced", key="Eb")
    written = plan.song().check()
    assert written.metre == tuple(map(int, plan.metre.split("/")))
    assert to_chart(written).tempo_bpm == pytest.approx(plan.tempo_bpm)
    assert usual_groove(written) == groove
    assert [section.name for section in written.sections] == [part.title for part in plan.form]
    assert len(list(written.bars)) == plan.bars
    assert start_of(written).notes == ()
    again = write_song(written, level="advanced")
    assert (parts(again), charts(again)) == (parts(plan), charts(plan))
    for field in ("title", "key", "tempo_bpm", "metre", "groove", "capo"):
        assert getattr(again, field) == getattr(plan, field), field


@pytest.mark.parametrize("form", [each.name for each in formats() if each.write is not None and each.read is not None])
def test_every_format_has_the_chords_of_the_plan(form: str) -> None:
    plan = write_song(THEME, seed=3, key="Eb", level="intermediate")
    written = plan.song()
    back = read_charts(convert(written, form).data, form=form).songs[0]
    assert _changes(to_chart(back)) == _changes(to_chart(written))


def _changes(chart: Chart) -> list[frozenset[int]]:
    """Notes of the chords, as they change."""
    row = [symbol.pitch_classes for symbol, _ in chart.quarters()]
    return [here for at, here in enumerate(row) if at == 0 or here != row[at - 1]]


def test_the_page_says_who_plays_and_how() -> None:
    plan = write_song(THEME, key="Bb", locked={"capo": 3}, metre="4/4")
    written = plan.song()
    assert (written.capo, str(written.key), str(written.sounding_key)) == (3, "G major", "Bb major")
    sounding = [str(symbol) for symbol in to_chart(written).symbols]
    assert sounding == [symbol for part in plan.form for bar in _bars_of(plan, part.section) for symbol in bar]
    assert written.strum == PATTERNS[plan.pattern].words
    assert written.tuning is None
    first = written.sections[[part.section for part in plan.form].index("verse")].texts[0]
    assert first.kind is TextKind.COMMENT
    assert plan.section("verse").lyrics.opening in first.lines
    ukulele = write_song(THEME, instrument="ukulele").song()
    assert ukulele.tuning == find_instrument("ukulele").tuning
    assert write_song(THEME, instrument="bass").song().strum == ""
    assert write_song(THEME, instrument="piano").song().tuning is None


def _bars_of(plan: SongPlan, name: str) -> list[list[str]]:
    return [part.split() for part in plan.section(name).chart.strip("| ").split("|")]


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_written_as_it_is_read(name: str) -> None:
    pattern = PATTERNS[name]
    grid = pattern.ticks // len(pattern.words.split())
    again = Pattern.read(pattern.words, grid, pattern.kind, name=name, title=pattern.title)
    assert again == pattern


def test_the_band_plays_the_song_of_a_plan_in_its_groove() -> None:
    plan = write_song(THEME, groove="bossa")
    assert accompany(plan.song()).groove.name == "bossa"


def section(name: str, *bars: Bar) -> Section:
    return Section(name, bars)


def test_names_of_parts_are_found_in_many_languages_and_letters_get_names_of_their_own() -> None:
    chosen = Song(
        (
            section("Vorspiel", bar("C")),
            section("Strophe 1", bar("C"), bar("F")),
            section("Refrain", bar("G"), bar("C")),
            section("Strophe 2", bar("C"), bar("F")),
            section("D", bar("Am")),
            section("Refrain", bar("G"), bar("C")),
            section("", bar("Am")),
        ),
        title="Am See",
    )
    plan = write_song(chosen)
    assert parts(plan) == [
        ("intro", "Vorspiel"), ("verse", "Strophe 1"), ("chorus", "Refrain"), ("verse", "Strophe 2"), ("bridge", "D"),
        ("chorus", "Refrain"), ("bridge", "Bridge"),
    ]  # fmt: skip
    assert (plan.theme, plan.title, plan.section("verse").chart) == ("Am See", "Am See", "C | F")
    assert write_song("the sea", locked=start_of(chosen).settled).theme == "the sea"


def test_repeats_are_parts_that_come_again() -> None:
    start = start_of(song(bar("C", repeat_begins=True), bar("G", repeat_times=2), bar("F"), title="A"))
    assert [part["section"] for part in start.settled["form"]] == ["verse", "chorus"]
    assert start.settled["sections.verse.chords"] == [["C", 1.0], ["G", 1.0]]


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (song(Bar((PlacedChord(parse_symbol("C")), PlacedChord(parse_symbol("G"), Fraction(3))))), "as evenly"),
        (song(bar("C G Am F C")), "of more than 4 chords"),
        (song(bar("C"), bar("G", metre=(3, 4))), "one metre"),
        (song(bar("C"), metre=(9, 8)), "9/8 is no metre of a plan"),
        (song(bar("C"), tempo_bpm=900.0), "a tempo of 900 bpm"),
        (song(bar("C X")), "1 chord could not be read"),
        (Song((section("Verse 1", bar("C")), section("Verse 2", bar("G")))), "Verse 2 has other chords than Verse 1"),
        (Song((section("A", bar("C")), section("A", bar("G")))), "A has other chords when it comes again"),
    ],
)
def test_what_a_plan_cannot_say_is_noted(of: Song, words: str) -> None:
    assert words in " ".join(start_of(of).notes)
    assert write_song(attrs.evolve(of, title="x")).form


def test_two_bars_of_two_four_are_one_of_four() -> None:
    march = song(bar("C"), bar("G"), bar("C"), metre=(2, 4), tempo_bpm=100.0, title="March")
    halved = attrs.evolve(
        march,
        sections=(Section("", tuple(Bar((attrs.evolve(each.chords[0]),)) for each in march.bars)),),
    )
    plan = write_song(halved)
    assert (plan.metre, plan.tempo_bpm, plan.section("verse").chart) == ("4/4", 100, "C G | C")


def test_what_is_said_wins_over_the_song() -> None:
    waltz = song(bar("C"), bar("F"), title="Old", key=parse_key("C major"), metre=(3, 4), tempo_bpm=90.0, style="Waltz")
    plan = write_song(waltz, key="A minor", tempo_bpm=120, groove="bossa", locked={"title": "New"})
    assert (plan.key, plan.tempo_bpm, plan.groove, plan.title) == ("A minor", 120, "bossa", "New")
    assert plan.section("verse").chart == "C | F"
    assert write_song(waltz, metre="4/4").metre == "4/4"
    own = write_song(waltz, locked={"sections.verse.chords": "G | D"})
    assert own.section("verse").chart == "G | D"
    assert write_song(attrs.evolve(waltz, capo=2), instrument="piano").capo == 0
    assert write_song(attrs.evolve(waltz, capo=2)).capo == 2


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (Song(title="x"), "no chord"),
        (song(bar("N.C."), title="x"), "no chord"),
        (Song(tuple(section(chr(65 + at), bar("C"), bar("Am")) for at in range(20)), title="x"), "more parts"),
        (Song(tuple(section(f"Verse {at}", bar("C")) for at in range(41)), title="x"), "at most 40"),
    ],
)
def test_songs_that_are_no_beginning_are_refused(of: Song, words: str) -> None:
    with pytest.raises(PlanOptionError, match=words):
        write_song(of)


def test_a_song_without_a_title_needs_a_theme() -> None:
    with pytest.raises(ThemeError):
        write_song(song(bar("C")))
