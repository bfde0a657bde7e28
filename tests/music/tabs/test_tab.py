"""The friendly entry point, patterns applied to progressions, and bass lines."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chordwork.harmony import Chord, SymbolSyntaxError, all_chords, parse_label
from chordwork.harmony.errors import ChordworkError
from chordwork.music.fretboard import ChordTones, NoVoicingError
from chordwork.music.tabs import PATTERNS, ChordInput, Metre, Pattern, Tab, find_pattern, read_chord, tab
from chordwork.music.tabs.metre import note_values

from .songs import POP, SONGS


def test_the_simplest_call_just_works() -> None:
    made = tab(POP)
    assert [shape for _, _, shape in made.shapes[:3]] == ["x32010", "320003", "x02210"]
    assert len(made.score.bars) == 4


def test_the_same_call_gives_the_same_tab() -> None:
    one, two = tab(POP, capo="easy", title="x"), tab(POP, capo="easy", title="x")
    assert one == two
    assert (one.text(), one.svg(), one.musicxml(), one.alphatex(), one.midi(), one.chordpro()) == (
        two.text(), two.svg(), two.musicxml(), two.alphatex(), two.midi(), two.chordpro(),
    )  # fmt: skip


def test_easy_capo_names_shapes_and_sounds() -> None:
    made = tab(["Bb", "F", "Gm", "Eb"], capo="easy", level="beginner")
    assert made.easy is not None
    assert made.score.board.capo == 3
    assert made.shapes[0] == ("Bb", "G", "320003")


@pytest.mark.parametrize("name", SONGS)
def test_events_fill_bars_in_order_and_sound_their_chords(name: str) -> None:
    score = SONGS[name].score
    sounding: ChordTones | None = None
    for bar in score.bars:
        ends = [0]
        changes = {mark.start: mark for mark in bar.marks}
        for event in bar.events:
            for start in [start for start in changes if start <= event.start]:
                sounding = changes.pop(start).tones
            assert event.start >= ends[-1]
            assert event.length > 0
            ends.append(event.start + event.length)
            assert sounding is not None
            strings = [note.string for note in event.notes]
            assert strings == sorted(set(strings))
            for note in event.notes:
                assert note.pitch == score.board.pitch(note.string, note.fret)
                if len(event.notes) > 1 or event.start == 0:
                    assert note.pitch % 12 in sounding.allowed
        for mark in changes.values():
            sounding = mark.tones
        assert ends[-1] <= score.metre.bar_ticks


@pytest.mark.parametrize("pattern", ["roots", "walking", "shuffle-bass"])
@pytest.mark.parametrize("instrument", ["bass", "bass-5", "bass-6"])
@pytest.mark.parametrize(("frets", "open_strings"), [((5, 9), True), ((5, 9), False), ((9, 14), False)])
def test_bass_lines_keep_to_the_frets_that_are_allowed(
    instrument: str, pattern: str, frets: tuple[int, int], open_strings: bool
) -> None:
    made = tab("C G7 Am F#m7b5 Bb/D", instrument=instrument, pattern=pattern, frets=frets, open_strings=open_strings)
    notes = [note for bar in made.score.bars for event in bar.events for note in event.notes]
    assert notes
    assert all(frets[0] <= note.fret <= frets[1] or (open_strings and note.fret == 0) for note in notes)


def test_a_bass_note_that_the_frets_do_not_have_is_named() -> None:
    with pytest.raises(NoVoicingError, match=r"the note \w+#?b?\d has no playable shape"):
        tab("C Am", instrument="bass", frets=(5, 5), open_strings=False)


@pytest.mark.parametrize("name", [name for name, pattern in PATTERNS.items() if pattern.kind == "bass"])
@pytest.mark.parametrize("instrument", ["bass", "bass-5", "bass-6", "guitar"])
def test_bass_lines_start_each_chord_on_its_bass_and_leave_it_only_to_approach(name: str, instrument: str) -> None:
    chords: list[ChordInput | tuple[ChordInput, float | Fraction]] = [
        "Dm7", ("G7", 2), ("E7/G#", 2), "Am", "Bdim", "C5", "Fsus4",
    ]  # fmt: skip
    score = tab(chords, instrument=instrument, style="bass", pattern=name).score
    marks = [(i * 48 + m.start, m.tones) for i, bar in enumerate(score.bars) for m in bar.marks]
    notes = [(i * 48 + e.start, e.notes[0]) for i, bar in enumerate(score.bars) for e in bar.events]
    for (start, tones), (end, following) in pairwise([*marks, (len(score.bars) * 48, marks[0][1])]):
        assert tones is not None
        assert following is not None
        under = [(at, note) for at, note in notes if start <= at < end]
        bass = tones.root if tones.bass is None else tones.bass
        assert under[0][1].pitch % 12 == bass
        for at, note in under:
            if note.pitch % 12 not in tones.allowed:
                assert at % 24, "a foreign note on a strong beat"
                targets = {t.root if t.bass is None else t.bass for t in (tones, following)}
                assert any((note.pitch - target) % 12 in (1, 11) for target in targets)
    frets = [note.fret for _, note in notes if note.fret]
    assert all(abs(a - b) <= 7 for a, b in pairwise(frets))


def test_a_walking_line_walks_into_the_next_root() -> None:
    score = tab(["Dm7", "G7"], instrument="bass", pattern="walking").score
    last, first = score.bars[0].events[-1].notes[0].pitch, score.bars[1].events[0].notes[0].pitch
    assert abs(last - first) == 1


def test_a_change_within_a_stroke_is_struck() -> None:
    score = tab([("C", 2), ("G", 2)], pattern="whole").score
    assert [event.start for event in score.bars[0].events] == [0, 24]
    assert [mark.symbol for mark in score.bars[0].marks] == ["C", "G"]


def test_silence_in_a_pattern_stays_silent() -> None:
    score = tab([("C", 2), ("G", 2)], pattern="reggae").score
    assert [(event.start, event.length) for event in score.bars[0].events] == [(12, 6), (36, 6)]


def test_picking_takes_single_strings_and_pinches() -> None:
    events = tab(["C"], pattern="travis").score.bars[0].events
    assert [len(event.notes) for event in events] == [2, 1, 1, 1, 1, 1, 1]
    assert min(note.pitch for note in events[0].notes) == 48


def test_patterns_of_ones_own() -> None:
    mine = Pattern.read("D . U U", 6, "strum")
    assert [(hit.at, hit.length, hit.stroke) for hit in mine.hits] == [(0, 6, "down"), (12, 6, "up"), (18, 6, "up")]
    assert len(tab(["C"], pattern=mine).score.bars[0].events) == 6
    assert find_pattern(None, "strum", Metre(3, 4)).name == "waltz"


@given(st.integers(0, 47), st.integers(1, 96))
def test_note_values_fill_any_length(start: int, ticks: int) -> None:
    values = list(note_values(start, ticks))
    assert sum(value.ticks for value in values) == ticks


def test_every_chord_reads_back_from_its_label_and_symbol() -> None:
    for chord in all_chords():
        by_label, by_symbol = read_chord(chord.label), read_chord(chord.symbol)
        assert by_label == by_symbol == ChordTones.from_chord(chord)
    assert read_chord("N.C.") is None
    assert read_chord(parse_label("N")) is None
    slash = read_chord("D♭maj7/E♭")
    assert slash is not None
    assert (slash.symbol, slash.root, slash.bass) == ("Dbmaj7/Eb", 1, 3)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: tab(["H7"]), "chord_symbol"),
        (lambda: tab(["C" * 1_000_000]), "chord_symbol"),
        (lambda: tab(["🎸"]), "chord_symbol"),
        (lambda: tab([""]), "chord_symbol"),
        (lambda: tab(["X"]), "chord_tones"),
        (lambda: tab([]), "too_many_chords"),
        (lambda: tab(["C"] * 10_000), "too_many_chords"),
        (lambda: tab([("C", 1e9)]), "too_many_chords"),
        (lambda: tab([("C", 0)]), "chord_duration"),
        (lambda: tab([("C", -4)]), "chord_duration"),
        (lambda: tab([("C", 1 / 7)]), "chord_duration"),
        (lambda: tab([("C", float("nan"))]), "chord_duration"),
        (lambda: tab([("C", float("inf"))]), "chord_duration"),
        (lambda: tab(POP, instrument="theremin"), "unknown_instrument"),
        (lambda: tab(POP, tuning=["E2"] * 40), "tuning"),
        (lambda: tab(POP, capo=99), "capo"),
        (lambda: tab(POP, frets=(3, 99)), "fret_range"),
        (lambda: tab(POP, level="god"), "hand"),
        (lambda: tab(POP, pattern="polka-dots"), "unknown_pattern"),
        (lambda: tab(POP, style="bass", pattern="folk"), "tab"),
        (lambda: tab(POP, pattern=Pattern.read("D X", 6, "strum")), "pattern_syntax"),
        (lambda: tab(POP, metre="4/5"), "metre"),
        (lambda: tab(POP, metre="fast"), "metre"),
        (lambda: tab(POP, metre="0/4"), "metre"),
        (lambda: tab(POP, tempo_bpm=0), "metre"),
        (lambda: tab(["Cmaj7"], tuning="E2 A2", frets=(1, 3)), "no_voicing"),
    ],
)
def test_bad_input_is_refused_with_a_code(make: Callable[[], Tab], code: str) -> None:
    with pytest.raises(ChordworkError) as caught:
        make()
    assert caught.value.code == code
    assert isinstance(caught.value, ValueError)


def test_chord_errors_are_the_ones_of_the_grammar_and_point_into_the_line() -> None:
    with pytest.raises(SymbolSyntaxError) as caught:
        tab("C | G Amy | F")
    assert (caught.value.text, caught.value.position) == ("C | G Amy | F", 8)
    assert caught.value.pointer == ("C | G Amy | F", "        ^")


def test_every_chord_of_the_grammar_is_played() -> None:
    made = tab("C7alt F#m7b5/E Am(maj7) Bbmaj9#11 E7#9 G6/9 Dsus2 N.C. C:maj7(9)/5")
    assert [mark.symbol for bar in made.score.bars for mark in bar.marks] == [
        "C7alt", "F#m7b5/E", "Am(maj7)", "Bbmaj9#11", "E7#9", "G6/9", "Dsus2", "N.C.", "Cmaj9/G",
    ]  # fmt: skip
    assert "C7alt" in made.text()


@given(
    st.lists(
        st.tuples(st.sampled_from(all_chords()), st.sampled_from([0.5, 1, 2, 3, 4, Fraction(1, 3)])),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(sorted(PATTERNS)),
    st.sampled_from(["4/4", "3/4", "6/8", "2/2", "5/4"]),
)
@settings(max_examples=25, deadline=None)
def test_any_progression_any_pattern_any_metre(chords: list[tuple[Chord, float]], pattern: str, metre: str) -> None:
    made = tab(chords, pattern=pattern, metre=metre, instrument="ukulele")
    for bar in made.score.bars:
        for event in bar.events:
            assert 0 <= event.start < event.start + event.length <= made.score.metre.bar_ticks
    assert made.text()
    assert made.midi()
    assert made.musicxml()


def test_a_line_of_text_is_a_progression() -> None:
    assert tab("C G, Am F").score == tab(POP).score
    shared = tab("C | G Am | F |").score
    assert [[(m.start, m.symbol) for m in bar.marks] for bar in shared.bars] == [
        [(0, "C")], [(0, "G"), (24, "Am")], [(0, "F")],
    ]  # fmt: skip
    assert [m.start for m in tab("C F G | C").score.bars[0].marks] == [0, 24, 36]  # on beats
    for text, code in (("C" * 30_000, "too_many_chords"), ("  ", "too_many_chords"), ("C | foo", "chord_symbol")):
        with pytest.raises(ChordworkError) as caught:
            tab(text)
        assert caught.value.code == code


def test_a_chord_that_returns_keeps_its_shape() -> None:
    song = "G D Em C G Bm C D Am F C G E7 Am F G C E Am D7 G Em Bm G"
    assert len(tab(song).voicings) == len(set(song.split()))
    assert len(tab(song, vary_shapes=True).voicings) >= len(set(song.split()))


def test_chords_share_a_bar_where_notation_has_notes_for_it() -> None:
    for metre in map(Metre.parse, ("4/4", "3/4", "6/8", "5/4", "7/8", "2/2", "1/8")):
        for count in range(1, metre.bar_ticks // 3 + 1):
            made = tab("| " + "C G " * (count // 2) + "C " * (count % 2) + "|", metre=metre)
            assert len({mark.start for mark in made.score.bars[0].marks}) == count
    assert [mark.start for mark in tab("C G Am F C | C").score.bars[0].marks] == [0, 12, 24, 36, 42]
    with pytest.raises(ChordworkError) as caught:
        tab("C " * 17 + "| C")
    assert caught.value.code == "too_many_chords"


def test_lines_of_a_text_tab_end_where_phrases_do() -> None:
    text = tab("C G Am F C G F C").text(width=80)
    assert [line.count("|") - 1 for line in text.splitlines() if line.startswith("e|")] == [4, 4]
