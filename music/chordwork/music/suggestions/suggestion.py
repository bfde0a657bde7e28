"""One suggested chord."""

from __future__ import annotations

from typing import Any

import attrs

from chordwork.harmony import Analysis, ChordSymbol, Function, Notation, Relation, to_harte, to_lead_sheet


@attrs.frozen
class Suggestion:
    """A chord that could come, and why.

    Attributes:
        label: Harte syntax, ``A:min7``.
        symbol: what a lead sheet prints, ``Am7``, spelled for the key.
        roman: its numeral in the key, ``vi7``; ``V7/ii`` for a secondary dominant.
        probability: in [0, 1]; those of all candidates sum to 1, so those of a list sum to at most 1.
        reason: one line for a player who knows no theory.
        function: home (tonic), away (subdominant), pull (dominant), or none.
        relation: how it belongs to the key.
        chord: the value itself.
    """

    label: str
    symbol: str
    roman: str
    probability: float
    reason: str
    function: Function
    relation: Relation
    chord: ChordSymbol

    @classmethod
    def of(cls, analysis: Analysis, probability: float, reason: str, notation: Notation = "english") -> Suggestion:
        """Fill in the spellings from an analysed chord."""
        return cls(
            label=to_harte(analysis.symbol),
            symbol=to_lead_sheet(analysis.symbol, notation=notation),
            roman=analysis.numeral,
            probability=probability,
            reason=reason,
            function=analysis.function,
            relation=analysis.relation,
            chord=analysis.symbol,
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: the fields of an entry of the wire's ``suggestions`` message, rounded as there."""
        return {
            "label": self.label,
            "symbol": self.symbol,
            "roman": self.roman,
            "probability": round(self.probability, 4),
            "reason": self.reason,
        }
