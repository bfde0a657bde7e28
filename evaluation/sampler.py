"""Recorded notes played back: pitch by resampling, velocity layers, per-string detune."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr
from attrs import define, field, frozen
from numpy.typing import NDArray

from evaluation.clips import RATE_HZ
from evaluation.notes import Note, Track, without_overlaps

RESERVED: Final = (
    "steel_martin_hd28",
    "nylon_quartertone",
    "electric_hofner_club",
    "archtop_shiny_mic",
    "piano_headroom_c3",
    "piano_upright_kawai",
    "epiano_wurlitzer_ep200",
    "organ_vsco",
    "bass_killer",
)  # evaluation only
RELEASE_S: Final = {
    "guitar": 0.07,
    "piano": 0.16,
    "epiano": 0.1,
    "organ": 0.08,
    "bass": 0.06,
    "strings": 0.12,
    "winds": 0.09,
}
MUTE_DECAY_S: Final = 0.09
Audio = NDArray[np.float32]


@frozen
class Sample:
    """One recorded note."""

    path: Path
    pitch: int
    velocity: int
    fine_cents: float


@define
class Instrument:
    """All recorded notes of one instrument and articulation."""

    name: str
    family: str
    samples: list[Sample]
    muted: list[Sample] = field(factory=list)

    @property
    def range(self) -> tuple[int, int]:
        """Lowest and highest MIDI pitch that are at most three semitones from a recording."""
        pitches = [s.pitch for s in self.samples]
        return min(pitches) - 2, max(pitches) + 3

    def nearest(self, pitch: int, velocity: int, *, muted: bool = False) -> Sample:
        """The recording closest in pitch, then in velocity layer."""
        pool = self.muted if muted and self.muted else self.samples
        return min(pool, key=lambda s: (abs(s.pitch - pitch), abs(s.velocity - velocity)))


@lru_cache(maxsize=2)
def load_instruments(data: Path) -> dict[str, Instrument]:
    """Every pitched instrument of the pack by name, and ``chordcrack_real`` from ``real/``."""
    cents: dict[str, float] = {}
    with (data / "instruments" / "pitch_check.csv").open(newline="") as rows:
        for row in csv.DictReader(rows):
            try:
                cents[row["file"]] = float(np.clip(float(row["fine_cents"]), -40, 40))
            except ValueError:
                cents[row["file"]] = 0.0
    groups: dict[str, list[Sample]] = defaultdict(list)
    mutes: dict[str, list[Sample]] = defaultdict(list)
    families: dict[str, str] = {}
    with (data / "instruments" / "manifest.csv").open(newline="") as rows:
        for row in csv.DictReader(rows):
            if not row["midi_pitch"] or row["articulation"] in ("release", "hammer"):
                continue
            name = row["instrument"]
            sample = Sample(
                data / row["file"],
                int(row["midi_pitch"]),
                int(row["velocity_layer"] or 100),
                cents.get(row["file"], 0.0),
            )
            families.setdefault(name, row["family"])
            if row["articulation"] in ("palm_mute", "staccato", "pizzicato"):
                mutes[name].append(sample)
            else:
                groups[name].append(sample)
    found = {name: Instrument(name, families[name], samples, mutes.get(name, [])) for name, samples in groups.items()}
    real = _chordcrack(data)
    if real:
        found["chordcrack_real"] = Instrument("chordcrack_real", "guitar", real)
    for name, instrument in found.items():
        if name.startswith("bass6"):
            instrument.family = "guitar" if name != "bass6_flat_finger" else "bass"
    return found


def _chordcrack(data: Path) -> list[Sample]:
    """Single guitar notes of ``real/`` (the GuitarSet excerpts there are for evaluation only)."""
    samples = []
    with (data / "real" / "manifest.csv").open(newline="") as rows:
        for row in csv.DictReader(rows):
            if row["file"].startswith("chordcrack_notes/") and "MIDI" in row["label"]:
                pitch = int(row["label"].split("MIDI")[1].strip(" )"))
                samples.append(Sample(data / "real" / row["file"], pitch, 100, 0.0))
    return samples


@lru_cache(maxsize=1500)
def read_audio(path: Path) -> Audio:
    """A file as mono float at 22,050 Hz, cut at 8 s past which no note matters."""
    audio, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = audio.mean(axis=1)
    if rate != RATE_HZ:
        mono = soxr.resample(mono, rate, RATE_HZ)
    return np.asarray(mono, np.float32)


def shifted(audio: Audio, ratio: float, length: int) -> Audio:
    """Play ``audio`` ``ratio`` times faster, at most ``length`` samples, by four-point Hermite interpolation."""
    count = min(length, int((len(audio) - 4) / ratio))
    if count <= 0:
        return np.zeros(0, np.float32)
    if abs(ratio - 1) < 1e-5:
        return audio[:count].copy()
    position = np.arange(count) * ratio + 1
    whole = position.astype(np.int64)
    t = (position - whole).astype(np.float32)
    padded = np.concatenate([np.zeros(1, np.float32), audio, np.zeros(3, np.float32)])
    before, here, after, later = padded[whole - 1], padded[whole], padded[whole + 1], padded[whole + 2]
    c1 = 0.5 * (after - before)
    c2 = before - 2.5 * here + 2 * after - 0.5 * later
    c3 = 0.5 * (later - before) + 1.5 * (here - after)
    return np.asarray(((c3 * t + c2) * t + c1) * t + here, np.float32)


def play_track(
    track: Track,
    instrument: Instrument,
    seconds: float,
    rng: np.random.Generator,
    *,
    tuning_cents: float = 0.0,
    tuned: bool = True,
    muted: bool = False,
    release_s: float | None = None,
    borrowed_semitones: int = 0,
) -> Audio:
    """Render one track.

    ``tuned`` removes each recording's measured deviation; otherwise the instrument keeps its own intonation.
    Strings are out of tune with each other by up to 8 cents.
    ``release_s`` replaces the family's time from the end of a note to silence.
    ``borrowed_semitones`` takes each note from a recording that lies so much higher.
    """
    total = int(seconds * RATE_HZ)
    out = np.zeros(total, np.float32)
    string_cents = {string: float(np.clip(rng.normal(0, 3.5), -8, 8)) for string in range(-1, 8)}
    release = RELEASE_S.get(instrument.family, 0.08) * float(rng.uniform(0.7, 1.5))
    release = release if release_s is None else release_s
    shapes: dict[tuple[Path, float], Audio] = {}
    for note in _per_string(track.notes) if instrument.family == "guitar" else without_overlaps(track.notes):
        sample = instrument.nearest(note.pitch + borrowed_semitones, note.velocity, muted=muted)
        cents = (
            (note.pitch - sample.pitch) * 100 + tuning_cents + track.detune_cents + string_cents[max(-1, note.string)]
        )
        if tuned:
            cents -= sample.fine_cents
        start = int(note.start * RATE_HZ)
        wanted = int((note.end - note.start + release) * RATE_HZ)
        key = (sample.path, round(cents, 2))
        if key not in shapes or len(shapes[key]) < wanted:
            shapes[key] = shifted(read_audio(sample.path), 2 ** (cents / 1200), max(wanted, int(1.5 * RATE_HZ)))
        sound = shapes[key][: max(0, min(wanted, total - start))].copy()
        if not len(sound):
            continue
        held = min(int((note.end - note.start) * RATE_HZ), len(sound))
        if held < len(sound):
            sound[held:] *= np.exp(-4.5 * np.arange(len(sound) - held) / max(1, release * RATE_HZ)).astype(np.float32)
            fade = min(64, len(sound))
            sound[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
        if muted and not instrument.muted:
            sound *= np.exp(-np.arange(len(sound)) / (MUTE_DECAY_S * RATE_HZ)).astype(np.float32)
        out[start : start + len(sound)] += sound * np.float32((note.velocity / 100) ** 1.3)
    return out * np.float32(10 ** (track.gain_db / 20))


def _per_string(notes: Sequence[Note]) -> list[Note]:
    """A string sounds one note at a time."""
    if any(n.string < 0 for n in notes):
        return without_overlaps(notes)
    following: dict[int, float] = {}
    result = []
    for note in sorted(notes, key=lambda n: n.start, reverse=True):
        end = min(note.end, following.get(note.string, np.inf))
        following[note.string] = note.start
        if end > note.start:
            result.append(Note(note.start, float(end), note.pitch, note.velocity, note.string))
    return result[::-1]
