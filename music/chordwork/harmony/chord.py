"""The chord as it is heard: a root, one of fifteen qualities and a bass; its label, and its place among symbols."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import attrs

from chordwork.harmony.errors import ChordSyntaxError
from chordwork.harmony.harte import split_label
from chordwork.harmony.notes import MINOR_ROOT_NAMES, PITCH_CLASS_NAMES, Degree, parse_note
from chordwork.harmony.symbol import NO_SYMBOL, UNKNOWN_SYMBOL, ChordSymbol
from chordwork.harmony.vocabulary import QUALITIES, QUALITY_BY_HARTE, Quality, degrees

_PLAIN_DEGREES: Final = degrees("1 b2 2 b3 3 4 b5 5 b6 6 b7 7")
"""Of each interval in semitones, where the quality has no name of its own for it."""
_WEIGHT: Final = (9, 1, 2, 6, 6, 3, 3, 4, 4, 3, 3, 3)
"""What it costs to add or lose an interval: the root decides most, then the third, then the fifth."""


@attrs.frozen
class Chord:
    """A chord: root, quality and bass as pitch classes, or one of the two non-chords.

    It says what sounds; how that is spelled, and any chord beyond the fifteen qualities, is for
    :class:`~chordwork.harmony.symbol.ChordSymbol`.

    Attributes:
        root: pitch class 0 (C) .. 11 (B).
        quality: one of :data:`~chordwork.harmony.vocabulary.QUALITIES`.
        bass: pitch class of the lowest note; equal to ``root`` in root position.

    ``NO_CHORD`` (silence, speech, drums) and ``UNKNOWN_CHORD`` (something sounds that has no name here) are the two
    instances without a root.
    """

    root: int
    quality: Quality | None
    bass: int

    @classmethod
    def of(cls, root: int, quality: str, bass: int | None = None) -> Chord:
        """Build a chord from a root pitch class, a Harte quality name and a bass pitch class (default: the root)."""
        if quality not in QUALITY_BY_HARTE:
            raise ChordSyntaxError(quality)
        return cls(root % 12, QUALITY_BY_HARTE[quality], (root if bass is None else bass) % 12)

    @property
    def is_chord(self) -> bool:
        """False for ``N`` and ``X``."""
        return self.quality is not None

    @property
    def pitch_classes(self) -> frozenset[int]:
        """Pitch classes of the chord, the bass included; empty for ``N`` and ``X``."""
        if self.quality is None:
            return frozenset()
        return frozenset((self.root + interval) % 12 for interval in self.quality.intervals) | {self.bass}

    @property
    def bass_name(self) -> str | None:
        """Name of the lowest note, spelled from the root: ``"C#"`` under A, ``"Db"`` under Bbm; None if no chord."""
        bass = from_chord(self).bass
        return bass.name if bass else None

    @property
    def root_name(self) -> str:
        """Name of the root, the commonest spelling for the quality; empty for ``N`` and ``X``."""
        if self.quality is None:
            return ""
        names = MINOR_ROOT_NAMES if 3 in self.quality.intervals else PITCH_CLASS_NAMES
        return names[self.root]

    @property
    def label(self) -> str:
        """Harte syntax, the spelling on the wire: ``A:min7/b3``, ``N``, ``X``."""
        return _label(self)

    @property
    def symbol(self) -> str:
        """What a lead sheet prints: ``Am7/C``; ``N.C.`` for no chord, ``?`` for an unknown one."""
        return _symbol(self)

    def __str__(self) -> str:
        return self.symbol


NO_CHORD: Final = Chord(-1, None, -1)
UNKNOWN_CHORD: Final = Chord(-2, None, -2)


@lru_cache(maxsize=4096)
def _label(chord: Chord) -> str:
    if chord.quality is None:
        return "N" if chord == NO_CHORD else "X"
    label = f"{chord.root_name}:{chord.quality.harte}"
    return label if chord.bass == chord.root else f"{label}/{bass_degree(chord.quality, chord.bass - chord.root)}"


@lru_cache(maxsize=4096)
def _symbol(chord: Chord) -> str:
    return str(from_chord(chord))


def bass_degree(quality: Quality, interval: int) -> Degree:
    """What a bass so many semitones above the root is called: ``bb7`` under a diminished seventh, else ``6``."""
    interval %= 12
    own = (degree for degree in quality.degrees if degree.semitones == interval)
    return next(own, _PLAIN_DEGREES[interval])


@lru_cache(maxsize=4096)
def parse_label(text: str) -> Chord:
    """Read a Harte label of the recogniser's vocabulary.

    Args:
        text: ``N``, ``X``, or ``root[:quality][/degree]`` such as ``Bb:maj7/3``; a bare root is a major triad.

    Raises:
        ChordSyntaxError: the text is no such label.
    """
    label = split_label(text)
    if label.root is None:
        return NO_CHORD if text == "N" else UNKNOWN_CHORD
    if label.changes or label.shorthand not in QUALITY_BY_HARTE:
        raise ChordSyntaxError(text)
    root = label.root.pitch_class
    return Chord(root, QUALITY_BY_HARTE[label.shorthand], (root + label.bass.semitones) % 12)


def all_chords() -> tuple[Chord, ...]:
    """Every root-position chord of the vocabulary: root-major order, qualities as in the table."""
    return tuple(Chord(root, quality, root) for root in range(12) for quality in QUALITIES)


@lru_cache(maxsize=4096)
def from_chord(chord: Chord) -> ChordSymbol:
    """The symbol of a recognised chord, spelled as the recogniser spells it: never with a double accidental."""
    if chord.quality is None:
        return NO_SYMBOL if chord == NO_CHORD else UNKNOWN_SYMBOL
    root = parse_note(chord.root_name)
    bass = root.above(bass_degree(chord.quality, chord.bass - chord.root))
    if abs(bass.accidental) > 1:
        bass = parse_note(PITCH_CLASS_NAMES[chord.bass])
    return ChordSymbol.of(root, chord.quality.degrees, bass)


def to_chord(symbol: ChordSymbol) -> Chord:
    """The nearest chord of the recogniser's vocabulary: ``C13`` becomes ``C7``, ``C7alt`` too. Bass and root stay."""
    if symbol.root is None or symbol.bass is None:
        return UNKNOWN_CHORD if symbol.unknown else NO_CHORD
    return Chord(symbol.root.pitch_class, nearest_quality(symbol.degrees), symbol.bass.pitch_class)


def is_exact(symbol: ChordSymbol) -> bool:
    """Whether :func:`to_chord` loses nothing that sounds."""
    return not symbol.is_chord or symbol.intervals == frozenset(nearest_quality(symbol.degrees).intervals)


@lru_cache(maxsize=4096)
def nearest_quality(degrees: tuple[Degree, ...]) -> Quality:
    """The quality of the fifteen that shares most of what matters with an interval structure."""
    everything = frozenset(degree.semitones % 12 for degree in degrees)
    for quality in QUALITIES:
        if frozenset(quality.intervals) == everything:
            return quality
    core = frozenset(degree.semitones % 12 for degree in degrees if degree.number < 8)

    def distance(quality: Quality) -> int:
        return sum(_WEIGHT[interval] for interval in core ^ frozenset(quality.intervals))

    return min(QUALITIES, key=distance)
