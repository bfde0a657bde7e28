"""How far what a model says lately is from what it says about material it knows.

Two distributions are compared, each by the Jensen-Shannon divergence in bits, which lies in [0, 1] and, unlike the
population stability index, is defined where a class never occurs: the time given to each chord class, which moves when
other music, silence or noise comes in, and the time spent at each confidence, which moves when the sound gets worse.
A divergence of few samples is large by chance alone, so that fewer final chords than the reference asks for give no
score at all.

J. Lin, "Divergence measures based on the Shannon entropy", IEEE Trans. Information Theory 37 (1991), 145-151.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, Self

import attrs

from chordwork.harmony.chord import NO_CHORD, Chord
from chordwork.harmony.vocabulary import QUALITIES

METHOD: Final = "jensen-shannon-bits"
CLASSES: Final = (*(quality.harte for quality in QUALITIES), "N", "X")
"""Chord classes: the qualities whatever their root, no chord, unknown."""
CONFIDENCE_BINS: Final = 10
"""Of equal width, from 0 to 1."""
WINDOW_FINALS: Final = 2000
"""A :class:`Window` holds at least the latest half of so many final chords, and at most as many."""


def chord_class(chord: Chord) -> str:
    """One of :data:`CLASSES`: the same for every root and bass."""
    if chord.quality is not None:
        return chord.quality.harte
    return "N" if chord == NO_CHORD else "X"


def divergence_bits(one: Sequence[float], other: Sequence[float]) -> float:
    """Jensen-Shannon divergence of two lists of weights of the same length: 0 if proportional, 1 if disjoint.

    Raises:
        ValueError: one of them adds up to nothing.
    """
    totals = math.fsum(one), math.fsum(other)
    if min(totals) <= 0:
        raise ValueError("a distribution needs some weight")
    bits = 0.0
    for left, right in zip(one, other, strict=True):
        p, q = left / totals[0], right / totals[1]
        middle = (p + q) / 2
        bits += sum(share / 2 * math.log2(share / middle) for share in (p, q) if share > 0)
    return min(max(bits, 0.0), 1.0)


@attrs.frozen
class Distribution:
    """What was said, in seconds.

    Attributes:
        chords: of each of :data:`CLASSES`.
        confidences: at each of the :data:`CONFIDENCE_BINS`.
        finals: number of final chords.
    """

    chords: tuple[float, ...]
    confidences: tuple[float, ...]
    finals: int

    @property
    def seconds(self) -> float:
        """Of all of them."""
        return math.fsum(self.chords)

    def share(self, name: str) -> float:
        """Share of the time given to a class; 0 of nothing."""
        return self.chords[CLASSES.index(name)] / self.seconds if self.seconds else 0.0

    def plus(self, other: Distribution) -> Distribution:
        """Both together."""
        return Distribution(
            tuple(one + two for one, two in zip(self.chords, other.chords, strict=True)),
            tuple(one + two for one, two in zip(self.confidences, other.confidences, strict=True)),
            self.finals + other.finals,
        )


EMPTY: Final = Distribution((0.0,) * len(CLASSES), (0.0,) * CONFIDENCE_BINS, 0)


class Tally:
    """Adds up a :class:`Distribution` chord by chord."""

    def __init__(self) -> None:
        """Of nothing."""
        self._chords = dict.fromkeys(CLASSES, 0.0)
        self._confidences = [0.0] * CONFIDENCE_BINS
        self._finals = 0

    def add(self, chord: Chord, seconds: float, confidence: float) -> None:
        """One final chord of that length; a confidence in [0, 1]."""
        self._chords[chord_class(chord)] += seconds
        self._confidences[min(int(confidence * CONFIDENCE_BINS), CONFIDENCE_BINS - 1)] += seconds
        self._finals += 1

    @property
    def finals(self) -> int:
        """Chords added so far."""
        return self._finals

    @property
    def distribution(self) -> Distribution:
        """So far."""
        return Distribution(tuple(self._chords.values()), tuple(self._confidences), self._finals)


class Window:
    """The latest final chords: between half of ``finals`` and all of them, and no clock."""

    def __init__(self, finals: int = WINDOW_FINALS) -> None:
        """Empty."""
        self._half = max(1, finals // 2)
        self._before, self._now = EMPTY, Tally()

    def add(self, chord: Chord, seconds: float, confidence: float) -> None:
        """As :meth:`Tally.add`; what is oldest may be forgotten."""
        if self._now.finals >= self._half:
            self._before, self._now = self._now.distribution, Tally()
        self._now.add(chord, seconds, confidence)

    @property
    def distribution(self) -> Distribution:
        """Of the window."""
        return self._before.plus(self._now.distribution)


@attrs.frozen
class Drift:
    """How far a window is from a reference.

    Attributes:
        chords: divergence of the chord classes in bits; None: not enough was heard to say.
        confidence: divergence of the confidences in bits; None: not enough was heard to say.
        finals: final chords in the window.
        needed: final chords that it takes.
    """

    chords: float | None
    confidence: float | None
    finals: int
    needed: int


@attrs.frozen
class Reference:
    """What a model says about material it knows; part of its card.

    Attributes:
        distribution: of that material, in seconds.
        material: what it was, in a line.
        needed_finals: final chords without which a window gets no score,
        usual_bits: because so many of the same material stay below this, in 95 windows of 100: chords, confidence.
    """

    distribution: Distribution
    material: str
    needed_finals: int
    usual_bits: tuple[float, float]

    def drift(self, window: Distribution) -> Drift:
        """How far a window is from this; no score where it holds too few chords."""
        if window.finals < self.needed_finals or window.seconds <= 0:
            return Drift(None, None, window.finals, self.needed_finals)
        return Drift(
            divergence_bits(window.chords, self.distribution.chords),
            divergence_bits(window.confidences, self.distribution.confidences),
            window.finals,
            self.needed_finals,
        )

    def to_dict(self) -> dict[str, Any]:
        """As it stands in a card."""
        return {
            "method": METHOD,
            "material": self.material,
            "finals": self.distribution.finals,
            "seconds": {
                name: round(seconds, 2) for name, seconds in zip(CLASSES, self.distribution.chords, strict=True)
            },
            "confidence_seconds": [round(seconds, 2) for seconds in self.distribution.confidences],
            "needed_finals": self.needed_finals,
            "usual_bits": {"chords": self.usual_bits[0], "confidence": self.usual_bits[1]},
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read it from a card.

        Raises:
            KeyError: something is missing.
            ValueError: something cannot be.
            TypeError: as well.
        """
        if given["method"] != METHOD:
            raise ValueError(f"drift is measured by {METHOD} here, not by {str(given['method'])[:40]!r}")
        chords = tuple(float(given["seconds"].get(name, 0.0)) for name in CLASSES)
        confidences = tuple(float(seconds) for seconds in given["confidence_seconds"])
        weights = (*chords, *confidences)
        if len(confidences) != CONFIDENCE_BINS or not all(math.isfinite(each) and each >= 0 for each in weights):
            raise ValueError(f"a reference has finite seconds, and {CONFIDENCE_BINS} bins of confidence")
        if not (math.fsum(chords) > 0 and math.fsum(confidences) > 0):
            raise ValueError("a reference needs some seconds")
        usual = given["usual_bits"]
        return cls(
            Distribution(chords, confidences, int(given["finals"])),
            str(given["material"])[:200],
            max(1, int(given["needed_finals"])),
            (float(usual["chords"]), float(usual["confidence"])),
        )
