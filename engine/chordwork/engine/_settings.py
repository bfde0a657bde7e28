"""How the decoder turns evidence into decisions. Tuned on the dev songs, shipped inside the model file."""

from __future__ import annotations

from typing import Any, Final

import attrs
from attrs import validators

REST_S: Final = 0.25
"""Shortest rest, where nobody says otherwise."""
LONGEST_REST_S: Final = 5.0
"""The longest that may be wanted."""


def _no_gain(settings: DecoderSettings, _: Any, penalty: float) -> None:
    if not penalty >= -settings.final_switch_penalty:
        raise ValueError(f"none_penalty must be at least -final_switch_penalty, not {penalty!r}: no change is a gain")


@attrs.frozen
class DecoderSettings:
    """Decoder constants.

    Attributes:
        temperature: the model's log-probabilities are divided by this, so that confidence means probability.
        final_lag_hops: how far behind the newest hop the final tier decides.
        final_switch_penalty: cost in nats of a chord change in the final tier's Viterbi search.
        none_penalty: further cost of a change to no chord: a short rest between two strokes is part of the chord.
            Negative: so much less, down to none at all.
        rest_s: between two chords, no chord that lasts less than this many seconds is a breath: it belongs to the chord
            before it. From that length on it is a rest, from where it began. The display holds the chord as long.
        beat_reach_s: a change that is final falls on a beat that was heard no further than this from it; 0: on none.
        power_chord_cost: cost in nats a hop of a chord of root and fifth alone, in both tiers: it must be heard so much
            better than any other, on average over its whole length, for a weak third is still one;
        third_cost: and so much better again where a third above its root certainly sounds; else in proportion.
        live_switch_probability: prior probability that the chord changes from one hop to the next.
        live_none_penalty: as ``none_penalty``, in the provisional tier.
        live_sharpness: exponent on the evidence in the provisional tier; below 1 because neighbouring hops share audio.
        live_threshold: a new provisional chord needs at least this posterior probability,
        live_margin: and at least this many times that of the chord shown.
        live_key_weight: exponent on the share that chords have in the key heard so far, as the prior of a change in the
            provisional tier; 0 leaves the key out.
        live_confidence_slope: the log-odds of a provisional chord, times this,
        live_confidence_offset: and plus this, are those of its being right when it is shown: the provisional tier
            weighs hops as if they told different things, and so is too sure. Slope 1 and offset 0 leave it so. (After
            J. Platt, "Probabilistic outputs for support vector machines", 1999.)
        inversion_threshold: a bass other than the root is named when its mean posterior exceeds this.
    """

    temperature: float = attrs.field(default=1.0, validator=validators.gt(0.0))
    final_lag_hops: int = attrs.field(default=20, validator=[validators.ge(1), validators.le(200)])
    final_switch_penalty: float = attrs.field(default=6.0, validator=validators.ge(0.0))
    none_penalty: float = attrs.field(default=0.0, validator=_no_gain)
    rest_s: float = attrs.field(default=REST_S, validator=[validators.ge(0.0), validators.le(LONGEST_REST_S)])
    beat_reach_s: float = attrs.field(default=0.08, validator=[validators.ge(0.0), validators.le(0.25)])
    power_chord_cost: float = attrs.field(default=1.5, validator=[validators.ge(0.0), validators.le(20.0)])
    third_cost: float = attrs.field(default=8.0, validator=[validators.ge(0.0), validators.le(100.0)])
    live_switch_probability: float = attrs.field(default=0.02, validator=[validators.gt(0.0), validators.lt(1.0)])
    live_none_penalty: float = attrs.field(default=0.0, validator=validators.ge(0.0))
    live_sharpness: float = attrs.field(default=0.6, validator=validators.gt(0.0))
    live_threshold: float = attrs.field(default=0.35, validator=[validators.ge(0.0), validators.lt(1.0)])
    live_margin: float = attrs.field(default=2.0, validator=validators.ge(1.0))
    live_key_weight: float = attrs.field(default=0.0, validator=[validators.ge(0.0), validators.le(4.0)])
    live_confidence_slope: float = attrs.field(default=0.31, validator=[validators.gt(0.0), validators.le(10.0)])
    live_confidence_offset: float = attrs.field(default=-0.39, validator=[validators.ge(-10.0), validators.le(10.0)])
    inversion_threshold: float = attrs.field(default=0.5, validator=[validators.gt(0.0), validators.le(1.0)])
