"""Check rendered clips with numbers: ``python -m training.render.verify --cache DIR --split train``.

Chroma templates against labels, measured tuning against the stated one, notes against labels, peaks.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import soundfile
from attrs import define, field
from numpy.typing import NDArray

from .labels import QUALITIES, Chord, parse

WINDOW: Final = 16_384  # samples, 0.74 s
Floats = NDArray[np.float64]
TEMPLATES: Final = {(r, q): [(r + i) % 12 for i in QUALITIES[q]] for r in range(12) for q in ("maj", "min")}


@define
class Figures:
    """Sums of one kind."""

    clips: int = 0
    majmin: list[bool] = field(factory=list)
    majmin_s: list[float] = field(factory=list)
    root: list[bool] = field(factory=list)
    whole: list[bool] = field(factory=list)
    foreign: list[float] = field(factory=list)
    bass: list[bool] = field(factory=list)
    tuning_error: list[float] = field(factory=list)
    peaks: list[float] = field(factory=list)
    quiet_n_db: list[float] = field(factory=list)


def chroma(audio: Floats, rate: int, start_s: float, end_s: float, cents: float) -> Floats:
    """Summed magnitudes of 12 pitch classes over a segment, from 110 Hz to 1.5 kHz [shape=(12,)]."""
    part = audio[int(start_s * rate) : int(end_s * rate)]
    part = np.pad(part, (0, max(0, WINDOW // 2 - len(part))))
    frequency = np.fft.rfftfreq(WINDOW, 1 / rate)
    used = (frequency > 110) & (frequency < 1500)
    pitch = 69 + 12 * np.log2(frequency[used] / 440) - cents / 100
    near = np.exp(-((pitch - np.round(pitch)) ** 2) / 0.03)
    result = np.zeros(12)
    for start in range(0, len(part) - WINDOW // 2 + 1, WINDOW // 4):
        spectrum = np.abs(np.fft.rfft(part[start : start + WINDOW // 2] * np.hanning(WINDOW // 2), WINDOW))[used]
        np.add.at(result, np.round(pitch).astype(int) % 12, spectrum * near)
    result = np.sqrt(result)
    return np.asarray(result / (np.linalg.norm(result) or 1.0))


def best_majmin(vector: Floats) -> tuple[int, str]:
    """Root and mode of the triad whose template fits best."""

    def score(key: tuple[int, str]) -> float:
        inside = sum(vector[pc] for pc in TEMPLATES[key]) / 3
        return float(inside - vector.sum() / 12)

    return max(TEMPLATES, key=score)


def measured_cents(audio: Floats, rate: int) -> float:
    """Tuning by the circular mean of spectral peaks' deviation from the nearest semitone."""
    total = 0j
    frequency = np.fft.rfftfreq(WINDOW * 2, 1 / rate)
    for start in range(rate, len(audio) - WINDOW * 2, WINDOW * 2):
        spectrum = np.abs(np.fft.rfft(audio[start : start + WINDOW * 2] * np.hanning(WINDOW * 2)))
        peaks = np.flatnonzero((spectrum[1:-1] > spectrum[:-2]) & (spectrum[1:-1] > spectrum[2:])) + 1
        peaks = peaks[(frequency[peaks] > 150) & (frequency[peaks] < 1500) & (spectrum[peaks] > 0.1 * spectrum.max())]
        for p in peaks:
            a, b, c = np.log(spectrum[p - 1 : p + 2] + 1e-12)
            exact = p + 0.5 * (a - c) / (a - 2 * b + c)
            pitch = 69 + 12 * np.log2(exact * rate / (2 * WINDOW) / 440)
            total += spectrum[p] * np.exp(2j * np.pi * pitch)
    return float(np.angle(total) / (2 * np.pi) * 100)


def check_clip(meta: dict[str, Any], audio: Floats, rate: int, figures: Figures) -> None:
    """Add one clip to the figures of its kind."""
    figures.clips += 1
    figures.peaks.append(float(np.abs(audio).max()))
    cents = meta["tuning_cents"]
    if meta["kind"] != "none":
        error = measured_cents(audio, rate) - cents
        figures.tuning_error.append(abs((error + 50) % 100 - 50))
    for start, end, label in meta["chords"]:
        chord = parse(label) if label != "X" else Chord(0, "X")
        part = audio[int(start * rate) : int(end * rate)]
        if label == "N" and end - start > 0.3 and meta["kind"] in ("notes", "singles") and start > 1.5:
            figures.quiet_n_db.append(20 * np.log10(np.sqrt((part**2).mean()) + 1e-9))
        if chord.quality not in QUALITIES or end - start < 0.3:
            continue
        inside = [(max(s, start), min(e, end), p) for s, e, p, _ in meta["notes"] if e > start and s < end]
        length: dict[int, float] = defaultdict(float)
        for s, e, p in inside:
            length[p % 12] += e - s
        sounded = {pc for pc, seconds in length.items() if seconds > 0.03}
        wanted = set(chord.pitch_classes)
        figures.root.append(chord.root in sounded)
        figures.whole.append(wanted <= sounded)
        figures.foreign.append(sum(v for pc, v in length.items() if pc not in wanted) / (sum(length.values()) or 1))
        lows = [p for s, e, p in inside if e - s > 0.25 * (end - start)] or [p for _, _, p in inside] or [0]
        figures.bass.append(min(lows) % 12 == chord.bass_pc)
        reduced = chord.quality if chord.quality in ("maj", "min") else None  # sixths and sevenths hold two triads
        if reduced:
            guess = best_majmin(chroma(audio, rate, start, end, cents))
            figures.majmin.append(guess == (chord.root, reduced))
            figures.majmin_s.append(end - start)


def report(kind: str, figures: Figures) -> str:
    """One line of figures."""

    def mean(values: Sequence[float]) -> float:
        return float(np.mean(values)) if len(values) else float("nan")

    weighted = (
        float(np.dot(figures.majmin, figures.majmin_s) / sum(figures.majmin_s)) if figures.majmin_s else float("nan")
    )
    return (
        f"{kind:8s} {figures.clips:4d} clips  triad template {mean(figures.majmin):.3f} (by time {weighted:.3f})  "
        f"root {mean(figures.root):.3f}  whole {mean(figures.whole):.3f}  foreign {mean(figures.foreign):.3f}  "
        f"bass {mean(figures.bass):.3f}  tuning error median {float(np.median(figures.tuning_error or [0])):.1f} "
        f"p90 {float(np.percentile(figures.tuning_error or [0], 90)):.1f} cents  peak {min(figures.peaks):.3f}"
        f"..{max(figures.peaks):.3f}  N level median {float(np.median(figures.quiet_n_db or [0])):.0f} dBFS"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns the exit status."""
    parser = argparse.ArgumentParser("python -m training.render.verify", description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--split", default="train")
    parser.add_argument("--limit", type=int, default=40, help="clips per kind")
    options = parser.parse_args(argv)
    for folder in sorted((options.cache / options.split).iterdir()):
        figures = Figures()
        for path in sorted(folder.glob("*.json"))[: options.limit]:
            audio, rate = soundfile.read(path.with_suffix(".flac"))
            check_clip(json.loads(path.read_text()), audio, rate, figures)
        print(report(folder.name, figures), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
