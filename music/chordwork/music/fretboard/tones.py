"""What a voicing search needs to know of a chord: which notes it must sound, and which it may."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from chordwork.harmony import ChordSymbol, Degree, to_lead_sheet
from chordwork.harmony.chord import Chord
from chordwork.harmony.notes import MINOR_ROOT_NAMES, PITCH_CLASS_NAMES
from chordwork.music.fretboard.errors import ChordTonesError

_SYMBOL: Final = re.compile(r"(?P<root>[A-G](?:#{1,2}|b{1,2})?)(?P<rest>.*?)(?:/(?P<bass>[A-G](?:#{1,2}|b{1,2})?))?")
MAX_SYMBOL_CHARACTERS: Final = 60
_FIFTH: Final = 7
_SEVENTHS: Final = frozenset({10, 11})
_SIXTH: Final = frozenset({0, 4, 7, 9})


@attrs.frozen
class ChordTones:
    """A chord as a fretting hand sees it.

    Attributes:
        root: pitch class 0 (C) .. 11 (B).
        required: pitch classes that must sound.
        optional: pitch classes that may sound.
        bass: pitch class asked for as the lowest note (``C/E``); None where nothing is asked, that is, root position.
        symbol: what is printed above the staff.
        intervals: semitones of the chord's own tones above the root, a foreign bass left out; names the chord in
            exports. Derived from the tones where not given.

    No other pitch class ever sounds.
    """

    root: int
    required: frozenset[int]
    optional: frozenset[int] = frozenset()
    bass: int | None = None
    symbol: str = ""
    intervals: frozenset[int] = frozenset()

    def __attrs_post_init__(self) -> None:
        asked = () if self.bass is None else (self.bass,)
        if not self.required or any(not 0 <= tone < 12 for tone in (self.root, *self.allowed, *asked)):
            raise ChordTonesError("a chord needs at least one required tone, each a pitch class 0 (C) to 11 (B)")
        if not self.symbol.isprintable() or len(self.symbol) > MAX_SYMBOL_CHARACTERS:
            raise ChordTonesError(f"a chord symbol of printable characters, {MAX_SYMBOL_CHARACTERS} at most, is needed")
        if not self.intervals:
            object.__setattr__(self, "intervals", frozenset((tone - self.root) % 12 for tone in self.allowed))

    @classmethod
    def from_chord(cls, chord: Chord) -> ChordTones:
        """The tones of a chord value.

        Raises:
            ChordTonesError: ``N.C.`` or an unknown chord.
        """
        if chord.quality is None:
            raise ChordTonesError(f"{chord.symbol!r} has no tones to play")
        bass = None if chord.bass == chord.root else chord.bass
        return cls.from_intervals(chord.root, chord.quality.intervals, bass=bass, symbol=chord.symbol)

    @classmethod
    def from_symbol(cls, symbol: ChordSymbol) -> ChordTones:
        """The tones of a chord symbol, sorted by :func:`defining_degrees`; printed as a lead sheet does.

        Raises:
            ChordTonesError: ``N.C.`` or an unknown chord.
        """
        text = to_lead_sheet(symbol)
        if symbol.root is None or symbol.bass is None:
            raise ChordTonesError(f"{text!r} has no tones to play")
        root = symbol.root.pitch_class
        defining = frozenset((root + degree.semitones) % 12 for degree in defining_degrees(symbol.degrees))
        every = frozenset((root + degree.semitones) % 12 for degree in symbol.degrees)
        bass = None if symbol.bass.pitch_class == root else symbol.bass.pitch_class
        required = defining if bass is None else defining | {bass}
        name = text if len(text) <= MAX_SYMBOL_CHARACTERS else text[: MAX_SYMBOL_CHARACTERS - 1] + "…"
        return cls(root, required, every - required, bass, name, symbol.intervals)

    @classmethod
    def from_intervals(
        cls, root: int, intervals: Iterable[int], *, bass: int | None = None, symbol: str = ""
    ) -> ChordTones:
        """Sort a chord's intervals, in semitones above the root (any octave), into required and optional tones.

        A perfect fifth says little beside a seventh and may go, as players let it; so may the root of a chord
        of five tones or more, which the bass player has. Of six tones or more, a thirteenth chord may leave out
        its ninth and eleventh, and an eleventh chord its major third, which the eleventh rubs against. A major
        sixth chord may lose its fifth while the root is lowest (``x32210``), as songbooks print it: otherwise it
        would be a minor chord. In triads and minor sixth chords every tone counts.
        """
        kept = frozenset(interval % 12 for interval in intervals)
        spare = frozenset[int]()
        if kept & _SEVENTHS and len(kept) >= 4:
            spare = kept & {_FIFTH}
        if kept == _SIXTH:
            spare = frozenset({_FIFTH})
        if len(kept) >= 5:
            spare |= kept & {0}
        if len(kept) >= 6:
            spare |= _seldom_played(kept)
        required = frozenset((root + interval) % 12 for interval in kept - spare)
        optional = frozenset((root + interval) % 12 for interval in spare)
        if bass is not None:
            required, optional = required | {bass}, optional - {bass}
        return cls(root, required, optional, bass, symbol, kept)

    @property
    def allowed(self) -> frozenset[int]:
        """Every pitch class that may sound."""
        return self.required | self.optional

    @property
    def lowest(self) -> int:
        """Pitch class that belongs lowest: the bass asked for, else the root."""
        return self.root if self.bass is None else self.bass

    @property
    def is_sixth(self) -> bool:
        """A major triad with a sixth and nothing else."""
        return self.intervals == _SIXTH

    @property
    def has_minor_third(self) -> bool:
        """A minor third and no major one."""
        return 3 in self.intervals and 4 not in self.intervals

    def transposed(self, semitones: int) -> ChordTones:
        """The same chord elsewhere, renamed with the commonest spelling of the new root."""
        if semitones % 12 == 0:
            return self

        def move(tones: frozenset[int]) -> frozenset[int]:
            return frozenset((tone + semitones) % 12 for tone in tones)

        root = (self.root + semitones) % 12
        bass = None if self.bass is None else (self.bass + semitones) % 12
        symbol = self._renamed(root, bass)
        return ChordTones(root, move(self.required), move(self.optional), bass, symbol, self.intervals)

    def _renamed(self, root: int, bass: int | None) -> str:
        match = _SYMBOL.fullmatch(self.symbol)
        if match is None:
            return self.symbol
        names = MINOR_ROOT_NAMES if self.has_minor_third else PITCH_CLASS_NAMES
        tail = f"/{PITCH_CLASS_NAMES[bass]}" if match["bass"] and bass is not None else ""
        return f"{names[root]}{match['rest']}{tail}"


def defining_degrees(degrees: Sequence[Degree]) -> frozenset[Degree]:
    """What must sound, or it is another chord. The rest may be left out where fingers or strings run out.

    * Third or suspension, sixth, seventh, every altered fifth and the highest extension always sound.
    * A perfect fifth says little beside a seventh, or where five tones or more sound; nor does the root there. Above
      its root a major sixth chord may lose it too: C6 ``x32210``.
    * A ninth below an eleventh or thirteenth, and an eleventh below a thirteenth, are seldom played.
    * A natural eleventh rubs against a major third: a dominant eleventh is played without the third, with its ninth.
    * Of two alterations of one ninth the sharp one decides; of ``#11`` and ``b13`` together, the thirteenth.
    """
    kept = frozenset(degrees)
    numbers = {degree.number for degree in kept}
    seventh = 7 in numbers
    spare: set[Degree] = set()
    sixth = kept == {Degree(1), Degree(3), Degree(5), Degree(6)}
    if (seventh and len(kept) >= 4) or len(kept) >= 5 or sixth:
        spare.add(Degree(5))
    if len(kept) >= 5:
        spare.add(Degree(1))
    if seventh and {Degree(3), Degree(9), Degree(11)} <= kept and 13 not in numbers:
        spare.add(Degree(3))
    elif seventh and numbers & {11, 13}:
        spare.add(Degree(9))
    if seventh and 13 in numbers:
        spare.add(Degree(11))
    if {Degree(9, -1), Degree(9, 1)} <= kept:
        spare.add(Degree(9, -1))
    if {Degree(11, 1), Degree(13, -1)} <= kept:
        spare.add(Degree(11, 1))
    return kept - spare


def _seldom_played(intervals: frozenset[int]) -> frozenset[int]:
    """Tones that thirteenth and eleventh chords leave out in practice."""
    if intervals & _SEVENTHS and 9 in intervals:
        return intervals & {2, 5}
    return frozenset({4}) if {4, 5} <= intervals else frozenset()
