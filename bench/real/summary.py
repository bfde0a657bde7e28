"""From the rows of all pieces to figures a source, with intervals over works."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from bench.accuracy.comparison import verdict
from bench.real.measure import MEASURES, Row, Scores
from evaluation.resampling import Estimate, difference, mean
from evaluation.scoring import Share

ALL: Final = "all"
"""The group of all pieces whose notes were not seen in training."""

Figures = dict[str, Estimate | None]


@attrs.frozen
class Group:
    """The figures of one source, or of :data:`ALL`.

    Attributes:
        works: how many.
        pieces: how many.
        minutes: of sound.
        known: by measure, what share is compared.
        scores: by tier and measure, rests compared.
        sounding: the same where a chord sounds.
        power: by tier, what is called a power chord where another chord sounds.
        differences: by peer's tier and measure, our score less the peer's, where both were compared.
        verdicts: of those differences, as in ``bench accuracy``.
    """

    works: int
    pieces: int
    minutes: float
    known: Figures
    scores: dict[str, Figures]
    sounding: dict[str, Figures]
    power: Figures
    differences: dict[str, Figures]
    verdicts: dict[str, dict[str, str]]


def summarize(rows: Sequence[Row]) -> dict[str, Group]:
    """Figures by source, those of all sources that were not seen first."""
    groups = {ALL: [row for row in rows if not row.seen]}
    groups |= {source: [row for row in rows if row.source == source] for source in sorted({row.source for row in rows})}
    return {name: _group(group) for name, group in groups.items() if group}


def _group(rows: Sequence[Row]) -> Group:
    tiers = list(dict.fromkeys(tier for row in rows for tier in row.scores))
    peers = [tier for tier in tiers if not tier.startswith("live") and tier != "final"]
    differences: dict[str, Figures] = {tier: {by: _difference(rows, tier, by) for by in MEASURES} for tier in peers}
    return Group(
        works=len({row.work for row in rows}),
        pieces=len(rows),
        minutes=sum(row.seconds for row in rows) / 60.0,
        known={by: _over_works((row.work, row.known[by]) for row in rows) for by in MEASURES},
        scores={tier: _scores([(row.work, row.scores.get(tier)) for row in rows]) for tier in tiers},
        sounding={tier: _scores([(row.work, row.sounding.get(tier)) for row in rows]) for tier in tiers},
        power={tier: _over_works((row.work, row.power[tier]) for row in rows if tier in row.power) for tier in tiers},
        differences=differences,
        verdicts={tier: {name: verdict(found) for name, found in cells.items()} for tier, cells in differences.items()},
    )


def _scores(rows: Sequence[tuple[str, Scores | None]]) -> Figures:
    return {by: _over_works((work, scores[by]) for work, scores in rows if scores is not None) for by in MEASURES}


def _over_works(shares: Iterable[tuple[str, Share]]) -> Estimate | None:
    """The pieces of a work are one witness."""
    return mean(list(_by_work(shares).values()))


def _difference(rows: Sequence[Row], peer: str, measure: str) -> Estimate | None:
    both = [row for row in rows if peer in row.scores]
    ours = _by_work((row.work, row.scores[peer.rpartition(" ")[2]][measure]) for row in both)
    theirs = _by_work((row.work, row.scores[peer][measure]) for row in both)
    return difference([(ours[work], theirs[work]) for work in ours])


def _by_work(shares: Iterable[tuple[str, Share]]) -> dict[str, Share]:
    right: dict[str, float] = defaultdict(float)
    seconds: dict[str, float] = defaultdict(float)
    for work, (fraction, weight) in shares:
        right[work] += fraction * weight
        seconds[work] += weight
    return {work: (right[work] / seconds[work] if seconds[work] else 0.0, seconds[work]) for work in seconds}
