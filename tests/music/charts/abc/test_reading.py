"""ABC as people write it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from chordwork.harmony import UNKNOWN_SYMBOL
from chordwork.music.charts import ChartFileError, ChartTooLargeError, Reading, read_charts, write_charts
from chordwork.music.charts.abc import tune
from chordwork.music.charts.abc.fields import play_order, read_key, read_metre, read_tempo
from chordwork.music.song import Jump, Song, TextKind, play

CARE = """%abc-2.1
X:7
T:Careless Hours
T:the slow way
C:M\\'ary O'Neill
R:waltz
M:3/4
L:1/8
Q:1/4=96
K:Dm
P:A
A2|:"Dm"d3 e f2|"Gm7"g2 "^lightly"a2 "A7/C#"^c2|[1 "Dm"d6:|[2 "Dm"d4 z2||
P:B
"Bb"d>e "C;Am"f<g "(F)"(3abc'|"?!"[DFA]2- [DFA]4|Z2|]
"""


def _read(body: str, header: str = "M:4/4\nL:1/4\nK:C") -> Reading:
    return read_charts(f"X:1\nT:t\n{header}\n{body}\n".encode())


def _song(body: str, header: str = "M:4/4\nL:1/4\nK:C") -> Song:
    return _read(body, header).songs[0]


def _chords(song: Song) -> list[tuple[int, Fraction, str]]:
    return [(number, one.beat, str(one.symbol)) for number, bar in enumerate(song.bars) for one in bar.chords]


def _tune(song: Song) -> list[list[tuple[Fraction, int, Fraction]]]:
    return [[(one.beat, one.pitch, one.beats) for one in bar.melody] for bar in song.bars]


def test_a_tune_with_all_that_tunes_have() -> None:
    reading = read_charts(CARE.encode())
    assert reading.form == "abc"
    song = reading.songs[0]
    assert (song.title, song.subtitle, song.composer, song.style) == (
        "Careless Hours",
        "the slow way",
        "Máry O'Neill",
        "waltz",
    )
    assert (str(song.key), song.metre, song.tempo_bpm) == ("D minor", (3, 4), 96.0)
    assert [(section.name, len(section.bars)) for section in song.sections] == [("A", 5), ("B", 4)]
    bars = list(song.bars)
    assert (bars[0].beats, bars[1].repeat_begins, bars[3].endings, bars[3].repeat_times, bars[4].endings) == (
        1,
        True,
        (1,),
        2,
        (2,),
    )
    assert bars[2].words == "lightly"
    assert _chords(song) == [
        (1, 0, "Dm"), (2, 0, "Gm7"), (2, 2, "A7/C#"), (3, 0, "Dm"), (4, 0, "Dm"), (5, 0, "Bb"), (5, 1, "C"),
        (5, 2, "F"), (6, 0, str(UNKNOWN_SYMBOL)),
    ]  # fmt: skip
    assert [chord.optional for chord in bars[5].chords] == [False, False, True]
    assert bars[6].chords[0].written == "?!"
    assert [(remark.line, "could not be read" in remark.text) for remark in reading.remarks] == [(14, True)]
    assert len(play(song)) == 11


def test_notes_follow_key_accidentals_octaves_and_lengths() -> None:
    assert _tune(_song("F ^F F f | F, =B_B B | c' C,, z A | A/ A/2 A3/2 A//A//A", "M:4/4\nL:1/4\nK:G")) == [
        [(0, 66, 1), (1, 66, 1), (2, 66, 1), (3, 78, 1)],
        [(0, 54, 1), (1, 71, 1), (2, 70, 1), (3, 70, 1)],
        [(0, 84, 1), (1, 36, 1), (3, 69, 1)],
        [(0, 69, Fraction(1, 2)), (Fraction(1, 2), 69, Fraction(1, 2)), (1, 69, Fraction(3, 2)),
         (Fraction(5, 2), 69, Fraction(1, 4)), (Fraction(11, 4), 69, Fraction(1, 4)), (3, 69, 1)],
    ]  # fmt: skip


def _pitches(body: str, header: str = "M:4/4\nL:1/4\nK:C") -> list[list[int]]:
    return [[one.pitch for one in bar.melody] for bar in _song(body, header).bars]


def test_an_accidental_holds_in_every_octave_to_the_end_of_its_bar() -> None:
    """The abc music standard 2.1, section 11.3: %%propagate-accidentals, whose default is pitch."""
    assert _pitches("^c C c' C, | c C") == [[73, 61, 85, 49], [72, 60]]
    assert _pitches("_B b =B b") == [[70, 82, 71, 83]]
    assert _pitches("F f =f F", "M:4/4\nL:1/4\nK:G") == [[66, 78, 77, 65]]


@pytest.mark.parametrize(
    ("kept", "pitches"), [("pitch", [73, 73, 61]), ("octave", [73, 73, 60]), ("not", [73, 72, 60])]
)
def test_a_directive_says_how_far_an_accidental_holds(kept: str, pitches: list[int]) -> None:
    header = "M:3/4\nL:1/4\nK:C"
    for line in (f"%%propagate-accidentals {kept}", f"I:propagate-accidentals {kept}"):
        assert _pitches("^c c C", f"{line}\n{header}") == [pitches]
        assert _pitches(f"z3 |\n{line}\n^c c C", header) == [[], pitches]
        first, second = read_charts(
            f"%abc-2.1\n{line}\n\nX:1\n{header}\n^c c C\n\nX:2\n{header}\n^c c C\n".encode()
        ).songs
        assert [[one.pitch for bar in song.bars for one in bar.melody] for song in (first, second)] == [pitches] * 2
    assert _pitches(f"[I:propagate-accidentals {kept}]^c c C", header) == [pitches]


def test_a_tied_note_keeps_its_accidental_beyond_the_bar() -> None:
    assert _tune(_song("^c4- | c2 c2 |")) == [[(0, 73, 6)], [(2, 72, 2)]]
    assert _tune(_song("[A^c]4- | [Ac]2 [Ac]2 |")) == [[(0, 73, 6)], [(2, 72, 2)]]
    assert _pitches("^c4 | c4") == [[73], [72]]


def test_tuplets_broken_rhythms_and_ties() -> None:
    assert _tune(_song("(3ABc A>B | A<<B c2- | c2 {g}A2")) == [
        [(0, 69, Fraction(2, 3)), (Fraction(2, 3), 71, Fraction(2, 3)), (Fraction(4, 3), 72, Fraction(2, 3)),
         (2, 69, Fraction(3, 2)), (Fraction(7, 2), 71, Fraction(1, 2))],
        [(0, 69, Fraction(1, 4)), (Fraction(1, 4), 71, Fraction(7, 4)), (2, 72, 4)],
        [(2, 69, 2)],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "begins", "ends"),
    [
        ("|: c4 | d4 :|", [0], {1: 2}), ("c4 :: d4 :|", [1], {0: 2, 1: 2}), ("|:: c4 | d4 ::|", [0], {1: 3}),
        ("c4 :|: d4 :|", [1], {0: 2, 1: 2}), ("c4 | d4 |]", [], {}), ("c4 :|| d4 ||", [], {0: 2}),
        ("[| c4 .| d4 |", [], {}),
    ],
)  # fmt: skip
def test_bar_lines(line: str, begins: list[int], ends: dict[int, int]) -> None:
    bars = list(_song(line).bars)
    assert len(bars) == 2
    assert [number for number, bar in enumerate(bars) if bar.repeat_begins] == begins
    assert {number: bar.repeat_times for number, bar in enumerate(bars) if bar.repeat_times} == ends


def test_endings_for_several_passes() -> None:
    bars = list(_song("|: c4 |1,3 d4 :|2 e4 :|[4-5 f4 |]").bars)
    assert [bar.endings for bar in bars] == [(), (1, 3), (2,), (4, 5)]


@pytest.mark.parametrize(
    ("line", "jump", "signs"),
    [
        ("c4 | d4 !fine! | e4 !D.C.! |", Jump.DA_CAPO_AL_FINE, {1: "fine"}),
        ("c4 | !segno! d4 | e4 !D.S.! |", Jump.DAL_SEGNO, {1: "segno"}),
        ("Sc4 | d4 !dacoda! | e4 !D.S.alcoda! | !coda! f4 |",
         Jump.DAL_SEGNO_AL_CODA, {0: "segno", 1: "to_coda", 3: "coda"}),
        ('c4 | d4 Oy | e4 "^D.C. al Coda"y | O f4 |', Jump.DA_CAPO_AL_CODA, {1: "to_coda", 3: "coda"}),
        ('"^Fine"c4 | d4 "^D.C. al Fine"|', Jump.DA_CAPO_AL_FINE, {0: "fine"}),
    ],
)  # fmt: skip
def test_signs_of_the_form(line: str, jump: Jump, signs: dict[int, str]) -> None:
    bars = list(_song(line).bars)
    assert [bar.jump for bar in bars if bar.jump] == [jump]
    found = {
        number: name
        for number, bar in enumerate(bars)
        for name in ("segno", "coda", "to_coda", "fine")
        if getattr(bar, name)
    }
    assert found == signs


def test_own_symbols_stand_for_decorations() -> None:
    assert [bar.segno for bar in _song("c4 | Wd4 |", "M:4/4\nL:1/4\nU:W=!segno!\nK:C").bars] == [False, True]


def test_fields_change_key_metre_tempo_and_length_within_a_tune() -> None:
    bars = list(_song("c4 | [K:F][M:3/4][Q:1/4=80] B3 | [L:1/8] B6 |\nM:4/4\nB8 |").bars)
    assert [(str(bar.key) if bar.key else "", bar.metre, bar.tempo_bpm) for bar in bars] == [
        ("", None, None), ("F major", (3, 4), 80.0), ("", None, None), ("", (4, 4), None),
    ]  # fmt: skip
    assert [one.pitch for bar in bars for one in bar.melody] == [72, 70, 70, 70]
    assert all(bar.beats is None for bar in bars)


def test_words_are_given_out_to_notes() -> None:
    song = _song("C D z E | F G A B | c4 |\nw: Hel-lo * to~you | all-- my_\nw: An-o-ther\nW: and more\nW: of it")
    words = [(number, one.verse, one.text, one.beat) for number, bar in enumerate(song.bars) for one in bar.syllables]
    assert words == [
        (0, 1, "Hel", 0), (0, 2, "An", 0), (0, 1, "lo ", 1), (0, 2, "o", 1), (0, 2, "ther ", 3),
        (1, 1, "to you ", 0), (2, 1, "all", 0),
    ]  # fmt: skip
    (text,) = song.sections[0].texts
    assert (text.lines, text.kind, text.before) == (("and more", "of it"), TextKind.WORDS, 3)


def test_the_first_voice_is_read_or_the_first_with_chords() -> None:
    two = 'V:1\nc4 | d4 |\nV:2\n"C"C4 | "G"D4 |\n'
    reading = _read(two)
    assert _chords(reading.songs[0]) == [(0, 0, "C"), (1, 0, "G")]
    assert "first with chords" in reading.remarks[0].text
    assert _tune(_song('[V:a] c4 |\n[V:b] "C"C4 |\n[V:a] d4 |'.replace('"C"', ""))) == [[(0, 72, 4)], [(0, 74, 4)]]


def test_parts_in_playing_order() -> None:
    song = _song("P:A\nc4 |\nP:B\nd4 |\nP:C\ne4 |", "M:4/4\nL:1/4\nP:A2BA\nK:C")
    assert [(section.name, section.of, len(section.bars)) for section in song.sections] == [
        ("A", "", 1), ("A", "A", 0), ("B", "", 1), ("A", "A", 0),
    ]  # fmt: skip
    assert [played.bar.melody[0].pitch for played in play(song)] == [72, 72, 74, 72]
    assert play_order("(AB)3(CD)2E", 100) == [*"ABABABCDCDE"]
    assert len(play_order("(((A9)9)9)9", 100)) == 81


@pytest.mark.parametrize(
    ("text", "key"),
    [("Gmix", "G mixolydian"), ("D dorian", "D dorian"), ("F#m", "F# minor"), ("bb minor", "Bb minor"),
     ("HP", "A mixolydian"), ("Am clef=treble", "A minor"), ("none", "None"), ("", "None"),
     ("Ephrygian", "E phrygian")],
)  # fmt: skip
def test_keys(text: str, key: str) -> None:
    assert str(read_key(text).key) == key


def test_small_fields() -> None:
    assert read_key("D exp _B").shifts == {"B": -1}
    assert read_metre("(2+3)/8") == (5, 8)
    assert (read_metre("C"), read_metre("C|"), read_metre("none"), read_metre("4/5")) == ((4, 4), (2, 2), None, None)
    assert read_tempo('"Lively" 3/8=80', Fraction(1, 8)) == 120.0
    assert read_tempo("120", Fraction(1, 8)) == 60.0
    assert read_tempo('"Lively"', Fraction(1, 8)) is None


def test_several_tunes_and_what_stands_between_them() -> None:
    book = '%%abc-copyright 2020 Nobody\n\nSome words.\n\nX:1\nT:One\nK:C\n"C"C8|\n\nX:2\nT:Two\nC:Me\nK:G\n"G"G8|\n'
    songs = read_charts(book.encode()).songs
    assert [(song.title, song.copyright, len(song.symbols)) for song in songs] == [
        ("One", "2020 Nobody", 1), ("Two", "2020 Nobody", 1),
    ]  # fmt: skip
    again = read_charts(write_charts(songs, "abc").data).songs
    assert again == songs


def test_unknown_signs_are_said_once_a_line() -> None:
    reading = _read('"C"c4 ¬ ¬ |')
    assert [(remark.line, remark.column) for remark in reading.remarks] == [(6, 7)]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("X:1\nT:x\nc4|\n", 3, "ends with a key"),
        ("X:1\nT:x\n", 1, "has a key"),
        ("c4 | d4", 1, "begins with a line X:1"),
    ],
)
def test_what_is_no_tune_is_refused_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(ChartFileError, match=said) as refused:
        read_charts(text.encode(), form="abc")
    assert refused.value.line == line


def test_more_than_a_tune_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tune, "MAX_BARS", 5)
    with pytest.raises(ChartTooLargeError, match="bars"):
        _read("Z9999|")
    with pytest.raises(ChartTooLargeError, match="voices"):
        _read("".join(f"V:{number}\nc|\n" for number in range(70)))


def test_what_real_tunes_have_besides() -> None:
    text = (
        'X:1\nT:x\nI :: ::\nM:2/4\nL:1/8\nK:C\n"C"cdef|"G"gage "Fine"|"C"c2e2|"G"g4"D.C."|\n|:\n\n'
        "X:2\nT:y\nM:2/4\nL:1/8\nK:C\n|:cdef|gage [|]:|\n|:\n"
    )
    reading = read_charts(text.encode(), form="abc")
    first, second = reading.songs
    assert [str(symbol) for symbol in first.symbols] == ["C", "G", "C", "G"]
    assert [(bar.fine, bar.jump) for bar in first.bars] == [
        *((False, None), (True, None), (False, None), (False, Jump.DA_CAPO_AL_FINE))
    ]
    assert len(play(first)) == 6
    assert [(bar.repeat_begins, bar.repeat_times) for bar in second.bars] == [(True, 0), (False, 2)]
    assert [(remark.line, remark.text) for remark in reading.remarks] == [
        (3, "no field of a header, and passed over: I :: ::")
    ]
    fingers = read_charts(b'X:1\nT:x\nL:1/8\nK:C\n"C""1"c4"4"c4|"G"G8|\n', form="abc")
    assert [str(symbol) for symbol in fingers.songs[0].symbols] == ["C", "G"]
    assert [remark.text for remark in fingers.remarks] == [tune._FINGERS]
    unended = read_charts(b"X:1\nT:x\nM:2/4\nL:1/8\nK:C\ncdef|:gage|c4|\n", form="abc")
    assert len(play(unended.songs[0])) == 3
    assert "bar 2 and never ends" in unended.remarks[0].text
