"""Where the tones of a chord lie on a keyboard."""

from __future__ import annotations

from typing import Final

from chordwork.harmony.chord import Chord

LOWEST_BASS: Final = 36
"""MIDI number: the C two octaves below the middle."""
LOWEST_VOICE: Final = 55
"""The G below the middle C."""


def close_voicing(chord: Chord) -> tuple[int, ...]:
    """MIDI numbers of a chord, ascending: its bass from C2 to B2, and all its tones once within G3 to F#4.

    Tones that two chords share lie at the same place, so that from one to the next only the others move.

    Returns:
        Four to six numbers; none for no chord and for one that has no name.
    """
    if not chord.is_chord:
        return ()
    bass = LOWEST_BASS + (chord.bass - LOWEST_BASS) % 12
    return (bass, *sorted(LOWEST_VOICE + (tone - LOWEST_VOICE) % 12 for tone in chord.pitch_classes))
