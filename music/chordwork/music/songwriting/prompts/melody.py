"""Prompts for a tune: where it lies, how it moves, and a note to aim at for each chord."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chordwork.harmony import ChordSymbol, Key, Note, to_lead_sheet
from chordwork.music.options.fields import VoiceName
from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.model import MelodyPrompt, MelodyTarget, Mood

_LOWEST: Final[dict[VoiceName, int]] = {"low": 45, "medium": 57, "high": 60}
"""MIDI pitch where the verse of each voice begins: A2, A3, C4. The middle voice has the compass of songbooks, A3 to D5;
a low voice the same an octave lower."""
COMPASS: Final = 17
"""Semitones from the lowest note of a song to its highest."""
_LIFT: Final = {"verse": 0, "pre-chorus": 3, "chorus": 5, "bridge": 4, "refrain": 4, "solo": 5, "intro": 3, "outro": 0}
"""Semitones above that, by section: a chorus lies higher."""
SPAN: Final = 10
"""Semitones from the lowest to the highest note of a section: most singers have them without strain."""
_DEGREES: Final = {
    0: "root", 1: "flat ninth", 2: "ninth", 3: "third", 4: "third", 5: "fourth", 6: "flat fifth", 7: "fifth",
    8: "raised fifth", 9: "sixth", 10: "seventh", 11: "seventh",
}  # fmt: skip

_CONTOURS: Final[dict[str, tuple[str, ...]]] = {
    "verse": (
        "stay within four or five notes and speak more than you sing; let each line fall at its end",
        "start low, step up one note in each line, and fall back on the last",
        "hover around one note, leave it once a line, come back to it",
    ),
    "pre-chorus": (
        "climb: each line starts one step higher than the last",
        "repeat one short figure and lift it a step each time the chord changes",
    ),
    "chorus": (
        "leap up to the highest note on the title, then come down by steps",
        "a wide arch: up in the first half of the line, down in the second",
        "a short figure of three or four notes, sung three times, with a new ending the fourth",
    ),
    "bridge": (
        "turn it over: where the verse went up, go down",
        "long notes over the moving chords, highest near the end",
    ),
    "intro": ("play the first line of the tune, one note at a time, or leave it to the chords",),
    "outro": ("sing the title once more, lower and slower, and end on the home note",),
    "solo": ("start from the tune of the verse, change two notes each time, leave gaps as long as your phrases",),
}  # fmt: skip
_RHYTHMS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "4/4": {
        "verse": ("come in after beat 1, with mostly eighth notes, and stop before beat 4",
                  "two short phrases a line, each starting on the 'and' of 2"),
        "chorus": ("start right on beat 1 with a long note; fewer words than the verse",
                   "begin just before beat 1, so that the title's strongest syllable falls on it"),
        "other": ("start on beat 2 and keep it even", "hold the last note of each line over the bar line"),
    },
    "3/4": {
        "verse": ("one word on each beat, the last of a line held for a whole bar",),
        "chorus": ("long-short, long-short: a half note and a quarter in each bar",),
        "other": ("start on beat 2 and lean into the next beat 1",),
    },
    "6/8": {
        "verse": ("three quick syllables to each half of the bar, with breath in every second bar",),
        "chorus": ("long notes on the two main beats",),
        "other": ("start on the last eighth before the bar",),
    },
    "12/8": {
        "verse": ("three syllables to a beat, and breath on the last beat of every second bar",),
        "chorus": ("long notes on beats 1 and 3, the title last",),
        "other": ("start on the last eighth before the bar",),
    },
    "5/4": {
        "verse": ("a phrase over beats 1 to 3, an answer on 4 and 5",),
        "chorus": ("one long note from beat 1, a short word on beat 4",),
        "other": ("start on beat 2 and end on beat 4",),
    },
    "7/8": {
        "verse": ("one syllable to each eighth, with breath every second bar",),
        "chorus": ("a long note where the bar's long beat is",),
        "other": ("start on the last eighth before the bar",),
    },
}  # fmt: skip


def melody_prompt(
    name: str, chords: Sequence[ChordSymbol], key: Key, voice: VoiceName, metre: str, mood: Mood, draw: Draw
) -> MelodyPrompt:
    """A prompt for one section.

    Args:
        name: of the section.
        chords: those that sound, in order.
        key: tells the scale.
        voice: of the singer.
        metre: where the beats are.
        mood: leans the tune up or down.
        draw: chance.
    """
    low = _fitted(_LOWEST[voice] + _LIFT.get(name, 2), key)
    most = low + SPAN + (2 if name == "chorus" else 0)
    high = _fitted_down(min(most, _LOWEST[voice] + COMPASS), key)
    kind = name if name in _CONTOURS else "verse"
    contour = draw.child("contour").choose(_CONTOURS[kind])
    rhythms = _RHYTHMS.get(metre, _RHYTHMS["4/4"])
    rhythm = draw.child("rhythm").choose(rhythms.get(name, rhythms["other"]))
    if mood.energy > 0.4 and name == "chorus":
        rhythm += "; push the accents a little early"
    return MelodyPrompt(_name(low, key), _name(high, key), contour, rhythm, _targets(chords, key, low, high, name))


def _targets(chords: Sequence[ChordSymbol], key: Key, low: int, high: int, name: str) -> tuple[MelodyTarget, ...]:
    """The path through chord notes that moves least and says most: thirds and sevenths before roots and fifths; a
    section that ends at home ends on the home note."""
    if not chords:
        return ()
    middle = (low + high) / 2 + (1 if name == "chorus" else 0)
    choices = [_pitches(chord, low, high) for chord in chords]
    totals = [
        [_price(pitch, chord, middle) for pitch in options] for chord, options in zip(chords, choices, strict=True)
    ]
    if chords[-1].root == key.tonic and name in ("chorus", "outro", "refrain", "verse"):
        home = key.tonic.pitch_class
        totals[-1] = [
            price - (3.0 if pitch % 12 == home else 0.0) for price, pitch in zip(totals[-1], choices[-1], strict=True)
        ]
    came: list[list[int]] = []
    reached = totals[0]
    for before, options, prices in zip(choices, choices[1:], totals[1:], strict=False):
        steps = [_origin(before, reached, pitch) for pitch in options]
        reached = [
            price + reached[at] + _move(before[at], pitch)
            for price, at, pitch in zip(prices, steps, options, strict=True)
        ]
        came.append(steps)
    place = min(range(len(reached)), key=lambda at: (round(reached[at], 6), at))
    path = [place]
    for steps in reversed(came):
        place = steps[place]
        path.append(place)
    pitches = [options[at] for options, at in zip(choices, reversed(path), strict=True)]
    return tuple(_target(chord, pitch) for chord, pitch in zip(chords, pitches, strict=True))


def _origin(before: Sequence[int], reached: Sequence[float], pitch: int) -> int:
    """Where the cheapest path to a pitch comes from."""
    costs = [round(cost + _move(one, pitch), 6) for cost, one in zip(reached, before, strict=True)]
    return costs.index(min(costs))


def _pitches(chord: ChordSymbol, low: int, high: int) -> list[int]:
    own = {note.pitch_class for note in chord.notes}
    return [pitch for pitch in range(low, high + 1) if pitch % 12 in own]


def _price(pitch: int, chord: ChordSymbol, middle: float) -> float:
    assert chord.root is not None
    above = (pitch - chord.root.pitch_class) % 12
    taste = {3: 0.0, 4: 0.0, 10: 0.1, 11: 0.1, 7: 0.5, 0: 0.8}.get(above, 0.4)
    return taste + 0.06 * abs(pitch - middle)


def _move(one: int, two: int) -> float:
    """Steps are free, a repeated note costs a little, leaps more."""
    size = abs(two - one)
    return 0.35 if size == 0 else 0.0 if size <= 2 else 0.25 * (size - 2)


def _target(chord: ChordSymbol, pitch: int) -> MelodyTarget:
    assert chord.root is not None
    note = next(note for note in chord.notes if note.pitch_class == pitch % 12)
    return MelodyTarget(to_lead_sheet(chord), _written(note, pitch), _DEGREES[(pitch - chord.root.pitch_class) % 12])


def _fitted(pitch: int, key: Key) -> int:
    """The next pitch upwards that is in the scale."""
    scale = {note.pitch_class for note in key.scale}
    return next(each for each in range(pitch, pitch + 12) if each % 12 in scale)


def _fitted_down(pitch: int, key: Key) -> int:
    """The next pitch downwards that is in the scale."""
    scale = {note.pitch_class for note in key.scale}
    return next(each for each in range(pitch, pitch - 12, -1) if each % 12 in scale)


def _name(pitch: int, key: Key) -> str:
    return _written(key.spell(pitch % 12), pitch)


def _written(note: Note, pitch: int) -> str:
    """A note as singers look for it, with its octave: F4, never E#4 or Gbb4."""
    name = note.name if note.name not in _ODD and abs(note.accidental) <= 1 else _PLAIN[pitch % 12]
    return f"{name}{pitch // 12 - 1}"


_ODD: Final = frozenset(["E#", "B#", "Cb", "Fb"])
_PLAIN: Final = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
