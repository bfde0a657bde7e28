"""Writes the card of a model: what it is, what it says about a golden clip, and what it usually says."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from chordwork.analysis.clips.bundled import AUDIO_SUFFIXES
from chordwork.analysis.errors import ClipError
from chordwork.analysis.model_cards.golden import finals, golden_chords
from chordwork.engine import AcousticModel, ChordEvent, GoldenClip, ModelCard, ModelContract, ModelError
from chordwork.engine._spec import FEATURE_SPEC
from chordwork.engine.drift import Distribution, Reference, Tally, divergence_bits
from chordwork.harmony import QUALITIES
from chordwork.harmony.provenance import sha256_of

GOLDEN_CLIP: Final = "band"
WINDOW_SIZES: Final = (50, 100, 200, 400, 800, 1600)
"""Final chords that a window may need; the smallest is taken of which the most stay near."""
NEAR_BITS: Final = 0.05
"""A window of known material should be no further than this from its reference, 95 times in 100."""
WINDOWS_DRAWN: Final = 400
FEWEST_FINALS: Final = 50
"""Of the reference; with fewer it would be no measure."""


def make_card(
    model_file: Path,
    licence: str,
    clips: Path | None,
    material: str = "",
    *,
    progress: Callable[[float], None] = lambda share: None,
) -> ModelCard:
    """The card of a model file.

    Args:
        model_file: ONNX, as ``python -m training ship`` makes it.
        licence: of the weights.
        clips: folder of recordings that tell what it usually says, those in folders below it included; None: nothing
            tells, and drift cannot be measured.
        material: what they are, in a line.
        progress: told the share of the recordings that was heard, from 0 to 1, after each.

    Raises:
        ModelError: it is no chord model.
        ClipError: there are no recordings, or they hold too few chords.
    """
    try:
        data = model_file.read_bytes()
    except OSError as error:
        raise ModelError(f"{model_file} cannot be read: {error.strerror}") from error
    model = AcousticModel(data)
    inputs, outputs = model.shapes
    return ModelCard(
        name=model.info.name,
        version=model.info.version,
        file=model_file.name,
        sha256=sha256_of(data),
        size_bytes=len(data),
        licence=licence,
        contract=ModelContract(
            features=model.info.feature_version,
            sample_rate_hz=FEATURE_SPEC.sample_rate_hz,
            hop_samples=FEATURE_SPEC.hop_samples,
            inputs=inputs,
            outputs=outputs,
            qualities=tuple(quality.harte for quality in QUALITIES),
        ),
        golden=GoldenClip(GOLDEN_CLIP, golden_chords(model, GOLDEN_CLIP)),
        reference=_reference(model, clips, material, progress),
    )


def _reference(
    model: AcousticModel, clips: Path | None, material: str, progress: Callable[[float], None]
) -> Reference | None:
    if clips is None:
        return None
    recordings = sorted(path for path in clips.rglob("*") if path.suffix in AUDIO_SUFFIXES)
    if not recordings:
        raise ClipError(f"there are no recordings ({', '.join(AUDIO_SUFFIXES)}) in {clips}")
    heard = []
    for number, recording in enumerate(recordings, start=1):
        heard.append(finals(model, recording))
        progress(number / len(recordings))
    return reference_of(heard, material or f"{len(recordings)} recordings")


def reference_of(heard: Sequence[Sequence[ChordEvent]], material: str) -> Reference:
    """What was said about each of several recordings, as a reference.

    How much a window needs is found by drawing whole recordings at random, with replacement, until it is full: chords
    of one song are alike, and single chords drawn at random would seem to need far fewer.

    Raises:
        ClipError: they hold too few chords.
    """
    whole = _distribution(chord for recording in heard for chord in recording)
    if whole.finals < FEWEST_FINALS or not whole.seconds:
        raise ClipError(
            f"the recordings hold {whole.finals} chords: a reference takes {FEWEST_FINALS}, better some thousand"
        )
    sounding = [recording for recording in heard if recording]
    dice = random.Random(1)
    needed, usual = WINDOW_SIZES[0], (1.0, 1.0)
    for needed in WINDOW_SIZES:
        windows = [_drawn(sounding, needed, dice) for _ in range(WINDOWS_DRAWN)]
        usual = (
            _most([divergence_bits(window.chords, whole.chords) for window in windows]),
            _most([divergence_bits(window.confidences, whole.confidences) for window in windows]),
        )
        if max(usual) <= NEAR_BITS:
            break
    return Reference(whole, material, needed, (round(usual[0], 4), round(usual[1], 4)))


def _drawn(heard: Sequence[Sequence[ChordEvent]], count: int, dice: random.Random) -> Distribution:
    chords: list[ChordEvent] = []
    while len(chords) < count:
        chords += dice.choice(heard)
    return _distribution(chords[:count])


def _distribution(chords: Iterable[ChordEvent]) -> Distribution:
    tally = Tally()
    for each in chords:
        tally.add(each.chord, (each.start if each.end is None else each.end) - each.start, each.confidence)
    return tally.distribution


def _most(values: Sequence[float]) -> float:
    """What 95 of 100 do not exceed."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]
