"""How the decoder turns evidence into decisions. Tuned on the dev songs, shipped inside the model file."""

from __future__ import annotations

import attrs
from attrs import validators


@attrs.frozen
class DecoderSettings:
    """Decoder constants.

    Attributes:
        temperature: the model's log-probabilities are divided by this, so that confidence means probability.
        final_lag_hops: how far behind the newest hop the final tier decides.
        final_switch_penalty: cost in nats of a chord change in the final tier's Viterbi search.
        none_penalty: further cost of a change to no chord: a short rest between two strokes is part of the chord.
        live_switch_probability: prior probability that the chord changes from one hop to the next.
        live_none_penalty: as ``none_penalty``, in the provisional tier.
        live_sharpness: exponent on the evidence in the provisional tier; below 1 because neighbouring hops share audio.
        live_threshold: a new provisional chord needs at least this posterior probability,
        live_margin: and at least this many times that of the chord shown.
        live_key_weight: exponent on the share that chords have in the key heard so far, as the prior of a change in the
            provisional tier; 0 leaves the key out.
        inversion_threshold: a bass other than the root is named when its mean posterior exceeds this.
    """

    temperature: float = attrs.field(default=1.0, validator=validators.gt(0.0))
    final_lag_hops: int = attrs.field(default=20, validator=[validators.ge(1), validators.le(200)])
    final_switch_penalty: float = attrs.field(default=6.0, validator=validators.ge(0.0))
    none_penalty: float = attrs.field(default=0.0, validator=validators.ge(0.0))
    live_switch_probability: float = attrs.field(default=0.02, validator=[validators.gt(0.0), validators.lt(1.0)])
    live_none_penalty: float = attrs.field(default=0.0, validator=validators.ge(0.0))
    live_sharpness: float = attrs.field(default=0.6, validator=validators.gt(0.0))
    live_threshold: float = attrs.field(default=0.35, validator=[validators.ge(0.0), validators.lt(1.0)])
    live_margin: float = attrs.field(default=2.0, validator=validators.ge(1.0))
    live_key_weight: float = attrs.field(default=0.0, validator=[validators.ge(0.0), validators.le(4.0)])
    inversion_threshold: float = attrs.field(default=0.5, validator=[validators.gt(0.0), validators.le(1.0)])
