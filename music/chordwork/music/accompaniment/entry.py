"""The one call most programs need: chords in, a band out."""

from __future__ import annotations

from typing import Final

import attrs

from chordwork.harmony import ChordSymbol, check_notation
from chordwork.harmony.options import taking
from chordwork.music.accompaniment.accompaniment import Accompaniment
from chordwork.music.accompaniment.errors import TooMuchMusicError
from chordwork.music.accompaniment.grooves import find_groove
from chordwork.music.accompaniment.performing import Manner, OnGrid, in_sections, perform
from chordwork.music.accompaniment.reading import MAX_BARS, ChordsInput, read, read_song, usual_groove
from chordwork.music.options.accompany import AccompanyOptions
from chordwork.music.pulse import FASTEST_BPM, SLOWEST_BPM
from chordwork.music.song import Song

USUAL_INTENSITY: Final = 0.6


@taking(AccompanyOptions)
def accompany(chords: ChordsInput, options: AccompanyOptions) -> Accompaniment:
    """A band that plays a progression: drums, bass and comping.

    >>> accompany("C G Am F", groove="bossa").groove.title
    'Bossa nova'

    Args:
        chords: a text such as "C G Am F", a bar each, or "C | G Am | F", whose bars their chords share (see
            :func:`~chordwork.harmony.read_chart`); or a list of symbols, of bars ("C | G Am"), or of pairs of a
            symbol and its beats, as the lower number of the groove's metre counts them; or a
            :class:`~chordwork.music.song.Song`, whose parts, repeats and tempo are played, in a groove of its metre.
            A song plan is played by :func:`~chordwork.music.songwriting.accompany_plan`.
        options: by name, as :class:`~chordwork.music.options.accompany.AccompanyOptions` has them.

    Raises:
        HarmonySyntaxError: a text is no chord; it points at the character.
        UnknownGrooveError: no such groove.
        PaceError: tempo, intensity or beats out of range.
        TooMuchMusicError: no chords, or more than 1000 bars.
        SongError: a song whose signs cannot be followed.
    """
    usual = usual_groove(chords) if isinstance(chords, Song) else "pop"
    style = find_groove(usual if options.groove is None else options.groove)
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
    titled: list[tuple[str, list[tuple[ChordSymbol, int]]]]
    if isinstance(chords, Song):
        free = options.groove is None
        titled, remarks, tempo = read_song(chords, style, beats=options.beats_a_chord, any_metre=free)
        if manner.tempo_bpm is None and tempo is not None and SLOWEST_BPM <= tempo <= FASTEST_BPM:
            manner = attrs.evolve(manner, tempo_bpm=tempo)
    else:
        only, remarks = read(chords, style, options.beats_a_chord, options.notation)
        titled = [("", only)]
    listed = [each for _, part in titled for each in part]
    bars = options.repeats * sum(steps for _, steps in listed) / style.bar_steps
    if not listed or options.repeats < 1 or bars > MAX_BARS:
        raise TooMuchMusicError(
            f"{len(listed)} chords played {options.repeats} times make {bars:g} bars: give at least one chord, "
            f"at least one repeat, and at most {MAX_BARS} bars"
        )
    intensity = USUAL_INTENSITY if options.intensity is None else options.intensity
    parts: list[tuple[str, float, OnGrid]] = []
    if len(titled) == 1:
        title = titled[0][0]
        parts += [(title, intensity, part) for part in in_sections(listed, options.repeats, style)]
    else:
        for title, part in titled * options.repeats:
            cut = in_sections(part, 1, style)
            parts += [(title if index == 0 else "", intensity, each) for index, each in enumerate(cut)]
    band = perform(style, parts, manner)
    return attrs.evolve(band, remarks=remarks)
