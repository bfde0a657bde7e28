"""One clip through the product, the baseline and the peers, and everything that is measured on it."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Final

import attrs
import mir_eval
import numpy as np
import soundfile

from bench.accuracy.peers import heard_by, peer_tier
from chordwork.engine import AcousticModel, ChordModel, load_model
from chordwork.harmony.score import Comparison
from evaluation.beats import Pulse, pulse_of
from evaluation.clips import WITHOUT_CHORDS, EvaluationClip
from evaluation.listening import Heard, listen
from evaluation.naming import bass_recall, confusions, sureness
from evaluation.phone import as_on_a_phone
from evaluation.scoring import Share, score, with_breaths
from evaluation.templates import TemplateModel
from evaluation.timing import (
    decision_delays,
    false_chords,
    naming_delays,
    needless_changes,
    onsets,
    silence_recall,
)

MEASURES: Final[tuple[Comparison, ...]] = ("root", "thirds", "majmin", "sevenths")
ALLOWED_LATE_S: Final[dict[str, float]] = {"live": 0.0, "live +100 ms": 0.1, "live +250 ms": 0.25, "live +500 ms": 0.5}
BASELINE: Final = "templates"
TUNING_AFTER_S: Final = 5.0

Scores = dict[str, Share]


@attrs.frozen
class Job:
    """A clip to measure; ``model`` None is the bundled one; ``phone`` adds the phone-microphone condition.

    ``sounding`` scores only the seconds in which a chord sounds, for us and for the others; ``breath_s`` counts rests
    between two chords that last less than that as part of the first, see :func:`~evaluation.scoring.with_breaths`.
    """

    clip: EvaluationClip
    model: Path | None
    phone: bool
    peers: tuple[str, ...] = ()
    sounding: bool = False
    breath_s: float = 0.0


@attrs.frozen
class Row:
    """Raw results of one clip. Shares are (fraction, weight in seconds); times are seconds.

    Attributes:
        name: of the clip.
        kind: of the clip.
        seconds: its length.
        conditions: see :class:`~evaluation.clips.EvaluationClip`.
        scores: measure by tier: ``final``, the keys of :data:`ALLOWED_LATE_S`, ``phone`` (final), the same two tiers
            of the baseline (``templates final``, ``templates live``), and each peer's own (``NAME final`` or
            ``NAME live``).
        naming_delays: see :func:`~evaluation.timing.naming_delays`.
        needless_changes: see :func:`~evaluation.timing.needless_changes`.
        segments: what they are counted over.
        decision_delays: see :func:`~evaluation.timing.decision_delays`.
        bass: by tier, see :func:`~evaluation.naming.bass_recall`.
        false_chords: by tier, peers and baseline too; only for clips without chords.
        silence: recall of N by tier.
        key: name heard last; None if none was.
        key_score: MIREX weight of ``key`` (0 if none was heard); None where no key is given.
        pulse: see :func:`~evaluation.beats.pulse_of`; None for clips without one.
        tuning_error_cents: absolute; only for detuned clips.
        sureness: see :func:`~evaluation.naming.sureness`.
        confusions: of the final tier, see :func:`~evaluation.naming.confusions`.
    """

    name: str
    kind: str
    seconds: float
    conditions: dict[str, str]
    scores: dict[str, Scores]
    naming_delays: list[float | None]
    needless_changes: int
    segments: int
    decision_delays: list[float]
    bass: dict[str, dict[str, Share]]
    false_chords: dict[str, int]
    silence: dict[str, Share]
    key: str | None
    key_score: float | None
    pulse: Pulse | None
    tuning_error_cents: float | None
    sureness: list[tuple[float, float, float]]
    confusions: dict[str, dict[str, float]]


def measure(job: Job) -> Row:
    """Hear a clip and measure it.

    Raises:
        PeerError: a peer cannot run.
        EvaluationError: the phone condition cannot.
    """
    clip = attrs.evolve(job.clip, chords=tuple(with_breaths(job.clip.chords, job.breath_s)))
    samples, rate_hz = soundfile.read(clip.audio, dtype="int16")
    pcm = np.asarray(samples, np.int16)
    heard = listen(pcm, rate_hz, _model(job.model))
    templates = listen(pcm, rate_hz, TemplateModel())
    scored = partial(score, clip.chords, measures=MEASURES, ignored=("N",) if job.sounding else ())
    scores = {"final": scored(heard.final)}
    for tier, late_s in ALLOWED_LATE_S.items():
        scores[tier] = scored(heard.live, late_s=late_s)
    scores[f"{BASELINE} final"] = scored(templates.final)
    scores[f"{BASELINE} live"] = scored(templates.live)
    if job.phone and clip.kind != WITHOUT_CHORDS:
        rough = listen(as_on_a_phone(pcm, rate_hz, clip.name), rate_hz, _model(job.model))
        scores["phone"] = scored(rough.final)
    peers = {peer_tier(peer): heard_by(peer, clip.audio) for peer in job.peers}
    scores |= {tier: scored(timeline) for tier, timeline in peers.items()}
    timelines = {"final": heard.final, "live": heard.live}
    baseline = {f"{BASELINE} final": templates.final, f"{BASELINE} live": templates.live}
    needless, segments = needless_changes(clip.chords, heard.live)
    key = heard.keys[-1][1] if heard.keys else None
    return Row(
        name=clip.name,
        kind=clip.kind,
        seconds=heard.seconds,
        conditions=clip.conditions,
        scores=scores,
        naming_delays=naming_delays(clip.chords, heard.live),
        needless_changes=needless,
        segments=segments,
        decision_delays=decision_delays(heard.decisions, heard.seconds),
        bass={tier: bass_recall(clip.chords, timeline) for tier, timeline in timelines.items()},
        false_chords=(
            {tier: false_chords(timeline) for tier, timeline in {**timelines, **baseline, **peers}.items()}
            if clip.kind == WITHOUT_CHORDS
            else {}
        ),
        silence={tier: silence_recall(clip.chords, timeline) for tier, timeline in timelines.items()},
        key=key,
        key_score=key_score(clip.key, key),
        pulse=pulse_of(clip, heard),
        tuning_error_cents=tuning_error(clip, heard),
        sureness=sureness(clip.chords, heard.decisions),
        confusions=confusions(clip.chords, heard.final),
    )


def key_score(reference: str | None, heard: str | None) -> float | None:
    """MIREX weight: 1 the key, 0.5 a fifth above, 0.3 relative, 0.2 parallel, else 0; None without a reference."""
    if reference is None:
        return None
    return 0.0 if heard is None else float(mir_eval.key.weighted_score(reference, heard))


def tuning_error(clip: EvaluationClip, heard: Heard) -> float | None:
    """Absolute error, in cents, of the estimate that stands 5 s after the first chord began.

    No estimate by then counts as 0 cents. None for clips in tune, and for those that end before.
    """
    chords = onsets(clip.chords)
    if not clip.tuning_cents or not chords or chords[0][0] + TUNING_AFTER_S > heard.seconds:
        return None
    said = [cents for at, cents in heard.tunings if at <= chords[0][0] + TUNING_AFTER_S]
    return abs((said[-1] if said else 0.0) - clip.tuning_cents)


@cache
def _model(path: Path | None) -> ChordModel:
    return load_model() if path is None else AcousticModel(path.read_bytes())
