"""From the page to what is played: repeats, endings, sections played again, D.C., D.S., Fine and Coda."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import attrs

from chordwork.harmony.keys import Key
from chordwork.music.song.errors import UnplayableSongError
from chordwork.music.song.model import Bar, Jump, PlacedChord, Section, Signature, Song, Syllable

MAX_PLAYED_BARS: Final = 10_000
MAX_TIMES: Final = 100
"""Most times that a part may be played by one sign."""


@attrs.frozen
class PlayedBar:
    """A bar as it is played.

    Attributes:
        bar: as written; its ``chords`` are those that begin in it.
        number: of the bar as written, from 0, counted through all sections: the place on the page.
        section: name of the part in which it is played.
        metre: that holds in it.
        beats: its length, as the metre's lower number counts.
        key: that holds in it, of the chords as written; None where the song does not say.
        tempo_bpm: quarter notes a minute; None where the song does not say.
        sounding: the chord that goes on from the bar before; None where none has sounded yet.
        times: how often it was played before, which tells the verse of the lyrics; from 0.
        part: index of the section that is being played.
    """

    bar: Bar
    number: int
    section: str
    metre: Signature
    beats: Fraction
    key: Key | None = None
    tempo_bpm: float | None = None
    sounding: PlacedChord | None = None
    times: int = 0
    part: int = 0

    @property
    def syllables(self) -> tuple[Syllable, ...]:
        """What is sung this time, as verse 1: the verse of this time, or the last that there is."""
        verses = sorted({syllable.verse for syllable in self.bar.syllables})
        if not verses:
            return ()
        verse = verses[min(self.times, len(verses) - 1)]
        return tuple(attrs.evolve(one, verse=1) for one in self.bar.syllables if one.verse == verse)

    def spans(self, *, optional: bool = False) -> tuple[tuple[PlacedChord, Fraction], ...]:
        """Chords and how many beats each fills, from the first beat to the last; the one before may go on at first.

        Args:
            optional: alternates too; else as if they were not there.
        """
        here = [chord for chord in self.bar.chords if optional or not chord.optional]
        if self.sounding is not None and (not here or here[0].beat > 0):
            here.insert(0, attrs.evolve(self.sounding, beat=Fraction(0)))
        ends = [*(chord.beat for chord in here[1:]), self.beats][: len(here)]
        return tuple((chord, end - chord.beat) for chord, end in zip(here, ends, strict=True))


@attrs.frozen
class _Written:
    """A bar on the page that is to be followed: with the state that holds where it stands."""

    bar: Bar
    number: int
    part: int
    section: str
    metre: Signature
    key: Key | None
    tempo_bpm: float | None


def play(song: Song) -> tuple[PlayedBar, ...]:
    """The bars in the order in which they are played.

    A repeat without a beginning goes back to where the last one ended, or to the first bar. On the way after a jump,
    repeats are not taken again and the last ending is played, as players read it; a Fine or the way to a coda counts
    only after a jump that names it. Without a sign for a coda, the last section called ``Coda`` is it. Where no jump
    names a coda, a repeat is left for it on its last time.

    Raises:
        UnplayableSongError: a jump to a sign that is not there, a repeat that never ends, an ending for a pass that has
            none, or more than 10,000 bars.
    """
    page = _page(song)
    order = _order(page)
    played: list[PlayedBar] = []
    sounding: PlacedChord | None = None
    seen: dict[int, int] = {}
    for index in order:
        written = page[index]
        bar = written.bar
        beats = bar.beats if bar.beats is not None else Fraction(written.metre[0])
        times = seen.get(index, 0)
        seen[index] = times + 1
        played.append(
            PlayedBar(
                *(bar, written.number, written.section, written.metre, beats),
                *(written.key, written.tempo_bpm, sounding, times, written.part),
            )
        )
        for chord in bar.chords:
            if not chord.optional:
                sounding = attrs.evolve(chord, push=Fraction(0))
    return tuple(played)


def unfolded(song: Song) -> Song:
    """The same song with all bars in the order in which they are played, and no sign that says to go anywhere else.

    Changes of metre, key and tempo are where they are heard; of the lyrics, each time has its own verse, or the last.

    Raises:
        UnplayableSongError: as :func:`play`.
    """
    sections: list[Section] = []
    metre, key, tempo = song.metre, song.key, song.tempo_bpm
    before: PlayedBar | None = None
    shown: set[int] = set()
    for played in play(song):
        bar = attrs.evolve(
            played.bar,
            metre=played.metre if played.metre != metre else None,
            key=played.key if played.key != key else None,
            tempo_bpm=played.tempo_bpm if played.tempo_bpm != tempo else None,
            syllables=played.syllables,
            **_NO_SIGNS,
        )
        metre, key, tempo = played.metre, played.key, played.tempo_bpm
        if before is None or before.part != played.part:
            texts = () if played.part in shown else song.sections[played.part].texts
            shown.add(played.part)
            sections.append(Section(played.section, (), texts))
        sections[-1] = attrs.evolve(sections[-1], bars=(*sections[-1].bars, bar))
        before = played
    for part, section in enumerate(song.sections):
        if section.texts and part not in shown:
            sections.append(Section(section.name, (), tuple(attrs.evolve(text, before=0) for text in section.texts)))
    return attrs.evolve(song, sections=tuple(sections))


_NO_SIGNS: Final[dict[str, Any]] = attrs.asdict(
    Bar(),
    filter=lambda field, _: (
        field.name in ("repeat_begins", "repeat_times", "endings", "segno", "coda", "to_coda", "fine", "jump")
    ),
)


def _page(song: Song) -> list[_Written]:
    """Bars with what holds in them; sections that are named again, or several times, are written out."""
    metre, key, tempo = song.metre, song.key, song.tempo_bpm
    named: dict[str, list[_Written]] = {}
    page: list[_Written] = []
    number = 0
    for index, section in enumerate(song.sections):
        if not 1 <= section.times <= MAX_TIMES:
            raise UnplayableSongError(0, f"{section.name or 'a section'} is played {section.times} times: at most 100")
        if section.of:
            if section.of.lower() not in named:
                raise UnplayableSongError(0, f"{section.of!r} is to be played again, and is not written before")
            again = named[section.of.lower()]
            part = [attrs.evolve(one, part=index, section=section.name or section.of) for one in again]
        else:
            part = []
            for bar in section.bars:
                metre, key, tempo = bar.metre or metre, bar.key or key, bar.tempo_bpm or tempo
                part.append(_Written(bar, number, index, section.name, metre, key, tempo))
                number += 1
            if section.name and part:
                named.setdefault(section.name.lower(), part)
        if len(page) + len(part) * section.times > MAX_PLAYED_BARS:
            raise UnplayableSongError(0, f"more than {MAX_PLAYED_BARS} bars: give fewer")
        page += part * section.times
    return page


def _order(page: Sequence[_Written]) -> list[int]:
    passes = _passes(page)
    times_before_coda = _times_before_coda(page, passes)
    order: list[int] = []
    start, turn, index = 0, 1, 0
    jumped: Jump | None = None
    taken: set[int] = set()
    while index < len(page):
        bar = page[index].bar
        if bar.repeat_begins and index != start:
            start, turn = index, 1
        last = _last_ending(page, index) if bar.endings else 0
        wanted = last if jumped is not None and bar.endings else turn
        if bar.endings and wanted not in bar.endings:
            index = _ending_for(page, index, wanted)
            bar = page[index].bar
        order.append(index)
        if len(order) > MAX_PLAYED_BARS:
            raise UnplayableSongError(0, f"more than {MAX_PLAYED_BARS} bars: give fewer")
        if jumped is not None and jumped.ends == "fine" and bar.fine:
            return order
        leaves = jumped is not None and jumped.ends == "coda"
        if bar.to_coda and (leaves or turn == times_before_coda[index]):
            index = _coda(page, index)
            start, turn, jumped = index, 1, None
            continue
        if passes[index]:
            if jumped is None and turn < passes[index]:
                index, turn = start, turn + 1
                continue
            start, turn = index + 1, 1
        if bar.jump is not None and index not in taken:
            taken.add(index)
            jumped = bar.jump
            index = _segno(page, index) if jumped.to_segno else 0
            start, turn = index, 1
            continue
        index += 1
    return order


def _times_before_coda(page: Sequence[_Written], passes: Sequence[int]) -> list[int]:
    """For each bar of a repeat that a coda follows, how many times it is played; 0 for other bars, and after a jump."""
    result = [0] * len(page)
    if any(written.bar.jump is not None and written.bar.jump.ends == "coda" for written in page):
        return result
    times, follows = 0, False
    for index in range(len(page) - 1, -1, -1):
        if passes[index]:
            times = passes[index] if passes[index] > 1 and follows else 0
        result[index] = times
        bar = page[index].bar
        times = 0 if bar.repeat_begins else times
        follows = follows or bar.coda or page[index].section.lower() == "coda"
    return result


def _segno(page: Sequence[_Written], index: int) -> int:
    for place, written in enumerate(page):
        if written.bar.segno:
            return place
    raise UnplayableSongError(page[index].number + 1, "it goes back to a segno, and there is none: mark the bar")


def _coda(page: Sequence[_Written], index: int) -> int:
    for place in range(index + 1, len(page)):
        if page[place].bar.coda:
            return place
    for place in range(index + 1, len(page)):
        if page[place].section.lower() == "coda":
            return place
    raise UnplayableSongError(page[index].number + 1, "it goes on to a coda, and none follows: mark the bar")


def _passes(page: Sequence[_Written]) -> list[int]:
    """For each bar, how many times the part that ends with it is played; 0 if none ends there.

    An ending that another one follows ends there, also where its repeat sign was left out.
    """
    result: list[int] = []
    ending: tuple[int, ...] = ()
    opened: int | None = None
    for index, written in enumerate(page):
        bar = written.bar
        if bar.repeat_times < 0 or bar.repeat_times > MAX_TIMES:
            raise UnplayableSongError(written.number + 1, f"a part is played {bar.repeat_times} times: at most 100")
        if bar.repeat_begins:
            opened = index
        ending = bar.endings or (() if bar.repeat_begins else ending)
        followed = index + 1 < len(page) and bool(page[index + 1].bar.endings)
        if not ending:
            result.append(bar.repeat_times)
        elif bar.repeat_times or followed:
            result.append(max(*ending, 0, _last_ending(page, index + 1)))
        else:
            result.append(0)
        if bar.repeat_times:
            ending, opened = (), None
        elif result[-1]:
            opened = None
    if opened is not None:
        raise UnplayableSongError(page[opened].number + 1, "a repeat begins here and never ends: mark its last bar")
    return result


def _last_ending(page: Sequence[_Written], index: int) -> int:
    """The highest number of the endings that follow one another from a bar on."""
    last = 0
    while index < len(page) and page[index].bar.endings:
        last = max(last, *page[index].bar.endings)
        index += 1
        while index < len(page) and not (
            page[index].bar.endings or page[index - 1].bar.repeat_times or page[index].bar.repeat_begins
        ):
            index += 1
    return last


def _ending_for(page: Sequence[_Written], index: int, turn: int) -> int:
    for after in range(index + 1, len(page)):
        if page[after].bar.repeat_begins:
            break
        if turn in page[after].bar.endings:
            return after
    raise UnplayableSongError(page[index].number + 1, f"there is no ending for pass {turn}: add one")
