"""What each format writes for a few songs that have a little of everything: a sign that moved is found here.

The files of ``written/`` record what was written, and hold what is rather than what should be;
``python -m tests.music.charts.test_written`` writes them anew, to be looked at before they are kept.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

import attrs
import mido
import pytest

from chordwork.harmony import NO_SYMBOL, UNKNOWN_SYMBOL, parse_key, parse_symbol
from chordwork.music.charts import read_charts
from chordwork.music.charts.formats import format_named, formats
from chordwork.music.song import (
    Bar,
    Jump,
    MelodyNote,
    PlacedChord,
    Section,
    Song,
    Syllable,
    Text,
    TextKind,
)
from tests.music.charts.told import of_lost, of_reading
from tests.music.song.songs import bar, song

WRITTEN: Final = Path(__file__).parent / "written"


def placed(text: str) -> tuple[PlacedChord, ...]:
    """``"C G@3/2 Am@3<1/2"``: chords, their beats, and how much earlier they are struck."""
    chords = []
    for word in text.split():
        name, _, beat = word.partition("@")
        beat, _, push = beat.partition("<")
        chords.append(PlacedChord(parse_symbol(name), Fraction(beat or 0), Fraction(push or 0)))
    return tuple(chords)


def sung(text: str, verse: int = 1) -> tuple[Syllable, ...]:
    """``"Sun@0 ri-@1 ver@3/2"``: one that goes on ends with a hyphen."""
    return tuple(
        Syllable(
            word.removesuffix("-") + ("" if word.endswith("-") else " "), Fraction(beat), verse, new_line=not index
        )
        for index, (word, _, beat) in enumerate(each.partition("@") for each in text.split())
    )


def tune(text: str) -> tuple[MelodyNote, ...]:
    """``"60@0~1 64@1~1/2"``."""
    return tuple(
        MelodyNote(int(pitch), Fraction(beat), Fraction(beats))
        for pitch, beat, beats in (each.replace("~", "@").split("@") for each in text.split())
    )


def verse() -> Song:
    """Sections with words, pickup, key, tempo, capo, tags, texts; a chorus that comes again."""
    return Song(
        (
            Section(
                "Verse 1",
                (
                    Bar(placed("G"), beats=Fraction(1), syllables=sung("The@0"), melody=tune("67@0~1/2 69@1/2~1/2")),
                    Bar(placed("C Am7/G@2"), syllables=sung("sun@0 is@1 shi-@2 ning@3"), melody=tune("72@0~2 69@2~1")),
                    Bar(placed("F D7@5/2<1/2"), words="rit.", syllables=sung("O@1"), melody=tune("65@0~3 66@3~3")),
                    Bar((), new_line=True),
                ),
                (
                    Text(("softly, “now” <&>",), TextKind.COMMENT, 0),
                    Text(("we went home", "by the river"), TextKind.WORDS, 2),
                    Text(("e|--0--2--3--|", "B|--1--3--0--|"), TextKind.TAB, 4),
                ),
            ),
            Section(
                "Chorus", (bar("F G", rehearsal="B", tempo_bpm=120.0), bar("C", key=parse_key("A minor"))), times=2
            ),
            Section("Verse 2", (bar("Dm7", metre=(3, 4)), bar("E7b9", words="slowly"), Bar((no(),), metre=(4, 4)))),
            Section("", of="chorus"),
        ),
        title='Łódź & "Rain" <1>',
        subtitle="from an album",
        artist="Ann Other",
        composer="Bo Composer",
        lyricist="Cy Writer",
        copyright="1920 Somebody",
        style="Medium Swing",
        key=parse_key("C"),
        tempo_bpm=92.0,
        capo=2,
        strum="D DU UDU",
        tuning=(38, 45, 50, 55, 59, 62),
        tags=(("year", "1920"), ("ccli", "12345")),
    )


def no(beat: int = 0) -> PlacedChord:
    """Silence."""
    return PlacedChord(NO_SYMBOL, Fraction(beat))


def folded() -> Song:
    """Repeats, endings, D.S. and a coda, and signs for bars like those before."""
    return Song(
        (
            Section(
                "A",
                (
                    bar("Bb", repeat_begins=True, segno=True),
                    bar("Eb F", rehearsal="A"),
                    bar("Gm", endings=(1, 2), repeat_times=3),
                    bar("Cm7", endings=(3,)),
                ),
            ),
            Section(
                "B",
                (
                    bar("F7", repeat_begins=True),
                    bar("F7", same_as=1),
                    bar("Bb Eb", repeat_times=2, to_coda=True),
                    bar("Ebm", new_line=True),
                    bar("Bb", jump=Jump.DAL_SEGNO_AL_CODA),
                ),
            ),
            Section("Coda", (bar("Db", coda=True), bar("Bb"))),
        ),
        title="Signs",
        key=parse_key("Bb"),
        style="Bossa Nova",
        composer="Ann Other",
        transposition=-2,
    )


def fine() -> Song:
    """D.C. al Fine in six-eight, alternates, pushes, and a chord that nobody can read."""
    return song(
        Bar(
            (*placed("Em"), PlacedChord(parse_symbol("G6"), Fraction(3), optional=True)),
            syllables=tuple(
                sorted((*sung("one@0 two@3"), *sung("uno@0 due@3", 2)), key=lambda each: (each.beat, each.verse))
            ),
            melody=tune("64@0~3/2 66@3/2~3/2 67@3~4"),
        ),
        Bar((PlacedChord(UNKNOWN_SYMBOL, written="Hm%"), *placed("B7@3<1/2")), fine=True, melody=tune("71@1~5")),
        Bar(placed("C"), beats=Fraction(3)),
        Bar(placed("Am D@3 D7@9/2"), jump=Jump.DA_CAPO_AL_FINE, key=parse_key("D"), melody=tune("70@0~1/3 61@1/3~2/3")),
        metre=(6, 8),
        title="Fine",
        key=parse_key("E minor"),
        tempo_bpm=66.5,
    )


def untimed() -> Song:
    """Chords over words that do not say how long they last."""
    return Song(
        (
            Section(
                "Verse",
                (
                    bar("", syllables=sung("So@0 she@0")),
                    bar("C", syllables=sung("went@0 a-@0 way@0")),
                    bar("G7/B", new_line=True, syllables=sung("and@0")),
                    bar("Am", words="slow"),
                ),
            ),
            Section("Chorus", (bar("F"), bar("C")), (Text(("instrumental",), TextKind.OTHER, 1),)),
            Section("Chorus", of="chorus"),
        ),
        timed=False,
        title="Away",
        artist="Ann Other",
        key=parse_key("A minor"),
        tags=(("album", "First"),),
    )


def chords() -> Song:
    """Every kind of chord, two a bar, in a row of odd metres."""
    names = "C Cm C7 Cmaj7 Cm7 Cdim Caug Csus4 C6 Cm6 Cdim7 Cm7b5 Csus2 Cadd9 C9 Cm9 Cmaj9 C11 C13 C7b9 C7#9 C7#11 "
    names += "C7alt C5 Cm(maj7) C6/9 F#m7/C# Bb/D C:13 Ebmaj7#11 G7sus4 Abaug7 E7b13 Dm11"
    every = names.split()
    metres = ((3, 4), (5, 4), (6, 8), (7, 8), (2, 2), (12, 8), (2, 4), (9, 8))
    bars = []
    for index in range(0, len(every), 2):
        pair = every[index : index + 2]
        metre = metres[index // 4] if index % 4 == 0 and index // 4 < len(metres) else None
        bars.append(Bar(placed(f"{pair[0]} {pair[1]}@1"), metre=metre))
    return song(*bars, title="Chords", key=parse_key("C"))


def lines() -> Song:
    """Words over two lines, with rests and held chords, in three sections without names of their own."""
    return Song(
        (
            Section("", (bar("D", syllables=sung("first@0 of@1 all@2")), Bar(syllables=sung("long@3")))),
            Section("Bridge 1", (Bar((no(), *placed("A@2"))), Bar(placed("A@1 A@3"))), times=3),
            Section("Solo", (bar("D A", new_line=True), bar("G A7", new_line=True), bar("D", repeat_times=4))),
        ),
        title="Lines",
        metre=(4, 4),
        key=parse_key("D"),
        tempo_bpm=140.0,
        artist="Ann Other",
    )


def short() -> Song:
    """The shortest notes and rests, dots and ties over them, and roots that few write."""
    return song(
        Bar(placed("Cb E#m@2"), melody=tune("60@0~1/8 61@1/8~1/16 62@3/16~1/32 63@1/4~3/8 64@1~7/4 65@3~3/4")),
        Bar(placed("Fb/Cb B#7@5/8"), melody=tune("66@0~2/3 67@2/3~2/3 68@4/3~2/3 69@2~1/2 70@5/2~1/6 71@3~5")),
        Bar(placed("C##m"), melody=tune("72@0~0")[:0]),
        title="Short",
        key=parse_key("F# minor"),
    )


def parts() -> Song:
    """Words in parts of all names, and parts without bars."""
    names = ("Intro", "Verse", "Refrain 1", "Chorus 2", "Bridge", "Outro", "Solo [x]", "A")
    sections = (
        Section(name, (bar("C", syllables=sung("la@0")), bar("G")) if name != "Bridge" else (), (Text((name,)),))
        for name in names
    )
    return Song((*sections, Section("End", of="verse")), timed=False, title="Parts")


SONGS: Final = (verse, folded, fine, untimed, chords, lines, short, parts)
FORMS: Final = tuple(each.name for each in formats() if each.write is not None)
_LONG: Final = ("gp5", "midi", "jams", "lab", "sonic-visualiser")
CASES: Final = tuple(
    (make.__name__, form)
    for make in SONGS
    for form in FORMS
    if make in (verse, folded, fine, untimed) or form not in _LONG
)
_MAKERS: Final = {make.__name__: make for make in SONGS}


def written(of: Song, form: str) -> Iterator[str]:
    """The file as text, and what is said to be lost of it. What is no text is told by what it holds."""
    writing = format_named(form).write((of.check(),))  # type: ignore[misc]
    if form == "midi":
        yield from _events(writing.data)
    elif form == "gp5":
        yield from _bytes(writing.data)
        yield from of_reading(read_charts(writing.data, form=form))
    elif form == "ireal":
        yield from writing.data.decode().splitlines()
        yield from of_reading(read_charts(writing.data, form=form))
    else:
        yield from writing.data.decode().splitlines()
    yield from of_lost(writing.lost)


def _events(data: bytes) -> Iterator[str]:
    file = mido.MidiFile(file=io.BytesIO(data))
    yield f"type {file.type}, {file.ticks_per_beat} ticks a beat"
    for number, track in enumerate(file.tracks):
        at = 0
        for message in track:
            at += message.time
            yield f"{number} {at}: {message.copy(time=0)}"


def _bytes(data: bytes) -> Iterator[str]:
    for at in range(0, len(data), 32):
        line = data[at : at + 32]
        yield f"{at:05x} {line.hex()} {''.join(chr(each) if 32 <= each < 127 else '.' for each in line)}"


@pytest.mark.parametrize(("name", "form"), CASES)
def test_a_song_is_written_as_it_was(name: str, form: str) -> None:
    place = WRITTEN / f"{name}.{form}"
    assert list(written(_MAKERS[name](), form)) == place.read_text(encoding="utf-8").split("\n")[:-1]


def test_several_songs_stand_in_one_file_one_after_the_other() -> None:
    both = (attrs.evolve(fine(), title="First"), attrs.evolve(untimed(), title="Second"))
    for form in (each for each in formats() if each.several and each.write is not None):
        assert form.write is not None
        read = read_charts(form.write(both).data, form=form.name)
        assert [each.title for each in read.songs] == ["First", "Second"]


if __name__ == "__main__":
    for name, form in CASES:
        told = "\n".join(written(_MAKERS[name](), form)) + "\n"
        (WRITTEN / f"{name}.{form}").write_text(told, encoding="utf-8", newline="")
