"""The recordings that ``chordwork demo`` plays: ``python -m training demo-clips``.

``guitar``: a GuitarSet excerpt of the data pack, transcoded. ``band``: "Window Seat", a tune of our own, written out
below and played by FluidSynth with the FluidR3 soundfont.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

import mido
import numpy as np
import soundfile

from chordwork.harmony import parse_label
from training.render.fluid import font_path

TARGET: Final = Path("http/chordwork/analysis/clips")
GUITAR: Final = "real/guitarset/00_BN1-129-Eb_comp"
TEMPO_BPM: Final = 104
LEAD_IN_S: Final = 0.5
TICKS: Final = 480

# Four beats a bar; a bar with two chords shares them evenly.
BARS: Final = (
    "D:maj", "A:maj/3", "B:min7", "G:maj7",
    "D:maj", "F#:min", "G:maj", "A:sus4 A:7",
    "B:min", "F#:min/b3", "G:maj7", "E:min7 A:7",
    "D:maj", "D:maj",
)  # fmt: skip
# Beats from the start, length in beats, MIDI note.
MELODY: Final = (
    (0, 1.5, 78), (1.5, 0.5, 76), (2, 2, 74), (4, 1, 76), (5, 1, 73), (6, 2, 69), (8, 1.5, 74), (9.5, 0.5, 73),
    (10, 2, 71), (12, 1, 74), (13, 1, 71), (14, 2, 66), (16, 1.5, 78), (17.5, 0.5, 81), (18, 2, 78), (20, 1, 76),
    (21, 1, 73), (22, 2, 69), (24, 1, 71), (25, 1, 74), (26, 2, 79), (28, 2, 76), (30, 2, 73), (32, 1, 74),
    (33, 1, 78), (34, 2, 83), (36, 2, 81), (38, 2, 78), (40, 1, 79), (41, 1, 78), (42, 2, 74), (44, 2, 79),
    (46, 1, 76), (47, 1, 73), (48, 7, 74),
)  # fmt: skip

CREDITS: Final = """\
# Credits

* guitar.ogg, guitar.lab: GuitarSet, excerpt 00_BN1-129-Eb_comp (microphone), by Q. Xi, R. Bittner, J. Pauwels, X. Ye
  and J. P. Bello, "GuitarSet: A Dataset for Guitar Transcription" (ISMIR 2018). Licence: CC-BY-4.0
  (https://creativecommons.org/licenses/by/4.0/); the dataset's repository gives it under MIT. Changed: transcoded to
  Ogg Vorbis. The labels are the chords that the player was asked to play.
* band.ogg, band.lab: "Window Seat", composed for this project (`training/demo_clips.py`), MIT like the project. Played
  with the FluidR3 GM soundfont by Frank Wen, MIT.
"""

DESCRIPTIONS: Final = {
    "guitar": {
        "title": "Acoustic guitar, blues in Eb (GuitarSet)",
        "licence": "CC-BY-4.0",
        "credit": "GuitarSet, ISMIR 2018",
    },
    "band": {"title": "Window Seat (band)", "licence": "MIT", "credit": "The Chordwork developers"},
}


def main(data: Path) -> None:
    """Write both clips, their reference labels, descriptions and credits."""
    TARGET.mkdir(parents=True, exist_ok=True)
    audio, rate = soundfile.read(data / f"{GUITAR}_mic.flac", dtype="float32")
    _write_ogg(TARGET / "guitar.ogg", audio, rate)
    shutil.copyfile(data / f"{GUITAR}_chord0.lab", TARGET / "guitar.lab")
    (TARGET / "guitar.lab").chmod(0o644)
    _band()
    (TARGET / "clips.json").write_text(json.dumps(DESCRIPTIONS, indent=1) + "\n")
    (TARGET / "CREDITS.md").write_text(CREDITS)


def _band() -> None:
    chords = _chord_beats()
    seconds_a_beat = 60.0 / TEMPO_BPM
    with tempfile.TemporaryDirectory() as folder:
        midi, wave = Path(folder) / "band.mid", Path(folder) / "band.wav"
        _score(chords).save(midi)
        command = [
            "fluidsynth",
            "-ni",
            "-r",
            "44100",
            "-g",
            "0.6",
            "-F",
            str(wave),
            str(font_path("FluidR3_GM.sf2")),
            str(midi),
        ]
        subprocess.run(command, check=True, capture_output=True)
        audio, rate = soundfile.read(wave, dtype="float32")
    length = round((LEAD_IN_S + (4 * len(BARS) + 1) * seconds_a_beat) * rate)
    audio = audio[:length] * (0.7 / np.abs(audio[:length]).max())
    audio[-rate // 2 :] *= np.linspace(1.0, 0.0, rate // 2, dtype=np.float32)[:, None]
    _write_ogg(TARGET / "band.ogg", audio, rate)
    lines = [(0.0, LEAD_IN_S, "N")]
    for start, beats, label in chords:
        onset = LEAD_IN_S + start * seconds_a_beat
        if lines[-1][2] == label:
            lines[-1] = (lines[-1][0], onset + beats * seconds_a_beat, label)
        else:
            lines.append((onset, onset + beats * seconds_a_beat, label))
    lines[-1] = (lines[-1][0], length / rate, lines[-1][2])
    (TARGET / "band.lab").write_text("".join(f"{start:.4f}\t{end:.4f}\t{label}\n" for start, end, label in lines))


def _chord_beats() -> list[tuple[float, float, str]]:
    chords = []
    for index, bar in enumerate(BARS):
        labels = bar.split()
        for part, label in enumerate(labels):
            chords.append((4.0 * index + part * 4.0 / len(labels), 4.0 / len(labels), label))
    return chords


def _score(chords: list[tuple[float, float, str]]) -> mido.MidiFile:
    rng = np.random.default_rng(7)
    notes: list[tuple[float, float, int, int, int]] = []  # beat, length, channel, key, velocity
    for start, beats, label in chords:
        chord = parse_label(label)
        root = chord.bass
        low = 38 + (root - 38) % 12 - (12 if (root - 38) % 12 > 6 else 0)
        final = start >= 4 * (len(BARS) - 2)
        for beat, length, key in ((0.0, 1.4, low), (1.5, 0.45, low), (2.0, 1.0, low + 12), (3.0, 0.9, low)):
            if beat < beats and not (final and beat):
                notes.append((start + beat, 4.0 if final else length, 0, key, 92))
        voicing = sorted(55 + (pitch_class - 55) % 12 for pitch_class in chord.pitch_classes)
        for beat in (0.0,) if final else (0.0, 1.0, 1.5, 2.5, 3.0):
            if beat < beats:
                for string, key in enumerate(voicing):
                    notes.append((start + beat + 0.02 * string, 3.8 if final else 0.8, 1, key, 74))
        notes += [(start, beats * 0.97, 2, key, 58) for key in voicing]
    notes += [(beat, length * 0.95, 3, key, 88) for beat, length, key in MELODY]
    for bar in range(len(BARS) - 2):
        for step in range(8):
            notes.append((4 * bar + step / 2, 0.2, 9, 42, 60 if step % 2 else 78))
        notes += [(4 * bar, 0.2, 9, 36, 100), (4 * bar + 2.5, 0.2, 9, 36, 88)]
        notes += [(4 * bar + 1, 0.2, 9, 38, 92), (4 * bar + 3, 0.2, 9, 38, 92)]
    notes += [(4.0 * (len(BARS) - 2), 1.0, 9, 49, 88)]
    return _midi(notes, rng)


def _midi(notes: list[tuple[float, float, int, int, int]], rng: np.random.Generator) -> mido.MidiFile:
    track = mido.MidiTrack()
    track.append(mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(TEMPO_BPM)))
    for channel, program in ((0, 33), (1, 25), (2, 89), (3, 73)):
        track.append(mido.Message("program_change", channel=channel, program=program))
    lead_in = LEAD_IN_S * TEMPO_BPM / 60.0
    events = []
    for beat, length, channel, key, velocity in notes:
        shift = lead_in + max(-0.01, rng.normal(0.0, 0.008))
        loudness = int(np.clip(velocity + rng.normal(0, 4), 1, 127))
        events.append((round((beat + shift) * TICKS), 1, channel, key, loudness))
        events.append((round((beat + shift + length) * TICKS), 0, channel, key, 0))
    now = 0
    for tick, on, channel, key, velocity in sorted(events):
        kind = "note_on" if on else "note_off"
        track.append(mido.Message(kind, channel=channel, note=key, velocity=velocity, time=tick - now))
        now = tick
    file = mido.MidiFile(ticks_per_beat=TICKS)
    file.tracks.append(track)
    return file


def _write_ogg(target: Path, audio: np.ndarray, rate: int) -> None:
    """Ogg Vorbis, written in blocks (libsndfile's encoder overflows its stack on very long writes)."""
    with soundfile.SoundFile(
        target, "w", rate, 1 if audio.ndim == 1 else audio.shape[1], format="OGG", subtype="VORBIS"
    ) as file:
        for start in range(0, len(audio), 65536):
            file.write(audio[start : start + 65536])
