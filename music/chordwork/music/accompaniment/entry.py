"""The one call most programs need: chords in, a band out."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from chordwork.harmony import Notation, check_notation
from chordwork.music.accompaniment.accompaniment import Accompaniment
from chordwork.music.accompaniment.errors import TooMuchMusicError
from chordwork.music.accompaniment.groove import Groove
from chordwork.music.accompaniment.grooves import find_groove
from chordwork.music.accompaniment.performing import Manner, in_sections, perform
from chordwork.music.accompaniment.reading import MAX_BARS, ChordInput, read


def accompany(
    chords: str | Sequence[ChordInput | tuple[ChordInput, float]],
    *,
    groove: str | Groove = "pop",
    tempo_bpm: float | None = None,
    intensity: float = 0.6,
    seed: int = 0,
    repeats: int = 1,
    beats_a_chord: float | None = None,
    intro: bool = True,
    ending: bool = True,
    fills: bool = True,
    humanise: bool = True,
    notation: Notation = "english",
) -> Accompaniment:
    """A band that plays a progression: drums, bass and comping.

    >>> accompany("C G Am F", groove="bossa").groove.title
    'Bossa nova'

    Args:
        chords: a text such as "C G Am F", a bar each, or "C | G Am | F", whose bars their chords share (see
            :func:`~chordwork.harmony.read_chart`); or a list of symbols, of bars ("C | G Am"), or of pairs of a
            symbol and its beats, as the lower number of the groove's metre counts them. A song plan is played by
            :func:`~chordwork.music.songwriting.accompany_plan`.
        groove: a name of :data:`~chordwork.music.accompaniment.GROOVES`, or your own.
        tempo_bpm: felt beats a minute, 20 … 400, in 6/8 and 12/8 dotted quarters; the groove's usual one by default.
        intensity: 0 … 1: how many join in, how loud, how much they fill.
        seed: of fills and of the unevenness of people; the same seed plays the same.
        repeats: how often the progression is played.
        beats_a_chord: of chords that come without; one bar by default.
        intro: count in for a bar.
        ending: end with a bar on the home chord.
        fills: drum fills at the ends of sections.
        humanise: play a little early and late, as people do.
        notation: of note names, read and printed: "english", "german" or "solfege".

    Raises:
        HarmonySyntaxError: a text is no chord; it points at the character.
        UnknownGrooveError: no such groove.
        PaceError: tempo, intensity or beats out of range.
        TooMuchMusicError: no chords, or more than 1000 bars.
    """
    style = find_groove(groove)
    manner = Manner(
        tempo_bpm=tempo_bpm,
        seed=seed,
        intro=intro,
        ending=ending,
        fills=fills,
        humanise=humanise,
        notation=check_notation(notation),
    )
    manner.tempo(style)
    listed, remarks = read(chords, style, beats_a_chord, notation)
    bars = repeats * sum(steps for _, steps in listed) / style.bar_steps
    if not listed or repeats < 1 or bars > MAX_BARS:
        raise TooMuchMusicError(
            f"{len(listed)} chords played {repeats} times make {bars:g} bars: give at least one chord, "
            f"at least one repeat, and at most {MAX_BARS} bars"
        )
    band = perform(style, [("", intensity, part) for part in in_sections(listed, repeats, style)], manner)
    return attrs.evolve(band, remarks=remarks)
