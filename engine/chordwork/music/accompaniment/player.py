"""The three players: given a step of the bar and the chord of the moment, what each of them strikes."""

from __future__ import annotations

import random
from typing import Final

import attrs

from chordwork.music.accompaniment.groove import DRUMS, STRENGTH, Groove, PartName, held_steps
from chordwork.music.harmony import ChordSymbol

LOWEST_BASS: Final = 28
HIGHEST_BASS: Final = 50
BASS_CENTRE: Final = 38
LOWEST_COMPING: Final = 48
HIGHEST_COMPING: Final = 79
COMPING_CENTRE: Final = 62
DRUM_STEPS: Final = 1
GHOSTS_FROM: Final = 0.35
"""Below this intensity, ghost strokes of the comping are left out."""
LOUDEST: Final[dict[PartName, float]] = {"drums": 108.0, "bass": 100.0, "comping": 88.0}


@attrs.frozen
class Stroke:
    """A note on the grid.

    Attributes:
        part: who plays it.
        pitch: MIDI number; of drums, the General MIDI key.
        steps: its length in sixteenths.
        velocity: 1 … 127.
        order: place within a strummed chord, from 0.
    """

    part: PartName
    pitch: int
    steps: int
    velocity: int
    order: int = 0


class Band:
    """Plays step after step; remembers the last voicing and bass note, so that voices lead and the bass is smooth.

    Args:
        groove: what to play.
        intensity: 0 … 1: how many join in, and how loud.
        seed: of small choices; the same calls give the same strokes.
    """

    def __init__(self, groove: Groove, *, intensity: float = 0.6, seed: int = 0) -> None:
        self.groove = groove
        self.intensity = intensity
        self._random = random.Random(f"band {seed}")
        self._voicing: tuple[int, ...] = ()
        self._voiced: ChordSymbol | None = None
        self._bass = BASS_CENTRE
        self._fill = ""

    def play(
        self,
        step: int,
        chord: ChordSymbol,
        following: ChordSymbol | None = None,
        *,
        fresh: bool = False,
        fill_steps: int = 0,
    ) -> list[Stroke]:
        """What sounds at one step.

        Args:
            step: sixteenths since the first bar began.
            chord: the chord of the moment; no chord silences bass and comping.
            following: the next chord, for approach notes; None if it is not known.
            fresh: the chord begins here; bass and comping then mark it.
            fill_steps: the last so many steps of this bar are a fill.
        """
        place = step % self.groove.bar_steps
        filling = place >= self.groove.bar_steps - fill_steps
        strokes = self._fill_stroke(place, fill_steps) if filling else self._drums(step)
        if chord.is_chord:
            strokes += self._bass_stroke(step, chord, following, fresh)
            strokes += self._comping(step, chord, fresh)
        return strokes

    def rest_with(self, chord: ChordSymbol, steps: int) -> list[Stroke]:
        """A last chord that rings."""
        strokes = [self._stroke("drums", DRUMS["kick"], 1.0, 1), self._stroke("drums", DRUMS["crash"], 0.7, 1)]
        if chord.is_chord:
            self._bass = self._near(_bass_class(chord), BASS_CENTRE)
            strokes.append(self._stroke("bass", self._bass, 0.8, steps))
            voicing = self._voicing_of(chord)
            strokes += [self._stroke("comping", p, 0.8, steps, order) for order, p in enumerate(voicing)]
        return strokes

    def _drums(self, step: int) -> list[Stroke]:
        return [
            self._stroke("drums", DRUMS[line.drum], STRENGTH[mark], DRUM_STEPS)
            for line in self.groove.drums
            if self.intensity >= line.from_intensity and (mark := line.steps[step % len(line.steps)]) != "."
        ]

    def _fill_stroke(self, place: int, fill_steps: int) -> list[Stroke]:
        into = place - (self.groove.bar_steps - fill_steps)
        if into == 0 or len(self._fill) != fill_steps:
            rest = 0.45 - 0.35 * self.intensity
            self._fill = "".join(
                "x" if index % 4 == 0 or self._random.random() > rest + 0.25 * (index % 2) else "."
                for index in range(fill_steps)
            )
        if self._fill[into] == ".":
            return []
        drums = self.groove.fill
        drum = drums[min(into * len(drums) // fill_steps, len(drums) - 1)]
        return [self._stroke("drums", DRUMS[drum], 0.65 + 0.35 * (into + 1) / fill_steps, DRUM_STEPS)]

    def _bass_stroke(self, step: int, chord: ChordSymbol, following: ChordSymbol | None, fresh: bool) -> list[Stroke]:
        steps = self.groove.bass
        mark = steps[step % len(steps)]
        if fresh and mark != ".":
            mark = "R"
        if mark in "-.":
            return []
        strong = step % self.groove.bar_steps in self.groove.strong_steps
        if mark == "A" and following is None:
            mark = "5"  # nobody knows where to
        pitch_class = _bass_tone(mark if not (strong and mark in "A6") else "5", chord)
        if mark == "A" and not strong:
            target = _bass_class(following) if following is not None and following.is_chord else _bass_class(chord)
            goal = self._near(target, self._bass)
            self._bass = self._within(goal + self._random.choice((-1, 1, -2)))
        elif mark == "8":
            self._bass = self._within(self._near(pitch_class, self._bass) + 12)
        else:
            self._bass = self._near(pitch_class, round(0.7 * self._bass + 0.3 * BASS_CENTRE))
        length = held_steps(steps, step % len(steps))
        strength = 1.0 if strong else 0.85
        return [self._stroke("bass", self._bass, strength, length)]

    def _comping(self, step: int, chord: ChordSymbol, fresh: bool) -> list[Stroke]:
        steps = self.groove.comping
        mark = steps[step % len(steps)]
        if fresh and mark == "-":
            mark = "x"
        if mark in "-." or (mark == "o" and self.intensity < GHOSTS_FROM):
            return []
        voicing = self._voicing_of(chord)
        length = held_steps(steps, step % len(steps))
        if mark.isdigit():
            return [self._stroke("comping", voicing[min(int(mark), len(voicing)) - 1], 0.8, length)]
        strength = STRENGTH[mark]
        return [self._stroke("comping", pitch, strength, length, order) for order, pitch in enumerate(voicing)]

    def _voicing_of(self, chord: ChordSymbol) -> tuple[int, ...]:
        if chord != self._voiced:
            self._voicing = nearest_voicing(chord, self._voicing, self.groove.voices)
            self._voiced = chord
        return self._voicing

    def _near(self, pitch_class: int, pitch: int) -> int:
        """The pitch of a class nearest to one given, within the bass's range."""
        low = LOWEST_BASS + (pitch_class - LOWEST_BASS) % 12
        return min(range(low, HIGHEST_BASS + 1, 12), key=lambda candidate: abs(candidate - pitch))

    @staticmethod
    def _within(pitch: int) -> int:
        while pitch > HIGHEST_BASS:
            pitch -= 12
        while pitch < LOWEST_BASS:
            pitch += 12
        return pitch

    def _stroke(self, part: PartName, pitch: int, strength: float, steps: int, order: int = 0) -> Stroke:
        loudness = (0.55 + 0.45 * self.intensity) * strength * LOUDEST[part]
        return Stroke(part, pitch, steps, max(1, min(127, round(loudness))), order)


def nearest_voicing(chord: ChordSymbol, before: tuple[int, ...], voices: int) -> tuple[int, ...]:
    """A close voicing of chord tones whose notes move least from the voicing before, ascending.

    Two voices are root and fifth (or what stands in for it); three or more hold what defines the chord: the root goes
    first where there are more tones than voices, then the fifth.
    """
    root = _root_class(chord)
    if voices == 2:
        low = LOWEST_COMPING - 8 + (root - LOWEST_COMPING + 8) % 12
        return (low, low + _fifth(chord))
    classes = _essential_classes(chord, voices)
    best: tuple[float, tuple[int, ...]] | None = None
    for start in range(LOWEST_COMPING, HIGHEST_COMPING - 11):
        if start % 12 not in classes:
            continue
        order = sorted(classes, key=lambda each: (each - start) % 12)
        pitches = tuple(start + (each - start) % 12 for each in order)
        if len(pitches) == 3 and voices > 3 and pitches[0] + 12 <= HIGHEST_COMPING:
            pitches = (*pitches, pitches[0] + 12)
        cost = 0.4 * abs(sum(pitches) / len(pitches) - COMPING_CENTRE)
        if before:
            cost += sum(min(abs(pitch - old) for old in before) for pitch in pitches)
            cost += 0.5 * abs(pitches[-1] - before[-1])
        if best is None or cost < best[0]:
            best = (cost, pitches)
    assert best is not None
    return best[1]


def _essential_classes(chord: ChordSymbol, voices: int) -> list[int]:
    root = _root_class(chord)
    intervals = sorted(chord.intervals)
    for spare in (0, 7):
        if len(intervals) > voices and spare in intervals:
            intervals.remove(spare)
    while len(intervals) > voices:
        intervals.pop(0 if 3 not in intervals[:1] and 4 not in intervals[:1] else 1)
    return [(root + interval) % 12 for interval in intervals]


def _root_class(chord: ChordSymbol) -> int:
    assert chord.root is not None
    return chord.root.pitch_class


def _bass_class(chord: ChordSymbol) -> int:
    assert chord.bass is not None
    return chord.bass.pitch_class


def _fifth(chord: ChordSymbol) -> int:
    return next((interval for interval in (7, 6, 8) if interval in chord.intervals), 12)


def _third(chord: ChordSymbol) -> int:
    return next((interval for interval in (4, 3, 5, 2) if interval in chord.intervals), _fifth(chord))


def _bass_tone(mark: str, chord: ChordSymbol) -> int:
    """Pitch class of a mark of the bass pattern; slash chords keep their bass for ``R`` and ``8``."""
    if mark in "R8A":
        return _bass_class(chord)
    sixth = 9 if 4 in chord.intervals or 9 in chord.intervals else 7
    interval = {"3": _third(chord), "5": _fifth(chord), "6": sixth}[mark]
    return (_root_class(chord) + interval) % 12
