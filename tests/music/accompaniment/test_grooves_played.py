"""What each groove plays, written down: who looks for a beat that moved finds it here.

The lines of ``grooves.txt`` record what the band played, and hold what is rather than what should be;
``python -m tests.music.accompaniment.test_grooves_played`` writes them anew, to be read before they are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from chordwork.music.accompaniment import GROOVES, accompany
from chordwork.music.accompaniment.groove import DRUM_NAMES
from chordwork.music.accompaniment.picture import ROW_PX, TOP

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


def test_what_a_json_answer_holds() -> None:
    piece = accompany("C | F", groove="waltz", tempo_bpm=120.0, intensity=1.0, seed=0)
    told = piece.to_dict()
    assert [told[each] for each in ("groove", "tempo_bpm", "beats_a_bar", "metre")] == ["waltz", 120.0, 3, "3/4"]
    assert [(each["symbol"], each["at"]) for each in told["chords"]][:2] == [("C", 1.5), ("F", 3.0)]
    assert len(told["notes"]) == len(piece.notes)
    first = min(told["notes"], key=lambda note: note["at"])
    assert set(first) == {"part", "pitch", "at", "seconds", "velocity"}
    assert 0.0 <= first["at"] < told["seconds"]
    assert all(note["seconds"] > 0.0 for note in told["notes"])


def test_a_picture_has_room_for_its_highest_and_its_lowest_note() -> None:
    piece = accompany("C | F", groove="pop", intensity=1.0, seed=0)
    svg = ElementTree.fromstring(piece.pianoroll_svg())
    drums = float(next(x for x in svg.iter() if x.get("fill") == "#5f6b7a" and x.tag.endswith("rect")).attrib["y"])
    tonal = [float(x.attrib["y"]) for x in svg.iter() if x.get("fill") in ("#b4552d", "#2f6db5") and x.get("rx")]
    assert min(tonal) == TOP + ROW_PX, "a row above the highest"
    pitches = [note.pitch for note in piece.notes if note.part != "drums"]
    assert max(tonal) - min(tonal) == (max(pitches) - min(pitches)) * ROW_PX
    assert drums > max(tonal) + ROW_PX


if __name__ == "__main__":
    PLAYED.write_text("\n".join(lines()) + "\n", encoding="utf-8")
