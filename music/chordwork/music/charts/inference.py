"""Chords from notes, where a file has notes and no chord symbols.

Each felt beat is described by how much of it every pitch class sounds, and by its lowest notes. A chord is worth what
of it sounds, less what sounds beside it; staying costs nothing, and a change costs less on a bar's first beat than in
its middle, and less there than between. The best way through the piece is found by dynamic programming (Viterbi).
Pardo and Birmingham, "Algorithms for Chordal Analysis", Computer Music Journal 26(2), 2002, score segments by the same
three counts (notes of the template that are there, notes beside it, notes of it that are not there).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

import attrs

from chordwork.harmony import NO_SYMBOL, ChordSymbol, Degree, Key, Note, find_keys, parse_key, parse_symbol
from chordwork.music.pulse import pulse
from chordwork.music.song import PlacedChord, Signature

_SUFFIXES: Final = ("", "m", "7", "maj7", "m7", "m7b5", "dim", "dim7", "aug", "sus4", "7sus4", "sus2")


@attrs.frozen
class SoundingNote:
    """A note; times in quarter notes from the beginning of the piece."""

    pitch: int
    start: float
    end: float


@attrs.frozen
class BarSpan:
    """A bar; ``start`` in quarter notes from the beginning, ``beats`` as the metre's lower number counts."""

    start: Fraction
    beats: Fraction
    metre: Signature


@attrs.frozen
class Weights:
    """What counts how much. Chosen on the training songs of POP909; the figures of others are in ``docs/songs.md``."""

    root: float = 1.14
    third: float = 1.0
    fifth: float = 1.15
    seventh: float = 0.2
    beside: float = 0.37
    missing: float = 0.16
    bass_root: float = 0.48
    bass_tone: float = 0.07
    bass_beside: float = 1.58
    complexity: float = 0.42
    rare: float = 0.48
    change_bar: float = 0.93
    change_middle: float = 1.14
    change_beat: float = 1.76
    inversion: float = 0.6


@attrs.frozen
class Inferred:
    """What was found.

    Attributes:
        key: the likeliest, in which chords are spelled; None where nothing sounds.
        bars: chords of each bar, those that begin in it.
    """

    key: Key | None
    bars: tuple[tuple[PlacedChord, ...], ...]


@attrs.frozen
class _Template:
    suffix: str
    tones: dict[int, float]
    cost: float


def _templates(weights: Weights) -> list[_Template]:
    common = {"", "m"}
    rare = {"dim", "dim7", "aug", "sus2", "7sus4", "m7b5", "sus4"}
    made = []
    for suffix in _SUFFIXES:
        tones: dict[int, float] = {}
        for degree in parse_symbol("C" + suffix).degrees:
            worth = {1: weights.root, 5: weights.fifth, 7: weights.seventh}.get(degree.number, weights.third)
            tones[degree.semitones % 12] = worth
        cost = 0.0 if suffix in common else weights.complexity + (weights.rare if suffix in rare else 0.0)
        made.append(_Template(suffix, tones, cost))
    return made


@attrs.frozen
class _Cell:
    """A felt beat: where it is, what changing there costs, and what sounds in it."""

    bar: int
    beat: Fraction
    cost: float
    sounding: tuple[float, ...]
    bass: tuple[float, ...]


def infer_chords(
    notes: Iterable[SoundingNote],
    bars: Sequence[BarSpan],
    *,
    key: Key | None = None,
    weights: Weights | None = None,
) -> Inferred:
    """The chords of a piece.

    Args:
        notes: of all pitched parts, in any order.
        bars: one after another.
        key: where the source says it; else the likeliest of the chords found.
        weights: what counts how much.

    Returns:
        One chord a felt beat at most, most on the first beats of bars; ``N.C.`` where nothing sounds for a bar. Spelled
        in the key.
    """
    chosen = weights or Weights()
    cells = _cells(sorted(notes, key=lambda note: note.start), bars, chosen)
    templates = _templates(chosen)
    path = _best_path(cells, templates, chosen)
    plain = [_symbol(templates, state, None) for state in path]
    if key is None:
        found = find_keys([symbol for symbol in _runs(plain) if symbol.is_chord])
        key = found[0].key if found else None
    placed: list[list[PlacedChord]] = [[] for _ in bars]
    for symbol, first, last in _segments(path):
        bass = _bass(cells[first:last], templates, symbol, chosen)
        spelled = _symbol(templates, symbol, key, bass)
        placed[cells[first].bar].append(PlacedChord(spelled, cells[first].beat))
    return Inferred(key, tuple(tuple(bar) for bar in placed))


def _cells(notes: Sequence[SoundingNote], bars: Sequence[BarSpan], weights: Weights) -> list[_Cell]:
    spans: list[tuple[int, Fraction, float, float, float]] = []
    for number, bar in enumerate(bars):
        unit = Fraction(4, bar.metre[1])
        felt = pulse(bar.metre) / unit
        count = max(1, -(-bar.beats // felt))
        for index in range(count):
            beat = felt * index
            length = min(felt, bar.beats - beat)
            middle = count % 2 == 0 and index * 2 == count
            cost = weights.change_bar if index == 0 else weights.change_middle if middle else weights.change_beat
            start = bar.start + beat * unit
            spans.append((number, beat, cost, float(start), float(start + length * unit)))
    cells: list[_Cell] = []
    active: list[SoundingNote] = []
    index = 0
    for number, beat, cost, begin, end in spans:
        active = [note for note in active if note.end > begin]
        while index < len(notes) and notes[index].start < end:
            if notes[index].end > begin:
                active.append(notes[index])
            index += 1
        cells.append(_Cell(number, beat, cost, *_heard(active, begin, end)))
    return cells


def _heard(notes: Sequence[SoundingNote], start: float, end: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """How much of the time each pitch class sounds, at most all of it; and how much of the time it is the lowest."""
    length = end - start
    sounding = [0.0] * 12
    parts = []
    for note in notes:
        part = (min(note.end, end) - max(note.start, start)) / length
        if part > 0:
            sounding[note.pitch % 12] += part
            parts.append((note.pitch, part))
    bass = [0.0] * 12
    left = 1.0
    for pitch, part in sorted(parts):
        if left <= 0:
            break
        share = min(part, left)
        bass[pitch % 12] += share
        left -= share
    return tuple(min(1.0, value) for value in sounding), tuple(bass)


def _best_path(cells: Sequence[_Cell], templates: Sequence[_Template], weights: Weights) -> list[int | None]:
    """For each cell, template * 12 + root; None where nothing sounds."""
    states = len(templates) * 12
    best = [0.0] * states
    came: list[list[int]] = []
    for cell in cells:
        scores = _scores(cell, templates, weights)
        top = max(range(states), key=best.__getitem__)
        reached = best[top] - cell.cost
        row = [state if best[state] >= reached else top for state in range(states)]
        best = [max(value, reached) + score for value, score in zip(best, scores, strict=True)]
        came.append(row)
    path: list[int | None] = [None] * len(cells)
    if not cells:
        return path
    state = max(range(states), key=best.__getitem__)
    for place in range(len(cells) - 1, -1, -1):
        path[place] = state
        state = came[place][state]
    return _silenced(path, cells)


def _silenced(path: list[int | None], cells: Sequence[_Cell]) -> list[int | None]:
    """Bars in which nothing sounds have no chord, unless one before goes on only there."""
    empty: dict[int, bool] = {}
    for cell in cells:
        empty[cell.bar] = empty.get(cell.bar, True) and not any(cell.sounding)
    return [None if empty[cell.bar] else state for state, cell in zip(path, cells, strict=True)]


def _scores(cell: _Cell, templates: Sequence[_Template], weights: Weights) -> list[float]:
    heard, bass = cell.sounding, cell.bass
    total = sum(heard)
    scores = []
    if not total:
        return [0.0] * (12 * len(templates))
    for template in templates:
        for root in range(12):
            score = -template.cost - weights.beside * total
            inside = 0.0
            for interval, worth in template.tones.items():
                pitch_class = (root + interval) % 12
                value = heard[pitch_class]
                score += (worth + weights.beside) * value - weights.missing * (1.0 - value)
                inside += bass[pitch_class]
            score += weights.bass_root * bass[root] + weights.bass_tone * (inside - bass[root])
            score -= weights.bass_beside * (sum(bass) - inside)
            scores.append(score)
    return scores


def _segments(path: Sequence[int | None]) -> Iterable[tuple[int | None, int, int]]:
    first = 0
    for place in range(1, len(path) + 1):
        if place == len(path) or path[place] != path[first]:
            yield path[first], first, place
            first = place


def _runs(symbols: Sequence[ChordSymbol]) -> list[ChordSymbol]:
    return [symbol for place, symbol in enumerate(symbols) if place == 0 or symbol != symbols[place - 1]]


def _bass(cells: Sequence[_Cell], templates: Sequence[_Template], state: int | None, weights: Weights) -> int | None:
    """Another note of the chord than its root, where it is the lowest for most of the chord's time."""
    if state is None:
        return None
    lowest = [sum(cell.bass[pitch_class] for cell in cells) for pitch_class in range(12)]
    total = sum(lowest)
    top = max(range(12), key=lowest.__getitem__)
    template, root = templates[state // 12], state % 12
    inside = (top - root) % 12 in template.tones
    return top if inside and top != root and lowest[top] >= weights.inversion * total else None


def _symbol(templates: Sequence[_Template], state: int | None, key: Key | None, bass: int | None = None) -> ChordSymbol:
    if state is None:
        return NO_SYMBOL
    root = (key or _HOME).spell(state % 12)
    symbol = parse_symbol(root.name + templates[state // 12].suffix)
    if bass is None:
        return symbol
    return attrs.evolve(symbol, bass=_chord_tone(symbol, root, bass))


def _chord_tone(symbol: ChordSymbol, root: Note, pitch_class: int) -> Note:
    """A note of the chord, spelled as the chord spells it."""
    degree: Degree = next(one for one in symbol.degrees if root.above(one).pitch_class == pitch_class)
    return root.above(degree)


_HOME: Final = parse_key("C")
