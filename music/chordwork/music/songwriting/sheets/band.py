"""A song plan, played by the band: section by section, each as loud as it should be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chordwork.harmony import ChordSymbol, check_notation, parse_key, parse_symbol
from chordwork.harmony.options import taking
from chordwork.music.accompaniment import Accompaniment, Groove, TooMuchMusicError, find_groove
from chordwork.music.accompaniment.performing import Manner, OnGrid, perform
from chordwork.music.accompaniment.reading import MAX_BARS, shared
from chordwork.music.options.accompany import AccompanyOptions
from chordwork.music.songwriting.chart import bars_of
from chordwork.music.songwriting.errors import PlanOptionError
from chordwork.music.songwriting.model import Plan, Section
from chordwork.music.songwriting.soundness import read_plan


@taking(AccompanyOptions)
def accompany_plan(plan: Plan | Mapping[str, Any], options: AccompanyOptions) -> Accompaniment:
    """The band plays a whole song: its form, chords, tempo, groove and metre, and every section with its own energy.

    Args:
        plan: a plan, or its JSON data as ``chordwork write --format json`` and ``/instructions`` give it.
        options: by name, as :class:`~chordwork.music.options.accompany.AccompanyOptions` has them.

    Raises:
        PlanFormatError: the data is no plan; it names the place.
        PlanOptionError: beats for its chords, whose lengths the plan says.
        UnknownGrooveError, PaceError: as for :func:`~chordwork.music.accompaniment.accompany`.
        TooMuchMusicError: more than 1000 bars.
    """
    if options.beats_a_chord is not None:
        raise PlanOptionError("a plan says how long its chords last: leave out the beats of a chord")
    song = plan if isinstance(plan, Plan) else read_plan(plan)
    style = find_groove(song.groove if options.groove is None else options.groove)
    manner = Manner(
        tempo_bpm=song.tempo_bpm if options.tempo_bpm is None else options.tempo_bpm,
        seed=song.seed % 2**31 if options.seed is None else options.seed,
        intro=options.intro, ending=options.ending, fills=options.fills, humanise=options.humanise,
        notation=check_notation(options.notation),
    )  # fmt: skip
    bars = song.bars * options.repeats
    if options.repeats < 1 or bars > MAX_BARS:
        raise TooMuchMusicError(
            f"{song.bars:g} bars played {options.repeats} times: give at least one repeat, and at most {MAX_BARS} bars"
        )
    own = options.intensity
    chords = {section.name: _on_grid(section, style) for section in song.sections}
    energies = {section.name: section.energy if own is None else own for section in song.sections}
    parts = [(part.title, energies[part.section], chords[part.section]) for part in song.form] * options.repeats
    return perform(style, parts, manner, last=_last_chord(song))


def _on_grid(section: Section, groove: Groove) -> OnGrid:
    result: list[tuple[ChordSymbol, int]] = []
    for bar in bars_of([(chord.symbol, chord.bars) for chord in section.chords]):
        steps = shared(len(bar), groove)
        result += [(parse_symbol(symbol), length) for (symbol, _), length in zip(bar, steps, strict=True)]
    return result


def _last_chord(song: Plan) -> ChordSymbol:
    """The tonic as the song last plays it, else its plain triad."""
    key = parse_key(song.key)
    played = [parse_symbol(chord.symbol) for part in song.form for chord in song.section(part.section).chords]
    for chord in reversed(played):
        if chord.root == key.tonic and chord.bass == key.tonic:
            return chord
    return parse_symbol(f"{key.tonic}{'m' if key.mode.is_minor else ''}")
