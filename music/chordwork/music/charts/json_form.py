"""Songs as JSON: the one form that holds all of a song, for programs and for the pages.

The document is ``{"format": "chordwork-chart", "version": 1, "songs": […]}``; :class:`SongDocument` says what a song
is. What has its default value is left out. Beats are whole numbers or texts such as ``"3/2"``; metres texts such as
``"6/8"``; chords lead-sheet symbols, with a Harte label beside those that a symbol alone does not tell apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta, Struct

from chordwork.harmony import ChordSymbol, HarmonySyntaxError, Key, parse_key, parse_symbol, to_harte, to_lead_sheet
from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError
from chordwork.music.charts.form import MAX_BARS, MAX_BYTES, MAX_SONGS, Format, Reading, Writing
from chordwork.music.song import (
    Bar,
    Feature,
    Jump,
    MelodyNote,
    PlacedChord,
    Section,
    Signature,
    Song,
    SongError,
    Syllable,
    Text,
    TextKind,
)

NAME: Final = "chordwork-chart"
VERSION: Final = 1

Beats = int | Annotated[str, Meta(pattern=r"^-?\d{1,12}/\d{1,12}$", examples=["3/2"])]
Metre = Annotated[str, Meta(pattern=r"^\d{1,3}/\d{1,3}$", examples=["6/8"])]


class ChordDocument(Struct, omit_defaults=True, forbid_unknown_fields=True):
    """A chord and where in its bar it begins, as :class:`~chordwork.music.song.PlacedChord` has it."""

    symbol: Annotated[str, Meta(description="As a lead sheet prints it; `N.C.`: silence, `?`: could not be read.")]
    beat: Annotated[Beats, Meta(description="From the beginning of the bar, from 0.")] = 0
    push: Annotated[Beats, Meta(description="How much earlier it is struck.")] = 0
    written: Annotated[str, Meta(description="As the source has it, where that says more.")] = ""
    optional: bool = False
    label: Annotated[str, Meta(description="Its value in Harte syntax, where the symbol does not tell it.")] = ""


class SyllableDocument(Struct, omit_defaults=True, forbid_unknown_fields=True):
    """A piece of lyrics and when it is sung."""

    text: str
    beat: Beats = 0
    verse: int = 1
    new_line: bool = False


class MelodyDocument(Struct, omit_defaults=True, forbid_unknown_fields=True):
    """A note of the tune."""

    pitch: int
    beat: Beats
    beats: Beats


class TextDocument(Struct, omit_defaults=True, forbid_unknown_fields=True):
    """Lines that carry no time."""

    lines: list[str]
    kind: Literal["words", "tab", "comment", "other"] = "comment"
    before: int = 0


class BarDocument(Struct, omit_defaults=True, forbid_unknown_fields=True):
    """One bar as written, as :class:`~chordwork.music.song.Bar` has it."""

    chords: list[ChordDocument] = []
    metre: Metre | None = None
    beats: Beats | None = None
    key: str | None = None
    tempo_bpm: float | None = None
    repeat_begins: bool = False
    repeat_times: int = 0
    endings: list[int] = []
    segno: bool = False
    coda: bool = False
    to_coda: bool = False
    fine: bool = False
    jump: Literal["D.C.", "D.C. al Fine", "D.C. al Coda", "D.S.", "D.S. al Fine", "D.S. al Coda"] | None = None
    rehearsal: str = ""
    same_as: int = 0
    new_line: bool = False
    syllables: list[SyllableDocument] = []
    melody: list[MelodyDocument] = []
    words: str = ""


class SectionDocument(Struct, omit_defaults=True, forbid_unknown_fields=True):
    """A part of a song."""

    name: str = ""
    bars: list[BarDocument] = []
    texts: list[TextDocument] = []
    times: int = 1
    of: str = ""


class TagDocument(Struct, forbid_unknown_fields=True):
    """What else the source says of a song, by its own name for it."""

    name: str
    value: str


class SongDocument(Struct, omit_defaults=True, forbid_unknown_fields=True):
    """A song as :class:`~chordwork.music.song.Song` has it."""

    title: str = ""
    subtitle: str = ""
    artist: str = ""
    composer: str = ""
    lyricist: str = ""
    copyright: str = ""
    style: str = ""
    key: str | None = None
    tempo_bpm: float | None = None
    metre: Metre = "4/4"
    timed: bool = True
    capo: int = 0
    transposition: int = 0
    tuning: list[int] | None = None
    strum: str = ""
    tags: list[TagDocument] = []
    sections: list[SectionDocument] = []


class SongsDocument(Struct, forbid_unknown_fields=True):
    """A file of songs."""

    format: Literal["chordwork-chart"]
    version: Literal[1]
    songs: Annotated[list[SongDocument], Meta(max_length=MAX_SONGS)]


def to_document(song: Song) -> SongDocument:
    """A song as plain values, ready to be encoded."""
    return SongDocument(
        **{name: getattr(song, name) for name in _SONG_PLAIN},
        key=_key_text(song.key),
        metre=_metre_text(song.metre),
        tuning=None if song.tuning is None else list(song.tuning),
        tags=[TagDocument(name, value) for name, value in song.tags],
        sections=[_section_document(section) for section in song.sections],
    )


def from_document(document: SongDocument) -> Song:
    """The song that :func:`to_document` was given.

    Raises:
        ChartFileError: a value that is none, with the section and bar where it stands.
    """
    bars = sum(len(section.bars) for section in document.sections)
    if bars > MAX_BARS:
        raise ChartTooLargeError("json", f"a song of {bars} bars: give at most {MAX_BARS}")
    song = Song(
        sections=tuple(_section(section, index) for index, section in enumerate(document.sections, start=1)),
        **{name: getattr(document, name) for name in _SONG_PLAIN},
        key=_read(_key, document.key, "key"),
        metre=_metre(document.metre),
        tuning=None if document.tuning is None else tuple(document.tuning),
        tags=tuple((tag.name, tag.value) for tag in document.tags),
    )
    try:
        return song.check()
    except SongError as error:
        raise ChartFileError("json", f"{error}: mend the file, or write it anew") from error


_SONG_PLAIN: Final = (
    *("title", "subtitle", "artist", "composer", "lyricist", "copyright", "style"),
    *("tempo_bpm", "timed", "capo", "transposition", "strum"),
)
_BAR_PLAIN: Final = (
    *("tempo_bpm", "repeat_begins", "repeat_times", "segno", "coda", "to_coda", "fine", "rehearsal", "same_as"),
    *("new_line", "words"),
)


def _section_document(section: Section) -> SectionDocument:
    texts = [TextDocument(list(text.lines), text.kind.value, text.before) for text in section.texts]
    return SectionDocument(section.name, [_bar_document(bar) for bar in section.bars], texts, section.times, section.of)


def _bar_document(bar: Bar) -> BarDocument:
    return BarDocument(
        **{name: getattr(bar, name) for name in _BAR_PLAIN},
        chords=[_chord_document(chord) for chord in bar.chords],
        metre=None if bar.metre is None else _metre_text(bar.metre),
        beats=None if bar.beats is None else _beats_text(bar.beats),
        key=_key_text(bar.key),
        endings=list(bar.endings),
        jump=None if bar.jump is None else bar.jump.value,
        syllables=[SyllableDocument(one.text, _beats_text(one.beat), one.verse, one.new_line) for one in bar.syllables],
        melody=[MelodyDocument(one.pitch, _beats_text(one.beat), _beats_text(one.beats)) for one in bar.melody],
    )


def _chord_document(chord: PlacedChord) -> ChordDocument:
    symbol = to_lead_sheet(chord.symbol)
    label = "" if _is_value(symbol, chord.symbol) else to_harte(chord.symbol)
    beat, push = _beats_text(chord.beat), _beats_text(chord.push)
    return ChordDocument(symbol, beat, push, chord.written, chord.optional, label)


def _is_value(text: str, symbol: ChordSymbol) -> bool:
    try:
        return parse_symbol(text) == symbol
    except HarmonySyntaxError:
        return False


def _section(document: SectionDocument, number: int) -> Section:
    bars = tuple(_bar(bar, f"section {number}, bar {index}") for index, bar in enumerate(document.bars, start=1))
    texts = tuple(Text(tuple(text.lines), TextKind(text.kind), text.before) for text in document.texts)
    return Section(document.name, bars, texts, document.times, document.of)


def _bar(document: BarDocument, place: str) -> Bar:
    return Bar(
        **{name: getattr(document, name) for name in _BAR_PLAIN},
        chords=tuple(_chord(chord, place) for chord in document.chords),
        metre=None if document.metre is None else _metre(document.metre),
        beats=None if document.beats is None else _read(_beats, document.beats, place),
        key=_read(_key, document.key, place),
        endings=tuple(document.endings),
        jump=None if document.jump is None else Jump(document.jump),
        syllables=tuple(
            Syllable(one.text, _read(_beats, one.beat, place), one.verse, one.new_line) for one in document.syllables
        ),
        melody=tuple(
            MelodyNote(one.pitch, _read(_beats, one.beat, place), _read(_beats, one.beats, place))
            for one in document.melody
        ),
    )


def _chord(document: ChordDocument, place: str) -> PlacedChord:
    symbol = _read(parse_symbol, document.label or document.symbol, place)
    beat, push = _read(_beats, document.beat, place), _read(_beats, document.push, place)
    return PlacedChord(symbol, beat, push, document.written, document.optional)


def _read(reader: Callable[[Any], Any], value: Any, place: str) -> Any:
    try:
        return reader(value)
    except ZeroDivisionError as error:
        raise ChartFileError("json", f"{value!r} is no number of beats", place=place) from error
    except HarmonySyntaxError as error:
        raise ChartFileError("json", f"{value[:40]!r}: {error.reason}", place=place) from error


def _beats_text(beats: Fraction) -> int | str:
    return int(beats) if beats.denominator == 1 else f"{beats.numerator}/{beats.denominator}"


def _beats(text: int | str) -> Fraction:
    return Fraction(text)


def _key_text(key: Key | None) -> str | None:
    return None if key is None else key.name


def _key(text: str | None) -> Key | None:
    return None if text is None else parse_key(text)


def _metre_text(metre: Signature) -> str:
    return f"{metre[0]}/{metre[1]}"


def _metre(text: str) -> Signature:
    beats, unit = text.split("/")
    return int(beats), int(unit)


def likeness(data: bytes, _name: str) -> float:
    """Whether it is a document of ours."""
    return float(data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"chordwork-chart"' in data[:1000])


def read(data: bytes) -> Reading:
    """All songs of a document.

    Raises:
        ChartFileError: no such document; it says at which field.
        ChartTooLargeError: too many bytes, songs or bars.
    """
    if len(data) > MAX_BYTES:
        raise ChartTooLargeError("json", f"{len(data)} bytes: give at most {MAX_BYTES}")
    try:
        document = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=SongsDocument)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `$.")
        if path.startswith("songs`"):
            raise ChartTooLargeError("json", f"more songs than {MAX_SONGS}: give fewer at once") from error
        raise ChartFileError("json", reason.replace("`", ""), place=path.rstrip("`")) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ChartFileError("json", f"{error}: give one JSON document of {NAME!r}") from error
    songs = []
    for number, each in enumerate(document.songs, start=1):
        try:
            songs.append(from_document(each))
        except ChartFileError as error:
            place = f"song {number}, {error.place}" if error.place else f"song {number}"
            raise type(error)("json", error.reason, place=place) from error
    if not songs:
        raise ChartFileError("json", "there is no song in it: give at least one")
    return Reading(tuple(songs), form="json")


def write(songs: Sequence[Song]) -> Writing:
    """Songs as one document, each on a line of its own; nothing is lost."""
    head = f'{{"format":"{NAME}","version":{VERSION},"songs":[\n'.encode()
    return Writing(head + b",\n".join(msgspec.json.encode(to_document(song)) for song in songs) + b"\n]}\n")


FORMAT: Final = Format(
    name="json",
    title="JSON (all of a song)",
    suffixes=(".json",),
    media_type="application/json",
    carries=frozenset(Feature),
    likeness=likeness,
    read=read,
    write=write,
    several=True,
)
