"""The one call most programs need: chords in, a band out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from chordwork.music.accompaniment.accompaniment import Accompaniment, ChordMark
from chordwork.music.accompaniment.arranging import SECTION_BARS, arrange, humanised, spans_of
from chordwork.music.accompaniment.charted import ChordInput, timed_chords
from chordwork.music.accompaniment.errors import PaceError, TooMuchMusicError
from chordwork.music.accompaniment.groove import STEPS_PER_BEAT, Groove
from chordwork.music.accompaniment.grooves import find_groove
from chordwork.music.accompaniment.player import Band
from chordwork.music.harmony import ChordSymbol, Notation, find_keys, parse_symbol, to_lead_sheet

SLOWEST_BPM: Final = 40.0
FASTEST_BPM: Final = 280.0
MAX_BARS: Final = 1000


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
            :func:`~chordwork.music.harmony.read_chart`); or a list of symbols, of bars ("C | G Am"), or of pairs of a
            symbol and its quarter notes.
        groove: a name of :data:`~chordwork.music.accompaniment.GROOVES`, or your own.
        tempo_bpm: quarter notes a minute, 40 … 280; the groove's usual one by default.
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
    tempo = style.tempo_bpm if tempo_bpm is None else tempo_bpm
    if not SLOWEST_BPM <= tempo <= FASTEST_BPM:
        raise PaceError(f"a tempo of {tempo:g} bpm: give {SLOWEST_BPM:g} to {FASTEST_BPM:g}")
    if not 0.0 <= intensity <= 1.0:
        raise PaceError(f"an intensity of {intensity:g}: give 0 to 1")
    listed = _on_grid(
        timed_chords(chords, style.metre, style.beats if beats_a_chord is None else beats_a_chord, notation)
    )
    bars = repeats * sum(steps for _, steps in listed) / style.bar_steps
    if not listed or repeats < 1 or bars > MAX_BARS:
        raise TooMuchMusicError(
            f"{len(listed)} chords played {repeats} times make {bars:g} bars: give at least one chord, "
            f"at least one repeat, and at most {MAX_BARS} bars"
        )
    intro_steps = style.bar_steps if intro else 0
    spans = spans_of(listed, repeats, intro_steps)
    last = _home([chord for chord, _ in listed]) if ending else None
    once = sum(steps for _, steps in listed)
    section = once if once % style.bar_steps == 0 and once <= 2 * SECTION_BARS * style.bar_steps else 0
    band = Band(style, intensity=intensity, seed=seed)
    notes = list(
        arrange(
            spans,
            band,
            section_steps=section or SECTION_BARS * style.bar_steps,
            fills=fills,
            intro_steps=intro_steps,
            ending=last,
        )
    )
    if humanise:
        notes = humanised(notes, seed)
    marks = [ChordMark(style.beat_of(span.first), to_lead_sheet(span.chord, notation=notation)) for span in spans]
    end = spans[-1].end
    if last is not None:
        marks.append(ChordMark(style.beat_of(end), to_lead_sheet(last, notation=notation)))
        end += style.bar_steps
    notes.sort(key=lambda note: (note.beat, note.part, note.pitch))
    return Accompaniment(style, tempo, end / STEPS_PER_BEAT, tuple(notes), tuple(marks))


def _on_grid(pairs: Sequence[tuple[ChordSymbol, float | Fraction]]) -> list[tuple[ChordSymbol, int]]:
    """Chords with their steps; each boundary lies on the nearest sixteenth, so that thirds of a bar add up."""
    if len(pairs) > MAX_BARS * STEPS_PER_BEAT:
        raise TooMuchMusicError(f"{len(pairs)} chords: give at most {MAX_BARS * STEPS_PER_BEAT}")
    result: list[tuple[ChordSymbol, int]] = []
    end = Fraction(0)
    for symbol, beats in pairs:
        if not isinstance(beats, int | float | Fraction) or not 0.25 <= beats <= 4096:
            raise PaceError(f"a chord of {beats!r} beats: give 0.25 to 4096")
        begin = round(end * STEPS_PER_BEAT)
        end += Fraction(beats).limit_denominator(48)
        result.append((symbol, max(1, round(end * STEPS_PER_BEAT) - begin)))
    return result


def _home(chords: Sequence[ChordSymbol]) -> ChordSymbol | None:
    """The tonic triad of the key found, or the first chord where its root is the tonic; None without chords."""
    sounding = [chord for chord in chords if chord.is_chord]
    if not sounding:
        return None
    key = find_keys(sounding)[0].key
    if sounding[0].root is not None and sounding[0].root.pitch_class == key.tonic.pitch_class:
        return sounding[0]
    return parse_symbol(f"{key.tonic}{'m' if key.mode.is_minor else ''}")
