"""Did I play it right? A chord against what was heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chordwork.harmony import ChordSymbol, Mode, Notation, from_chord, to_lead_sheet, usual_key, write_name
from chordwork.harmony.chord import Chord, all_chords
from chordwork.harmony.options import taking
from chordwork.music.charts import read_symbol, to_chart
from chordwork.music.fretboard import ChordTones
from chordwork.music.options.practice import PracticeArguments
from chordwork.music.practice.chroma import Probabilities, read_notes, read_probabilities
from chordwork.music.practice.diagnosis import checks_for
from chordwork.music.practice.errors import HeardError, TargetError
from chordwork.music.practice.feedback import Feedback, NoteHeard, StringCheck, Verdict
from chordwork.music.practice.shapes import Held, hold
from chordwork.music.song import Song

KEYBOARDS: Final = frozenset({"piano", "keyboard", "keys", "organ", "synth"})
SOUNDS: Final = 0.5
"""Probability from which a note counts as sounding,"""
SILENT: Final = 0.2
"""and below which as not sounding; between them it is unclear. Chosen on half a of the strummed chords of
``bench practice``, where the optimum is flat."""
ANYTHING: Final = 0.3
"""If no note is likelier, nothing clear was heard."""
RIGHT: Final = 0.85
ALMOST: Final = 0.6
REPLACED_BY: Final = 0.12
"""How much better another chord must fit before it is named."""
_DEGREES: Final = (
    "root", "flat ninth", "second", "third", "third", "fourth", "flat fifth", "fifth", "raised fifth", "sixth",
    "seventh", "seventh",
)  # fmt: skip


@taking(PracticeArguments)
def check_chord(target: str | Chord | ChordSymbol | Song, options: PracticeArguments) -> Feedback:
    """Compare a chord with what was heard.

    >>> check_chord("C", notes="C E G").verdict
    'right'
    >>> check_chord("C", notes="C E G F#").foreign[0].note
    'F#'

    Args:
        target: the chord: any symbol or Harte label, or a value of the recogniser; or a song: then that of its chords,
            as they sound, which is nearest to what was heard.
        options: by name, as :class:`~chordwork.music.options.practice.PracticeArguments` has them.

    Raises:
        HeardError: neither or both of ``heard`` and ``notes``, or not what they should be.
        TargetError: the target is no chord that sounds.
        SymbolSyntaxError: the target is no chord at all; it points at the character.
        ShapeError: the shape does not fit the instrument.
        FretboardError: no such instrument, tuning, capo or level, or no shape for the chord.
    """
    heard, notation = options.heard, options.notation
    if (heard is None) == (options.notes is None):
        raise HeardError("give what was heard: either twelve probabilities or a list of notes")
    probability = read_probabilities(heard) if heard is not None else read_notes(options.notes or (), notation)
    symbol = _nearest(target, probability) if isinstance(target, Song) else _symbol(target, notation)
    held = None
    if options.instrument.strip().casefold() not in KEYBOARDS:
        tones = ChordTones.from_intervals(
            _pitch_class(symbol), symbol.intervals, bass=_foreign_bass(symbol), symbol=to_lead_sheet(symbol)[:60]
        )
        held = hold(tones, options)
    return _compared(symbol, probability, held, notation)


def _compared(symbol: ChordSymbol, probability: Probabilities, held: Held | None, notation: Notation) -> Feedback:
    expected = held.pitch_classes if held is not None else symbol.pitch_classes
    allowed = expected | symbol.pitch_classes
    named = {tone: _note(symbol, tone, probability[tone], notation) for tone in range(12)}
    present = [tone for tone in sorted(allowed) if probability[tone] >= SOUNDS]
    missing = frozenset(tone for tone in expected if probability[tone] < SILENT)
    foreign = frozenset(tone for tone in range(12) if tone not in allowed and probability[tone] >= SOUNDS)
    silent = max(probability) < ANYTHING
    unclear = [tone for tone in range(12) if SILENT <= probability[tone] < SOUNDS]
    score = 0.0 if silent else _score(probability, expected, allowed)
    other = "" if silent else _better(symbol, probability, score, notation)
    checks = checks_for(held, missing, foreign, lambda tone: named[tone].note, silent) if held is not None else ()
    verdict = _verdict(silent, score, missing, foreign)
    return Feedback(
        target=to_lead_sheet(symbol, notation=notation),
        verdict=verdict,
        score=score,
        present=_by_degree(present, symbol, named),
        missing=_by_degree(missing, symbol, named),
        foreign=tuple(sorted((named[tone] for tone in foreign), key=lambda note: -note.probability)),
        unclear=_by_degree(unclear, symbol, named),
        shape=held.text if held is not None else "",
        checks=checks,
        sounds_like=other,
        hint=_hint(
            to_lead_sheet(symbol, notation=notation),
            verdict,
            checks,
            [named[tone].note for tone in sorted(missing)],
            [named[tone].note for tone in sorted(foreign)],
            other,
        ),
    )


def _symbol(target: str | Chord | ChordSymbol, notation: Notation) -> ChordSymbol:
    if isinstance(target, Chord):
        symbol = from_chord(target)
    else:
        symbol = target if isinstance(target, ChordSymbol) else read_symbol(target, notation=notation)
    if not symbol.is_chord or not symbol.degrees:
        raise TargetError("there is nothing to play: name a chord such as C or F#m7")
    return symbol


def _nearest(song: Song, probability: Probabilities) -> ChordSymbol:
    """The chord of a song that explains what was heard best; the first of several."""
    chords = dict.fromkeys(symbol for symbol in to_chart(song).symbols if symbol.is_chord and symbol.degrees)
    if not chords:
        raise TargetError("there is no chord in this song: give one that has some")
    return max(chords, key=lambda symbol: _score(probability, symbol.pitch_classes, symbol.pitch_classes))


def _pitch_class(symbol: ChordSymbol) -> int:
    assert symbol.root is not None
    return symbol.root.pitch_class


def _foreign_bass(symbol: ChordSymbol) -> int | None:
    assert symbol.bass is not None
    return None if symbol.bass == symbol.root else symbol.bass.pitch_class


def _score(probability: Probabilities, expected: Set[int], allowed: Set[int]) -> float:
    """Harmonic mean of how much of the chord sounds and how much of what sounds is the chord."""
    total = sum(value for value in probability if value >= SILENT)
    recall = sum(min(1.0, probability[tone] / SOUNDS) for tone in expected) / len(expected)
    precision = sum(probability[tone] for tone in allowed if probability[tone] >= SILENT) / total if total else 0.0
    return round(2 * precision * recall / (precision + recall), 3) if precision + recall else 0.0


def _verdict(silent: bool, score: float, missing: Set[int], foreign: Set[int]) -> Verdict:
    if silent:
        return "silent"
    wrong = len(missing) + len(foreign)
    if wrong == 0 and score >= RIGHT:
        return "right"
    return "almost" if score >= ALMOST and wrong <= 2 else "not yet"


def _better(symbol: ChordSymbol, probability: Probabilities, score: float, notation: Notation) -> str:
    """Another chord that explains what was heard better than the target does."""
    rows = _templates()
    values = np.array(probability)
    heard = np.where(values >= SILENT, values, 0.0)
    within = rows @ heard
    precision = within / max(heard.sum(), 1e-9)
    recall = (rows @ np.minimum(1.0, values / SOUNDS)) / rows.sum(axis=1)
    fits = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    best = int(np.argmax(np.round(fits, 6)))
    chord = all_chords()[best]
    if fits[best] < score + REPLACED_BY or from_chord(chord).pitch_classes == symbol.pitch_classes:
        return ""
    return to_lead_sheet(from_chord(chord), notation=notation)


@lru_cache(maxsize=1)
def _templates() -> NDArray[np.float64]:
    """Pitch classes of every chord of the vocabulary, shape ``(180, 12)``; simple chords win ties by standing first."""
    rows = np.zeros((len(all_chords()), 12))
    for index, chord in enumerate(all_chords()):
        rows[index, sorted(chord.pitch_classes)] = 1.0
    return rows


def _note(symbol: ChordSymbol, tone: int, probability: float, notation: Notation) -> NoteHeard:
    assert symbol.root is not None
    own = next((note for note in symbol.notes if note.pitch_class == tone), None)
    if own is not None:
        degree = _DEGREES[(tone - symbol.root.pitch_class) % 12]
        return NoteHeard(write_name(own, notation), tone, round(probability, 4), degree)
    mode = Mode.MINOR if 3 in symbol.intervals else Mode.MAJOR
    return NoteHeard(
        write_name(usual_key(symbol.root.pitch_class, mode).spell(tone), notation), tone, round(probability, 4)
    )


def _by_degree(tones: Iterable[int], symbol: ChordSymbol, named: dict[int, NoteHeard]) -> tuple[NoteHeard, ...]:
    root = _pitch_class(symbol)
    return tuple(named[tone] for tone in sorted(tones, key=lambda tone: (tone - root) % 12))


def _hint(
    target: str,
    verdict: Verdict,
    checks: Sequence[StringCheck],
    missing: Sequence[str],
    foreign: Sequence[str],
    other: str,
) -> str:
    if verdict == "silent":
        return "Nothing clear was heard: strike all strings of the chord once and let them ring."
    if verdict == "right":
        return f"That was {target}: every note is there and nothing else."
    if other and verdict == "not yet":
        first = f" {checks[0].text}" if checks else ""
        return f"This sounds more like {other} than {target}.{first}"
    if checks:
        return checks[0].text
    if foreign:
        return f"{' and '.join(foreign)} should not sound."
    if missing:
        return f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing."
    return f"Nearly {target}: play it once more, a little more evenly."
