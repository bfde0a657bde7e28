"""What a score says about chords, form, melody and words, element by element."""

from __future__ import annotations

import zipfile
from fractions import Fraction
from io import BytesIO
from xml.sax.saxutils import quoteattr

import pytest

from chordwork.harmony import parse_key, to_lead_sheet
from chordwork.music.charts import ChartFileError, ChartTooLargeError, read_charts, recognise
from chordwork.music.charts.form import MAX_BARS, Reading
from chordwork.music.charts.musicxml import FORMAT, read
from chordwork.music.charts.musicxml.opening import MAX_DEPTH, MAX_UNPACKED_BYTES
from chordwork.music.song import Bar, Jump, MelodyNote, Song, play

HEAD = "<attributes><divisions>4</divisions><time><beats>4</beats><beat-type>4</beat-type></time></attributes>"
BASS = "<bass><bass-step>E</bass-step><bass-alter>-1</bass-alter></bass>"
SOUND = '<direction><direction-type><coda/></direction-type><sound tocoda="c"/></direction>'
TRANSPOSE = "<attributes><transpose><chromatic>-2</chromatic><octave-change>-1</octave-change></transpose></attributes>"
DOCTYPE = (
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/x.dtd">'
)


def score(*measures: str, head: str = "", before: str = "") -> bytes:
    body = "".join(f'<measure number="{number}">{text}</measure>' for number, text in enumerate(measures, start=1))
    parts = '<part-list><score-part id="P1"><part-name>P</part-name></score-part></part-list>'
    return f'{before}<score-partwise version="4.0">{head}{parts}<part id="P1">{body}</part></score-partwise>'.encode()


def song(*measures: str, head: str = "") -> Song:
    return read(score(*measures, head=head)).songs[0].check()


def bars(*measures: str) -> tuple[Bar, ...]:
    return tuple(song(HEAD + measures[0], *measures[1:]).bars)


def harmony(root: str = "C", kind: str = "major", more: str = "", text: str | None = None, **values: str) -> str:
    step, alter = root[0], root.count("#") - root.count("b")
    shown = "" if text is None else f" text={quoteattr(text)}"
    attributes = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in values.items())
    return (
        f"<harmony{attributes}><root><root-step>{step}</root-step><root-alter>{alter}</root-alter></root>"
        f"<kind{shown}>{kind}</kind>{more}</harmony>"
    )


def degree(value: int, alter: int, kind: str) -> str:
    return (
        f"<degree><degree-value>{value}</degree-value><degree-alter>{alter}</degree-alter>"
        f"<degree-type>{kind}</degree-type></degree>"
    )


def note(quarters: float = 1, pitch: str = "C4", more: str = "", before: str = "", after: str = "") -> str:
    what = f"<pitch><step>{pitch[0]}</step><octave>{pitch[1:]}</octave></pitch>" if pitch else "<rest/>"
    return f"<note>{before}{what}<duration>{int(quarters * 4)}</duration>{after}{more}</note>"


def words(text: str) -> str:
    return f"<direction><direction-type><words>{text}</words></direction-type></direction>"


@pytest.mark.parametrize(
    ("element", "wanted"),
    [
        (harmony("Bb", "dominant"), "Bb7"),
        (harmony("C", "dominant", degree(9, -1, "add")), "C7b9"),
        (harmony("C", "dominant", degree(5, 1, "alter")), "Caug7"),
        (harmony("C", "suspended-fourth", degree(7, 0, "add")), "C7sus4"),
        (harmony("C", "dominant-ninth", degree(9, 1, "alter")), "C7#9"),
        (harmony("C", "major", degree(3, 0, "subtract")), "C5"),
        (harmony("C", "dominant-13th"), "C13"),
        (
            harmony("F", "half-diminished", "<bass><bass-step>E</bass-step><bass-alter>-1</bass-alter></bass>"),
            "Fm7b5/Eb",
        ),
        (harmony("C", "minor", "<inversion>1</inversion>"), "Cm/Eb"),
        (harmony("C", "none"), "N.C."),
        (harmony("D", "other", text="m9(maj7)"), "Dm(maj9)"),
        (harmony("D", "", text="aug"), "Daug"),
        (harmony("D", "dominant", text="7alt"), "D7alt"),
        (harmony("D", "minor", text="7"), "Dm"),
        (harmony("C", "Neapolitan"), "C"),
    ],
)
def test_kinds_degrees_and_texts(element: str, wanted: str) -> None:
    assert to_lead_sheet(bars(element)[0].chords[0].symbol) == wanted


def test_what_is_no_chord_is_kept_as_text() -> None:
    reading = read(score(HEAD + harmony("D", "other", text="foo"), harmony("E", "weird"), harmony("F", "")))
    one, two, three = (bar.chords[0] for bar in reading.songs[0].bars)
    assert (one.symbol.unknown, one.written) == (True, "Dfoo")
    assert [to_lead_sheet(each.symbol) for each in (two, three)] == ["E", "F"]
    assert [remark.place for remark in reading.remarks] == [f"part P1, measure {number}" for number in (1, 2, 3)]
    function = "<harmony><function>V7</function><kind>dominant</kind></harmony>"
    assert bars(function)[0].chords[0].written == "V7"


def test_chords_stand_where_notes_backups_and_offsets_put_them() -> None:
    (bar,) = bars(
        harmony("C") + note(1) + harmony("D", more="<offset>2</offset>") + note(3)
        + "<backup><duration>8</duration></backup>" + harmony("E") + "<forward><duration>4</duration></forward>"
        + harmony("F", type="alternate") + note(1, "")
    )  # fmt: skip
    assert [(str(each.symbol), float(each.beat), each.optional) for each in bar.chords] == [
        *(("C", 0, False), ("D", 1.5, False), ("E", 2, False), ("F", 3, True)),
    ]


def test_chords_at_one_place_share_its_time() -> None:
    (bar,) = bars(harmony("C") + harmony("G") + note(4, ""))
    assert [(str(each.symbol), float(each.beat)) for each in bar.chords] == [("C", 0), ("G", 2)]


def test_pickups_metres_keys_and_tempos_change() -> None:
    found = song(
        '<attributes><divisions>4</divisions><key><fifths>-3</fifths><mode>minor</mode></key><time><beats>3+2</beats>'
        '<beat-type>8</beat-type></time></attributes><sound tempo="90"/>' + note(0.5),
        "<attributes><key><fifths>2</fifths></key><time><beats>2</beats><beat-type>2</beat-type></time></attributes>"
        '<direction><direction-type><metronome><beat-unit>quarter</beat-unit><beat-unit-dot/><per-minute>ca. 60'
        "</per-minute></metronome></direction-type></direction>" + note(4),
    )  # fmt: skip
    assert (found.metre, found.key, found.tempo_bpm) == ((5, 8), parse_key("C minor"), 90.0)
    one, two = found.bars
    assert one.beats == 1
    assert (two.metre, two.key, two.tempo_bpm, two.beats) == ((2, 2), parse_key("D"), 90.0, None)


def test_a_signature_without_a_mode_is_minor_where_the_last_chord_says_so() -> None:
    key = "<attributes><key><fifths>0</fifths></key></attributes>"
    assert song(key + harmony("G"), harmony("A", "minor")).key == parse_key("A minor")
    assert song(key + harmony("A", "minor"), harmony("C")).key == parse_key("C")


def test_repeats_endings_and_jumps() -> None:
    def bar_line(place: str, inner: str) -> str:
        return f'<barline location="{place}">{inner}</barline>'

    found = song(
        bar_line("left", '<repeat direction="forward"/>') + harmony("C"),
        bar_line("left", '<ending number="1, 2" type="start"/>')
        + harmony("D")
        + bar_line("right", '<ending number="1, 2" type="stop"/><repeat direction="backward" times="3"/>'),
        bar_line("left", '<ending number="3" type="start">3.</ending>') + harmony("E"),
    )
    assert [bar.endings for bar in found.bars] == [(), (1, 2), (3,)]
    assert "".join(str(each.bar.chords[0].symbol) for each in play(found)) == "CDCDCE"


@pytest.mark.parametrize(
    ("signs", "wanted"),
    [
        (("", "<direction><sound fine='yes'/></direction>", words("D.C. al Fine")), "CDECD"),
        ((words("Fine"), "", words("Da Capo al Fine")), "CDEC"),
        (("", '<sound segno="x"/>', '<sound dalsegno="x"/>'), "CDEDE"),
        (("", "", '<sound dacapo="yes"/>'), "CDECDE"),
    ],
)
def test_words_and_sounds_are_jumps(signs: tuple[str, str, str], wanted: str) -> None:
    found = song(*(harmony(root) + sign for root, sign in zip("CDE", signs, strict=True)))
    played = "".join(str(each.bar.chords[0].symbol) for each in play(found))
    assert played == wanted


def test_coda_signs_with_and_without_words() -> None:
    coda = "<direction><direction-type><coda/></direction-type></direction>"
    for way in (words("To Coda"), coda, SOUND):
        found = song(harmony("C") + way, harmony("D") + words("D.C. al Coda"), coda + harmony("E"))
        assert "".join(str(each.bar.chords[0].symbol) for each in play(found)) == "CDCE"
    assert [bar.jump for bar in found.bars] == [None, Jump.DA_CAPO_AL_CODA, None]


def test_rehearsal_marks_name_parts_and_boxes_are_marks() -> None:
    mark = "<direction><direction-type><rehearsal>Verse</rehearsal></direction-type></direction>"
    box = '<direction><direction-type><words enclosure="square">B</words></direction-type></direction>'
    found = song(harmony("C"), mark + harmony("D"), box + words("with feeling") + harmony("E"))
    assert [(part.name, len(part.bars)) for part in found.sections] == [("", 1), ("Verse", 2)]
    assert (found.sections[1].bars[1].rehearsal, found.sections[1].bars[1].words) == ("B", "with feeling")


def test_signs_for_bars_like_those_before() -> None:
    def sign(kind: str, bars: str) -> str:
        repeat = f'<measure-repeat type="{kind}">{bars}</measure-repeat>'
        return f"<attributes><measure-style>{repeat}</measure-style></attributes>"

    found = bars(
        harmony("C"), harmony("D"), sign("start", "2") + note(4, ""), note(4, ""), sign("stop", "") + harmony("E")
    )
    assert [str(bar.chords[0].symbol) for bar in found] == ["C", "D", "C", "D", "E"]
    assert [bar.same_as for bar in found] == [0, 0, 2, 2, 0]


def test_the_melody_is_the_first_voice_with_ties_joined() -> None:
    tie = '<tie type="start"/>'
    one, two = bars(
        note(1, "", after="<voice>1</voice>") + note(3, "E4", after=f"{tie}<voice>1</voice>")
        + note(1, "C5", before="<chord/>") + "<backup><duration>16</duration></backup>"
        + note(4, "C3", after="<voice>2</voice>"),
        note(2, "E4", after='<tie type="stop"/>') + note(0, "G4", before="<grace/>") + note(2, "D4"),
    )  # fmt: skip
    assert [(each.pitch, float(each.beat)) for each in one.melody] == [(72, 1)]  # the upper note of two
    assert [(each.pitch, float(each.beat)) for each in two.melody] == [(64, 0), (62, 2)]
    (only, after) = bars(note(4, "E4", after=tie), note(2, "E4", after='<tie type="stop"/>') + note(2, "D4"))
    assert only.melody == (MelodyNote(64, Fraction(0), Fraction(6)),)
    assert after.melody == (MelodyNote(62, Fraction(2), Fraction(2)),)


def test_a_transposing_part_keeps_its_chords_and_its_melody_sounds() -> None:
    found = song(HEAD + TRANSPOSE + harmony("D") + note(4, "D5"))
    assert (found.transposition, str(found.symbols[0])) == (-2, "D")
    assert next(found.bars).melody[0].pitch == 60


def test_words_are_sung_in_verses_syllables_and_lines() -> None:
    def lyric(text: str, syllabic: str = "single", number: int = 1, more: str = "") -> str:
        return f'<lyric number="{number}"><syllabic>{syllabic}</syllabic><text>{text}</text>{more}</lyric>'

    (found,) = bars(
        note(1, more=lyric("Hal", "begin") + lyric("One", number=2))
        + note(1, more=lyric("lo", "end", more="<end-line/>"))
        + note(1, more=lyric("di", more="<elision> </elision><text>a</text><extend/>"))
        + note(1, more="<lyric><extend/></lyric>")
    )
    assert [(one.text, float(one.beat), one.verse, one.new_line) for one in found.syllables] == [
        *(("Hal", 0, 1, True), ("One ", 0, 2, False), ("lo ", 1, 1, False), ("di a ", 2, 1, True)),
    ]


def test_heads_credits_and_fields() -> None:
    head = (
        "<movement-title>Tune</movement-title><identification><creator type='composer'>A B</creator>"
        "<creator type='poet'>C D</creator><rights>2020 E</rights><miscellaneous>"
        "<miscellaneous-field name='style'>Swing</miscellaneous-field></miscellaneous></identification>"
    )
    found = song(harmony(), head=head)
    assert (found.title, found.composer, found.lyricist, found.copyright) == ("Tune", "A B", "C D", "2020 E")
    assert found.style == "Swing"
    credit = "<credit page='1'><credit-words>Big Title</credit-words></credit>"
    assert song(harmony(), head=credit).title == "Big Title"


def test_chords_may_stand_in_a_part_of_their_own_and_signs_in_any() -> None:
    parts = "<part-list/>"
    one = f"<part id='A'><measure number='1'>{words('D.C.')}{note(4, 'C4')}</measure></part>"
    two = f"<part id='B'><measure number='1'>{HEAD}{harmony('F')}</measure></part>"
    data = f"<score-partwise>{parts}{one}{two}</score-partwise>".encode()
    (bar,) = read(data).songs[0].bars
    assert (str(bar.chords[0].symbol), bar.jump, bar.melody[0].pitch) == ("F", Jump.DA_CAPO, 60)


def test_timewise_scores_archives_and_encodings_are_the_same_song() -> None:
    wanted = song(HEAD + harmony("C"), harmony("G"))
    timewise = (
        f"<score-timewise><measure number='1'><part id='P1'>{HEAD}{harmony('C')}</part></measure>"
        f"<measure number='2'><part id='P1'>{harmony('G')}</part></measure></score-timewise>"
    ).encode()
    plain = score(HEAD + harmony("C"), harmony("G"), before=f'<?xml version="1.0" encoding="UTF-8"?>{DOCTYPE}')
    wide = plain.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    wrong = plain.decode().replace("UTF-8", "UTF-16").encode()
    for data in (
        timewise,
        plain,
        wide,
        wrong,
        archive({"score.xml": plain}),
        archive({"a.xml": plain}, container=False),
    ):
        assert read(data).songs == (wanted,)
        assert recognise(data, "song.mxl").name == "musicxml"


def archive(files: dict[str, bytes], *, container: bool = True) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as writing:
        if container:
            name = next(iter(files))
            writing.writestr(
                "META-INF/container.xml",
                f'<container><rootfiles><rootfile full-path="{name}"/></rootfiles></container>',
            )
        for name, data in files.items():
            writing.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html></html>", "<html> is no score"),
        (b"<score-partwise>", "this is no XML: no element found"),
        (b"<score-partwise/>", "no part"),
        (b'<!DOCTYPE s [<!ENTITY a "b">]><score-partwise/>', "declares entities"),
        (b"PK\x03\x04 not an archive", "cannot be read"),
        (score("<attributes><divisions>0</divisions></attributes>"), "measure 1: '0' divisions"),
        (score("<note><rest/><duration>x</duration></note>"), "measure 1: 'x' is no duration"),
    ],
)
def test_what_is_no_score_is_refused_with_its_place(data: bytes, reason: str) -> None:
    with pytest.raises(ChartFileError, match=reason):
        read(data)


def test_errors_tell_line_and_column() -> None:
    with pytest.raises(ChartFileError) as caught:
        read(b"<score-partwise>\n  <part></wrong></score-partwise>")
    assert (caught.value.line, caught.value.column) == (2, 11)


@pytest.mark.parametrize(
    "data",
    [
        b"<score-partwise>" + b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH + b"</score-partwise>",
        score(*["<a/>"] * (MAX_BARS + 1)),
        score(harmony() * 257),
        archive({"score.xml": b" " * (MAX_UNPACKED_BYTES + 1)}),
        archive({f"{number}.xml": b"" for number in range(1001)}),
    ],
    ids=["levels", "measures", "chords", "unpacked", "files"],
)
def test_what_is_too_large_is_refused(data: bytes) -> None:
    with pytest.raises(ChartTooLargeError):
        read(data)


def test_the_registry_reads_it() -> None:
    reading: Reading = read_charts(score(harmony()), "song.xml")
    assert (reading.form, FORMAT.title) == ("musicxml", "MusicXML")


def test_a_measure_keeps_no_more_texts_than_a_page_has_room_for() -> None:
    (bar,) = bars(harmony() + "".join(words(f"text {number}") for number in range(200)))
    assert len(bar.words.split("; ")) == 50
