"""What a song has, what is left of it where a format carries less, and how that is told."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chordwork.harmony import parse_key, parse_symbol
from chordwork.music.song import (
    Bar,
    Feature,
    Jump,
    Lost,
    MelodyNote,
    PlacedChord,
    Section,
    Song,
    Syllable,
    Text,
    TextKind,
    features_of,
    limited,
    play,
)
from tests.music.charts.songs import songs
from tests.music.song.songs import bar, song

HALF = Fraction(1, 2)
C = parse_symbol("C")


def texts(*kinds: TextKind) -> Song:
    return Song((Section("", (bar("C"),), tuple(Text((kind.value,), kind) for kind in kinds)),))


def sung(*syllables: Syllable) -> Song:
    return song(bar("C", syllables=syllables))


HAVING: list[tuple[str, Song, Song]] = [
    # what it is called, a song that has nothing else (but for lengths of chords), and what is left without it
    ("title", song(title="Blue"), song()),
    ("subtitle", song(subtitle="from an album"), song()),
    ("artist", song(artist="Ann"), song()),
    ("composer", song(composer="Ann"), song()),
    ("lyricist", song(lyricist="Ann"), song()),
    ("copyright", song(copyright="1920"), song()),
    ("style", song(style="Swing"), song()),
    ("key", song(key=parse_key("D")), song()),
    ("tempo", song(tempo_bpm=90.0), song()),
    ("metre", song(metre=(3, 4)), song()),
    ("capo", song(capo=2), song()),
    ("transposition", song(transposition=-2), song()),
    ("tuning", song(tuning=(38, 45, 50, 55, 59, 64)), song()),
    ("strum pattern", song(strum="D DU"), song()),
    ("other tags", song(tags=(("year", "1920"),)), song()),
    ("changes of key", song(bar("C", key=parse_key("D"))), song(bar("C"))),
    ("changes of tempo", song(bar("C", tempo_bpm=90.0)), song(bar("C"))),
    ("changes of metre", song(bar("C", metre=(3, 4))), song(bar("C"))),
    ("bars that are shorter or longer than their metre", song(bar("C", beats=Fraction(1))), song(bar("C"))),
    ("names of sections", Song((Section("Verse", (bar("C"),)),)), song(bar("C"))),
    ("rehearsal marks", song(bar("C", rehearsal="A")), song(bar("C"))),
    ("signs for a bar like the one before", song(bar("C", same_as=1)), song(bar("C"))),
    ("lines of the page", song(bar("C", new_line=True)), song(bar("C"))),
    ("pushed chords", song(Bar((PlacedChord(C, Fraction(2), HALF),))), song(Bar((PlacedChord(C, Fraction(2)),)))),
    ("alternate chords", song(Bar((*bar("C").chords, PlacedChord(C, HALF, optional=True)))), song(bar("C"))),
    ("chords as the source writes them", song(Bar((PlacedChord(C, written="CMA"),))), song(bar("C"))),
    ("lyrics", sung(Syllable("la ")), song(bar("C"))),
    ("directions above bars", song(bar("C", words="rit.")), song(bar("C"))),
    ("melody", song(bar("C", melody=(MelodyNote(60, Fraction(0), HALF),))), song(bar("C"))),
    ("words without chords", texts(TextKind.WORDS), song(bar("C"))),
    ("blocks of tablature", texts(TextKind.TAB), song(bar("C"))),
    ("remarks", texts(TextKind.COMMENT), song(bar("C"))),
]


def feature(what: str) -> Feature:
    return Feature(what)


@pytest.mark.parametrize(("what", "having", "left"), HAVING, ids=[what for what, _, _ in HAVING])
def test_each_feature_is_seen_by_itself_and_taken_away_by_itself(what: str, having: Song, left: Song) -> None:
    assert features_of(having) == {Feature.TIMES, feature(what)}
    assert features_of(left) == {Feature.TIMES}
    assert limited(having, set(Feature) - {feature(what)}) == (left, (Lost(what),))
    assert limited(having, Feature) == (having, ())


def test_remarks_are_also_what_nobody_knows() -> None:
    whole = texts(TextKind.WORDS, TextKind.OTHER, TextKind.TAB, TextKind.COMMENT)
    kept, lost = limited(whole, set(Feature) - {Feature.COMMENTS})
    assert lost == (Lost("remarks", 2),)
    assert [text.kind for text in kept.sections[0].texts] == [TextKind.WORDS, TextKind.TAB]


def test_further_verses_and_times_are_taken_from_lyrics_apart() -> None:
    whole = sung(Syllable("one "), Syllable("two ", HALF), Syllable("uno ", verse=2), Syllable("tre ", HALF, verse=3))
    assert features_of(whole) == {Feature.TIMES, Feature.LYRICS, Feature.VERSES, Feature.LYRIC_TIMES}
    assert limited(whole, set(Feature) - {Feature.VERSES}) == (
        sung(Syllable("one "), Syllable("two ", HALF)),
        (Lost("further verses below the first", 2),),
    )
    assert limited(whole, set(Feature) - {Feature.LYRIC_TIMES}) == (
        sung(Syllable("one "), Syllable("two "), Syllable("uno ", verse=2), Syllable("tre ", verse=3)),
        (Lost("when syllables are sung", 2),),
    )
    assert limited(whole, set(Feature) - {Feature.LYRICS})[1] == (Lost("lyrics", 4),)


@pytest.mark.parametrize(
    ("values", "counted"),
    [
        ({"repeat_begins": True}, ("repeats", 1)),
        ({"repeat_times": 2}, ("repeats", 1)),
        ({"endings": (1,)}, ("endings", 1)),
        ({"segno": True}, ("D.C., D.S., Fine and Coda", 1)),
        ({"coda": True}, ("D.C., D.S., Fine and Coda", 1)),
        ({"to_coda": True}, ("D.C., D.S., Fine and Coda", 1)),
        ({"fine": True}, ("D.C., D.S., Fine and Coda", 1)),
        ({"jump": Jump.DA_CAPO}, ("D.C., D.S., Fine and Coda", 1)),
        ({"segno": True, "fine": True}, ("D.C., D.S., Fine and Coda", 2)),
    ],
)
def test_signs_of_the_form_are_counted_by_their_kind(values: dict[str, Any], counted: tuple[str, int]) -> None:
    # Around it what it takes for the form to be played.
    around = [bar("A", segno=True), bar("B", **values), bar("C", repeat_times=2), bar("D", coda=True)]
    plain = song(bar("A", segno=True), bar("B"), bar("C", repeat_times=2), bar("D", coda=True))
    what, times = counted

    def told(of: Song) -> int:
        lost = limited(of, set(Feature) - {feature(what)})[1]
        assert all(one.why == "written out" for one in lost if one.what == what)
        return next((one.times for one in lost if one.what == what), 0)

    assert told(song(*around)) - told(plain) == times


def test_a_form_is_written_out_where_one_of_its_signs_is_not_carried() -> None:
    whole = song(bar("A", repeat_times=2), bar("B", fine=True), bar("C", jump=Jump.DA_CAPO_AL_FINE))
    for missing in (Feature.REPEATS, Feature.JUMPS):
        kept, _ = limited(whole, set(Feature) - {missing})
        assert [str(symbol) for symbol in kept.symbols] == ["A", "A", "B", "C", "A", "B"]
        assert features_of(kept) == {Feature.TIMES}
    assert limited(whole, set(Feature) - {Feature.ENDINGS}) == (whole, ())


def test_what_is_lost_says_how_often_and_why() -> None:
    assert str(Lost("repeats")) == "repeats"
    assert str(Lost("repeats", 2)) == "repeats (2 times)"
    assert str(Lost("repeats", 1, "written out")) == "repeats: written out"
    assert str(Lost("repeats", 3, "written out")) == "repeats (3 times): written out"


def told(of: Song) -> list[tuple[str, str, int, str]]:
    return [
        (each.name, " ".join(str(one.chords[0].symbol) for one in each.bars), each.times, each.of)
        for each in of.sections
    ]


def test_sections_played_again_are_written_out_under_their_own_name_or_the_first_ones() -> None:
    whole = Song(
        (
            Section("Verse", (bar("C"), bar("F"))),
            Section("Chorus", (bar("G"),), times=2),
            Section("", of="VERSE"),
            Section("Last chorus", of="chorus", times=2),
            Section("Verse", (bar("D"),)),
            Section("", of="verse"),
        )
    )
    assert features_of(whole) == {Feature.TIMES, Feature.SECTIONS, Feature.SECTION_REPEATS}
    out, lost = limited(whole, set(Feature) - {Feature.SECTION_REPEATS})
    assert lost == (Lost("sections played again by name", 4),)
    assert told(out) == [
        ("Verse", "C F", 1, ""),
        *([("Chorus", "G", 1, "")] * 2),
        ("Verse", "C F", 1, ""),
        *([("Last chorus", "G", 1, "")] * 2),
        ("Verse", "D", 1, ""),
        ("Verse", "C F", 1, ""),
    ]


def test_a_name_that_was_not_written_before_stays() -> None:
    whole = Song((Section("", of="Bridge"), Section("Bridge", (bar("C"),))))
    out, _ = limited(whole, set(Feature) - {Feature.SECTION_REPEATS})
    assert told(out) == [("", "", 1, "Bridge"), ("Bridge", "C", 1, "")]


def test_one_section_has_the_texts_of_all_where_they_stood() -> None:
    whole = Song(
        (
            Section("A", (bar("C"), bar("D")), (Text(("first",), before=0), Text(("between",), before=1))),
            Section("B", (bar("E"),), (Text(("then",), before=0), Text(("end",), before=1))),
        )
    )
    out, lost = limited(whole, set(Feature) - {Feature.SECTIONS})
    assert lost == (Lost("names of sections", 2),)
    assert told(out) == [("", "C D E", 1, "")]
    assert [(text.lines[0], text.before) for text in out.sections[0].texts] == [
        *(("first", 0), ("between", 1), ("then", 2), ("end", 3))
    ]


def test_one_section_of_words_alone_is_one_and_of_nothing_none() -> None:
    words = Song(
        (
            Section(
                "A",
                (),
                (
                    Text(
                        ("only words",),
                    ),
                ),
            ),
        )
    )
    assert told(limited(words, set(Feature) - {Feature.SECTIONS})[0]) == [("", "", 1, "")]
    assert limited(Song((Section("A"),)), set(Feature) - {Feature.SECTIONS})[0] == Song()


def test_what_held_where_a_section_was_written_is_written_again_and_no_more() -> None:
    changed = bar("D", metre=(3, 4), key=parse_key("D"), tempo_bpm=120.0)

    def begun(*sections: Section, **values: Any) -> list[tuple[object, object, object]]:
        out, _ = limited(Song(sections, **values), set(Feature) - {Feature.SECTION_REPEATS})
        return [
            (first.metre, first.key and str(first.key), first.tempo_bpm)
            for first in (each.bars[0] for each in out.sections)
        ]

    values: dict[str, Any] = {"key": parse_key("C"), "tempo_bpm": 90.0}
    back = ((4, 4), str(parse_key("C")), 90.0)
    there = ((3, 4), str(parse_key("D")), 120.0)
    nothing = (None, None, None)
    assert begun(Section("A", (bar("C"),)), Section("B", (changed,)), Section(of="A"), **values) == [
        *(nothing, there, back)
    ]
    # Once more, and what comes after it, which was written where the second one's changes held.
    assert begun(
        *(Section("A", (bar("C"),)), Section("B", (changed,)), Section(of="A", times=2), Section("C", (bar("E"),))),
        **values,
    ) == [nothing, there, back, nothing, there]
    # Only one of the three differs.
    for one in ("metre", "key", "tempo_bpm"):
        alone = attrs.evolve(bar("D"), **{one: getattr(changed, one)})
        got = begun(Section("A", (bar("C"),)), Section("B", (alone,)), Section(of="A"), **values)[2]
        assert [got[0] is not None, got[1] is not None, got[2] is not None] == [
            *(one == "metre", one == "key", one == "tempo_bpm")
        ]
    # Its own change comes first.
    own = begun(Section("A", (changed,)), Section("B", (bar("C", metre=(2, 4)),)), Section(of="A"), **values)
    assert own[2] == there


def test_without_times_chords_stand_at_the_beginning_of_bars_of_their_own() -> None:
    whole = Song(
        (
            Section(
                "A",
                (
                    bar("C G", metre=(3, 4), melody=(MelodyNote(60, Fraction(0), HALF),), rehearsal="A"),
                    Bar(beats=Fraction(1)),
                    Bar((PlacedChord(C, Fraction(3), HALF),), syllables=(Syllable("up "), Syllable("C", Fraction(3)))),
                ),
                (*(Text((str(before),), before=before) for before in range(4)), Text(("far",), before=9)),
            ),
        )
    )
    out, lost = limited(whole, set(Feature) - {Feature.TIMES})
    assert lost == (Lost("lengths of chords"),)
    assert not out.timed
    bars = out.sections[0].bars
    assert [[str(chord.symbol) for chord in each.chords] for each in bars] == [["C"], ["G"], [], [], ["C"]]
    assert all((chord.beat, chord.push) == (0, 0) for each in bars for chord in each.chords)
    assert [[(one.text, one.beat) for one in each.syllables] for each in bars] == [
        *([], [], [], [("up ", 0)], [("C", 0)])
    ]
    assert all((each.metre, each.beats, each.melody) == (None, None, ()) for each in bars)
    assert [each.rehearsal for each in bars] == ["A", "", "", "", ""]
    assert [(text.lines[0], text.before) for text in out.sections[0].texts] == [
        *(("0", 0), ("1", 2), ("2", 3), ("3", 5), ("far", 5))
    ]


def test_what_lies_beyond_a_bar_that_has_lost_its_length_goes_on_in_the_next() -> None:
    long = bar("C G", beats=Fraction(6), repeat_begins=True, repeat_times=2, words="slowly")
    long = attrs.evolve(
        long,
        chords=(*long.chords, PlacedChord(parse_symbol("Am"), Fraction(5))),
        syllables=(Syllable("oh ", Fraction(1)), Syllable("yes ", Fraction(4))),
        melody=(MelodyNote(60, Fraction(4), Fraction(2)),),
    )
    whole = song(long, bar("F"))
    whole = attrs.evolve(
        whole, sections=(attrs.evolve(whole.sections[0], texts=(Text(("here",), TextKind.WORDS, 1),)),)
    )
    kept, lost = limited(whole, set(Feature) - {Feature.PICKUPS})
    (section,) = kept.check().sections
    assert [str(one) for one in lost] == [Feature.PICKUPS.value]
    assert [[(str(each.symbol), each.beat) for each in one.chords] for one in section.bars] == [
        *([("C", 0), ("G", 2)], [("Am", 1)], [("F", 0)])
    ]
    assert [[one.beat for one in each.syllables] for each in section.bars] == [[1], [0], []]
    assert [one.beat for each in section.bars for one in each.melody] == [0]
    assert [(one.repeat_begins, one.repeat_times, one.words) for one in section.bars[:2]] == [
        *((True, 0, "slowly"), (False, 2, ""))
    ]
    assert section.texts[0].before == 2


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(songs(Feature), st.sets(st.sampled_from(sorted(Feature, key=str)), max_size=12))
def test_whatever_is_lost_the_chords_stay_in_their_order_and_within_their_bars(
    whole: Song, without: set[Feature]
) -> None:
    kept, _ = limited(whole, set(Feature) - without)
    before, after = (
        [chord.symbol for played in play(one) for chord in played.bar.chords] for one in (whole, kept.check())
    )
    assert before == after
