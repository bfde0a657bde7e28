"""What stands at the top of every form that people read: key, time, tempo, instrument, capo, handedness."""

from __future__ import annotations

from typing import Final

from chordwork.music.tabs.model import Score

LEFT_HANDED: Final = "Left-handed: diagrams mirrored, tab lines as usual, the highest string on top"
"""Tablature is not mirrored for left-handed players: its lines are strings by pitch, and time runs to the right."""


def facts(score: Score) -> list[str]:
    """Lines of what a player should know first: what is played and how; then the capo; then the hand."""
    board = score.board
    key = score.key.named(score.notation) if score.key else ""
    played = [board.instrument.title, board.instrument.tuning_text, key]
    played += [str(score.metre), score.metre.tempo_text(score.tempo_bpm), score.pattern]
    lines = [", ".join(part for part in played if part)]
    if board.capo:
        lines.append(f"Capo {board.capo}: sounding chord (shape from the capo)")
    if board.left_handed:
        lines.append(LEFT_HANDED)
    return lines
