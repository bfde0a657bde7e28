"""What is played from what is written."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest

from chordwork.harmony import NO_SYMBOL, parse_key
from chordwork.music.charts import to_chart
from chordwork.music.song import (
    MAX_PLAYED_BARS,
    Bar,
    Feature,
    Jump,
    PlacedChord,
    Section,
    Song,
    SongError,
    Syllable,
    Text,
    UnplayableSongError,
    limited,
    play,
    unfolded,
)
from tests.music.song.songs import bar, song


def order(*bars: Bar, **values: object) -> str:
    return " ".join(str(played.bar.chords[0].symbol) for played in play(song(*bars, **values)))


@pytest.mark.parametrize(
    ("bars", "played"),
    [
        ([bar("A"), bar("B")], "A B"),
        ([bar("A"), bar("B", repeat_begins=True), bar("C", repeat_times=3)], "A B C B C B C"),
        ([bar("A"), bar("B", repeat_times=2), bar("C"), bar("D", repeat_times=2)], "A B A B C D C D"),
        (
            [bar("A", repeat_begins=True), bar("B", endings=(1, 2), repeat_times=3), bar("C", endings=(3,)), bar("D")],
            "A B A B A C D",
        ),
        ([bar("A"), bar("B", endings=(1,)), bar("C", endings=(2,)), bar("D")], "A B A C D"),
        ([bar("A", fine=True), bar("B", jump=Jump.DA_CAPO_AL_FINE)], "A B A"),
        ([bar("A"), bar("B", segno=True, fine=True), bar("C", jump=Jump.DAL_SEGNO_AL_FINE)], "A B C B"),
        ([bar("A", to_coda=True), bar("B", jump=Jump.DA_CAPO_AL_CODA), bar("C", coda=True)], "A B A C"),
        (
            [bar("A"), bar("B", segno=True, to_coda=True), bar("C", jump=Jump.DAL_SEGNO_AL_CODA), bar("D", coda=True)],
            "A B C B D",
        ),
        ([bar("A", repeat_times=2), bar("B", fine=True), bar("C", jump=Jump.DA_CAPO_AL_FINE)], "A A B C A B"),
        ([bar("A"), bar("B", jump=Jump.DA_CAPO)], "A B A B"),
        (
            [bar("A", repeat_begins=True, to_coda=True), bar("B", repeat_times=3), bar("C"), bar("D", coda=True)],
            "A B A B A D",
        ),
        ([bar("A", to_coda=True), bar("B", repeat_times=2), bar("C")], "A B A B C"),
        ([bar("A", to_coda=True), bar("B"), bar("C", coda=True)], "A B C"),
        (
            [
                *(bar("A"), bar("B", endings=(1,), repeat_times=2), bar("C", endings=(2,), fine=True)),
                bar("D", jump=Jump.DA_CAPO_AL_FINE),
            ],
            "A B A C D A C",
        ),
    ],
)
def test_signs_are_followed_as_players_read_them(bars: list[Bar], played: str) -> None:
    assert order(*bars) == played


@pytest.mark.parametrize(
    ("bars", "reason"),
    [
        ([bar("A", repeat_begins=True), bar("B")], "bar 1: a repeat begins here and never ends"),
        ([bar("A"), bar("B", jump=Jump.DAL_SEGNO)], "bar 2: it goes back to a segno"),
        ([bar("A", to_coda=True), bar("B", jump=Jump.DA_CAPO_AL_CODA)], "bar 1: it goes on to a coda"),
        ([bar("A", repeat_times=101)], "bar 1: a part is played 101 times"),
        ([bar("A"), bar("B", endings=(3,), repeat_times=3)], "no ending for pass 1"),
        ([bar("A", repeat_times=100)] * 101, "more than 10000 bars"),
    ],
)
def test_signs_that_lead_nowhere_are_refused_with_their_bar(bars: list[Bar], reason: str) -> None:
    with pytest.raises(UnplayableSongError, match=reason):
        play(song(*bars))


def test_a_section_named_again_is_played_again() -> None:
    verse, chorus = Section("Verse", (bar("C"),)), Section("Chorus", (bar("F"), bar("G")), times=2)
    played = play(Song((verse, chorus, Section("Verse 2", of="verse"))))
    assert [(one.section, one.number) for one in played] == [
        *(("Verse", 0), ("Chorus", 1), ("Chorus", 2), ("Chorus", 1), ("Chorus", 2), ("Verse 2", 0))
    ]
    with pytest.raises(UnplayableSongError, match="'Bridge' is to be played again"):
        play(Song((Section(of="Bridge"),)))


def test_a_name_without_bars_is_not_what_is_played_again() -> None:
    played = play(Song((Section("A"), Section("A", (bar("C"),)), Section(of="A"))))
    assert [str(each.bar.chords[0].symbol) for each in played] == ["C", "C"]


def test_a_chord_goes_on_until_the_next_and_metres_hold_where_they_are_written() -> None:
    waltz = song(bar("C"), Bar(), Bar((PlacedChord(NO_SYMBOL, Fraction(2)),), metre=(3, 4)), bar("G"))
    spans = [[(str(chord.symbol), beats) for chord, beats in one.spans()] for one in play(waltz)]
    assert spans == [[("C", 4)], [("C", 4)], [("C", 2), ("N.C.", 1)], [("G", 3)]]
    chart = to_chart(waltz)
    assert [[(str(chord.symbol), chord.beats, chord.held) for chord in one.chords] for one in chart.bars] == [
        *([("C", 4, False)], [("C", 4, True)], [("C", 2, True), ("N.C.", 1, False)], [("G", 3, False)])
    ]


def test_before_the_first_chord_nothing_sounds() -> None:
    silent, begun = play(song(Bar(), bar("C")))
    assert (silent.spans(), len(begun.spans())) == ((), 1)
    assert [str(chord.symbol) for chord in to_chart(song(Bar(), bar("C"))).bars[0].chords] == ["N.C."]


def test_capo_and_transposition_are_heard() -> None:
    chart = to_chart(song(bar("G"), bar("Em"), capo=3, key=parse_key("G")))
    assert [str(symbol) for symbol in chart.symbols] == ["Bb", "Gm"]
    assert [str(symbol) for symbol in to_chart(song(bar("D"), transposition=-2)).symbols] == ["C"]


def test_alternates_are_played_only_when_asked_for() -> None:
    both = Bar((*bar("C").chords, attrs.evolve(bar("Am").chords[0], beat=Fraction(2), optional=True)))
    (played,) = play(song(both))
    assert [str(chord.symbol) for chord, _ in played.spans()] == ["C"]
    assert [str(chord.symbol) for chord, _ in played.spans(optional=True)] == ["C", "Am"]


def test_unfolded_means_the_same_without_signs() -> None:
    words = tuple(Syllable(text, verse=verse) for verse, text in enumerate(("one", "two"), start=1))
    folded = song(
        *(bar("A", syllables=words), bar("B", endings=(1,), repeat_times=2), bar("C", endings=(2,), metre=(3, 4))),
        bar("D", jump=Jump.DA_CAPO),
    )
    flat = unfolded(folded)
    assert [played.bar.chords for played in play(flat)] == [played.bar.chords for played in play(folded)]
    assert [(played.metre, played.key, played.beats) for played in play(flat)] == [
        (played.metre, played.key, played.beats) for played in play(folded)
    ]
    assert [one.text for played in flat.bars for one in played.syllables] == ["one", "two", "two"]


def test_what_a_format_does_not_carry_is_listed_and_the_form_written_out() -> None:
    whole = Song(
        (
            Section("Verse", (bar("C G", repeat_times=2), bar("F", key=parse_key("F"))), (Text(("oh",)),)),
            Section("End", (bar("Am"),)),
        ),
        title="Song",
        capo=2,
    )
    kept, lost = limited(whole, {Feature.TITLE, Feature.TIMES})
    assert [str(one) for one in lost] == [
        *("repeats: written out", "capo", "changes of key", "names of sections (2 times)", "remarks")
    ]
    assert [str(symbol) for symbol in kept.symbols] == ["C", "G", "C", "G", "F", "Am"]
    assert limited(kept, {Feature.TITLE, Feature.TIMES}) == (kept, ())
    assert limited(whole, Feature) == (whole, ())


def test_without_times_each_chord_has_its_bar_and_the_words_behind_it() -> None:
    words = (Syllable("a "), Syllable("b ", Fraction(1)), Syllable("c", Fraction(2), new_line=True))
    flat, _ = limited(song(bar("C G", syllables=words)), set(Feature) - {Feature.TIMES})
    assert [(str(one.chords[0].symbol), [word.text for word in one.syllables]) for one in flat.bars] == [
        *(("C", ["a ", "b "]), ("G", ["c"]))
    ]
    assert not flat.timed


@pytest.mark.parametrize(
    "wrong",
    [
        song(bar("C"), metre=(3, 5)),
        song(bar("C", metre=(0, 4))),
        song(Bar((PlacedChord(NO_SYMBOL, Fraction(4)),))),
        song(Bar((PlacedChord(NO_SYMBOL, Fraction(2)), PlacedChord(NO_SYMBOL, Fraction(1))))),
        song(Bar(beats=Fraction(0))),
        Song((Section("A", (bar("C"),), of="B"),)),
    ],
)
def test_values_that_are_no_song_are_refused(wrong: Song) -> None:
    with pytest.raises(SongError):
        wrong.check()


def test_a_section_that_is_written_out_again_keeps_its_metre_and_leaves_the_next_one_its_own() -> None:
    whole = Song(
        (
            Section("A", (bar("C"),)),
            Section("B", (bar("D", metre=(6, 8), key=parse_key("D")),)),
            Section("", of="a"),
            Section("C", (bar("E"),)),
        ),
        key=parse_key("C"),
    )
    out, lost = limited(whole, frozenset(Feature) - {Feature.SECTION_REPEATS})
    assert [each.what for each in lost] == ["sections played again by name"]
    held = [(str(each.bar.chords[0].symbol), each.metre, str(each.key)) for each in play(out)]
    assert held == [(str(each.bar.chords[0].symbol), each.metre, str(each.key)) for each in play(whole)]
    assert [metre for _, metre, _ in held] == [(4, 4), (6, 8), (4, 4), (6, 8)]


def test_a_chord_that_goes_on_is_not_pushed_again_and_alternates_do_not_go_on() -> None:
    pushed = attrs.evolve(bar("C").chords[0], push=Fraction(1, 2))
    alternate = attrs.evolve(bar("Am").chords[0], beat=Fraction(3), optional=True)
    first, second = play(song(Bar((pushed, alternate)), Bar((attrs.evolve(alternate, beat=Fraction(1)),))))
    assert (first.sounding, second.sounding) == (None, attrs.evolve(pushed, push=Fraction(0)))
    assert [(str(chord.symbol), chord.beat, beats) for chord, beats in second.spans()] == [("C", 0, 4)]
    assert [(str(chord.symbol), chord.beat, beats) for chord, beats in second.spans(optional=True)] == [
        *(("C", 0, 1), ("Am", 1, 3))
    ]
    assert first.spans()[0][0].push == Fraction(1, 2)


def test_each_time_sings_its_verse_and_then_the_last() -> None:
    words = tuple(Syllable(f"{verse}", verse=verse) for verse in (1, 3, 2))
    played = play(song(bar("C", syllables=words, repeat_times=4), bar("D")))
    assert [(each.times, [one.text for one in each.syllables]) for each in played] == [
        *((0, ["1"]), (1, ["2"]), (2, ["3"]), (3, ["3"]), (0, []))
    ]
    assert {one.verse for each in played for one in each.syllables} == {1}


def test_a_played_bar_tells_where_it_stands_and_what_holds() -> None:
    whole = Song(
        (
            Section("A", (bar("C"), Bar(beats=Fraction(1)))),
            Section("B", (bar("D", metre=(3, 4), key=parse_key("D"), tempo_bpm=60.0), bar("E")), times=2),
            Section(of="a"),
        ),
        tempo_bpm=90.0,
    )
    assert [(each.part, each.section, each.number, each.beats, each.tempo_bpm) for each in play(whole)] == [
        *((0, "A", 0, 4, 90), (0, "A", 1, 1, 90)),
        *[(1, "B", 2, 3, 60), (1, "B", 3, 3, 60)] * 2,
        *((2, "a", 0, 4, 90), (2, "a", 1, 1, 90)),
    ]
    assert [each.key for each in play(whole)] == [*[None] * 2, *[parse_key("D")] * 4, *[None] * 2]


@pytest.mark.parametrize(
    ("bars", "played"),
    [
        # an ending that another one follows ends there without a sign, and one that ends the song once
        ([bar("A"), bar("B", endings=(1,)), bar("C"), bar("D", endings=(2,)), bar("E")], "A B C A D E"),
        (
            [
                *(bar("A", repeat_begins=True), bar("B", endings=(1,), repeat_times=2), bar("C", endings=(2,))),
                *(bar("D", repeat_begins=True), bar("E", endings=(1,), repeat_times=2), bar("F", endings=(2,))),
            ],
            "A B A C D E D F",
        ),
        ([bar("A"), bar("B", endings=(1,)), bar("C", endings=(2,))], "A B A C"),
        # a repeat as often as it says, or as its endings need
        ([bar("A"), bar("B", endings=(1,), repeat_times=2), bar("C", endings=(2, 3), repeat_times=3)], "A B A C A C"),
        ([bar("A", repeat_begins=True, repeat_times=1), bar("B")], "A B"),
        # repeats are not taken again after a jump, and the last ending is played
        (
            [
                *(bar("A", repeat_begins=True), bar("B", endings=(1,), repeat_times=2), bar("C", endings=(2,))),
                bar("D", jump=Jump.DA_CAPO),
            ],
            "A B A C D A C D",
        ),
        # each jump once, and the next one after it
        ([bar("A"), bar("B", jump=Jump.DA_CAPO), bar("C", jump=Jump.DA_CAPO)], "A B A B C A B C"),
        ([bar("A"), bar("B", segno=True), bar("C", segno=True), bar("D", jump=Jump.DAL_SEGNO)], "A B C D B C D"),
        # a Fine, a way to a coda counts only on a way that names it
        ([bar("A", fine=True), bar("B", jump=Jump.DA_CAPO)], "A B A B"),
        (
            [bar("A", to_coda=True), bar("B", fine=True), bar("C", jump=Jump.DA_CAPO_AL_FINE), bar("D", coda=True)],
            "A B C A B",
        ),
        # a repeat is left for a coda on its last time, where no jump names one
        ([bar("A", to_coda=True), bar("B", repeat_times=2), bar("C", coda=True)], "A B A C"),
        (
            [bar("A"), bar("B", repeat_begins=True, to_coda=True), bar("C", repeat_times=2), bar("D", coda=True)],
            "A B C B D",
        ),
        (
            [bar("G", to_coda=True), bar("A", repeat_begins=True), bar("B", repeat_times=2), bar("C", coda=True)],
            "G A B A B C",
        ),
        ([bar("A", to_coda=True), bar("B", repeat_times=1), bar("C", coda=True)], "A B C"),
    ],
)
def test_signs_that_seldom_come_are_followed_too(bars: list[Bar], played: str) -> None:
    assert order(*bars) == played


def test_a_last_section_called_coda_is_the_coda() -> None:
    whole = Song(
        (
            Section("A", (bar("A", to_coda=True), bar("B", jump=Jump.DA_CAPO_AL_CODA))),
            Section("Coda", (bar("C"), bar("D"))),
        )
    )
    assert [str(each.bar.chords[0].symbol) for each in play(whole)] == ["A", "B", "A", "C", "D"]
    marked = attrs.evolve(whole, sections=(*whole.sections, Section("B", (bar("E", coda=True),))))
    assert [str(each.bar.chords[0].symbol) for each in play(marked)] == ["A", "B", "A", "E"]
    at_once = Song((Section("A", (bar("A", to_coda=True, jump=Jump.DA_CAPO_AL_CODA),)), Section("Coda", (bar("C"),))))
    assert [str(each.bar.chords[0].symbol) for each in play(at_once)] == ["A", "A", "C"]
    repeated = Song((Section("A", (bar("A", to_coda=True), bar("B", repeat_times=2))), Section("CODA", (bar("C"),))))
    assert [str(each.bar.chords[0].symbol) for each in play(repeated)] == ["A", "B", "A", "C"]


def test_bounds_of_what_is_played_are_where_they_are_said() -> None:
    assert len(play(song(*[bar("A", repeat_times=100)] * 100))) == MAX_PLAYED_BARS
    assert len(play(Song((Section("A", (bar("A"),), times=100),)))) == 100
    for times in (0, 101, -1):
        with pytest.raises(UnplayableSongError, match=f"A is played {times} times: at most 100"):
            play(Song((Section("A", (bar("A"),), times=times),)))
    with pytest.raises(UnplayableSongError, match=r"a section is played 101 times"):
        play(Song((Section("", (bar("A"),), times=101),)))
    with pytest.raises(UnplayableSongError, match=r"bar 1: a part is played -1 times"):
        play(song(bar("A", repeat_times=-1)))
    hundred = (bar("A"),) * 100
    assert len(play(Song((Section("A", hundred, times=99), Section(of="A"))))) == MAX_PLAYED_BARS
    with pytest.raises(UnplayableSongError, match="more than 10000 bars"):
        play(Song((Section("A", hundred, times=100), Section("B", (bar("B"),)))))


@pytest.mark.parametrize(
    ("bars", "reason"),
    [
        ([bar("X"), bar("A", repeat_begins=True), bar("B")], "bar 2: a repeat begins here"),
        ([bar("A", repeat_begins=True, repeat_times=2), bar("B", repeat_begins=True)], "bar 2: a repeat begins here"),
        ([bar("A", coda=True), bar("B", to_coda=True), bar("C", jump=Jump.DA_CAPO_AL_CODA)], "bar 2: it goes on"),
        (
            [bar("A"), bar("B", endings=(1,), repeat_times=3), bar("C", endings=(3,))],
            "bar 2: there is no ending for pass 2",
        ),
    ],
)
def test_what_leads_nowhere_names_the_bar_it_stands_in(bars: list[Bar], reason: str) -> None:
    with pytest.raises(UnplayableSongError, match=reason):
        play(song(*bars))


def test_unfolded_texts_stand_once_and_changes_where_they_are_heard() -> None:
    whole = Song(
        (
            Section(
                "A", (bar("C"), bar("D", tempo_bpm=60.0, key=parse_key("D"))), (Text(("once",), before=1),), times=2
            ),
            Section("B", (), (Text(("no bars",), before=3),)),
            Section(of="A"),
        ),
        tempo_bpm=90.0,
    )
    flat = unfolded(whole)
    assert [(each.name, len(each.bars), [text.lines[0] for text in each.texts]) for each in flat.sections] == [
        *(("A", 4, ["once"]), ("A", 2, []), ("B", 0, ["no bars"]))
    ]
    assert flat.sections[0].texts[0].before == 1
    assert flat.sections[-1].texts[0].before == 0
    assert [each.tempo_bpm for each in flat.bars] == [None, 60, 90, 60, 90, 60]
    assert [each.key for each in flat.bars] == [None, parse_key("D"), None, parse_key("D"), None, parse_key("D")]
