"""The three players: given a step of the bar and the chord of the moment, what each of them strikes."""

from __future__ import annotations

import random
from typing import Final

import attrs

from chordwork.harmony import ChordSymbol
from chordwork.music.accompaniment.groove import DRUMS, STRENGTH, Groove, held_steps
from chordwork.music.accompaniment.notes import PartName
from chordwork.music.accompaniment.voicing import (
    bass_class,
    coloured,
    fifth,
    guide_tones,
    nearest_voicing,
    root_class,
    sixth,
    third,
)

LOWEST_BASS: Final = 28
HIGHEST_BASS: Final = 50
BASS_CENTRE: Final = 38
DRUM_STEPS: Final = 1
SHORT_STEPS: Final = 4
"""How long a stroke lasts that is struck only so that its chord is heard."""
POWER: Final = 2
"""Notes of a power chord."""
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
        self._unmarked = False

    def play(
        self,
        step: int,
        chord: ChordSymbol,
        following: ChordSymbol | None = None,
        *,
        fresh: bool = False,
        lasts: int | None = None,
        fill_steps: int = 0,
    ) -> list[Stroke]:
        """What sounds at one step.

        Args:
            step: sixteenths since the first bar began.
            chord: the chord of the moment; no chord silences bass and comping.
            following: the next chord, for approach notes; None if it is not known. Nothing leads into silence.
            fresh: the chord begins here; bass and comping then mark it.
            lasts: steps from here to its end, where it is fresh and that is known; to the end of the bar unless given.
            fill_steps: the last so many steps of this bar are a fill.
        """
        place = step % self.groove.bar_steps
        filling = place >= self.groove.bar_steps - fill_steps
        strokes = self._fill_stroke(place, fill_steps) if filling else self._drums(step)
        if chord.is_chord:
            if fresh and lasts is None:
                lasts = self.groove.bar_steps - place
            strokes += self._bass_stroke(step, chord, following, lasts if fresh else None)
            strokes += self._comping(step, chord, lasts if fresh else None)
        return strokes

    def rest_with(self, chord: ChordSymbol, steps: int) -> list[Stroke]:
        """A last chord that rings."""
        strokes = [self._stroke("drums", DRUMS["kick"], 1.0, 1), self._stroke("drums", DRUMS["crash"], 0.7, 1)]
        if chord.is_chord:
            self._bass = self._near(bass_class(chord), BASS_CENTRE)
            strokes.append(self._stroke("bass", self._bass, 0.8, steps))
            voicing = self._voicing_of(chord)
            if len(voicing) == POWER:
                voicing = coloured(chord, voicing)
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
            beat = 2 if self.groove.metre[1] > 4 else 4  # in eighths, each of them is struck
            self._fill = "".join(
                "x" if index % beat == 0 or self._random.random() > rest + 0.25 * (index % 2) else "."
                for index in range(fill_steps)
            )
        if self._fill[into] == ".":
            return []
        drums = self.groove.fill
        drum = drums[min(into * len(drums) // fill_steps, len(drums) - 1)]
        return [self._stroke("drums", DRUMS[drum], 0.65 + 0.35 * (into + 1) / fill_steps, DRUM_STEPS)]

    def _bass_stroke(
        self, step: int, chord: ChordSymbol, following: ChordSymbol | None, begins: int | None
    ) -> list[Stroke]:
        """A bass note; ``begins`` is how many steps the chord lasts where it begins here, else None.

        The first note of a chord is its bass, wherever in the pattern that falls.
        """
        steps = self.groove.bass
        mark = steps[step % len(steps)]
        length = held_steps(steps, step % len(steps))
        if begins is not None:
            self._unmarked = True
            if mark == ".":
                coming = [steps[place % len(steps)] for place in range(step, step + begins)]
                if any(each not in "-." for each in coming):
                    return []
                length = min(begins, SHORT_STEPS)
            mark = "R"
        if mark in "-.":
            return []
        if self._unmarked:
            mark, self._unmarked = "R", False
        strong = step % self.groove.bar_steps in self.groove.strong_steps
        if mark == "A" and (following is None or not following.is_chord or strong):
            mark = "5"  # nobody knows where to, or nowhere, or not here
        elif mark == "6" and strong:
            mark = "5"
        pitch_class = _bass_tone(mark, chord)
        if mark == "A":
            assert following is not None
            goal = self._near(bass_class(following), self._bass)
            self._bass = self._within(goal + self._random.choice((-1, 1, -2)))
        elif mark == "8" or (mark == "R" and "8" in steps):  # the root where an octave above it is in reach
            self._bass = LOWEST_BASS + (pitch_class - LOWEST_BASS) % 12 + 12 * (mark == "8")
        else:
            self._bass = self._near(pitch_class, round(0.7 * self._bass + 0.3 * BASS_CENTRE))
        strength = 1.0 if strong else 0.85
        return [self._stroke("bass", self._bass, strength, length)]

    def _comping(self, step: int, chord: ChordSymbol, begins: int | None) -> list[Stroke]:
        steps = self.groove.comping
        mark = steps[step % len(steps)]
        length = held_steps(steps, step % len(steps))
        if begins is not None and (mark == "-" or self._would_be_missed(step, begins, chord)):
            if mark != "-":
                length = max(length, min(begins, SHORT_STEPS))
            mark = mark if mark in "Xx" else "x"
        if mark in "-." or (mark == "o" and self.intensity < GHOSTS_FROM):
            return []
        voicing = self._voicing_of(chord)
        if mark.isdigit():
            return [self._stroke("comping", voicing[min(int(mark), len(voicing)) - 1], 0.8, length)]
        if len(voicing) == POWER and (begins is not None or step % self.groove.bar_steps == 0):
            voicing = coloured(chord, voicing)
        strength = STRENGTH[mark]
        return [self._stroke("comping", pitch, strength, length, order) for order, pitch in enumerate(voicing)]

    def _would_be_missed(self, step: int, steps: int, chord: ChordSymbol) -> bool:
        """Whether the pattern, as it stands, would not tell what chord this is while it lasts."""
        pattern = self.groove.comping
        coming = {pattern[place % len(pattern)] for place in range(step, step + steps)}
        if coming & (set("Xxo") if self.intensity >= GHOSTS_FROM else set("Xx")):
            return False
        voicing = self._voicing_of(chord)
        plucked = {voicing[min(int(mark), len(voicing)) - 1] % 12 for mark in coming if mark.isdigit()}
        root = root_class(chord)
        return not plucked or any((root + interval) % 12 not in plucked for interval in guide_tones(chord))

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


def _bass_tone(mark: str, chord: ChordSymbol) -> int:
    """Pitch class of a mark of the bass pattern; slash chords keep their bass for ``R`` and ``8``."""
    if mark in "R8A":
        return bass_class(chord)
    interval = {"3": third, "5": fifth, "6": sixth}[mark](chord)
    return (root_class(chord) + interval) % 12
