"""A progression and a pattern become bars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

import attrs

from chordwork.music.fretboard import ChordTones, Fretboard, Voicing
from chordwork.music.tabs.errors import DurationError, TooManyChordsError
from chordwork.music.tabs.metre import Metre
from chordwork.music.tabs.model import Bar, ChordMark, TabEvent, TabNote
from chordwork.music.tabs.pattern import Hit, Pattern

MAX_BARS: Final = 4000


@attrs.frozen
class Span:
    """One chord within one bar; ticks from the bar line."""

    bar: int
    start: int
    end: int
    tones: ChordTones | None
    voicing: Voicing | None
    is_new: bool
    following: ChordTones | None
    """The chord that sounds next; the first one after the last, as songs repeat."""


def spans(
    chords: Sequence[tuple[ChordTones | None, Voicing | None, Fraction]], metre: Metre
) -> tuple[tuple[Span, ...], int]:
    """Cut chords, with their beats, at the bar lines. Returns the spans and the number of bars, the last one filled up.

    Raises:
        DurationError: beats that are not positive, or finer than a twelfth of a quarter note.
        TooManyChordsError: more than 4000 bars.
    """
    cut: list[Span] = []
    now = 0
    named = [tones for tones, _, _ in chords if tones is not None]
    for index, (tones, voicing, beats) in enumerate(chords):
        ticks = beats * metre.beat_ticks
        if ticks <= 0 or ticks.denominator != 1:
            raise DurationError(f"a chord of {float(beats):g} beats: give a positive multiple of 1/{metre.beat_ticks}")
        end = now + int(ticks)
        if end > MAX_BARS * metre.bar_ticks:
            raise TooManyChordsError(f"the tab would be longer than {MAX_BARS} bars: give fewer chords or beats")
        if index == len(chords) - 1:
            end += -end % metre.bar_ticks
        later = [other for other, _, _ in chords[index + 1 : index + 2] if other is not None]
        following = later[0] if later else (named[0] if named and index == len(chords) - 1 else None)
        begin = now
        while now < end:
            bar, start = divmod(now, metre.bar_ticks)
            stop = min(metre.bar_ticks, start + end - now)
            last = now + stop - start >= end
            cut.append(Span(bar, start, stop, tones, voicing, now == begin, following if last else tones))
            now += stop - start
    return tuple(cut), now // metre.bar_ticks


def hits_within(pattern: Pattern, span: Span) -> Iterator[Hit]:
    """The pattern's strokes under one chord, times from the bar line.

    Where the chord changes while an earlier stroke still rings, a stroke is added, so that the change is heard.
    """
    inside = [hit for hit in _tiled(pattern, span.end) if span.start <= hit.at < span.end]
    if span.start > 0 and (not inside or inside[0].at > span.start) and not pattern.silent_at(span.start):
        until = inside[0].at if inside else span.end
        ringing = [hit for hit in _tiled(pattern, span.start) if hit.at < span.start]
        roles, stroke = (ringing[-1].roles, ringing[-1].stroke) if ringing else (("all",), "down")
        if pattern.kind == "bass":
            roles = ("R",)
        rings_until = min(until, ringing[-1].at + ringing[-1].length) if ringing else until
        yield Hit(span.start, rings_until - span.start, roles, "down" if stroke == "up" else stroke)
    for hit in inside:
        yield attrs.evolve(hit, length=min(hit.length, span.end - hit.at))


def _tiled(pattern: Pattern, end: int) -> Iterator[Hit]:
    for offset in range(0, end, pattern.ticks):
        for hit in pattern.hits:
            yield attrs.evolve(hit, at=offset + hit.at)


def strummed(span: Span, pattern: Pattern, board: Fretboard) -> Iterator[TabEvent]:
    """Events of a strumming or picking pattern on a shape."""
    voicing = span.voicing
    if voicing is None:
        return
    for hit in hits_within(pattern, span):
        notes = tuple(
            TabNote(string, voicing.frets[string], board.pitch(string, voicing.frets[string]))
            for string in _strings(hit.roles, voicing, board)
        )
        yield TabEvent(hit.at, hit.length, notes, hit.stroke, hit.accent)


def _strings(roles: Iterable[str], voicing: Voicing, board: Fretboard) -> list[int]:
    """Strings that roles mean on a shape, ascending: b lowest, a the next above, 1.. from the treble, wrapping."""
    sounding = list(voicing.sounding)
    by_pitch = sorted(sounding, key=lambda string: (board.pitch(string, voicing.frets[string]), string))
    chosen: set[int] = set()
    for role in roles:
        if role == "all":
            chosen.update(sounding)
        elif role in "ba":
            chosen.add(by_pitch[min("ba".index(role), len(by_pitch) - 1)])
        else:
            chosen.add(sounding[-1 - (int(role) - 1) % len(sounding)])
    return sorted(chosen)


def bars(parts: Sequence[Span], events: Sequence[Sequence[TabEvent]], count: int) -> tuple[Bar, ...]:
    """Gather spans and their events into bars; a chord held over a bar line is marked once."""
    marks: list[list[ChordMark]] = [[] for _ in range(count)]
    played: list[list[TabEvent]] = [[] for _ in range(count)]
    for span, struck in zip(parts, events, strict=True):
        if span.is_new:
            marks[span.bar].append(ChordMark(span.start, span.tones, span.voicing))
        played[span.bar].extend(struck)
    return tuple(Bar(tuple(m), tuple(p)) for m, p in zip(marks, played, strict=True))
