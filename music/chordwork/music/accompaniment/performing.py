"""From chords on the grid to a finished accompaniment: the way that every entry takes."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from chordwork.harmony import ChordSymbol, Notation, find_keys, parse_symbol, to_harte, to_lead_sheet
from chordwork.music.accompaniment.accompaniment import Accompaniment
from chordwork.music.accompaniment.arranging import SECTION_BARS, Stretch, arrange, humanised, spans_of
from chordwork.music.accompaniment.groove import STEPS_PER_QUARTER, Groove, checked_intensity, checked_tempo
from chordwork.music.accompaniment.notes import ChordMark, SectionMark
from chordwork.music.accompaniment.player import Band

OnGrid = Sequence[tuple[ChordSymbol, int]]
"""Chords with their sixteenths."""


@attrs.frozen(kw_only=True)
class Manner:
    """How a band plays, whatever it plays.

    Attributes:
        tempo_bpm: felt beats a minute, 20 … 400; None for the groove's usual tempo.
        seed: of fills and of the unevenness of people.
        intro: count in for a bar.
        ending: end with a bar on the home chord.
        fills: drum fills at the ends of sections.
        humanise: play a little early and late.
        notation: of chord names.
    """

    tempo_bpm: float | None = None
    seed: int = 0
    intro: bool = True
    ending: bool = True
    fills: bool = True
    humanise: bool = True
    notation: Notation = "english"

    def tempo(self, groove: Groove) -> float:
        """The tempo to play at.

        Raises:
            PaceError: out of range.
        """
        return groove.tempo_bpm if self.tempo_bpm is None else checked_tempo(self.tempo_bpm)


def perform(
    groove: Groove, parts: Sequence[tuple[str, float, OnGrid]], manner: Manner, last: ChordSymbol | None = None
) -> Accompaniment:
    """Play sections one after the other.

    Args:
        groove: what to play.
        parts: title (may be empty), intensity and chords of each; all of them together are not empty.
        manner: how.
        last: the chord to end on, where the manner asks for an ending; found from the chords unless given.

    Raises:
        PaceError: a tempo or an intensity out of range.
    """
    tempo_bpm = manner.tempo(groove)
    intro_steps = groove.bar_steps if manner.intro else 0
    listed = [each for _, _, chords in parts for each in chords]
    spans = spans_of(listed, 1, intro_steps)
    sections: list[Stretch] = []
    now = intro_steps
    for title, intensity, chords in parts:
        begin, now = now, now + sum(steps for _, steps in chords)
        sections.append(Stretch(begin, now, checked_intensity(intensity), title))
    if not manner.ending:
        last = None
    elif last is None:
        last = home([chord for chord, _ in listed])
    band = Band(groove, intensity=sections[0].intensity, seed=manner.seed)
    notes = list(arrange(spans, band, sections=sections, fills=manner.fills, intro_steps=intro_steps, ending=last))
    if manner.humanise:
        notes = humanised(notes, manner.seed)
    marks = [_mark(groove.beat_of(span.first), span.chord, manner) for span in spans]
    end = spans[-1].end
    if last is not None:
        marks.append(_mark(groove.beat_of(end), last, manner))
        end += groove.bar_steps
    notes.sort(key=lambda note: (note.beat, note.part, note.pitch))
    titled = tuple(SectionMark(groove.beat_of(each.first), each.title) for each in sections if each.title)
    return Accompaniment(groove, tempo_bpm, end / STEPS_PER_QUARTER, tuple(notes), tuple(marks), titled)


def _mark(beat: float, chord: ChordSymbol, manner: Manner) -> ChordMark:
    return ChordMark(beat, to_lead_sheet(chord, notation=manner.notation), to_harte(chord))


def in_sections(chords: OnGrid, repeats: int, groove: Groove) -> list[OnGrid]:
    """Chords played so often, cut where a band hears sections: each round if it is whole bars and no more than
    sixteen, else every eight bars.
    """
    once = sum(steps for _, steps in chords)
    if once % groove.bar_steps == 0 and once <= 2 * SECTION_BARS * groove.bar_steps:
        return [chords] * repeats
    longest = SECTION_BARS * groove.bar_steps
    rounds: list[list[tuple[ChordSymbol, int]]] = [[]]
    filled = 0
    for chord, steps in [*chords] * repeats:
        if filled >= longest:
            rounds.append([])
            filled -= longest
        rounds[-1].append((chord, steps))
        filled += steps
    return list(rounds)


def home(chords: Sequence[ChordSymbol]) -> ChordSymbol | None:
    """The tonic triad of the key found, or the first chord where its root is the tonic; None without chords."""
    sounding = [chord for chord in chords if chord.is_chord]
    if not sounding:
        return None
    key = find_keys(sounding)[0].key
    if sounding[0].root is not None and sounding[0].root.pitch_class == key.tonic.pitch_class:
        return sounding[0]
    return parse_symbol(f"{key.tonic}{'m' if key.mode.is_minor else ''}")
