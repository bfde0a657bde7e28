"""The data pack: POP909 songs, chord progressions, which of them are for what."""

from __future__ import annotations

import hashlib
import json
import tarfile
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pretty_midi
from attrs import frozen

from chordwork.harmony import parse_note
from evaluation.notes import Note

from .labels import NO_CHORD, Chord, parse
from .score import Segment

SUSTAIN_CONTROLLER: Final = 64
DEFAULT_DATA: Final = Path(__file__).resolve().parents[3] / "shared" / "data"


def stable_hash(text: str) -> int:
    """The same number on every machine and in every process."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def half(name: str) -> str:
    """ "a" (to choose models) or "b" (for final figures only)."""
    return "a" if stable_hash("half:" + name) % 2 == 0 else "b"


@frozen
class Song:
    """A POP909 song in seconds of its own MIDI file; ``key`` as (start, end, tonic pitch class, "maj" or "min")."""

    name: str
    tracks: dict[str, list[Note]]
    segments: list[Segment]
    beats: list[float]
    downbeats: list[float]
    keys: list[tuple[float, float, int, str]]


@frozen
class Progression:
    """A chord sequence in beats."""

    name: str
    chords: list[tuple[Chord, float]]
    beats_per_bar: int
    key: str | None


def unpack_pop909(data: Path, cache: Path) -> Path:
    """Unpack the songs into the cache once; returns their folder."""
    target = cache / "pop909"
    if not (target / ".complete").exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tarfile.open(data / "pop909" / "pop909.tar.xz") as archive:
            archive.extractall(cache, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))  # from 3.11.4
        (target / ".complete").touch()
    return target


def song_names(data: Path, split: str) -> list[str]:
    """POP909 ids of a split, "train" or "dev"."""
    table: dict[str, Any] = json.loads((data / "pop909" / "split.json").read_text())
    return [str(name) for name in table[split]]


def is_song(name: str) -> bool:
    """Whether a source is the id of a POP909 song, and no progression."""
    return name.isdigit()


def load_song(folder: Path, name: str) -> Song:
    """Read one song of the unpacked POP909."""
    midi = pretty_midi.PrettyMIDI(str(folder / name / f"{name}.mid"))
    rows = [line.split() for line in (folder / name / "chord_midi.txt").read_text().splitlines() if line.strip()]
    beat_rows = [line.split() for line in (folder / name / "beat_midi.txt").read_text().splitlines() if line.strip()]
    key_file = folder / name / "key_audio.txt"
    keys = []
    for line in key_file.read_text().splitlines() if key_file.exists() else ():
        start, end, key = line.split()
        tonic, _, mode = key.partition(":")
        if mode in ("maj", "min"):
            keys.append((float(start), float(end), parse_note(tonic).pitch_class, mode))
    return Song(
        name=name,
        tracks={i.name.upper(): _pedalled(i) for i in midi.instruments if not i.is_drum},
        segments=[Segment(float(s), float(e), parse(label)) for s, e, label in rows],
        beats=[float(r[0]) for r in beat_rows],
        downbeats=_downbeats(beat_rows),
        keys=keys,
    )


def _downbeats(rows: list[list[str]]) -> list[float]:
    """Column 2 marks the strong beats of a 2-beat grid, column 3 the bars; use whichever is there."""
    column = 2 if any(float(r[2]) == 1.0 for r in rows) else 1
    return [float(r[0]) for r in rows if float(r[column]) == 1.0]


def _pedalled(instrument: Any) -> list[Note]:
    """Notes with releases moved to where the sustain pedal comes up."""
    pedal = [(c.time, c.value >= 64) for c in instrument.control_changes if c.number == SUSTAIN_CONTROLLER]
    spans: list[tuple[float, float]] = []
    down: float | None = None
    for time, pressed in sorted(pedal):
        if pressed and down is None:
            down = time
        elif not pressed and down is not None:
            spans.append((down, time))
            down = None
    notes = []
    index = 0
    for note in sorted(instrument.notes, key=lambda n: n.end):
        while index < len(spans) and spans[index][1] < note.end:
            index += 1
        end = note.end
        if index < len(spans) and spans[index][0] <= note.end < spans[index][1]:
            end = min(spans[index][1], note.end + 3.0)
        notes.append(Note(note.start, end, note.pitch, note.velocity))
    return sorted(notes, key=lambda n: n.start)


@lru_cache(maxsize=4)
def load_progressions(data: Path, split: str) -> tuple[Progression, ...]:
    """Chord sequences of a split, without the marked duplicates."""
    found = []
    with (data / "progressions" / "progressions.jsonl").open() as lines:
        for line in lines:
            row = json.loads(line)
            if row["split"] != split or row.get("duplicate_of"):
                continue
            chords = [(parse(label), float(beats)) for label, beats in row["chords"] if beats > 0]
            if sum(1 for chord, _ in chords if chord != NO_CHORD) >= 4:
                found.append(Progression(row["id"], chords, _beats_per_bar(row.get("metre")), row.get("key")))
    return tuple(found)


def _beats_per_bar(metre: object) -> int:
    try:
        count = int(str(metre).split("/")[0])
    except ValueError:
        return 4
    return {6: 2, 9: 3, 12: 4}.get(count, count) if 2 <= count <= 12 else 4
