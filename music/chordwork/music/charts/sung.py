"""What sheets of words keep of a song: each chord before the words that are sung with it, and no times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from typing import Any, Final

import attrs

from chordwork.music.charts.errors import ChartFileError
from chordwork.music.charts.form import Writing
from chordwork.music.charts.layout import from_the_beginning
from chordwork.music.charts.lyrics import relined, with_text_lines
from chordwork.music.charts.text.lines import times_in
from chordwork.music.song import Bar, Feature, Lost, PlacedChord, Section, Song, Syllable, limited, tidy

SPECIAL: Final = str.maketrans("[]{}", "()()")
"""Brackets mean something among words."""
LONGEST_NAME: Final = 60
_ROW: Final = 8
"""Chords of a line without words."""

_NO_NAME: Final = str.maketrans("[]{}:|,%", "()()    ")


def one_line(text: str) -> str:
    """A text on one line, with single blanks."""
    return " ".join(text.split())


def heading(name: str) -> str:
    """A name that can stand above a section, without a number of times."""
    name, before = one_line(name.translate(_NO_NAME))[:LONGEST_NAME].strip(), ""
    while name != before:
        before, name = name, times_in(name)[0].strip()
    return name


def sheet_of(
    name: str,
    songs: Sequence[Song],
    kept: Callable[[Song], tuple[Song, tuple[Lost, ...]]],
    lines_of: Callable[[Song], Iterable[str]],
) -> Writing:
    """The first of the songs as a file of one.

    Args:
        name: of the format, for errors.
        songs: those to write.
        kept: what the format keeps of a song, and what is lost.
        lines_of: the text of what is kept.

    Raises:
        ChartFileError: it has no chords.
    """
    song, lost = kept(tidy(songs[0]))
    if not any(bar.chords for bar in song.bars):
        raise ChartFileError(name, "there is no chord to write: give a song with chords")
    return Writing(("\n".join(lines_of(song)) + "\n").encode(), lost)


def on_lines(
    song: Song, carried: frozenset[Feature], settled: Callable[[Section], tuple[Section, ...]]
) -> tuple[Song, tuple[Lost, ...]]:
    """A song as lines of words with chords, and what is lost.

    Args:
        song: any.
        carried: what the format can carry; it has no times.
        settled: what a reader finds in the lines of a section, as it is written by the format; more than one section
            where it is parted.
    """
    song = _named(song)
    told = carried if _tells_repeats(song) else carried - {Feature.SECTION_REPEATS}
    page, lost = limited(song, told)
    page, parted = _settled(_with_rows(page), settled)
    if parted and any(section.of or section.times > 1 for section in page.sections):
        page, lost = limited(song, told - {Feature.SECTION_REPEATS})
        page, _ = _settled(_with_rows(page), settled)
    return (_folded(page) if Feature.SECTION_REPEATS in told else page), lost


def _with_rows(song: Song) -> Song:
    """With lines of the page: as the song has them, else those of its words, and a few chords each without words."""
    if any(bar.new_line for bar in song.bars):
        return song

    def rows(section: Section) -> Section:
        if any(bar.syllables for bar in section.bars):
            return section
        bars = (attrs.evolve(bar, new_line=index % _ROW == 0) for index, bar in enumerate(section.bars))
        return attrs.evolve(section, bars=tuple(bars))

    song = with_text_lines(song)
    return attrs.evolve(song, sections=tuple(map(rows, song.sections)))


def _folded(song: Song) -> Song:
    """Sections that say what one of their name has said are that one again, where no key or tempo changes."""
    if any(bar.key is not None or bar.tempo_bpm is not None for bar in song.bars):
        return song
    first: dict[str, Section] = {}
    sections: list[Section] = []
    for section in song.sections:
        name = section.name.lower()
        before = first.get(name)
        if before is not None and name and section.bars == before.bars and not section.texts:
            section = Section(before.name, of=name, times=section.times)
        elif section.bars and name:
            first.setdefault(name, section)
        sections.append(section)
    return attrs.evolve(song, sections=tuple(sections))


def _settled(song: Song, settled: Callable[[Section], tuple[Section, ...]]) -> tuple[Song, bool]:
    sections: list[Section] = []
    for section in song.sections:
        sections += (section,) if section.of else settled(cleared(section))
    parted = len(sections) > len(song.sections)
    song = from_the_beginning(tidy(attrs.evolve(song, sections=tuple(sections))))
    sections = [section if section.of else within(relined(section)) for section in song.sections]
    return tidy(attrs.evolve(song, sections=tuple(_said_again(sections)))), parted


def _named(song: Song) -> Song:
    sections = (attrs.evolve(one, name=heading(one.name), of=heading(one.of).lower()) for one in song.sections)
    return attrs.evolve(song, sections=tuple(sections))


def _tells_repeats(song: Song) -> bool:
    """Whether a name alone says which sections are played again."""
    names: set[str] = set()
    for section in song.sections:
        own = section.name.lower()
        if section.of and (section.of not in names or own not in ("", section.of) or section.texts):
            return False
        if section.times > 1 and not section.name and not section.of:
            return False
        if section.bars and own:
            names.add(own)
    return True


def _said_again(sections: Iterable[Section]) -> Iterator[Section]:
    """A name that stands alone is that of a section before, if there is one; else of what follows without a name."""
    names: dict[str, str] = {}
    waits: Section | None = None
    for section in sections:
        if waits is not None and not section.name and not section.of:
            section = attrs.evolve(section, name=waits.name, times=waits.times)
        elif waits is not None:
            yield waits
        waits = None
        name = section.of or section.name.lower()
        if not section.bars and not section.texts and name in names:
            section = attrs.evolve(section, name=names[name], of=name)
        elif section.of:
            section = attrs.evolve(section, name=section.name or section.of, of="")
        elif section.bars and name:
            names.setdefault(name, section.name)
        if section.name and not (section.bars or section.texts or section.of):
            waits = section
        else:
            yield section
    if waits is not None:
        yield waits


def within(section: Section) -> Section:
    """No text stands behind the end."""
    count = len(section.bars)
    texts = tuple(attrs.evolve(text, before=min(text.before, count)) for text in section.texts)
    return attrs.evolve(section, texts=texts)


def cleared(section: Section, direction: Callable[[str], str] = one_line) -> Section:
    """Without what means something else among words.

    Args:
        section: of a song without times.
        direction: what is left of a direction above a bar.
    """

    def bar(one: Bar) -> Bar:
        return attrs.evolve(
            one,
            chords=tuple(_chords(one.chords)),
            syllables=tuple(_sung(one.syllables)),
            words=direction(one.words).translate(SPECIAL),
        )

    bars = [bar(one) for one in section.bars]
    for index, one in enumerate(bars[:-1]):
        if one.words and not (one.chords or one.syllables):
            bars[index] = attrs.evolve(one, words="")
            after = bars[index + 1]
            bars[index + 1] = attrs.evolve(after, words=f"{one.words} {after.words}".strip())
    says = [bool(one.chords or one.syllables or one.words) for one in bars]
    first = says.index(True) if True in says else 0
    stays = [bool(one.chords) or index == first for index, one in enumerate(bars)]
    texts = tuple(attrs.evolve(text, before=sum(stays[: text.before])) for text in section.texts)
    return attrs.evolve(section, bars=tuple(_by_chords(compress(bars, says))), texts=texts)


def _chords(chords: Iterable[PlacedChord]) -> Iterator[PlacedChord]:
    """What a source wrote of a chord that can be read is not kept; an alternate that cannot be is none."""
    for chord in chords:
        if chord.symbol.unknown and not chord.optional:
            yield attrs.evolve(chord, written=chord.written.translate(SPECIAL).strip())
        elif not chord.symbol.unknown:
            yield attrs.evolve(chord, written="")


def _by_chords(bars: Iterable[Bar]) -> Iterator[Bar]:
    """A bar begins with a chord, but for the first: what is sung in others belongs to the one before."""
    before: Bar | None = None
    changes: dict[str, Any] = {}
    for bar in bars:
        if before is None or bar.chords:
            if before is not None:
                yield before
            before = attrs.evolve(bar, **{name: getattr(bar, name) or value for name, value in changes.items()})
            changes = {}
            continue
        sung = bar.syllables
        if bar.new_line and sung:
            sung = (attrs.evolve(sung[0], new_line=True), *sung[1:])
        before = attrs.evolve(before, syllables=(*before.syllables, *sung))
        changes |= {name: value for name in ("key", "tempo_bpm") if (value := getattr(bar, name)) is not None}
    if before is not None:
        yield before


def _sung(syllables: Iterable[Syllable]) -> Iterator[Syllable]:
    for one in syllables:
        text = one.text.translate(SPECIAL)
        if text.strip():
            yield attrs.evolve(one, text=text)


def summed(lost: Iterable[Lost]) -> tuple[Lost, ...]:
    """What was lost for one reason, once."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in lost:
        counts[one.what, one.why] += one.times
    return tuple(Lost(what, times, why) for (what, why), times in counts.items())
