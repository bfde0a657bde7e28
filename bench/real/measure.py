"""One piece through the product and the peers, and what is measured on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import attrs
import numpy as np
import soundfile

from bench.accuracy.peers import heard_by, peer_label, peer_tier
from bench.real.pieces import RealPiece
from chordwork.engine import AcousticModel, ChordModel, load_model
from chordwork.harmony.score import Comparison, Segment, pieces
from evaluation.listening import listen
from evaluation.naming import name_of
from evaluation.scoring import Share, score

MEASURES: Final[tuple[Comparison, ...]] = ("root", "majmin", "sevenths")
LATE_S: Final = {"final": 0.0, "live": 0.0, "live +250 ms": 0.25}
POWER: Final = "5"

Scores = dict[str, Share]


@attrs.frozen
class Job:
    """A piece to measure; ``model`` None is the bundled one; ``peers`` as in ``bench accuracy``."""

    piece: RealPiece
    model: Path | None
    peers: tuple[str, ...] = ()


@attrs.frozen
class Row:
    """Raw results of one piece. Shares are (fraction, seconds).

    Attributes:
        name: of the piece,
        source: and what it is from,
        work: and of,
        seen: and whether its notes were trained on.
        seconds: its length.
        known: by measure, what share of it is compared.
        scores: by tier (``final``, ``live``, ``live +250 ms``, peers' ``NAME final``) and measure, rests compared.
        sounding: the same where the reference has a chord.
        power: by tier, where the reference has a chord other than a power chord: what is called one.
    """

    name: str
    source: str
    work: str
    seen: bool
    seconds: float
    known: dict[str, Share]
    scores: dict[str, Scores]
    sounding: dict[str, Scores]
    power: Scores


def measure(job: Job) -> Row:
    """Hear a piece and measure it.

    Raises:
        PeerError: a peer has no labels for it.
    """
    piece = job.piece
    samples, rate_hz = soundfile.read(piece.audio, dtype="int16")
    heard = listen(np.asarray(samples, np.int16), rate_hz, _model(job.model))
    tiers = {"final": heard.final, "live": heard.live, "live +250 ms": heard.live}
    tiers |= {peer_tier(peer): heard_by(peer, piece.audio) for peer in job.peers if _may_be_compared(peer, piece)}
    references: dict[Comparison, list[Segment]] = {name: piece.reference(name) for name in MEASURES}
    scores = {tier: _scores(references, timeline, LATE_S.get(tier, 0.0), ()) for tier, timeline in tiers.items()}
    return Row(
        name=piece.name,
        source=piece.source,
        work=piece.work,
        seen=piece.seen,
        seconds=heard.seconds,
        known={name: (min(scores["final"][name][1] / heard.seconds, 1.0), heard.seconds) for name in MEASURES},
        scores=scores,
        sounding={tier: _scores(references, line, LATE_S.get(tier, 0.0), ("N",)) for tier, line in tiers.items()},
        power={tier: called_power(references["root"], timeline) for tier, timeline in tiers.items()},
    )


def called_power(reference: Sequence[Segment], timeline: Sequence[Segment]) -> Share:
    """Of the seconds in which a chord other than a power chord sounds, those that are called a power chord."""
    named = [piece for piece in pieces(reference, timeline) if piece.reference not in ("N", "X")]
    named = [piece for piece in named if name_of(piece.reference).quality != POWER]
    seconds = sum(piece.seconds for piece in named)
    called = sum(piece.seconds for piece in named if name_of(piece.estimate).quality == POWER)
    return (called / seconds if seconds else 0.0, seconds)


def _scores(
    references: Mapping[Comparison, list[Segment]], timeline: list[Segment], late_s: float, ignored: tuple[str, ...]
) -> Scores:
    return {
        name: score(reference, timeline, (name,), late_s=late_s, ignored=ignored)[name]
        for name, reference in references.items()
    }


def _may_be_compared(peer: str, piece: RealPiece) -> bool:
    """A labeller is right by definition about what its labels made."""
    return peer_label(peer) not in piece.labellers


@cache
def _model(path: Path | None) -> ChordModel:
    return load_model() if path is None else AcousticModel(path.read_bytes())
