"""A song plan, played by the band: section by section, each as loud as it should be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chordwork.harmony import ChordSymbol, Notation, check_notation, parse_key, parse_symbol
from chordwork.music.accompaniment import Accompaniment, Groove, TooMuchMusicError, find_groove
from chordwork.music.accompaniment.performing import Manner, OnGrid, perform
from chordwork.music.accompaniment.reading import MAX_BARS, shared
from chordwork.music.songwriting.chart import bars_of
from chordwork.music.songwriting.model import Plan, Section
from chordwork.music.songwriting.soundness import read_plan


def accompany_plan(
    plan: Plan | Mapping[str, Any],
    *,
    groove: str | Groove | None = None,
    tempo_bpm: float | None = None,
    intensity: float | None = None,
    seed: int | None = None,
    repeats: int = 1,
    intro: bool = True,
    ending: bool = True,
    fills: bool = True,
    humanise: bool = True,
    notation: Notation = "english",
) -> Accompaniment:
    """The band plays a whole song: its form, chords, tempo, groove and metre, and every section with its own energy.

    Args:
        plan: a plan, or its JSON data as ``chordwork write --format json`` and ``/instructions`` give it.
        groove: another one than the plan's; chords keep their bars.
        tempo_bpm: felt beats a minute, 20 … 400, if not the plan's.
        intensity: 0 … 1, of all sections alike; that of each by default.
        seed: if not the plan's.
        repeats: how often the song is played.
        intro: count in for a bar.
        ending: end with a bar on the home chord.
        fills: drum fills at the ends of sections.
        humanise: play a little early and late, as people do.
        notation: of the chord names.

    Raises:
        PlanFormatError: the data is no plan; it names the place.
        UnknownGrooveError, PaceError: as for :func:`~chordwork.music.accompaniment.accompany`.
        TooMuchMusicError: more than 1000 bars.
    """
    song = plan if isinstance(plan, Plan) else read_plan(plan)
    style = find_groove(song.groove if groove is None else groove)
    manner = Manner(
        tempo_bpm=song.tempo_bpm if tempo_bpm is None else tempo_bpm,
        seed=song.seed % 2**31 if seed is None else seed,
        intro=intro, ending=ending, fills=fills, humanise=humanise,
        notation=check_notation(notation),
    )  # fmt: skip
    bars = song.bars * repeats
    if repeats < 1 or bars > MAX_BARS:
        raise TooMuchMusicError(
            f"{song.bars:g} bars played {repeats} times: give at least one repeat, and at most {MAX_BARS} bars"
        )
    chords = {section.name: _on_grid(section, style) for section in song.sections}
    energies = {section.name: section.energy if intensity is None else intensity for section in song.sections}
    parts = [(part.title, energies[part.section], chords[part.section]) for part in song.form] * repeats
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
