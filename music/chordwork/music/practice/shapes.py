"""The shape that is practised: given, or the one that the tabs would show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from chordwork.music.fretboard import MUTED, ChordTones, Fretboard, Voicing, best_voicing, find_hand, find_instrument
from chordwork.music.fretboard.notes import NOTE_NAMES
from chordwork.music.fretboard.voicing import shape_text
from chordwork.music.options.practice import PracticeOptions
from chordwork.music.practice.errors import ShapeError

_HIGHEST_FRET: Final = 36


@attrs.frozen
class Held:
    """A shape on a neck.

    Attributes:
        board: instrument and capo.
        frets: from the bass side, counted from the capo; -1 muted.
    """

    board: Fretboard
    frets: tuple[int, ...]

    @property
    def pitch_classes(self) -> frozenset[int]:
        """What it sounds."""
        return frozenset(self.sounding(string) for string, fret in enumerate(self.frets) if fret != MUTED)

    @property
    def text(self) -> str:
        """``x32010``."""
        return shape_text(self.frets)

    def sounding(self, string: int) -> int:
        """Pitch class that a string should sound."""
        return self.board.pitch(string, self.frets[string]) % 12

    def at(self, string: int, fret: int) -> int:
        """Pitch class of a string at a fret."""
        return self.board.pitch(string, fret) % 12

    def string_name(self, string: int) -> str:
        """``"low E"`` where several strings share a letter, else ``"G"``."""
        names = self.board.instrument.letters
        alike = [index for index, name in enumerate(names) if name == names[string]]
        if len(alike) == 1:
            return names[string]
        pitches = [self.board.instrument.tuning[index] for index in alike]
        own = self.board.instrument.tuning[string]
        if own == min(pitches) and pitches.count(own) == 1:
            return f"low {names[string]}"
        if own == max(pitches) and pitches.count(own) == 1:
            return f"high {names[string]}"
        return f"{names[string]} (string {len(names) - string})"


def hold(tones: ChordTones, options: PracticeOptions) -> Held:
    """The shape on its neck.

    Raises:
        ShapeError: a shape that does not fit the instrument, or another chord's.
        FretboardError: no such instrument, tuning, level or capo, or no shape for the chord.
    """
    shape = options.shape
    board = Fretboard(find_instrument(options.instrument, options.tuning), options.capo)
    if shape is None:
        return Held(board, best_voicing(tones, board, find_hand(options.level)).frets)
    frets = shape.frets if isinstance(shape, Voicing) else tuple(_read(shape))
    if len(frets) != board.strings:
        raise ShapeError(f"a shape for {len(frets)} strings: this {board.instrument.title.lower()} has {board.strings}")
    highest = board.instrument.frets - options.capo
    for fret in frets:
        if not MUTED <= fret <= highest:
            raise ShapeError(f"fret {fret} is not on this neck: give x, 0 or 1 to {highest}")
    if all(fret == MUTED for fret in frets):
        raise ShapeError("a shape with all strings muted sounds nothing")
    held = Held(board, frets)
    if 2 * len(held.pitch_classes & tones.allowed) < len(tones.allowed):
        sounds = ", ".join(NOTE_NAMES[tone] for tone in sorted(held.pitch_classes))
        raise ShapeError(f"the shape {held.text} sounds {sounds}: name the chord that sounds, capo and all")
    return held


def _read(shape: str | Sequence[int | None]) -> list[int]:
    items: Sequence[str | int | None] = shape
    if isinstance(shape, str):
        text = shape.strip().casefold()[:80]
        items = text.replace("-", " ").replace(",", " ").split() if set(text) & set("- ,") else list(text)
    frets = []
    for item in items:
        if item is None or item in ("x", "m"):
            frets.append(MUTED)
        elif isinstance(item, int) and not isinstance(item, bool):
            frets.append(item)
        elif isinstance(item, str) and item.isascii() and item.isdecimal() and int(item) <= _HIGHEST_FRET:
            frets.append(int(item))
        else:
            raise ShapeError(f"{str(item)[:20]!r} is no fret: write a shape such as x32010 or x-10-12-12-11-10")
    return frets
