"""The one call most programs need: chords in, a band out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from chordwork.harmony import check_notation
from chordwork.harmony.options import taking
from chordwork.music.accompaniment.accompaniment import Accompaniment
from chordwork.music.accompaniment.errors import TooMuchMusicError
from chordwork.music.accompaniment.grooves import find_groove
from chordwork.music.accompaniment.performing import Manner, in_sections, perform
from chordwork.music.accompaniment.reading import MAX_BARS, ChordInput, read
from chordwork.music.options.accompany import AccompanyOptions

USUAL_INTENSITY: Final = 0.6


@taking(AccompanyOptions)
def accompany(
    chords: str | Sequence[ChordInput | tuple[ChordInput, float]], options: AccompanyOptions
) -> Accompaniment:
    """A band that plays a progression: drums, bass and comping.

    >>> accompany("C G Am F", groove="bossa").groove.title
    'Bossa nova'

    Args:
        chords: a text such as "C G Am F", a bar each, or "C | G Am | F", whose bars their chords share (see
            :func:`~chordwork.harmony.read_chart`); or a list of symbols, of bars ("C | G Am"), or of pairs of a
            symbol and its beats, as the lower number of the groove's metre counts them. A song plan is played by
            :func:`~chordwork.music.songwriting.accompany_plan`.
        options: by name, as :class:`~chordwork.music.options.accompany.AccompanyOptions` has them.

    Raises:
        HarmonySyntaxError: a text is no chord; it points at the character.
        UnknownGrooveError: no such groove.
        PaceError: tempo, intensity or beats out of range.
        TooMuchMusicError: no chords, or more than 1000 bars.
    """
    style = find_groove("pop" if options.groove is None else options.groove)
    manner = Manner(
        tempo_bpm=options.tempo_bpm,
        seed=options.seed or 0,
        intro=options.intro,
        ending=options.ending,
        fills=options.fills,
        humanise=options.humanise,
        notation=check_notation(options.notation),
    )
    manner.tempo(style)
    listed, remarks = read(chords, style, options.beats_a_chord, options.notation)
    bars = options.repeats * sum(steps for _, steps in listed) / style.bar_steps
    if not listed or options.repeats < 1 or bars > MAX_BARS:
        raise TooMuchMusicError(
            f"{len(listed)} chords played {options.repeats} times make {bars:g} bars: give at least one chord, "
            f"at least one repeat, and at most {MAX_BARS} bars"
        )
    intensity = USUAL_INTENSITY if options.intensity is None else options.intensity
    band = perform(style, [("", intensity, part) for part in in_sections(listed, options.repeats, style)], manner)
    return attrs.evolve(band, remarks=remarks)
