"""Pictures of docs/guide/hearing.md: what each stage makes of a bundled recording. ``python docs/guide/plots.py``

Needs matplotlib (extra ``bench``). The same engine and recording make the same pictures.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from chordwork.analysis.clips.bundled import bundled_clips, choose_clips
from chordwork.engine import CHORDS, ChordEvent, Evidence, Recognizer, load_model
from chordwork.engine._hearing import Hearing
from chordwork.harmony.chord import NO_CHORD, parse_label
from chordwork.harmony.notes import PITCH_CLASS_NAMES

mpl.use("agg")
import matplotlib.pyplot as plt

HERE = Path(__file__).parent
CLIP = "band"
SECONDS = 10.0
WIDTH = 8.0
COLOURS = 48
INK, SOFT = "#33415c", "#b8c1d1"


def main() -> None:
    """Draw all of them."""
    mpl.rcParams |= {"font.size": 9, "axes.spines.top": False, "axes.spines.right": False, "figure.dpi": 110}
    with bundled_clips() as clips:
        clip = choose_clips(clips, CLIP)[0]
        pcm, rate_hz = clip.read()
    pcm = pcm[: round(SECONDS * rate_hz)]
    features = _features(pcm, rate_hz)
    evidence = _evidence(features)
    _sound(pcm, rate_hz, clip.reference)
    _spectra(features)
    _chords(evidence)
    _tiers(pcm, rate_hz, clip.reference)


def _features(pcm: NDArray[np.int16], rate_hz: int) -> NDArray[np.float32]:
    hearing = Hearing(rate_hz, channels=pcm.shape[1])
    heard = [*hearing.hear(pcm.tobytes()), *hearing.finish()]
    return np.stack([each for each in heard if isinstance(each, np.ndarray)])


def _evidence(features: NDArray[np.float32]) -> Evidence:
    model = load_model()
    return model.step_run(features, model.initial_state())[0]


def _sound(pcm: NDArray[np.int16], rate_hz: int, reference: Any) -> None:
    figure, axes = plt.subplots(figsize=(WIDTH, 1.8))
    mono = pcm.mean(axis=1) / 32_768
    axes.plot(np.arange(len(mono)) / rate_hz, mono, color=SOFT, linewidth=0.3)
    _label(axes, reference, 0.85)
    axes.set(xlim=(0, SECONDS), ylim=(-1, 1), yticks=(), xlabel="seconds")
    _save(figure, "sound")


def _spectra(features: NDArray[np.float32]) -> None:
    figure, rows = _rows(features.shape[1], figsize=(WIDTH, 3.2))
    for row, name, channel in zip(rows, ("short window", "long window"), range(features.shape[1]), strict=True):
        row.imshow(
            features[:, channel].T,
            origin="lower",
            aspect="auto",
            cmap="magma",
            extent=(0, SECONDS, 0, features.shape[2]),
        )
        row.set(ylabel=f"{name}\nbins", yticks=())
    rows[-1].set_xlabel("seconds")
    _save(figure, "spectra")


def _chords(evidence: Evidence) -> None:
    shares = np.exp(evidence.chord)
    roots = np.zeros((12, len(shares)))
    for share, chord in zip(shares.T, CHORDS, strict=True):
        if chord is not NO_CHORD:
            roots[chord.root] += share
    figure, (above, below) = _rows(2, figsize=(WIDTH, 4.2))
    for row, picture, name in ((above, evidence.notes.T, "pitch classes\nthat sound"), (below, roots, "roots")):
        row.imshow(
            picture, origin="lower", aspect="auto", cmap="magma", extent=(0, SECONDS, -0.5, 11.5), vmin=0, vmax=1
        )
        row.set_yticks(range(12), PITCH_CLASS_NAMES, fontsize=7)
        row.set_ylabel(name)
    below.set_xlabel("seconds")
    _save(figure, "evidence")


def _tiers(pcm: NDArray[np.int16], rate_hz: int, reference: Any) -> None:
    recognizer = Recognizer(rate_hz, channels=pcm.shape[1])
    events = [*recognizer.feed(pcm.tobytes()), *recognizer.finish()]
    chords = [each for each in events if isinstance(each, ChordEvent)]
    shown = [(each.at, each.chord.symbol) for each in chords if each.status == "provisional"]
    live = [(at, until, name) for (at, name), (until, _) in zip(shown, [*shown[1:], (SECONDS, "")], strict=True)]
    final = [(each.start, each.end or SECONDS, each.chord.symbol) for each in chords if each.status == "final"]
    figure, axes = plt.subplots(figsize=(WIDTH, 1.9))
    for height, spans in enumerate((final, live, [(start, end, _symbol(label)) for start, end, label in reference])):
        for start, until, name in spans:
            end = min(until, SECONDS)
            axes.barh(height, end - start, left=start, height=0.8, color="#dfe5ef", edgecolor="white")
            if end - start > 0.35:
                axes.text((start + end) / 2, height, name, ha="center", va="center", color=INK, fontsize=7)
    axes.set_yticks(range(3), ("decided", "shown live", "played"))
    axes.set(xlim=(0, SECONDS), xlabel="seconds")
    _save(figure, "tiers")


def _rows(count: int, *, figsize: tuple[float, float]) -> tuple[Any, Any]:
    return plt.subplots(count, 1, figsize=figsize, sharex=True)


def _symbol(label: str) -> str:
    return parse_label(label).symbol


def _label(axes: Any, reference: Any, height: float) -> None:
    for start, _, name in reference:
        if start < SECONDS:
            axes.axvline(start, color=INK, linewidth=0.6)
            axes.text(start + 0.05, height, _symbol(name), color=INK, fontsize=7, va="top")


def _save(figure: Any, name: str) -> None:
    figure.tight_layout()
    figure.canvas.draw()
    picture = Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB")
    picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT).save(HERE / f"hearing-{name}.png", optimize=True)
    plt.close(figure)


if __name__ == "__main__":
    main()
