"""Bass lines: chord degrees in rhythm, laid out on the neck with little movement."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from chordwork.music.fretboard import ChordTones, Fretboard, NoVoicingError
from chordwork.music.fretboard.notes import note_name
from chordwork.music.fretboard.path import cheapest_path
from chordwork.music.tabs.arrange import Span, hits_within
from chordwork.music.tabs.model import TabEvent, TabNote
from chordwork.music.tabs.pattern import Hit, Pattern

_THIRDS: Final = (4, 3, 5, 2)
_FIFTHS: Final = (7, 6, 8)
_SEVENTHS: Final = (10, 11, 9)
_HIGH_FRET_POINTS: Final = 0.12
_STRING_POINTS: Final = 0.3
_OPEN_POINTS: Final = 0.2
"""An open string costs no movement, but its tone stands out."""
_BASS_RANGE_SEMITONES: Final = 19
"""Lines stay within an octave and a fifth above the lowest string."""


def bass_line(parts: Sequence[Span], pattern: Pattern, board: Fretboard) -> list[list[TabEvent]]:
    """Events of each span. Only chord tones sound, save the last note before a change, half a step from its root.

    Raises:
        NoVoicingError: a note lies on no string within the board's frets.
    """
    planned: list[tuple[int, Hit, int]] = []
    reach = _reachable(board)
    previous: int | None = None
    for index, span in enumerate(parts):
        if span.tones is None:
            continue
        for hit in hits_within(pattern, span):
            role = "R" if hit.at == span.start else hit.roles[0]  # a chord is heard from its bass
            pitch = _pitch(role, span.tones, span.following, previous, reach)
            planned.append((index, hit, pitch))
            previous = pitch
    events: list[list[TabEvent]] = [[] for _ in parts]
    for (index, hit, pitch), (string, fret) in zip(planned, _laid_out([p for _, _, p in planned], board), strict=True):
        events[index].append(TabEvent(hit.at, hit.length, (TabNote(string, fret, pitch),), "pluck", hit.accent))
    return events


def _degree(tones: ChordTones, wanted: Sequence[int]) -> int:
    return next((step for step in wanted if step in tones.intervals), 0)


def _reachable(board: Fretboard) -> tuple[int, ...]:
    """Pitches that lines may use, lowest first: those within reach of the lowest one, if a tone has any there."""
    pitches = {board.pitch(string, fret) for string in range(board.strings) for fret in board.playable_frets(string)}
    low = min(pitches)
    near = {pitch for pitch in pitches if pitch <= low + _BASS_RANGE_SEMITONES}
    classes = {pitch % 12 for pitch in near}
    return tuple(sorted(near | {pitch for pitch in pitches if pitch % 12 not in classes}))


def _pitch(
    role: str, tones: ChordTones, following: ChordTones | None, previous: int | None, reach: Sequence[int]
) -> int:
    root = tones.lowest
    if role == "<":
        return _approach(_in_range((following or tones).lowest, reach, previous), reach, previous)
    if role in "R8":
        pitch = _in_range(root, reach, previous if role == "R" else None)
        return pitch + 12 if role == "8" and pitch + 12 in reach else pitch
    step = {"3": _THIRDS, "5": _FIFTHS, "7": _SEVENTHS}[role]
    tone = (tones.root + (_degree(tones, step) or _degree(tones, _FIFTHS))) % 12
    return _in_range(tone, reach, previous)


def _in_range(tone: int, reach: Sequence[int], previous: int | None) -> int:
    """The pitch of a tone nearest to the note before, within reach; the lowest one at the start."""
    choices = [pitch for pitch in reach if pitch % 12 == tone]
    if not choices:
        return reach[0] + (tone - reach[0]) % 12  # nowhere: laying it out says so
    return choices[0] if previous is None else min(choices, key=lambda pitch: (abs(pitch - previous), pitch))


def _approach(target: int, reach: Sequence[int], previous: int | None) -> int:
    """Half a step from the target, from the side the line comes from; from the other where the neck ends."""
    sides = (target + 1, target - 1) if previous is not None and previous > target else (target - 1, target + 1)
    return next((pitch for pitch in sides if pitch in reach), target)


def _laid_out(pitches: Sequence[int], board: Fretboard) -> list[tuple[int, int]]:
    """String and fret of each note, least movement together."""
    places = [_places(pitch, board) for pitch in pitches]
    if not places:
        return []
    costs = [[_place_points(place) for place in options] for options in places]
    moves = ([[_move_points(old, new) for old in before] for new in after] for before, after in pairwise(places))
    return [options[index] for options, index in zip(places, cheapest_path(costs, moves), strict=True)]


def _places(pitch: int, board: Fretboard) -> list[tuple[int, int]]:
    found = [
        (string, fret)
        for string in range(board.strings)
        for fret in board.playable_frets(string)
        if board.pitch(string, fret) == pitch
    ]
    if not found:
        raise NoVoicingError(f"the note {note_name(pitch)}", str(board))
    return found


def _place_points(place: tuple[int, int]) -> float:
    return _HIGH_FRET_POINTS * place[1] if place[1] else _OPEN_POINTS


def _move_points(before: tuple[int, int], after: tuple[int, int]) -> float:
    shift = abs(after[1] - before[1]) if before[1] and after[1] else 0
    return max(0, shift - 2) + 0.1 * shift + _STRING_POINTS * abs(after[0] - before[0])
