"""A song from elsewhere as the beginning of a plan: what of it stays, and what a plan cannot say of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby, zip_longest
from typing import Any, Final

import attrs

from chordwork.harmony import ChordSymbol, to_lead_sheet
from chordwork.music.accompaniment.reading import groove_of_style
from chordwork.music.charts import ChartBar, share_bar, to_chart
from chordwork.music.pulse import FASTEST_BPM, SLOWEST_BPM, pulse
from chordwork.music.song import PlayedBar, Signature, Song, play
from chordwork.music.songwriting.chart import MAX_BARS, MAX_CHORDS_A_BAR
from chordwork.music.songwriting.errors import PlanOptionError
from chordwork.music.songwriting.genres import FEELS
from chordwork.music.songwriting.model import MAX_PARTS, SECTION_NAMES

REST: Final = "N.C."
_METRES: Final[dict[Signature, Signature]] = {(2, 2): (4, 4), (2, 4): (4, 4), (3, 2): (3, 4), (6, 4): (6, 8)}
"""What a plan counts instead; a bar stays a bar,"""
_JOINED: Final = ((2, 4),)
"""but of these two make one."""
_ANY_GROUPS: Final = (5, 7)
"""Upper numbers of metres whose longer beat stands first or last, as the groove has it."""
_KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("pre-chorus", r"pre[- ]?(?:chorus|refrain|refr[ãa]o|coro)"),
    ("post-chorus", r"post[- ]?chorus"),
    ("intro", r"intro|vorspiel|einleitung|introdu"),
    ("outro", r"outro|ending|end\b|nachspiel|schluss|coda|final"),
    ("bridge", r"bridge|pont\b|puente|ponte|br[üu]cke|middle"),
    ("chorus", r"chorus|estribillo|ritornello|refr[ãa]o|coro\b|hook"),
    ("refrain", r"refrain"),
    ("solo", r"solo|instrumental"),
    ("interlude", r"interlude|break|zwischenspiel|turnaround|vamp"),
    ("verse", r"verse?\b|strophe|couplet|strof|estrofa|verso|head\b"),
)
"""Words of names of parts in the languages of songbooks, those that decide first."""
_FREE: Final = ("verse", "chorus", "bridge", "refrain", "interlude", "solo", "pre-chorus", "post-chorus")
"""Names for parts that have none of these, in the order in which they are given."""

_Row = tuple[tuple[str, ...], ...]
"""Bars, each with the symbols that share it."""


@attrs.frozen
class Start:
    """What a plan takes from a song.

    Attributes:
        theme: its title; may be empty.
        settled: fields of a plan by path, as ``locked`` of :func:`~chordwork.music.songwriting.write_song` takes them:
            form and chords, and of title, key, tempo, metre, groove and capo what the song says.
        notes: what a plan cannot say, in words.
    """

    theme: str
    settled: Mapping[str, Any]
    notes: tuple[str, ...] = ()


@attrs.frozen
class _Part:
    """A part as it is played: its title, and bars."""

    title: str
    row: _Row

    @property
    def kind(self) -> str | None:
        """The section of a plan that its title names; None for letters and other names."""
        return next((name for name, words in _KINDS if re.search(rf"\b(?:{words})", self.title, re.IGNORECASE)), None)


def start_of(song: Song) -> Start:
    """What of a song stays when it is planned: all that a plan has a place for.

    The chords are those that sound, the form is as it is played. A part has one row of chords in a plan, and the chords
    of a bar share it evenly; where the song does otherwise, a note says so.

    Raises:
        PlanOptionError: no chord, more than 40 parts, or more kinds of them than a plan tells apart.
        SongError: its signs cannot be followed.
    """
    chart = to_chart(song)
    if not any(symbol.is_chord for symbol in chart.symbols):
        raise PlanOptionError("there is no chord in this song to begin with: give one that has some, or a theme alone")
    played = [each for each in play(song) if song.timed or any(not chord.optional for chord in each.bar.chords)]
    notes = list(_unlike(chart.bars, timed=chart.timed))
    parts = list(_parts(list(zip(played, chart.bars, strict=True)), song.metre))
    if len(parts) > MAX_PARTS:
        raise PlanOptionError(f"{len(parts)} parts are played: a plan has at most {MAX_PARTS}; join some")
    rows, form = _named(parts, notes)
    settled: dict[str, Any] = {"form": form}
    settled |= {f"sections.{name}.chords": _timed(row) for name, row in rows.items()}
    if song.title:
        settled["title"] = song.title
    if song.sounding_key is not None:
        settled["key"] = song.sounding_key.name
    settled |= _time(song, notes)
    if song.capo:
        settled["capo"] = song.capo
    return Start(song.title, settled, tuple(notes))


def _parts(bars: Sequence[tuple[PlayedBar, ChartBar]], metre: Signature) -> Iterator[_Part]:
    """A part that is played again is one anew; one that is too long for a plan is cut."""
    passes: list[list[tuple[PlayedBar, ChartBar]]] = []
    for played, bar in bars:
        if not passes or played.part != passes[-1][-1][0].part or played.number == passes[-1][0][0].number:
            passes.append([])
        passes[-1].append((played, bar))
    for group in passes:
        row = tuple(_cells(bar) for _, bar in group)
        if metre in _JOINED:
            row = tuple(_crowd([*one, *other]) for one, other in zip_longest(row[::2], row[1::2], fillvalue=()))
        title = " ".join(group[0][1].section.split())
        for at in range(0, len(row), MAX_BARS):
            yield _Part(title, row[at : at + MAX_BARS])


def _cells(bar: ChartBar) -> tuple[str, ...]:
    """The symbols of a bar; of more than can share one, those that last longest."""
    chords = [chord for chord in bar.chords if chord.beats > 0]
    if len(chords) > MAX_CHORDS_A_BAR:
        longest = sorted(range(len(chords)), key=lambda index: -chords[index].beats)[:MAX_CHORDS_A_BAR]
        chords = [chords[index] for index in sorted(longest)]
    return _crowd([_name(chord.symbol) for chord in chords] or [REST])


def _crowd(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name, _ in groupby(names))[:MAX_CHORDS_A_BAR]


def _name(symbol: ChordSymbol) -> str:
    return to_lead_sheet(symbol) if symbol.is_chord else REST


def _unlike(bars: Sequence[ChartBar], *, timed: bool) -> Iterator[str]:
    """What of the bars a plan says otherwise."""
    unread = sum(chord.symbol.unknown and not chord.held for bar in bars for chord in bar.chords)
    if unread:
        yield f"{unread} chord{'s' * (unread > 1)} could not be read: the plan has a rest there"
    crowded = [index for index, bar in enumerate(bars, start=1) if len(bar.chords) > MAX_CHORDS_A_BAR]
    if crowded:
        yield f"bar {crowded[0]}{_more(crowded)}: of more than {MAX_CHORDS_A_BAR} chords the longest are kept"
    if timed:
        uneven = [index for index, bar in enumerate(bars, start=1) if _uneven(bar)]
        if uneven:
            yield f"bar {uneven[0]}{_more(uneven)}: chords share the bar as evenly as its beats allow"
    if len({bar.metre for bar in bars}) > 1:
        yield "a plan has one metre: every bar is in that of the first"


def _uneven(bar: ChartBar) -> bool:
    """Whether its chords are longer and shorter than their number asks for."""
    beats = [chord.beats for chord in bar.chords if chord.beats > 0]
    share = list(share_bar(len(beats), bar.metre) or ()) if len(beats) > 1 else beats
    if bar.metre[0] in _ANY_GROUPS:
        return sorted(beats) != sorted(share)
    return beats != share


def _more(listed: Sequence[int]) -> str:
    return f" and {len(listed) - 1} more" if len(listed) > 1 else ""


def _named(parts: Sequence[_Part], notes: list[str]) -> tuple[dict[str, _Row], list[dict[str, str]]]:
    """The chords of each section of a plan, and its form."""
    kinds = Counter(part.kind for part in parts)
    rows: dict[str, _Row] = {}
    titles: dict[str, str] = {}
    names: dict[str, str] = {}
    form: list[dict[str, str]] = []
    taken = {name for name in kinds if name is not None}
    for part in parts:
        name = part.kind
        if name == "refrain" and not kinds["chorus"]:
            name = "chorus"
        if name is None:
            called = part.title.casefold().rstrip("0123456789 ")
            name = names.get(called) if called else next((each for each, row in rows.items() if row == part.row), None)
            if name is None:
                name = next((each for each in _FREE if each not in taken and each not in rows), None)
                if name is None:
                    raise PlanOptionError(
                        f"more parts of their own than a plan tells apart: call them {', '.join(SECTION_NAMES)}"
                    )
            names[called] = name
        if name not in rows:
            rows[name], titles[name] = part.row, part.title or name
        elif rows[name] != part.row:
            what = part.title or name
            when = "when it comes again" if what == titles[name] else f"than {titles[name]}"
            note = f"{what} has other chords {when}: a plan has one row for both, and keeps the first"
            notes += [note] if note not in notes else []
        form.append({"section": name, **({"title": part.title} if part.title else {})})
    return rows, form


def _timed(row: _Row) -> list[list[Any]]:
    """Symbols with their lengths in bars; one that is written again at a bar line is held."""
    chords: list[list[Any]] = []
    for bar in row:
        for at, symbol in enumerate(bar):
            if at == 0 and chords and chords[-1][0] == symbol:
                chords[-1][1] += 1.0 / len(bar)
            else:
                chords.append([symbol, 1.0 / len(bar)])
    return chords


def _time(song: Song, notes: list[str]) -> dict[str, Any]:
    """Metre, tempo and groove, as far as the song says them and a plan has them."""
    known = {feel.metre for feel in FEELS.values()}
    metre = _METRES.get(song.metre, song.metre)
    text = f"{metre[0]}/{metre[1]}"
    settled: dict[str, Any] = {}
    if text in known:
        settled["metre"] = text
    if metre != song.metre or text not in known:
        instead = text if text in known else "the one it chooses"
        notes.append(f"{song.metre[0]}/{song.metre[1]} is no metre of a plan: its bars are in {instead}")
    groove = groove_of_style(song.style, metre) if song.style and text in known else None
    if groove in FEELS:
        settled["groove"] = groove
    if song.tempo_bpm is not None:
        bar = Fraction(4 * song.metre[0], song.metre[1]) * (2 if song.metre in _JOINED else 1)
        beats = Fraction(4 * metre[0], metre[1]) / pulse(metre)
        felt = round(song.tempo_bpm * float(beats / bar))
        if SLOWEST_BPM <= felt <= FASTEST_BPM:
            settled["tempo_bpm"] = felt
        else:
            notes.append(f"a tempo of {felt} bpm: a plan has {SLOWEST_BPM:g} to {FASTEST_BPM:g}, and chooses one")
    return settled
