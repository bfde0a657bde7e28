"""What each groove plays, written down: who looks for a beat that moved finds it here.

The lines of ``grooves.txt`` were heard when the grooves were written; ``python -m
tests.music.accompaniment.test_grooves_played`` writes them anew, to be read before they are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chordwork.music.accompaniment import GROOVES, accompany
from chordwork.music.accompaniment.groove import DRUM_NAMES

PLAYED: Final = Path(__file__).parent / "grooves.txt"


def lines() -> Iterator[str]:
    """Of each groove its first bar after the count, as loud as it goes: by drum and part, at which quarter notes."""
    for name in sorted(GROOVES):
        piece = accompany("C | F | G7 | C", groove=name, intensity=1.0, seed=0)
        groove = piece.groove
        yield (
            f"{name}: {groove.title}, {piece.tempo_text}, bass {groove.bass_program}, "
            f"comping {groove.comping_program}, strum {groove.strum_ms} ms"
        )
        bar = groove.bar_steps / 4
        struck: defaultdict[str, list[str]] = defaultdict(list)
        for note in sorted(piece.notes, key=lambda note: (note.beat, note.pitch)):
            if bar <= note.beat < 2 * bar:
                who = DRUM_NAMES[note.pitch] if note.part == "drums" else note.part
                pitch = "" if note.part == "drums" else f"/{note.pitch}"
                struck[who].append(f"{note.beat - bar:.2f}{pitch}")
        for who in sorted(struck):
            yield f"  {who}: {' '.join(struck[who])}"


def test_every_groove_is_played_as_it_was() -> None:
    assert list(lines()) == PLAYED.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    PLAYED.write_text("\n".join(lines()) + "\n", encoding="utf-8")
