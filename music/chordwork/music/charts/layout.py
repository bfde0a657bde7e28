"""Songs put in the way in which pages of text show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, Final

import attrs

from chordwork.harmony.keys import Key, Mode
from chordwork.music.pulse import pulse
from chordwork.music.song import Bar, Feature, Lost, Section, Song, tidy
from chordwork.music.song.features import within_metres
from chordwork.music.song.model import MAX_METRE_BEATS, METRE_UNITS, Signature, no_chord

BARS_OF_A_LINE: Final = 4
FINEST: Final = 8
"""Most parts of a beat that a cell of text is."""
_DECIMALS: Final = 6
"""Of a tempo that was read."""


def in_rows(
    song: Song, begins: Callable[[Bar], bool] = lambda _: False, ends: Callable[[Bar], bool] = lambda _: False
) -> Song:
    """With a mark where a row begins: as the song has them, else every four bars.

    Args:
        song: any.
        begins: bars that begin a row in any case.
        ends: bars that end one.
    """
    marked = any(bar.new_line for bar in song.bars)

    def rows(section: Section) -> Iterator[Bar]:
        filled = 0
        texts = {text.before for text in section.texts}
        for index, bar in enumerate(section.bars):
            full = not marked and filled == BARS_OF_A_LINE
            if bar.new_line or full or begins(bar) or index in texts or (index and ends(section.bars[index - 1])):
                filled = 0
            filled += 1
            yield attrs.evolve(bar, new_line=filled == 1 and index > 0)

    return _with_bars(song, lambda section: tuple(rows(section)))


def with_silence(song: Song) -> Song:
    """With ``N.C.`` where nothing sounds at the beginning."""
    first = next(((number, bar) for number, section in enumerate(song.sections) for bar in section.bars[:1]), None)
    if first is None or not song.timed or (first[1].chords and first[1].chords[0].beat == 0):
        return song
    number, bar = first
    section = song.sections[number]
    section = attrs.evolve(section, bars=(attrs.evolve(bar, chords=(no_chord(), *bar.chords)), *section.bars[1:]))
    return attrs.evolve(song, sections=(*song.sections[:number], section, *song.sections[number + 1 :]))


def with_whole_bars(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    """With bars that are shorter or longer than their metre in a metre of their own."""
    odd = sum(bar.beats is not None for bar in song.bars)
    if not odd:
        return song, ()
    metre = changed = song.metre
    sections = []
    for section in song.sections:
        bars = []
        for bar in section.bars:
            metre = bar.metre or metre
            beats = Fraction(metre[0]) if bar.beats is None else bar.beats
            parts = min(beats.denominator, FINEST)
            own = (max(1, int(beats * parts)), metre[1] * parts) if bar.beats is not None else metre
            if own[0] > MAX_METRE_BEATS or own[1] not in METRE_UNITS:
                own, parts = metre, 1
            chords = tuple(attrs.evolve(chord, beat=chord.beat * parts) for chord in bar.chords)
            bars.append(attrs.evolve(bar, beats=None, metre=None if own == changed else own, chords=chords))
            changed = own
        sections.append(attrs.evolve(section, bars=tuple(bars)))
    lost = Lost(Feature.PICKUPS.value, odd, "written as changes of metre")
    return within_metres(attrs.evolve(song, sections=tuple(sections))), (lost,)


def with_metres(song: Song) -> Song:
    """With the metre that holds at the beginning of each section, so that sections can be moved about."""
    metre = song.metre
    sections = []
    for section in song.sections:
        bars = section.bars
        if bars and bars[0].metre is None:
            bars = (attrs.evolve(bars[0], metre=metre), *bars[1:])
        for bar in bars:
            metre = bar.metre or metre
        sections.append(attrs.evolve(section, bars=bars))
    return attrs.evolve(song, sections=tuple(sections))


def from_the_beginning(song: Song) -> Song:
    """What changes with the first bar holds for the whole song, where nothing else is said of it."""
    number = next((number for number, section in enumerate(song.sections) if section.bars), -1)
    if number < 0:
        return song
    section = song.sections[number]
    first = section.bars[0]
    fields: dict[str, Any] = {}
    if first.metre is not None:
        fields["metre"] = first.metre
    if first.key is not None and song.key is None:
        fields["key"] = first.key
    if first.tempo_bpm is not None and song.tempo_bpm is None:
        fields["tempo_bpm"] = first.tempo_bpm
    changed: dict[str, Any] = dict.fromkeys(fields)
    bars = (attrs.evolve(first, **changed), *section.bars[1:])
    sections = (*song.sections[:number], attrs.evolve(section, bars=bars), *song.sections[number + 1 :])
    return attrs.evolve(song, sections=sections, **fields)


def in_score(song: Song, *, unnamed: bool = False) -> Song:
    """As a score has it, where every bar is as long as its metre says.

    What changes with the first bar holds from the beginning, whatever was said before; sections without bars are none.

    Args:
        song: any.
        unnamed: sections without a name stay; else they go on with the one before.
    """
    sections: list[Section] = []
    for section in song.sections:
        if section.bars and sections and not (section.name or unnamed):
            before = sections.pop()
            texts = (attrs.evolve(text, before=text.before + len(before.bars)) for text in section.texts)
            section = attrs.evolve(before, bars=(*before.bars, *section.bars), texts=(*before.texts, *texts))
        if section.bars:
            sections.append(section)
    first = sections[0].bars[0] if sections else Bar()
    return tidy(
        attrs.evolve(
            song,
            sections=tuple(sections),
            timed=True,
            metre=first.metre or song.metre,
            key=first.key or song.key,
            tempo_bpm=first.tempo_bpm or song.tempo_bpm,
        )
    )


def each_bar(song: Song, change: Callable[[Bar], Bar]) -> Song:
    """A song with each of its bars changed."""
    return _with_bars(song, lambda section: tuple(map(change, section.bars)))


def on_cells(song: Song) -> Song:
    """With every chord on an eighth of a beat at the finest; of two that come to stand on one place, the later."""

    def moved(bar: Bar) -> Bar:
        if all(FINEST % chord.beat.denominator == 0 or chord.beat.denominator in (3, 6) for chord in bar.chords):
            return bar
        chords = {Fraction(int(chord.beat * FINEST), FINEST): chord for chord in bar.chords}
        return attrs.evolve(bar, chords=tuple(attrs.evolve(chord, beat=beat) for beat, chord in chords.items()))

    return _with_bars(song, lambda section: tuple(map(moved, section.bars)))


def true_signs(song: Song) -> Song:
    """Signs for the bar before only where its chords are the same; the two bars before are not told by one."""

    def checked(bars: Sequence[Bar]) -> Iterator[Bar]:
        before: Bar | None = None
        for bar in bars:
            same = before is not None and before.chords == bar.chords and bool(bar.chords) and bar.metre is None
            if bar.same_as and not (same and bar.same_as == 1):
                bar = attrs.evolve(bar, same_as=0)
            yield bar
            before = bar

    return _with_bars(song, lambda section: tuple(checked(section.bars)))


def in_quarters(song: Song) -> Song:
    """A song whose tempos count felt beats, as pages of text give them, with quarter notes a minute instead."""
    return _tempos(song, lambda tempo, metre: round(tempo * float(pulse(metre)), _DECIMALS))


def with_felt_tempos(song: Song) -> Song:
    """The other way round: felt beats a minute, see :func:`~chordwork.music.pulse.pulse`."""
    return _tempos(song, lambda tempo, metre: tempo / float(pulse(metre)))


def felt_text(tempo_bpm: float) -> str:
    """A tempo that :func:`in_quarters` makes the same of again."""
    return f"{tempo_bpm:.12g}"


def _tempos(song: Song, change: Callable[[float, Signature], float]) -> Song:
    metre = song.metre
    tempo = None if song.tempo_bpm is None else change(song.tempo_bpm, metre)
    sections = []
    for section in song.sections:
        bars = []
        for bar in section.bars:
            metre = bar.metre or metre
            if bar.tempo_bpm is not None:
                bar = attrs.evolve(bar, tempo_bpm=change(bar.tempo_bpm, metre))
            bars.append(bar)
        sections.append(attrs.evolve(section, bars=tuple(bars)))
    return attrs.evolve(song, sections=tuple(sections), tempo_bpm=tempo)


def key_text(key: Key) -> str:
    """A key as pages of text have it: ``C``, ``Am``, ``D dorian``."""
    if key.mode in (Mode.MAJOR, Mode.MINOR):
        return key.tonic.name + ("m" if key.mode is Mode.MINOR else "")
    return key.name


def cells(bar: Bar, beats: int, name: Callable[[int], str], empty: str = ".") -> list[str]:
    """What stands in a bar of cells of one length each: names of chords where they begin.

    Args:
        bar: whose chords begin on parts of a beat that :func:`on_cells` leaves.
        beats: of its metre.
        name: of a chord, by its number.
        empty: of a cell in which none begins.
    """
    parts = lcm(1, *(chord.beat.denominator for chord in bar.chords))
    row = [empty] * (beats * parts)
    for index, chord in enumerate(bar.chords):
        row[int(chord.beat * parts)] = name(index)
    return row


def _with_bars(song: Song, change: Callable[[Section], tuple[Bar, ...]]) -> Song:
    return attrs.evolve(song, sections=tuple(attrs.evolve(section, bars=change(section)) for section in song.sections))
