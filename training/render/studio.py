"""A mix by other means than training's: stems through ffmpeg's equalisers, compressors, echoes, stereo and a master.

Only what is evaluated is mixed so. Training adds the synthesiser's own room to a sum of tracks, and roughens it with
the filters of :mod:`training.augment`; none of them is used here.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
from numpy.typing import NDArray

from evaluation.clips import RATE_HZ
from evaluation.notes import Track

from .fluid import Room, render_tracks
from .voicings import Rng

Audio = NDArray[np.float32]
DRY: Final = Room(reverb_level=0.0)
CENTRED: Final = ("bass", "drums", "melody")
"""Tracks that stand in the middle; others stand up to four fifths to a side."""
MASTERS: Final = ("glue", "loud", "wide", "small")
"""What the sum passes: a gentle compressor; a hard one and a limiter; a widened stereo image; a little speaker."""


def mixed_down(tracks: Sequence[Track], font: str, seconds: float, rng: Rng, *, tuning_cents: float) -> Audio:
    """The tracks as one mono mix.

    Args:
        tracks: each becomes a stem of its own, dry.
        font: soundfont.
        seconds: length of the mix.
        rng: of every setting.
        tuning_cents: of all pitched tracks.

    Raises:
        RuntimeError: ffmpeg is missing or failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        stems = []
        for index, track in enumerate(tracks):
            stems.append(Path(folder) / f"{index}.wav")
            sound = render_tracks([track], font, seconds, tuning_cents=tuning_cents, room=DRY)
            soundfile.write(stems[-1], sound, RATE_HZ, subtype="FLOAT")
        mix = Path(folder) / "mix.wav"
        given = [argument for stem in stems for argument in ("-i", str(stem))]
        graph = filter_graph(tracks, rng)
        command = ["ffmpeg", "-v", "error", "-nostdin", *given, "-filter_complex", graph, "-map", "[mix]"]
        try:
            done = subprocess.run(
                [*command, "-ac", "1", "-ar", str(RATE_HZ), "-c:a", "pcm_f32le", "-fflags", "+bitexact", str(mix)],
                capture_output=True,
                text=True,
                check=False,
            )
        except FileNotFoundError as error:
            raise RuntimeError("ffmpeg is not installed (Debian: apt-get install ffmpeg)") from error
        if done.returncode:
            raise RuntimeError(f"ffmpeg could not mix: {done.stderr.strip()[-300:]}")
        audio, _ = soundfile.read(mix, dtype="float32")
    count = int(seconds * RATE_HZ)
    return np.asarray(np.pad(audio[:count], (0, max(0, count - len(audio)))), np.float32)


def filter_graph(tracks: Sequence[Track], rng: Rng) -> str:
    """ffmpeg's graph from one mono input a track to ``[mix]``, stereo."""
    chains = [f"[{index}:a]{_strip(track, rng)}[s{index}]" for index, track in enumerate(tracks)]
    stems = "".join(f"[s{index}]" for index in range(len(tracks)))
    summed = f"{stems}amix=inputs={len(tracks)}:normalize=0"
    return ";".join([*chains, f"{summed},{_master(str(rng.choice(MASTERS)), rng)}[mix]"])


def _strip(track: Track, rng: Rng) -> str:
    """A channel strip: equaliser, compressor, echo or chorus, a place in the stereo image."""
    steps = ["aresample=44100"]
    if not track.is_drum and track.name != "bass":
        steps.append(f"highpass=f={rng.uniform(60, 160):.0f}")
    steps.append(
        f"equalizer=f={np.exp(rng.uniform(np.log(200), np.log(4000))):.0f}:t=o:w={rng.uniform(0.6, 2.0):.2f}"
        f":g={rng.uniform(-7, 7):.1f}"
    )
    if rng.random() < 0.6:
        steps.append(
            f"acompressor=threshold={rng.uniform(0.03, 0.2):.3f}:ratio={rng.uniform(2, 6):.1f}"
            f":attack={rng.uniform(2, 30):.0f}:release={rng.uniform(60, 300):.0f}:makeup={rng.uniform(1, 3):.1f}"
        )
    if not track.is_drum and track.name != "bass":
        if rng.random() < 0.35:
            steps.append(f"aecho=0.9:0.6:{rng.uniform(60, 400):.0f}:{rng.uniform(0.1, 0.4):.2f}")
        elif rng.random() < 0.25:
            steps.append(f"chorus=0.7:0.8:{rng.uniform(35, 60):.0f}:0.35:{rng.uniform(0.2, 0.6):.2f}:2")
    steps.append(f"volume={rng.uniform(-4, 4):.1f}dB")
    place = 0.0 if track.name in CENTRED else float(rng.uniform(-0.8, 0.8))
    left, right = np.cos((place + 1) * np.pi / 4), np.sin((place + 1) * np.pi / 4)
    steps.append(f"pan=stereo|c0={left:.3f}*c0|c1={right:.3f}*c0")
    return ",".join(steps)


def _master(kind: str, rng: Rng) -> str:
    space = (
        f"aecho=0.9:0.8:{rng.uniform(23, 37):.0f}|{rng.uniform(41, 67):.0f}|{rng.uniform(71, 97):.0f}:0.25|0.18|0.12"
    )
    tone = f"bass=g={rng.uniform(-4, 5):.1f}:f=110,treble=g={rng.uniform(-4, 4):.1f}:f=6000"
    tail = {
        "glue": "acompressor=threshold=0.15:ratio=2:attack=20:release=200",
        "loud": "acompressor=threshold=0.06:ratio=8:attack=5:release=80:makeup=4,alimiter=limit=0.7:level=0",
        "wide": "extrastereo=m=1.8:c=0,acompressor=threshold=0.2:ratio=3",
        "small": "highpass=f=180,lowpass=f=6500,asoftclip=type=tanh",
    }[kind]
    return f"{space},{tone},{tail}"
