"""From the rows of all clips to the figures of the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import attrs

from bench.accuracy.comparison import Comparison, compare
from bench.accuracy.measure import BASELINE, MEASURES, Row
from evaluation.beats import Pulse
from evaluation.calibration import Bin, calibration_error, reliability
from evaluation.clips import APART, SINGLES, WITHOUT_CHORDS
from evaluation.resampling import Estimate, difference, mean, quantile, ratio

ALL_CHORDS: Final = "with chords"
"""The group of all clips that hold chords, single chords with silences aside."""
CONFUSIONS_SHOWN: Final = 2
TUNED_CENTS: Final = 5.0

Figures = dict[str, Estimate | None]


@attrs.frozen
class QualityRow:
    """One reference quality in the final tier: its recall, and what it is mostly taken for.

    Attributes:
        seconds: of the reference.
        recall: share in which root and quality are right.
        confusions: name as in :func:`~evaluation.naming.confusions`, and its share of the seconds.
    """

    quality: str
    seconds: float
    recall: Estimate
    confusions: list[tuple[str, float]]


@attrs.frozen
class Summary:
    """All figures. A group is a kind of clip or :data:`ALL_CHORDS`; a figure that nothing was measured for is None.

    Attributes:
        scores: by group, tier and measure.
        figures: by group and name, see :func:`figures`.
        conditions: scores by ``condition: value``, tier and measure.
        qualities: commonest first.
        reliability: bins of the final tier's confidence, over clips with chords.
        calibration_error: of that confidence.
        ratios: our score over another program's of that tier, by ``program tier group`` and measure; above 1 we are
            better.
        comparisons: our score less other programs', clip by clip, by group.
    """

    scores: dict[str, dict[str, Figures]]
    figures: dict[str, Figures]
    conditions: dict[str, dict[str, Figures]]
    qualities: list[QualityRow]
    reliability: list[Bin]
    calibration_error: Estimate | None
    ratios: dict[str, dict[str, float]]
    comparisons: dict[str, list[Comparison]]


def summarize(rows: Sequence[Row]) -> Summary:
    """Figures of all clips."""
    singles = [row for row in rows if row.kind == SINGLES]
    sounding = [row for row in rows if row.kind not in (WITHOUT_CHORDS, *APART)] or singles
    groups = {kind: [row for row in rows if row.kind == kind] for kind in sorted({row.kind for row in rows})}
    if sounding:
        groups[ALL_CHORDS] = sounding
    scores = {name: _scores(group) for name, group in groups.items()}
    conditions: dict[str, list[Row]] = defaultdict(list)
    for row in sounding:
        for condition, value in row.conditions.items():
            conditions[f"{condition}: {value}"].append(row)
    sure = [row.sureness for row in sounding]
    return Summary(
        scores=scores,
        figures={name: figures(group) for name, group in groups.items()},
        conditions={name: _scores(conditions[name]) for name in sorted(conditions)},
        qualities=_qualities(sounding),
        reliability=reliability([chord for clip in sure for chord in clip]),
        calibration_error=calibration_error(sure),
        ratios=_ratios(scores),
        comparisons={name: compare(group) for name, group in groups.items()},
    )


def figures(rows: Sequence[Row]) -> Figures:
    """Everything but the scores, of one group of clips; units are in the names, shares and rates have none."""
    found = [[delay for delay in row.naming_delays if delay is not None] for row in rows]
    never = [(row.naming_delays.count(None) / max(len(row.naming_delays), 1), len(row.naming_delays)) for row in rows]
    sounding = [row for row in rows if row.kind != WITHOUT_CHORDS]
    errors = [row.tuning_error_cents for row in rows if row.tuning_error_cents is not None]
    result: Figures = {
        "naming_median_s": quantile(found, 0.5),
        "naming_p90_s": quantile(found, 0.9),
        "never_named": mean(never),
        "needless_changes_a_chord": mean([(row.needless_changes / row.segments, row.segments) for row in sounding]),
        "decision_median_s": quantile([row.decision_delays for row in sounding], 0.5),
        "decision_p90_s": quantile([row.decision_delays for row in sounding], 0.9),
        "phone_loss_majmin": difference(
            [(row.scores["final"]["majmin"], row.scores["phone"]["majmin"]) for row in rows if "phone" in row.scores]
        ),
        "key_mirex": mean([(row.key_score, 1.0) for row in rows if row.key_score is not None]),
        **_pulse_figures([row.pulse for row in rows if row.pulse is not None]),
        "tuning_error_median_cents": quantile([[error] for error in errors], 0.5),
        "tuning_within_5_cents": mean([(float(error <= TUNED_CENTS), 1.0) for error in errors]),
    }
    for tier in ("final", "live"):
        for which in ("inverted", "all"):
            result[f"bass_{which}_{tier}"] = mean([row.bass[tier][which] for row in rows])
        result[f"none_recall_{tier}"] = mean([row.silence[tier] for row in rows])
    always = ("final", "live", f"{BASELINE} final", f"{BASELINE} live")
    for tier in dict.fromkeys([*always, *(tier for row in rows for tier in row.false_chords)]):
        minutes = [(row.false_chords[tier], row.seconds / 60.0) for row in rows if tier in row.false_chords]
        name = f"false_chords_a_minute_{tier.replace(' ', '_')}"
        result[name] = mean([(count / length, length) for count, length in minutes])
    return result


def _pulse_figures(pulses: Sequence[Pulse]) -> Figures:
    return {
        "beat_f": mean([(pulse.beat_f, 1.0) for pulse in pulses]),
        "beat_f_steady_120": mean([(pulse.steady_f, 1.0) for pulse in pulses]),
        "tempo_within_4_percent": mean([(float(pulse.tempo_right), 1.0) for pulse in pulses]),
        "tempo_octave_allowed": mean([(float(pulse.tempo_right_but_octave), 1.0) for pulse in pulses]),
    }


def _scores(rows: Sequence[Row]) -> dict[str, Figures]:
    tiers = list(dict.fromkeys(tier for row in rows for tier in row.scores))
    return {
        tier: {name: mean([row.scores[tier][name] for row in rows if tier in row.scores]) for name in MEASURES}
        for tier in tiers
    }


def _qualities(rows: Sequence[Row]) -> list[QualityRow]:
    result = []
    for quality in {quality for row in rows for quality in row.confusions}:
        totals: dict[str, float] = defaultdict(float)
        shares = []
        for row in rows:
            said = row.confusions.get(quality, {})
            seconds = sum(said.values())
            shares.append((said.get("=", 0.0) / seconds if seconds else 0.0, seconds))
            for name, length in said.items():
                totals[name] += length
        recall, seconds = mean(shares), sum(totals.values())
        wrong = sorted(((length, name) for name, length in totals.items() if name != "="), reverse=True)
        if recall:
            named = [(name, length / seconds) for length, name in wrong[:CONFUSIONS_SHOWN]]
            result.append(QualityRow(quality, seconds, recall, named))
    return sorted(result, key=lambda row: -row.seconds)


def _ratios(scores: dict[str, dict[str, Figures]]) -> dict[str, dict[str, float]]:
    ratios: dict[str, dict[str, float]] = {}
    for group, tiers in scores.items():
        for tier in tiers:
            program, _, its_tier = tier.rpartition(" ")
            if program and its_tier in ("final", "live"):
                ours = tiers[its_tier]
                ratios[f"{tier} {group}"] = {name: ratio(ours[name], tiers[tier][name]) for name in MEASURES}
    return ratios
