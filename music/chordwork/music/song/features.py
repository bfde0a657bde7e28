"""What a song has, what a format can carry, and what is lost between the two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar

import attrs

from chordwork.harmony.keys import Key
from chordwork.music.song.model import Bar, MelodyNote, PlacedChord, Section, Signature, Song, Syllable, Text, TextKind
from chordwork.music.song.playing import unfolded


class Feature(Enum):
    """Something of a song that a format carries or does not. Chords and their order are carried by all."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    ARTIST = "artist"
    COMPOSER = "composer"
    LYRICIST = "lyricist"
    COPYRIGHT = "copyright"
    STYLE = "style"
    KEY = "key"
    TEMPO = "tempo"
    METRE = "metre"
    CAPO = "capo"
    TRANSPOSITION = "transposition"
    TUNING = "tuning"
    STRUM = "strum pattern"
    TAGS = "other tags"
    TIMES = "lengths of chords"
    KEY_CHANGES = "changes of key"
    TEMPO_CHANGES = "changes of tempo"
    METRE_CHANGES = "changes of metre"
    PICKUPS = "bars that are shorter or longer than their metre"
    SECTIONS = "names of sections"
    SECTION_REPEATS = "sections played again by name"
    REPEATS = "repeats"
    ENDINGS = "endings"
    JUMPS = "D.C., D.S., Fine and Coda"
    REHEARSALS = "rehearsal marks"
    SAME_AS = "signs for a bar like the one before"
    NEW_LINES = "lines of the page"
    PUSHES = "pushed chords"
    OPTIONAL = "alternate chords"
    WRITTEN = "chords as the source writes them"
    LYRICS = "lyrics"
    VERSES = "further verses below the first"
    LYRIC_TIMES = "when syllables are sung"
    WORDS = "words without chords"
    TABS = "blocks of tablature"
    COMMENTS = "remarks"
    DIRECTIONS = "directions above bars"
    MELODY = "melody"


_Placed = TypeVar("_Placed", PlacedChord, Syllable, MelodyNote)


@attrs.frozen
class Lost:
    """Something of a song that could not be kept.

    Attributes:
        what: in words, such as ``changes of key``.
        times: in how many places.
        why: where more is to be said, and what to do.
    """

    what: str
    times: int = 1
    why: str = ""

    def __str__(self) -> str:
        text = self.what if self.times == 1 else f"{self.what} ({self.times} times)"
        return f"{text}: {self.why}" if self.why else text


def features_of(song: Song) -> frozenset[Feature]:
    """What a song has."""
    return frozenset(feature for feature in Feature if _counted(song, feature))


def limited(song: Song, carried: Iterable[Feature]) -> tuple[Song, tuple[Lost, ...]]:
    """The song without what is not carried, and a list of that.

    Args:
        song: any.
        carried: what a format can carry.

    Returns:
        What a reader of the format finds in what its writer wrote, and what is lost.
    """
    kept = frozenset(carried)
    lost = []
    if uncarried := [feature for feature in _FORM if feature not in kept and _counted(song, feature)]:
        lost += [Lost(feature.value, _counted(song, feature), "written out") for feature in uncarried]
        song = unfolded(song)
    for feature in Feature:
        if feature in kept:
            continue
        if times := _counted(song, feature):
            lost.append(Lost(feature.value, times))
            song = _WITHOUT[feature](song)
    if song.timed and not kept.issuperset(_LENGTHS):
        song = within_metres(song)
    return song, tuple(lost)


def _counted(song: Song, feature: Feature) -> int:
    """In how many places a song has it."""
    if feature in _FIELDS:
        field = _FIELDS[feature]
        return int(getattr(song, field) != getattr(Song(), field))
    if feature in _BAR_COUNTS:
        count = _BAR_COUNTS[feature]
        return sum(count(bar) for bar in song.bars)
    if feature in _TEXTS:
        return sum(text.kind in _TEXTS[feature] for section in song.sections for text in section.texts)
    if feature is Feature.SECTIONS:
        return sum(bool(section.name) for section in song.sections)
    if feature is Feature.SECTION_REPEATS:
        return sum(bool(section.of) or section.times > 1 for section in song.sections)
    return int(song.timed)  # Feature.TIMES


_FIELDS = {
    Feature.TITLE: "title",
    Feature.SUBTITLE: "subtitle",
    Feature.ARTIST: "artist",
    Feature.COMPOSER: "composer",
    Feature.LYRICIST: "lyricist",
    Feature.COPYRIGHT: "copyright",
    Feature.STYLE: "style",
    Feature.KEY: "key",
    Feature.TEMPO: "tempo_bpm",
    Feature.METRE: "metre",
    Feature.CAPO: "capo",
    Feature.TRANSPOSITION: "transposition",
    Feature.TUNING: "tuning",
    Feature.STRUM: "strum",
    Feature.TAGS: "tags",
}

_FORM = (Feature.REPEATS, Feature.ENDINGS, Feature.JUMPS)
"""Without one of these a song would be another: all are written out where one is not carried."""

_LENGTHS = (Feature.METRE, Feature.METRE_CHANGES, Feature.PICKUPS)
"""Without one of these bars have other lengths than they had."""

_TEXTS = {
    Feature.WORDS: (TextKind.WORDS,),
    Feature.TABS: (TextKind.TAB,),
    Feature.COMMENTS: (TextKind.COMMENT, TextKind.OTHER),
}

_BAR_COUNTS: dict[Feature, Callable[[Bar], int]] = {
    Feature.KEY_CHANGES: lambda bar: bar.key is not None,
    Feature.TEMPO_CHANGES: lambda bar: bar.tempo_bpm is not None,
    Feature.METRE_CHANGES: lambda bar: bar.metre is not None,
    Feature.PICKUPS: lambda bar: bar.beats is not None,
    Feature.REPEATS: lambda bar: bar.repeat_begins or bool(bar.repeat_times),
    Feature.ENDINGS: lambda bar: bool(bar.endings),
    Feature.JUMPS: lambda bar: bar.segno + bar.coda + bar.to_coda + bar.fine + (bar.jump is not None),
    Feature.REHEARSALS: lambda bar: bool(bar.rehearsal),
    Feature.SAME_AS: lambda bar: bool(bar.same_as),
    Feature.NEW_LINES: lambda bar: bar.new_line,
    Feature.PUSHES: lambda bar: sum(bool(chord.push) for chord in bar.chords),
    Feature.OPTIONAL: lambda bar: sum(chord.optional for chord in bar.chords),
    Feature.WRITTEN: lambda bar: sum(bool(chord.written) for chord in bar.chords),
    Feature.LYRICS: lambda bar: len(bar.syllables),
    Feature.VERSES: lambda bar: sum(syllable.verse > 1 for syllable in bar.syllables),
    Feature.LYRIC_TIMES: lambda bar: sum(syllable.beat > 0 for syllable in bar.syllables),
    Feature.DIRECTIONS: lambda bar: bool(bar.words),
    Feature.MELODY: lambda bar: len(bar.melody),
}


def _bars(change: Callable[[Bar], Bar]) -> Callable[[Song], Song]:
    def changed(song: Song) -> Song:
        return attrs.evolve(
            song,
            sections=tuple(
                attrs.evolve(section, bars=tuple(change(bar) for bar in section.bars)) for section in song.sections
            ),
        )

    return changed


def _bars_without(**values: Any) -> Callable[[Song], Song]:
    return _bars(lambda bar: attrs.evolve(bar, **values))


def _field_without(field: str) -> Callable[[Song], Song]:
    return lambda song: attrs.evolve(song, **{field: getattr(Song(), field)})


def _texts_without(kinds: tuple[TextKind, ...]) -> Callable[[Song], Song]:
    def without(section: Section) -> Section:
        return attrs.evolve(section, texts=tuple(text for text in section.texts if text.kind not in kinds))

    return lambda song: attrs.evolve(song, sections=tuple(without(section) for section in song.sections))


def _in_one_section(song: Song) -> Song:
    bars: list[Bar] = []
    texts: list[Text] = []
    for section in _sections_written_out(song).sections:
        texts += [attrs.evolve(text, before=text.before + len(bars)) for text in section.texts]
        bars += section.bars
    return attrs.evolve(song, sections=(Section("", tuple(bars), tuple(texts)),) if bars or texts else ())


def _sections_written_out(song: Song) -> Song:
    """A section that comes again is in the metre, key and tempo in which it was, and the next one in its own."""
    page: _Held = (song.metre, song.key, song.tempo_bpm)
    now = page
    named: dict[str, tuple[Section, _Held]] = {}
    sections = []
    for section in song.sections:
        begins = page
        if section.of and section.of.lower() in named:
            again, begins = named[section.of.lower()]
            section = attrs.evolve(section, bars=again.bars, name=section.name or again.name, of="")
        else:
            page = _held_after(page, section.bars)
            if section.name and section.bars:
                named.setdefault(section.name.lower(), (section, begins))
        for _ in range(section.times):
            once = attrs.evolve(section, times=1, bars=_begun_in(begins, now, section.bars))
            sections.append(once)
            now = _held_after(now, once.bars)
    return attrs.evolve(song, sections=tuple(sections))


_Held = tuple[Signature, Key | None, float | None]
"""Metre, key and tempo that hold at a place."""


def _held_after(held: _Held, bars: Iterable[Bar]) -> _Held:
    metre, key, tempo = held
    for bar in bars:
        metre, key, tempo = bar.metre or metre, bar.key or key, bar.tempo_bpm or tempo
    return metre, key, tempo


def _begun_in(wanted: _Held, now: _Held, bars: tuple[Bar, ...]) -> tuple[Bar, ...]:
    """Bars whose first one changes to what held where they were written."""
    if not bars or wanted == now:
        return bars
    first = bars[0]
    first = attrs.evolve(
        first,
        metre=first.metre or (wanted[0] if wanted[0] != now[0] else None),
        key=first.key or (wanted[1] if wanted[1] != now[1] else None),
        tempo_bpm=first.tempo_bpm or (wanted[2] if wanted[2] != now[2] else None),
    )
    return (first, *bars[1:])


def _untimed(song: Song) -> Song:
    """Each chord in a bar of its own, at its beginning, with the words that follow it."""

    def apart(bar: Bar) -> Iterator[Bar]:
        parts: list[tuple[tuple[PlacedChord, ...], list[Syllable]]] = [((), [])]
        words = list(bar.syllables)
        for chord in bar.chords:
            while words and words[0].beat < chord.beat:
                parts[-1][1].append(words.pop(0))
            parts.append(((attrs.evolve(chord, beat=Fraction(0), push=Fraction(0)),), []))
        parts[-1][1].extend(words)
        parts = [part for part in parts if part[0] or part[1]] or parts
        for index, (chords, syllables) in enumerate(parts):
            sung = tuple(attrs.evolve(one, beat=Fraction(0)) for one in syllables)
            of = bar if index == 0 else Bar()
            yield attrs.evolve(of, chords=chords, syllables=sung, metre=None, beats=None, melody=())

    sections = []
    for section in song.sections:
        bars: list[Bar] = []
        begins: list[int] = []
        for bar in section.bars:
            begins.append(len(bars))
            bars += apart(bar)
        begins.append(len(bars))
        texts = tuple(attrs.evolve(text, before=begins[min(text.before, len(begins) - 1)]) for text in section.texts)
        sections.append(attrs.evolve(section, bars=tuple(bars), texts=texts))
    return attrs.evolve(song, sections=tuple(sections), timed=False)


def within_metres(song: Song) -> Song:
    """A bar that has more in it than its metre holds goes on in the next one, so that nothing of it is lost."""
    metre = song.metre
    sections = []
    for section in song.sections:
        bars: list[Bar] = []
        begins: list[int] = []
        for bar in section.bars:
            metre = bar.metre or metre
            begins.append(len(bars))
            bars += _parted(bar, bar.beats if bar.beats is not None else Fraction(metre[0]))
        begins.append(len(bars))
        texts = tuple(attrs.evolve(text, before=begins[min(text.before, len(begins) - 1)]) for text in section.texts)
        sections.append(attrs.evolve(section, bars=tuple(bars), texts=texts))
    return attrs.evolve(song, sections=tuple(sections))


def _parted(bar: Bar, length: Fraction) -> Iterator[Bar]:
    """A bar of a length, and as many more as hold what lies beyond it."""
    things = (bar.chords, bar.syllables, bar.melody)
    last = max((one.beat for each in things for one in each), default=Fraction(0))
    parts = int(last // length) + 1
    if parts == 1:
        yield bar
        return
    for number in range(parts):
        begin, end = number * length, (number + 1) * length
        of = attrs.evolve(bar, repeat_times=0, to_coda=False, fine=False, jump=None) if number == 0 else Bar()
        if number == parts - 1:
            of = attrs.evolve(of, repeat_times=bar.repeat_times, to_coda=bar.to_coda, fine=bar.fine, jump=bar.jump)
        yield attrs.evolve(
            of,
            chords=_moved(bar.chords, begin, end),
            syllables=_moved(bar.syllables, begin, end),
            melody=_moved(bar.melody, begin, end),
            same_as=0,
        )


def _moved(things: tuple[_Placed, ...], begin: Fraction, end: Fraction) -> tuple[_Placed, ...]:
    return tuple(attrs.evolve(one, beat=one.beat - begin) for one in things if begin <= one.beat < end)


def _chords(**values: Any) -> Callable[[Song], Song]:
    return _bars(lambda bar: attrs.evolve(bar, chords=tuple(attrs.evolve(chord, **values) for chord in bar.chords)))


_WITHOUT: dict[Feature, Callable[[Song], Song]] = {
    **{feature: _field_without(field) for feature, field in _FIELDS.items()},
    **{feature: _texts_without(kinds) for feature, kinds in _TEXTS.items()},
    Feature.TIMES: _untimed,
    Feature.KEY_CHANGES: _bars_without(key=None),
    Feature.TEMPO_CHANGES: _bars_without(tempo_bpm=None),
    Feature.METRE_CHANGES: _bars_without(metre=None),
    Feature.PICKUPS: _bars_without(beats=None),
    Feature.SECTIONS: _in_one_section,
    Feature.SECTION_REPEATS: _sections_written_out,
    Feature.REHEARSALS: _bars_without(rehearsal=""),
    Feature.SAME_AS: _bars_without(same_as=0),
    Feature.NEW_LINES: _bars_without(new_line=False),
    Feature.PUSHES: _chords(push=Fraction(0)),
    Feature.OPTIONAL: _bars(
        lambda bar: attrs.evolve(bar, chords=tuple(chord for chord in bar.chords if not chord.optional))
    ),
    Feature.WRITTEN: _chords(written=""),
    Feature.LYRICS: _bars_without(syllables=()),
    Feature.VERSES: _bars(
        lambda bar: attrs.evolve(bar, syllables=tuple(one for one in bar.syllables if one.verse == 1))
    ),
    Feature.LYRIC_TIMES: _bars(
        lambda bar: attrs.evolve(bar, syllables=tuple(attrs.evolve(one, beat=Fraction(0)) for one in bar.syllables))
    ),
    Feature.DIRECTIONS: _bars_without(words=""),
    Feature.MELODY: _bars_without(melody=()),
}
