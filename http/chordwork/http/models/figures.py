"""What the models of a server say: how sure they are, how often they change their mind, and what chords they hear.

A session's events are watched as they are said; the cost is a few microseconds for each chord. Nothing is kept of a
session but what is needed to compare the next final chord with the guesses before it.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from typing import Final

import attrs

from chordwork.actors import EngineInfo
from chordwork.engine import ChordEvent, ModelCard
from chordwork.engine._card import IDENTITY_SIGN
from chordwork.engine.drift import CLASSES, Reference, Window, chord_class
from chordwork.engine.events import Event
from chordwork.http.models.correction import Correction

CONFIDENCE_BOUNDS: Final = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Upper bounds of the histogram of confidence."""
TIERS: Final = ("provisional", "final")
REMEMBERED_GUESSES: Final = 64
"""Provisional chords that may wait for the final they are compared with; of more, the oldest do not count."""
MAX_MODELS: Final = 32
"""Models with figures of their own; of more, which takes as many changes without a restart, the oldest goes."""

ModelKey = tuple[str, str]
"""Name and version."""


@attrs.define(eq=False)
class ModelFigures:
    """Of one model, since the start of this process.

    Attributes:
        sessions: that it was given.
        chord_s: seconds of final chords, by chord class.
        finals: number of final chords.
        disagreed_s: seconds of final chords that had another root or quality while they were guessed,
        guessed_s: out of so many for which there was a guess.
        confidences: chords by upper bound of confidence, of each tier; not added up.
        confidence_sums: of each tier.
        corrections: by heard and corrected coarse class, and whether the root stayed.
        window: the latest final chords.
    """

    sessions: int = 0
    chord_s: dict[str, float] = attrs.field(factory=lambda: dict.fromkeys(CLASSES, 0.0))
    finals: int = 0
    disagreed_s: float = 0.0
    guessed_s: float = 0.0
    confidences: dict[str, list[int]] = attrs.field(
        factory=lambda: {tier: [0] * len(CONFIDENCE_BOUNDS) for tier in TIERS}
    )
    confidence_sums: dict[str, float] = attrs.field(factory=lambda: dict.fromkeys(TIERS, 0.0))
    corrections: Counter[tuple[str, str, str]] = attrs.field(factory=Counter)
    window: Window = attrs.field(factory=Window)

    def note_confidence(self, tier: str, confidence: float) -> None:
        """Of one chord."""
        counts = self.confidences[tier]
        counts[next((at for at, most in enumerate(CONFIDENCE_BOUNDS) if confidence <= most), len(counts) - 1)] += 1
        self.confidence_sums[tier] += confidence


class SessionWatch:
    """Compares what one session says at first with what it says in the end.

    A guess covers the time from its own onset to that of the next. Guesses are told by their onsets, so that delay does
    not count as disagreement.
    """

    def __init__(self, figures: ModelFigures) -> None:
        """Nothing was said yet."""
        self._figures = figures
        self._guesses: deque[ChordEvent] = deque(maxlen=REMEMBERED_GUESSES)

    def __call__(self, event: Event) -> None:
        """Take note of an event."""
        if not isinstance(event, ChordEvent):
            return
        self._figures.note_confidence(event.status, event.confidence)
        if event.status == "provisional":
            self._guesses.append(event)
        else:
            self._decided(event)

    def _decided(self, final: ChordEvent) -> None:
        end = final.start if final.end is None else final.end
        seconds = max(0.0, end - final.start)
        figures = self._figures
        figures.finals += 1
        figures.chord_s[chord_class(final.chord)] += seconds
        figures.window.add(final.chord, seconds, final.confidence)
        guesses = list(self._guesses)
        for index, guess in enumerate(guesses):
            until = guesses[index + 1].start if index + 1 < len(guesses) else end
            shared = min(until, end) - max(guess.start, final.start)
            if shared > 0:
                figures.guessed_s += shared
                if (guess.chord.root, guess.chord.quality) != (final.chord.root, final.chord.quality):
                    figures.disagreed_s += shared
        while len(self._guesses) > 1 and self._guesses[1].start <= end:  # the last one before goes on
            self._guesses.popleft()


class FiguresOfModels:
    """The figures of all models of a process."""

    def __init__(self, card_of: Callable[[str], ModelCard | None] = lambda _: None) -> None:
        """``card_of`` finds the card of a model by its identity, for its reference."""
        self._card_of = card_of
        self._figures: dict[ModelKey, ModelFigures] = {}

    def watch(self, info: EngineInfo) -> SessionWatch:
        """A session begins; see :data:`chordwork.actors.SessionWatch`."""
        figures = self._of((info.model_name, info.model_version))
        figures.sessions += 1
        return SessionWatch(figures)

    def note_correction(self, correction: Correction) -> None:
        """A player said what a chord really was."""
        self._of((correction.model_name, correction.model_version)).corrections[correction.kind] += 1

    def all(self) -> dict[ModelKey, ModelFigures]:
        """By model."""
        return dict(self._figures)

    def reference(self, key: ModelKey) -> Reference | None:
        """What a model says about material it knows; None: its card does not tell."""
        card = self._card_of(IDENTITY_SIGN.join(key))
        return None if card is None else card.reference

    def _of(self, key: ModelKey) -> ModelFigures:
        figures = self._figures.get(key)
        if figures is None:
            while len(self._figures) >= MAX_MODELS:
                del self._figures[next(iter(self._figures))]
            figures = self._figures[key] = ModelFigures()
        return figures
