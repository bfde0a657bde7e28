"""What the project promised, and what was measured: the table of the issue "Hear better than the best, live"."""

from __future__ import annotations

from typing import Final

import attrs

from bench.accuracy.summary import ALL_CHORDS, Summary
from evaluation.clips import SINGLES
from evaluation.resampling import Estimate


@attrs.frozen
class Aim:
    """One promise. ``group`` and ``figure`` say where it is in the summary; ``tier`` is empty for what is no score.

    ``wanted`` and ``stretch`` are lower limits where ``more_is_better``, else upper limits.
    """

    title: str
    group: str
    tier: str
    figure: str
    wanted: float
    stretch: float | None = None
    more_is_better: bool = True

    def measured(self, summary: Summary) -> Estimate | None:
        """The figure; None where it was not measured."""
        if self.tier:
            return summary.scores.get(self.group, {}).get(self.tier, {}).get(self.figure)
        return summary.figures.get(self.group, {}).get(self.figure)

    def verdict(self, figure: Estimate | None) -> str:
        """``stretch``, ``met``, ``missed`` or ``not measured``."""
        if figure is None:
            return "not measured"
        sign = 1.0 if self.more_is_better else -1.0
        if self.stretch is not None and sign * figure.value >= sign * self.stretch:
            return "stretch"
        return "met" if sign * figure.value >= sign * self.wanted else "missed"


AIMS: Final[tuple[Aim, ...]] = (
    Aim("bands, final, majmin", "band", "final", "majmin", 0.93, 0.95),
    Aim("bands, final, sevenths", "band", "final", "sevenths", 0.87, 0.91),
    Aim("recordings, final, root", "notes", "final", "root", 0.93, 0.97),
    Aim("recordings, final, majmin", "notes", "final", "majmin", 0.90, 0.95),
    Aim("single chords with silences, final, root", SINGLES, "final", "root", 0.93, 0.97),
    Aim("single chords with silences, final, majmin", SINGLES, "final", "majmin", 0.90, 0.95),
    Aim("bands, live, majmin", "band", "live", "majmin", 0.84, 0.88),
    Aim("bands, live, 250 ms allowed, majmin", "band", "live +250 ms", "majmin", 0.89, 0.93),
    Aim("onset to right name, median, s", ALL_CHORDS, "", "naming_median_s", 0.14, 0.1, more_is_better=False),
    Aim("onset to right name, p90, s", ALL_CHORDS, "", "naming_p90_s", 0.4, 0.28, more_is_better=False),
    Aim("needless changes a chord", ALL_CHORDS, "", "needless_changes_a_chord", 0.5, 0.2, more_is_better=False),
    Aim("phone, loss of final majmin", ALL_CHORDS, "", "phone_loss_majmin", 0.03, 0.01, more_is_better=False),
    Aim("inversions, final", ALL_CHORDS, "", "bass_inverted_final", 0.80, 0.90),
    Aim("false chords a minute, final", "none", "", "false_chords_a_minute_final", 1.0, more_is_better=False),
    Aim("false chords a minute, live", "none", "", "false_chords_a_minute_live", 1.0, more_is_better=False),
    Aim("tuning error after 5 s, cents", ALL_CHORDS, "", "tuning_error_median_cents", 5.0, more_is_better=False),
)
"""The cost aim is measured by ``python -m bench cost``."""
