"""What the network should say at each hop of a clip."""

from __future__ import annotations

from typing import Any, Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.engine._model import NO_CHORD_INDEX
from chordwork.engine._spec import FEATURE_SPEC
from chordwork.harmony import QUALITIES, parse_label

TARGET_DELAY_S: Final = 0.045
"""The network speaks of the moment this long before the end of its newest hop."""
IGNORED: Final = -1
NOTE_TAIL_S: Final = 0.08
UNKNOWN_NOTES: Final = 0xFFFF
"""Notes of a hop of a clip whose notes nobody wrote down."""
LONGEST_REST_S: Final = 0.7
"""A shorter silence between two chords is a rest within the first: a musician would not write N for it."""

_QUALITY_INDEX = {quality.harte: index for index, quality in enumerate(QUALITIES)}


@attrs.frozen(eq=False)
class Targets:
    """One row a hop.

    Attributes:
        chord: index into ``CHORDS``, or :data:`IGNORED`; int16 ``(hops,)``.
        bass: interval of the bass above the root in semitones, or :data:`IGNORED`; int8 ``(hops,)``.
        notes: bit ``p`` is set while pitch class ``p`` sounds, or :data:`UNKNOWN_NOTES`; uint16 ``(hops,)``.
    """

    chord: NDArray[np.int16]
    bass: NDArray[np.int8]
    notes: NDArray[np.uint16]


def hop_times(hops: int) -> NDArray[np.float64]:
    """The moment in seconds that each hop's answer is about, shape ``(hops,)``."""
    return np.asarray((np.arange(hops) + 1) * FEATURE_SPEC.hop_seconds - TARGET_DELAY_S)


def targets_for(clip: dict[str, Any], hops: int) -> Targets:
    """Targets of ``hops`` hops from a clip's description (its chords and notes, times in seconds).

    A description without ``notes`` says nothing of them; an empty list says that there are none.
    """
    times = hop_times(hops)
    chord = np.full(hops, NO_CHORD_INDEX, np.int16)
    bass = np.full(hops, IGNORED, np.int8)
    for start, end, label in _with_rests_joined(clip["chords"]):
        span = slice(*np.searchsorted(times, (start, end)))
        parsed = parse_label(label)
        if label == "X":
            chord[span] = IGNORED
        elif parsed.quality is not None:
            chord[span] = parsed.root * len(QUALITIES) + _QUALITY_INDEX[parsed.quality.harte]
            bass[span] = (parsed.bass - parsed.root) % 12
    notes = np.full(hops, 0 if "notes" in clip else UNKNOWN_NOTES, np.uint16)
    for start, end, pitch, *_ in clip.get("notes", ()):
        notes[slice(*np.searchsorted(times, (start, end + NOTE_TAIL_S)))] |= np.uint16(1 << (int(pitch) % 12))
    return Targets(chord, bass, notes)


def _with_rests_joined(chords: list[tuple[float, float, str]]) -> list[tuple[float, float, str]]:
    joined = []
    for index, (start, end, label) in enumerate(chords):
        inside = 0 < index < len(chords) - 1
        if label == "N" and inside and end - start < LONGEST_REST_S:
            label = chords[index - 1][2]
        joined.append((start, end, label))
    return joined
