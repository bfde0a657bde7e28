"""Well-known beginnings, to see what is suggested after them."""

from __future__ import annotations

from typing import Final

import attrs


@attrs.frozen
class Context:
    """A beginning.

    Attributes:
        title: what players call it.
        chords: a line of chords; may be empty.
        key: told to the suggester; None lets it find the key.
        expected: one of the chords that a musician would go to.
    """

    title: str
    chords: str
    key: str | None
    expected: str


CONTEXTS: Final = (
    Context("Jazz ii-V", "Dm7 G7", None, "C"),
    Context("Blues, bar 9", "A7 D7 A7 D7 A7", "A", "E7"),
    Context("Twelve-bar turnaround", "A7 D7 A7 D7 A7 E7 D7 A7", "A", "E7"),
    Context("Andalusian cadence", "Am G F", None, "E"),
    Context("Pop I-V-vi-IV", "C G Am", None, "F"),
    Context("Circle of fifths", "Am7 D7 Gmaj7 Cmaj7 F#m7b5 B7", "E minor", "Em"),
    Context("Minor line cliché", "Am Am(maj7) Am7", "A minor", "D"),
    Context("Dorian vamp", "Dm7 G Dm7 G Dm7", "D dorian", "G"),
    Context("Deceptive cadence", "C F C G", "C", "Am"),
    Context("Plagal, gospel", "C C7 F Fm", "C", "C"),
    Context("An empty page", "", None, "C"),
    Context("Doo-wop", "C Am F", None, "G"),
    Context("Canon", "D A Bm F#m G D G", None, "A"),
    Context("Rhythm changes", "Bbmaj7 G7 Cm7", "Bb", "F7"),
    Context("Minor ballad", "Am F C", "A minor", "G"),
    Context("Mixolydian rock", "D C G D C G D", None, "C"),
)
