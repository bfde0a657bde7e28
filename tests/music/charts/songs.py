"""Songs at random, with what a format can carry; and what a format makes of one."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from chordwork.harmony import NO_SYMBOL, UNKNOWN_SYMBOL, parse_key, parse_symbol
from chordwork.music.charts.form import Format
from chordwork.music.song import (
    Bar,
    Feature,
    Jump,
    MelodyNote,
    PlacedChord,
    Section,
    Song,
    Syllable,
    Text,
    TextKind,
    tidy,
)

CHORDS: Final = tuple(
    parse_symbol(name)
    for name in ("C", "G", "Am", "F", "D7", "Em7", "Bb", "Fmaj7", "Bm7b5", "G/B", "Dsus4", "F#m", "Cdim")
)
KEYS: Final = tuple(parse_key(name) for name in ("C", "G", "Bb", "F# minor", "A minor"))
WORDS: Final = ("sun", "river", "stones", "falling", "we", "went", "über", "home")
NAMES: Final = ("Verse 1", "Chorus", "Bridge", "Verse 2", "Intro", "Outro")
UNREADABLE: Final = ("Hm%", "Xyz9")

_TEXTS: Final = {
    Feature.TITLE: "title",
    Feature.SUBTITLE: "subtitle",
    Feature.ARTIST: "artist",
    Feature.COMPOSER: "composer",
    Feature.LYRICIST: "lyricist",
    Feature.COPYRIGHT: "copyright",
    Feature.STYLE: "style",
}
_LINES: Final = {
    Feature.WORDS: Text(("we went home", "falling stones"), TextKind.WORDS),
    Feature.TABS: Text(("e|--0--2--3--|", "B|--1--3--0--|"), TextKind.TAB),
    Feature.COMMENTS: Text(("softly now",), TextKind.COMMENT),
}


@st.composite
def songs(draw: st.DrawFn, features: Iterable[Feature]) -> Song:
    """A song of a few sections that has some of the features, and none besides.

    Without ``TIMES`` each chord has a bar of its own. Names of sections are all different; where there are none, there
    is one section. What a song means can be played.
    """
    kept = frozenset(features)

    def has(feature: Feature, odds: int = 2) -> bool:
        return feature in kept and draw(st.integers(0, odds)) == 0

    timed = Feature.TIMES in kept
    fields: dict[str, Any] = {name: draw(_phrases()).title() for feature, name in _TEXTS.items() if has(feature)}
    fields["metre"] = draw(st.sampled_from([(4, 4), (3, 4), (6, 8)])) if Feature.METRE in kept else (4, 4)
    fields["key"] = draw(st.sampled_from(KEYS)) if has(Feature.KEY, 1) else None
    fields["tempo_bpm"] = float(draw(st.sampled_from([60, 96, 120]))) if has(Feature.TEMPO, 1) else None
    fields["capo"] = draw(st.integers(1, 7)) if has(Feature.CAPO) else 0
    fields["transposition"] = draw(st.sampled_from([-2, 3])) if has(Feature.TRANSPOSITION) else 0
    fields["tuning"] = (38, 45, 50, 55, 59, 64) if has(Feature.TUNING) else None
    fields["strum"] = "D DU UDU" if has(Feature.STRUM) else ""
    fields["tags"] = (("ccli", "12345"),) if has(Feature.TAGS) else ()
    song = Song((), timed=timed, **fields)
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    sections = []
    maker = _Bars(draw, kept, song)
    for name in names if Feature.SECTIONS in kept else [""]:
        bars = maker.bars(first=not sections)
        texts = tuple(
            attrs.evolve(text, before=draw(st.sampled_from([0, len(bars)])))
            for feature, text in _LINES.items()
            if has(feature, 4)
        )
        times = 2 if has(Feature.SECTION_REPEATS, 5) else 1
        sections.append(Section(name, tuple(bars), tuple(sorted(texts, key=lambda one: one.before)), times))
    if Feature.SECTIONS in kept and has(Feature.SECTION_REPEATS):
        sections.append(Section(names[0], of=names[0].lower()))
    song = attrs.evolve(song, sections=tuple(sections))
    if has(Feature.JUMPS) and len(list(song.bars)) > 3 and not any(one.of or one.times > 1 for one in song.sections):
        song = _with_jump(song, draw(st.sampled_from(_JUMPS)))
    return tidy(song.check())


def _phrases() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)


class _Bars:
    def __init__(self, draw: st.DrawFn, kept: frozenset[Feature], song: Song) -> None:
        self._draw, self._kept, self._song = draw, kept, song
        self._metre = song.metre

    def _has(self, feature: Feature, odds: int = 3) -> bool:
        return feature in self._kept and self._draw(st.integers(0, odds)) == 0

    def bars(self, *, first: bool) -> list[Bar]:
        bars = []
        for index in range(self._draw(st.integers(1, 5))):
            bar = self._timed(first and index == 0) if self._song.timed else self._untimed()
            like = self._song.timed and index and bars[-1].chords and bar.metre is None
            if like and self._has(Feature.SAME_AS, 5):
                bar = attrs.evolve(bars[-1], same_as=1, metre=None, beats=None, syllables=(), melody=(), words="")
                bar = attrs.evolve(bar, new_line=False, rehearsal="", key=None, tempo_bpm=None)
            bars.append(bar)
        if self._has(Feature.REPEATS, 1) and Feature.ENDINGS not in self._kept:
            bars[0] = attrs.evolve(bars[0], repeat_begins=True)
            bars[-1] = attrs.evolve(bars[-1], repeat_times=self._draw(st.sampled_from([2, 3])))
        elif len(bars) > 2 and self._has(Feature.ENDINGS, 1) and Feature.REPEATS in self._kept:
            bars[0] = attrs.evolve(bars[0], repeat_begins=True)
            bars[-2] = attrs.evolve(bars[-2], endings=(1,), repeat_times=2)
            bars[-1] = attrs.evolve(bars[-1], endings=(2,))
        return bars

    def _timed(self, first: bool) -> Bar:
        draw = self._draw
        metre = draw(st.sampled_from([(2, 4), (4, 4)])) if not first and self._has(Feature.METRE_CHANGES, 6) else None
        self._metre = metre or self._metre
        beats = self._metre[0]
        short = Fraction(beats - 1) if self._has(Feature.PICKUPS, 8) else None
        beats = beats if short is None else beats - 1
        places = sorted(draw(st.sets(st.integers(0, beats - 1), min_size=int(first), max_size=2)))
        if first:
            places[0] = 0
        chords = [self._chord(Fraction(place)) for place in places]
        words = ()
        if self._has(Feature.LYRICS, 1):
            at = [Fraction(place) for place in range(beats)] if Feature.LYRIC_TIMES in self._kept else [Fraction(0)]
            words = self._words(draw(st.lists(st.sampled_from(at), max_size=2).map(sorted)))
        tune = ()
        if self._has(Feature.MELODY, 1):
            tune = tuple(MelodyNote(60 + place, Fraction(place), Fraction(1)) for place in range(beats))
        return Bar(
            tuple(chords),
            metre=metre,
            beats=short,
            key=draw(st.sampled_from(KEYS)) if not first and self._has(Feature.KEY_CHANGES, 8) else None,
            tempo_bpm=72.0 if not first and self._has(Feature.TEMPO_CHANGES, 8) else None,
            new_line=self._has(Feature.NEW_LINES),
            rehearsal=draw(st.sampled_from("AB")) if self._has(Feature.REHEARSALS, 6) else "",
            words="slowly" if self._has(Feature.DIRECTIONS, 6) else "",
            syllables=words,
            melody=tune,
        )

    def _untimed(self) -> Bar:
        words: tuple[Syllable, ...] = ()
        begins = self._has(Feature.NEW_LINES)
        if Feature.LYRICS in self._kept:
            words = self._words([Fraction(0)] * self._draw(st.integers(0, 3)))
            if words and begins:
                words = (attrs.evolve(words[0], new_line=True), *words[1:])
        return Bar(
            (self._chord(Fraction(0)),),
            new_line=begins,
            syllables=words,
            words="slowly" if self._has(Feature.DIRECTIONS, 6) else "",
        )

    def _chord(self, beat: Fraction) -> PlacedChord:
        draw = self._draw
        if self._has(Feature.WRITTEN, 9):
            return PlacedChord(UNKNOWN_SYMBOL, beat, written=draw(st.sampled_from(UNREADABLE)))
        symbol = draw(st.sampled_from((*CHORDS, NO_SYMBOL)))
        push = Fraction(1, 2) if beat and symbol.is_chord and self._has(Feature.PUSHES, 5) else Fraction(0)
        return PlacedChord(symbol, beat, push)

    def _words(self, at: list[Fraction]) -> tuple[Syllable, ...]:
        return tuple(
            Syllable(self._draw(st.sampled_from(WORDS)) + (" " if self._draw(st.integers(0, 3)) else ""), beat)
            for beat in at
        )


_JUMPS: Final = (
    (Jump.DA_CAPO, {}),
    (Jump.DA_CAPO_AL_FINE, {0: {"fine": True}}),
    (Jump.DAL_SEGNO_AL_FINE, {1: {"segno": True, "fine": True}}),
    (Jump.DA_CAPO_AL_CODA, {0: {"to_coda": True}, -1: {"coda": True}}),
    (Jump.DAL_SEGNO_AL_CODA, {0: {"segno": True}, 1: {"to_coda": True}, -1: {"coda": True}}),
)


def _with_jump(song: Song, jump: tuple[Jump, dict[int, dict[str, Any]]]) -> Song:
    """With signs on its first bars and its last; a way to the coda is left from the bar before the last."""
    kind, signs = jump
    count = len(list(song.bars))
    places = {place % count: values for place, values in signs.items()}
    leaves = count - 2 if kind.ends == "coda" else count - 1
    places[leaves] = {**places.get(leaves, {}), "jump": kind}
    number = 0
    sections = []
    for section in song.sections:
        bars = []
        for bar in section.bars:
            bars.append(attrs.evolve(bar, **places.get(number, {})))
            number += 1
        sections.append(attrs.evolve(section, bars=tuple(bars)))
    return attrs.evolve(song, sections=tuple(sections))


def through(song: Song, form: Format) -> Song:
    """A song written in a format and read again."""
    assert form.write is not None
    assert form.read is not None
    reading = form.read(form.write((song,)).data)
    assert len(reading.songs) == 1
    return tidy(reading.songs[0])
