"""Instruments, tunings and what shapes cost, written down: who looks for a number that moved finds it here.

The lines of ``tables.txt`` record what is there, and hold what is rather than what should be;
``python -m tests.music.fretboard.test_tables`` writes them anew, to be read before they are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from chordwork.harmony import parse_symbol
from chordwork.music.fretboard import (
    INSTRUMENTS,
    NAMED_TUNINGS,
    ChordTones,
    Fretboard,
    NoVoicingError,
    TuningError,
    change_cost,
    find_instrument,
    make_easy,
    voicings,
)
from chordwork.music.fretboard.instruments import ALIASES
from chordwork.music.fretboard.notes import NOTE_NAMES
from chordwork.music.fretboard.tunings import _ALIASES

RECORDED: Final = Path(__file__).parent / "tables.txt"
CHORDS: Final = ("C", "G7", "F", "Bm7", "E9", "F#dim", "Bb/D", "A5", "Dsus4", "Ebmaj7")
STEPS: Final = ("half", "a", "one and a half", "1 1/2", "1½", "two")


def tones(text: str) -> ChordTones:
    return ChordTones.from_symbol(parse_symbol(text))


def _notes(pitches: Sequence[int]) -> str:
    return " ".join(f"{NOTE_NAMES[pitch % 12]}{pitch // 12 - 1}" for pitch in pitches)


def _shapes(chord: str, board: Fretboard) -> str:
    try:
        found = voicings(tones(chord), board, limit=3)
    except NoVoicingError:
        return "none"
    return ", ".join(f"{voicing.shape} {voicing.cost:.3f} ({voicing.effort:.3f})" for voicing in found)


def lines() -> Iterator[str]:
    """Each instrument with its names and tunings, and what the first shapes of some chords cost on it."""
    for name, instrument in INSTRUMENTS.items():
        yield (
            f"{name}: {instrument.title}, {_notes(instrument.tuning)}, {instrument.frets} frets of "
            f"{instrument.scale_mm:g} mm, {instrument.string_spacing_mm:g} mm, program {instrument.midi_program}"
        )
        yield f"  also: {', '.join(sorted(alias for alias, meant in ALIASES.items() if meant == name))}"
        for tuning, pitches in NAMED_TUNINGS.get(name, {}).items():
            yield f"  {tuning}: {_notes(pitches)}"
        for alias, meant in sorted(_ALIASES.get(name, {}).items()):
            yield f"  {alias} = {meant}"
        for chord in CHORDS:
            yield f"  {chord}: {_shapes(chord, Fretboard(instrument))}"
    for count in STEPS:
        yield f"guitar, {count} step down: {_notes(find_instrument('guitar', f'{count} step down').tuning)}"


def test_tables_and_costs_are_as_they_were() -> None:
    assert list(lines()) == RECORDED.read_text(encoding="utf-8").splitlines()


def test_a_shape_that_stays_is_worth_its_fingers_and_its_strings() -> None:
    board = Fretboard(INSTRUMENTS["guitar"])
    am = voicings(tones("Am"), board)[0]
    assert (len(am.placements), len(am.pitches)) == (3, 5)
    assert change_cost(am, am, board) == pytest.approx(-3 * 0.3 - 5 * 0.12)


def test_why_a_song_is_easier_with_a_capo_or_in_another_key() -> None:
    progression = [tones(each) for each in ("F", "Bb", "C7", "F")]
    stays = make_easy(progression, Fretboard(INSTRUMENTS["guitar"]), max_capo=0)[0]
    assert stays.reasons[0].startswith("barre chords: ")
    assert "F" in stays.reasons[0]
    assert not any("semitone" in reason for reason in stays.reasons)
    moved = make_easy(progression, Fretboard(INSTRUMENTS["guitar"]), max_capo=0, transpose=True)[0]
    assert moved.reasons[0] == "no barre chords"
    assert any(reason.startswith("the song moves ") for reason in moved.reasons)


@pytest.mark.parametrize(("tuning", "named"), [("D A x G", True), ("x y z", False), ("D x", False)])
def test_what_is_no_note_is_named_where_others_are(tuning: str, named: bool) -> None:
    with pytest.raises(TuningError) as raised:
        find_instrument("guitar", tuning)
    assert ("is no note name" in str(raised.value)) is named


if __name__ == "__main__":
    RECORDED.write_text("\n".join(lines()) + "\n", encoding="utf-8")
