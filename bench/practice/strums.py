"""Strummed chords with one slip each, on recorded guitar notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

import attrs
import numpy as np
from numpy.typing import NDArray

from bench.practice.errors import PracticeDataError
from chordwork.music.fretboard import MUTED, Fretboard, best_voicing, find_instrument
from chordwork.music.tabs import read_chord
from evaluation.notes import Note, Track
from evaluation.sampler import Instrument, load_instruments, play_track

INSTRUMENTS: Final = {
    "a": ("nylon_quartertone", "archtop_shiny_mic"),
    "b": ("steel_martin_hd28", "electric_hofner_club"),
}
"""Reserved guitars; thresholds were chosen on half a."""
CHORDS: Final = (
    "C", "G", "Am", "F", "Dm", "Em", "E", "A", "D", "Bm", "G7", "Fmaj7", "Am7", "E7", "Cmaj7", "Dsus4", "Bb", "F#m",
    "C7", "Gm",
)  # fmt: skip
SECONDS: Final = 2.2
BEGIN_S: Final = 0.35
NOISE: Final = 1e-3

Slip = Literal["none", "silent", "open", "wrong fret", "unmuted"]


@attrs.frozen(eq=False)
class Strum:
    """One strum.

    Attributes:
        instrument: that plays.
        chord: that is meant.
        slip: what goes wrong.
        string: where, from the bass side; None if nothing does.
        frets: what is really held.
        expected: pitch classes of the shape as it should be.
        sounding: pitch classes that sound.
        audio: int16, mono.
    """

    instrument: str
    chord: str
    slip: Slip
    string: int | None
    frets: tuple[int, ...]
    expected: frozenset[int]
    sounding: frozenset[int]
    audio: NDArray[np.int16]


def strums(data: Path, half: str, *, quick: bool) -> Iterator[Strum]:
    """Every chord right, and with every slip of one string.

    Raises:
        PracticeDataError: there are no recordings.
    """
    if not (data / "instruments" / "manifest.csv").exists():
        raise PracticeDataError(f"no recorded notes under {data}: name the data pack with --data")
    instruments = load_instruments(data)
    board = Fretboard(find_instrument("guitar"))
    for name in INSTRUMENTS[half]:
        rng = np.random.default_rng(11)
        for chord in CHORDS[:: 4 if quick else 1]:
            tones = read_chord(chord)
            assert tones is not None
            frets = best_voicing(tones, board).frets
            expected = _sounding(board, frets)
            for slip, string, held in _slips(frets, rng):
                audio = _strummed(instruments[name], board, held, rng)
                yield Strum(name, chord, slip, string, held, expected, _sounding(board, held), audio)


def _slips(frets: tuple[int, ...], rng: np.random.Generator) -> Iterator[tuple[Slip, int | None, tuple[int, ...]]]:
    def put(string: int, fret: int) -> tuple[int, ...]:
        return (*frets[:string], fret, *frets[string + 1 :])

    yield "none", None, frets
    for string, fret in enumerate(frets):
        if fret == MUTED:
            yield "unmuted", string, put(string, 0)
            continue
        yield "silent", string, put(string, MUTED)
        if fret > 0:
            yield "open", string, put(string, 0)
            beside = fret + int(rng.choice((-1, 1)))
            if beside > 0:
                yield "wrong fret", string, put(string, beside)


def _sounding(board: Fretboard, frets: tuple[int, ...]) -> frozenset[int]:
    return frozenset(board.pitch(string, fret) % 12 for string, fret in enumerate(frets) if fret != MUTED)


def _strummed(
    instrument: Instrument, board: Fretboard, frets: tuple[int, ...], rng: np.random.Generator
) -> NDArray[np.int16]:
    at, velocity = BEGIN_S, int(rng.integers(75, 105))
    notes: list[Note] = []
    for string, fret in enumerate(frets):
        if fret != MUTED:
            loud = int(np.clip(velocity + 6 * rng.normal(), 50, 120))
            notes.append(Note(at, SECONDS - 0.2, board.pitch(string, fret), loud, string))
            at += float(rng.uniform(0.006, 0.018))
    played = play_track(Track("guitar", notes), instrument, SECONDS, rng)
    audio = 0.5 * played / max(1e-6, float(np.abs(played).max())) + NOISE * rng.normal(size=len(played))
    return np.asarray(np.round(32767.0 * audio), np.int16)
