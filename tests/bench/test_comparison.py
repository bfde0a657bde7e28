"""Who is above whom, from scores made by hand."""

import pytest

from bench.accuracy.comparison import Comparison, against_all, compare, verdict
from bench.accuracy.measure import MEASURES, Row
from bench.accuracy.summary import summarize
from evaluation.resampling import Estimate


def row(name: str, kind: str = "band", **scores: float) -> Row:
    """A clip of ten seconds; tiers are written with an underscore for the space."""
    nothing = {tier: {"all": (0.0, 0.0), "inverted": (0.0, 0.0)} for tier in ("final", "live")}
    return Row(
        name=name, kind=kind, seconds=10.0, conditions={},
        scores={tier.replace("_", " "): dict.fromkeys(MEASURES, (share, 10.0)) for tier, share in scores.items()},
        naming_delays=[], needless_changes=0, segments=1, decision_delays=[], bass=nothing, false_chords={},
        silence=dict.fromkeys(nothing, (0.0, 0.0)), key=None, key_score=None, pulse=None, tuning_error_cents=None,
        sureness=[], confusions={},
    )  # fmt: skip


def test_what_is_hard_for_both_cancels_out() -> None:
    rows = [row(str(n), final=0.2 + n / 20, live=0.1, good_final=0.15 + n / 20, templates_live=0.5) for n in range(12)]
    good, templates = compare(rows)
    assert (good.program, good.tier, good.is_baseline) == ("good", "final", False)
    difference = good.differences["majmin"]
    assert difference is not None
    assert (difference.value, difference.low, difference.high) == (pytest.approx(0.05),) * 3
    assert set(good.verdicts.values()) == {"above"}
    assert (templates.program, templates.tier, templates.is_baseline) == ("templates", "live", True)
    assert set(templates.verdicts.values()) == {"below"}


def test_a_difference_that_may_be_chance_is_none() -> None:
    rows = [row(str(n), final=0.5 + 0.1 * (-1) ** n, peer_final=0.5) for n in range(12)]
    assert compare(rows)[0].verdicts["root"] == "level"


def test_one_clip_decides_nothing_and_late_tiers_are_no_program() -> None:
    single = row("one", final=0.9, peer_final=0.1)
    single.scores["live +250 ms"] = single.scores["final"]
    assert [(c.program, c.verdicts["root"]) for c in compare([single])] == [("peer", "level")]
    assert verdict(None) == ""


def test_only_clips_that_both_heard_are_compared() -> None:
    rows = [row("1", final=1.0), row("2", final=0.5, peer_final=0.4), row("3", final=0.5, peer_final=0.4)]
    difference = compare(rows)[0].differences["majmin"]
    assert difference is not None
    assert (difference.value, difference.clips) == (pytest.approx(0.1), 2)


def test_above_every_peer_or_who_stands_in_the_way() -> None:
    def against(program: str, value: float, word: str) -> Comparison:
        return Comparison(program, "final", {"root": Estimate(value, value, value, 5)}, {"root": word})

    above, level, below = against("weak", 0.2, "above"), against("even", 0.0, "level"), against("best", -0.1, "below")
    templates = against("templates", -0.5, "below")
    assert against_all([against("weaker", 0.3, "above"), above, templates], "root") == (
        "above", ["weak final", "weaker final"]
    )  # fmt: skip
    assert against_all([above, level], "root") == ("level", ["even final"])
    following = against("next", -0.05, "below")
    assert against_all([above, level, following, below], "root") == ("below", ["best final", "next final"])
    assert against_all([templates], "root") == ("", [])


def test_single_chords_stand_apart_unless_they_are_alone() -> None:
    band = row("1", final=0.5, live=0.5, templates_final=0.5)
    single = row("2", "singles", final=1.0, live=1.0, templates_final=1.0)
    both = summarize([band, single]).scores
    assert (both["with chords"]["final"]["root"], both["singles"]["final"]["root"]) == (
        Estimate(0.5, 0.5, 0.5, 1), Estimate(1.0, 1.0, 1.0, 1)
    )  # fmt: skip
    alone = summarize([single]).scores["with chords"]["final"]["root"]
    assert alone is not None
    assert alone.value == 1.0
