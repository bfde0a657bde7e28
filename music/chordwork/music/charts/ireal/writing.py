"""From a song to a link of iReal Pro, and to a page that holds it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Final
from urllib.parse import quote

import attrs

from chordwork.harmony import Key, Mode, Note, find_keys, plain_name
from chordwork.music.charts.form import Writing
from chordwork.music.charts.ireal.names import (
    CHORUSES,
    END,
    FERMATA,
    GROOVE,
    METRES,
    NO_STYLE,
    PLAYLIST,
    UNKNOWN,
    UNTITLED,
    is_mark,
    read_mark,
    write_composer,
    write_mark,
    write_metre,
    write_title,
)
from chordwork.music.charts.ireal.qualities import is_plain, plain, write_chord
from chordwork.music.charts.ireal.scrambling import scrambled
from chordwork.music.charts.ireal.timing import beats_of, cells_for
from chordwork.music.pulse import pulse
from chordwork.music.song import Bar, Feature, Lost, PlacedChord, Section, Signature, Song, limited, tidy

CARRIES: Final = frozenset(
    {
        *(Feature.TITLE, Feature.COMPOSER, Feature.STYLE, Feature.KEY, Feature.TEMPO, Feature.METRE),
        *(Feature.TRANSPOSITION, Feature.TIMES, Feature.METRE_CHANGES, Feature.REPEATS, Feature.ENDINGS, Feature.JUMPS),
        *(Feature.SAME_AS, Feature.OPTIONAL),
    }
)
"""What is read again as it was. Names of parts, directions and tags are written as far as iReal Pro has them."""
_WRITTEN_TOO: Final = frozenset({Feature.SECTIONS, Feature.DIRECTIONS, Feature.TAGS})
_TAGS: Final = (GROOVE, CHORUSES, PLAYLIST)

_PAGE_CELLS: Final = 16 * 12
"""Of iReal Pro's page: longer songs are written with as few cells a bar as may be."""
_LINE_CELLS: Final = 16
_MOST_ENDING: Final = 3
_PLAYS: Final = 2
_MAX_TRANSPOSITION: Final = 11


def link(songs: Sequence[Song]) -> str:
    """An ``irealb://`` link, which iReal Pro opens; several songs come as a playlist."""
    fitted = [fit(song)[0] for song in songs]
    fields: list[str] = []
    for song in fitted:
        tags = dict(song.tags)
        beats = 0 if song.tempo_bpm is None else round(song.tempo_bpm / float(pulse(song.metre)))
        fields += [*_names(song), _key(song.key), str(song.transposition or ""), scrambled(_chords(song))]
        fields[-4:-4] = [""]
        fields += [tags.get(GROOVE, ""), str(beats), tags.get(CHORUSES, "0"), "", ""]
    playlists = {dict(song.tags).get(PLAYLIST, "") for song in fitted}
    name = playlists.pop() if len(playlists) == 1 else ""
    if name or len(fitted) > 1:
        fields.append(name or "Chordwork")
    else:
        del fields[-2:]
    return "irealb://" + quote("=".join(fields), safe="=")


def plain_link(songs: Sequence[Song]) -> str:
    """An ``irealbook://`` link of the open protocol: chords to be read by anybody, no tempo."""
    fields: list[str] = []
    for song in (fit(song)[0] for song in songs):
        fields += [*_names(song), _key(song.key), "n", _chords(song)]
    return "irealbook://" + quote("=".join(fields), safe="=")


def write(songs: Sequence[Song]) -> Writing:
    """A page with a link, as iReal Pro shares songs: opened on a phone or a Mac, it hands them over."""
    lost: dict[tuple[str, str], int] = {}
    for song in songs:
        for each in fit(song)[1]:
            lost[each.what, each.why] = lost.get((each.what, each.why), 0) + each.times
    titles = [html.escape(song.title or "Untitled") for song in songs]
    items = "".join(f"<li>{title}</li>\n" for title in titles)
    name = titles[0] if len(songs) == 1 else f"{len(songs)} songs"
    page = _PAGE.format(title=name, link=html.escape(link(songs), quote=True), items=items)
    return Writing(page.encode(), tuple(Lost(what, times, why) for (what, why), times in lost.items()))


_PAGE: Final = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title></head>
<body>
<h1><a href="{link}">{title}</a></h1>
<ol>
{items}</ol>
<p>Follow the link where iReal Pro is installed.</p>
</body></html>
"""


# What iReal Pro has -------------------------------------------------------------------------------------------------


def fit(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    """The song as it is read from its link, and what is lost."""
    lost: list[Lost] = []
    if not song.timed:
        lost.append(Lost(Feature.TIMES.value, why="each chord has a bar"))
    song, again = limited(tidy(attrs.evolve(song, timed=True)), frozenset(Feature) - {Feature.SECTION_REPEATS})
    lost += again
    song = _marks_as_sections(_pickups_as_metres(song, lost))
    kept = CARRIES | _WRITTEN_TOO
    if any(len(bar.endings) > 1 or max(bar.endings, default=0) > _MOST_ENDING for bar in song.bars):
        kept -= {Feature.ENDINGS}
    song, more = limited(song, kept)
    lost += more
    for step in _STEPS:
        song = step(song, lost)
    return tidy(song), tuple(lost)


def _note(lost: list[Lost], what: str, times: int, why: str) -> None:
    if times:
        lost.append(Lost(what, times, why))


def _pickups_as_metres(song: Song, lost: list[Lost]) -> Song:
    """A bar that is shorter than its metre has a metre of its own, and the bar after it the old one again."""
    metre = song.metre
    back: Signature | None = None
    first: Signature | None = None
    sections, changed = [], 0
    number = 0
    for section in song.sections:
        bars = []
        for bar in section.bars:
            metre = bar.metre or metre
            own = None if bar.beats is None else (int(bar.beats), metre[1])
            if own is not None and own[0] == bar.beats and own in METRES:
                first = own if number == 0 else first
                bar, back, changed = attrs.evolve(bar, beats=None, metre=own), metre, changed + 1
            elif back is not None:
                bar, back = attrs.evolve(bar, metre=metre), None
            bars.append(bar)
            number += 1
        sections.append(attrs.evolve(section, bars=tuple(bars)))
    _note(lost, Feature.PICKUPS.value, changed, "written as changes of metre")
    return tidy(attrs.evolve(song, sections=tuple(sections), metre=first or song.metre))


def _marks_as_sections(song: Song) -> Song:
    """A rehearsal mark begins a part of its own, unless the part that begins there has a name."""
    sections: list[Section] = []
    for section in song.sections:
        if section.of or not any(bar.rehearsal for bar in section.bars):
            sections.append(section)
            continue
        sections.append(attrs.evolve(section, bars=()))
        for index, bar in enumerate(section.bars):
            if bar.rehearsal and (index or not section.name):
                sections.append(attrs.evolve(section, name=bar.rehearsal, bars=(), texts=()))
                bar = attrs.evolve(bar, rehearsal="")
            sections[-1] = attrs.evolve(sections[-1], bars=(*sections[-1].bars, bar))
    return tidy(attrs.evolve(song, sections=tuple(sections)))


def _named(song: Song, lost: list[Lost]) -> Song:
    """Parts by the letters of iReal Pro; other names as text over the first bar."""
    sections: list[Section] = []
    changed = 0
    for section in song.sections:
        if not section.bars:
            changed += 1
            continue
        mark = write_mark(section.name)
        if section.name and not is_mark(section.name):
            changed += 1
            first = section.bars[0]
            words = "; ".join(text for text in (_staff_text(section.name), first.words) if text)
            section = attrs.evolve(section, bars=(attrs.evolve(first, words=words), *section.bars[1:]))
        name = read_mark(mark) if mark else ""
        if name or not sections:
            sections.append(Section(name, section.bars))
        else:
            sections[-1] = attrs.evolve(sections[-1], bars=(*sections[-1].bars, *section.bars))
    _note(lost, Feature.SECTIONS.value, changed, "iReal Pro has letters, Verse and Intro; others stand as text")
    return attrs.evolve(song, sections=tuple(sections))


def _plain_names(song: Song, lost: list[Lost]) -> Song:
    """Fields without the sign that parts them, as they are read again."""

    def field(text: str) -> str:
        return " ".join(text.replace("=", "-").split())

    title, composer, style = field(song.title), field(song.composer), field(song.style)
    changed = (title != song.title) + (composer != song.composer) + (style != song.style)
    tags = tuple((name, field(text)) for name, text in song.tags if name in _TAGS and field(text))
    tags = tuple(sorted(dict(tags).items(), key=lambda tag: _TAGS.index(tag[0])))
    tags = tuple((name, text) for name, text in tags if name != CHORUSES or re.fullmatch(r"[1-9]\d{0,3}", text))
    _note(lost, "signs of names", changed, "iReal Pro's links have no = and no line ends")
    _note(lost, Feature.TAGS.value, len(song.tags) - len(tags), "")
    return attrs.evolve(song, title=title, composer=composer, style=style, tags=tags)


def _plain_values(song: Song, lost: list[Lost]) -> Song:
    key, tempo, transposition = song.key, song.tempo_bpm, song.transposition
    if key is None:
        estimates = find_keys(song.symbols)
        guess = estimates[0].key if estimates else Key(Note("C"))
        key = Key(guess.tonic, Mode.MINOR if guess.mode.is_minor else Mode.MAJOR)
        _note(lost, Feature.KEY.value, 1, f"the song has none and iReal Pro needs one: {key} is written")
    else:
        mode = Mode.MINOR if key.mode.is_minor else Mode.MAJOR
        tonic = key.tonic if is_plain(key.tonic) else plain_name(key.tonic)
        if Key(tonic, mode) != key:
            _note(lost, Feature.KEY.value, 1, "iReal Pro has major and minor keys")
        key = Key(tonic, mode)
    if tempo is not None:
        quarters = float(pulse(song.metre))
        beats = min(max(1, round(tempo / quarters)), 9999)
        if beats * quarters != tempo:
            _note(lost, Feature.TEMPO.value, 1, "rounded to whole beats a minute")
        tempo = beats * quarters
    if abs(transposition) > _MAX_TRANSPOSITION:
        transposition = transposition % 12
        _note(lost, Feature.TRANSPOSITION.value, 1, "octaves are left out")
    return attrs.evolve(song, key=key, tempo_bpm=tempo, transposition=transposition)


def _plain_metres(song: Song, lost: list[Lost]) -> Song:
    """Metres that iReal Pro has; where it has none, the one before goes on."""
    changed = 0

    def bar(each: Bar) -> Bar:
        nonlocal changed
        if each.metre is None or each.metre in METRES:
            return each
        changed += 1
        return attrs.evolve(each, metre=None)

    first = song.metre
    if first not in METRES or (first != (4, 4) and not any(song.bars)):
        changed += 1
        first = (4, 4)
    song = _each_bar(attrs.evolve(song, metre=first), bar)
    _note(lost, Feature.METRE_CHANGES.value, changed, "iReal Pro has no such metre")
    return song


def _plain_chords(song: Song, lost: list[Lost]) -> Song:
    """Chords on cells, one and one alternate each; spelled with one accidental at most."""
    counts = {"unread": 0, "alternates": 0, "names": 0, "beats": 0}
    metre = song.metre

    def bar(each: Bar) -> Bar:
        nonlocal metre
        metre = each.metre or metre
        main: dict[Fraction, PlacedChord] = {}
        other: dict[Fraction, PlacedChord] = {}
        for chord in each.chords:
            if chord.symbol.unknown:
                counts["unread"] += 1
                continue
            symbol = plain(chord.symbol)
            counts["names"] += symbol != chord.symbol
            into = other if chord.optional else main
            beat = chord.beat
            if chord.beat >= metre[0]:
                counts["beats"] += 1
                continue
            counts["alternates"] += chord.optional and beat in other
            into.setdefault(beat, PlacedChord(symbol, beat, optional=chord.optional))
        main, other, moved = _on_cells(main, other, metre)
        counts["beats"] += moved
        chords = sorted((*main.values(), *other.values()), key=lambda chord: (chord.beat, chord.optional))
        return attrs.evolve(each, chords=tuple(chords))

    song = _each_bar(song, bar)
    _note(lost, "chords that could not be read", counts["unread"], "")
    _note(lost, Feature.OPTIONAL.value, counts["alternates"], "one alternate a chord")
    _note(lost, "names of notes", counts["names"], "double sharps and flats are written plainly")
    _note(lost, Feature.TIMES.value, counts["beats"], "moved to the nearest place that a cell can have")
    return song


_Chords = dict[Fraction, PlacedChord]


def _on_cells(main: _Chords, other: _Chords, metre: Signature) -> tuple[_Chords, _Chords, int]:
    """The same chords where cells can say their beats, and how many were moved or left out."""
    if _layout(main, other, metre, tight=True) is not None:
        return main, other, 0
    for parts in (4, 2, 1):
        new_main, new_other = _rounded(main, metre, parts), _rounded(other, metre, parts)
        if _layout(new_main, new_other, metre, tight=True) is not None:
            kept = len(main.keys() & new_main.keys()) + len(other.keys() & new_other.keys())
            return new_main, new_other, len(main) + len(other) - kept
    return main, {}, len(other)


def _rounded(chords: _Chords, metre: Signature, parts: int) -> _Chords:
    result: _Chords = {}
    for beat, chord in chords.items():
        near = min(Fraction(round(beat * parts), parts), Fraction(metre[0]) - Fraction(1, parts))
        result.setdefault(near, attrs.evolve(chord, beat=near))
    return result


def _layout(main: _Chords, other: _Chords, metre: Signature, *, tight: bool) -> tuple[dict[int, Fraction], int] | None:
    """The beat that begins in each cell that holds something, and how many cells the bar has."""
    cells = cells_for(sorted(main), metre, tight=tight)
    if cells is None:
        return None
    places, count = cells
    if all(beat in main for beat in other):
        return dict(zip(places, sorted(main), strict=True)), count
    for more in range(1, 49):  # alternates over empty cells, whose beats are cells divided evenly
        count = more
        exact = {beat: beat * count / metre[0] for beat in (*main, *other)}
        again = cells_for(sorted(main), metre, tight=True) if count == cells[1] else None
        whole = all(place.denominator == 1 for place in exact.values())
        if whole and _says(main, exact, count, metre) and (again is None or again[1] == count):
            return {int(place): beat for beat, place in exact.items()}, count
    return None


def _says(main: _Chords, exact: dict[Fraction, Fraction], count: int, metre: Signature) -> bool:
    return beats_of([int(exact[beat]) for beat in sorted(main)], count, metre) == sorted(main)


def _plain_signs(song: Song, lost: list[Lost]) -> Song:
    """Signs for bars like those before where they are true; directions in letters that staff text has."""
    before: list[Bar] = []
    changed = 0
    metre = song.metre

    def bar(each: Bar) -> Bar:
        nonlocal changed, metre
        metre = each.metre or metre
        words = "; ".join(filter(None, (_staff_text(part) for part in each.words.split(";"))))
        changed += words != each.words
        each = attrs.evolve(each, words=words)
        if each.same_as:
            true = len(before) >= each.same_as and each.chords == tuple(
                chord for chord in before[-each.same_as].chords if chord.beat < metre[0]
            )
            each = attrs.evolve(each, same_as=each.same_as if true else 0)
        before.append(each)
        return each

    song = _each_bar(song, bar)
    flat = list(song.bars)
    pairs = _pairs(flat)
    place = iter(range(len(flat)))

    def alone(each: Bar) -> Bar:
        index = next(place)
        if each.same_as not in (0, 1) and index not in pairs:
            return attrs.evolve(each, same_as=0)
        return each

    _note(lost, Feature.DIRECTIONS.value, changed, "some signs have a meaning in iReal Pro's staff text")
    return _each_bar(song, alone)


def _pairs(bars: Sequence[Bar]) -> dict[int, bool]:
    """Bars of signs for two bars: True for the first of a pair, False for the second."""
    pairs: dict[int, bool] = {}
    index = 0
    while index + 1 < len(bars):
        one, two = bars[index], bars[index + 1]
        if one.same_as == _PLAYS and two.same_as == _PLAYS and index >= _PLAYS:
            pairs[index], pairs[index + 1] = True, False
            index += 1
        index += 1
    return pairs


def _each_bar(song: Song, change: Callable[[Bar], Bar]) -> Song:
    sections = (attrs.evolve(part, bars=tuple(change(bar) for bar in part.bars)) for part in song.sections)
    return attrs.evolve(song, sections=tuple(sections))


_SPECIAL: Final = re.compile(
    r"\d+\s*[xX×]|fine\.?|to\s+coda|\*\d\d.*|d\.?\s?[cs]\.?(?:\s+al\s+(?:fine|coda|\w+\s+end\w*)\.?)?", re.IGNORECASE
)


def _staff_text(text: str) -> str:
    """One piece of text as it is read again; empty where it would be read as a sign."""
    text = " ".join(re.sub(r"[<>=;]", " ", text).split())
    return "" if _SPECIAL.fullmatch(text) else text


_STEPS: Final = (_plain_names, _plain_metres, _plain_values, _named, _plain_chords, _plain_signs)


# What stands in the link --------------------------------------------------------------------------------------------


def _names(song: Song) -> tuple[str, str, str]:
    """No field is empty: three signs in a row part songs, for most programs that read links."""
    return write_title(song.title) or UNTITLED, write_composer(song.composer or UNKNOWN), song.style or NO_STYLE


def _key(key: Key | None) -> str:
    return "" if key is None else key.tonic.name + ("-" if key.mode.is_minor else "")


def _chords(song: Song) -> str:
    bars = list(song.bars)
    loose = sum(_width(bar, metre, tight=False) for bar, metre in _metres(song))
    tight = loose > _PAGE_CELLS
    starts: dict[int, str] = {}
    number = 0
    for part in song.sections:
        starts[number] = part.name
        number += len(part.bars)
    pairs = _pairs(bars)
    pieces: list[str] = []
    column = 0
    for index, (bar, metre) in enumerate(_metres(song)):
        name = starts.get(index)
        before = bars[index - 1] if index else None
        opening, room = _bar_line(before, bar, name is not None, 0 if tight else column)
        pieces.append(opening)
        column += room
        if name:
            pieces.append(f"*{write_mark(name)}")
        if bar.metre is not None or not index:
            pieces.append(write_metre(metre))
        cells = _cells(bar, metre, pairs.get(index), tight=tight)
        column += len(cells)
        pieces.append(_signed(bar, cells))
    if bars:
        pieces.append("} " if bars[-1].repeat_times else "Z ")
    return "".join(pieces)


def _metres(song: Song) -> Iterator[tuple[Bar, Signature]]:
    metre = song.metre
    for bar in song.bars:
        metre = bar.metre or metre
        yield bar, metre


def _bar_line(before: Bar | None, bar: Bar, begins: bool, column: int) -> tuple[str, int]:
    """What stands between two bars, and for how many cells; parts begin on a line of their own."""
    jumps = before is not None and before.jump is not None
    opening = "{" if bar.repeat_begins else "[" if begins or jumps else "|"
    if before is None:
        return opening, 0
    closing = "}" if before.repeat_times else "]" if begins or bar.repeat_begins or jumps else ""
    room = -column % _LINE_CELLS if begins else 0
    return closing + " " * room + opening, room


def _width(bar: Bar, metre: Signature, *, tight: bool) -> int:
    return len(_cells(bar, metre, None, tight=tight))


def _cells(bar: Bar, metre: Signature, first_of_two: bool | None, *, tight: bool) -> list[str]:
    """What stands in each cell."""
    if bar.same_as == 1:
        return ["x"] if tight else [" ", "x", " ", " "]
    if first_of_two is not None:
        sign = "r" if first_of_two else " "
        return [" ", sign] if tight else [" ", " ", " ", sign]
    main = {chord.beat: chord for chord in bar.chords if not chord.optional}
    other = {chord.beat: chord for chord in bar.chords if chord.optional}
    laid = _layout(main, other, metre, tight=tight) or _layout(main, other, metre, tight=True)
    placed, count = laid if laid is not None else ({}, 1)
    count = max(count, _PLAYS) if not placed else count
    cells = [" "] * count
    for cell, beat in placed.items():
        text = write_chord(main[beat].symbol) if beat in main else " "
        cells[cell] = text + (f"({write_chord(other[beat].symbol)})" if beat in other else "")
    return cells


def _signed(bar: Bar, cells: list[str]) -> str:
    """The cells with what stands at the first and at the last of them."""
    head = ["S" if bar.segno else "", "Q" if bar.coda else "", f"N{bar.endings[0]}" if bar.endings else ""]
    words = bar.words.split("; ") if bar.words else []
    head += [f"<{text}>" for text in words if text not in (FERMATA, END)]
    tail = ["f" if FERMATA in words else "", "U" if END in words else "", "Q" if bar.to_coda else ""]
    tail += ["<Fine>" if bar.fine else "", f"<{bar.jump.value}>" if bar.jump is not None else ""]
    if bar.repeat_times not in (0, _PLAYS):
        tail.append(f"<{bar.repeat_times}x>")
    texts = []
    for cell, following in zip(cells, [*cells[1:], "|"], strict=True):
        parted = cell[0] != " " and following[0] != " " and following != "|"
        texts.append(cell + ("," if parted else ""))
    return "".join((*head, *texts[:-1], *tail, texts[-1]))
