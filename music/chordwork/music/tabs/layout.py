"""What stands where in every form that people read: facts on top, and where the lines of a tab break."""

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


def bars_a_line(fitting: int) -> int:
    """As many bars as fit, but so that phrases of two, four and eight bars end with a line."""
    return next((count for count in (8, 4, 2) if fitting >= count), 1)


def lines(score: Score, fitting: int) -> list[range]:
    """Bars of each line, where so many fit; every section begins one."""
    step = bars_a_line(fitting)
    return [range(begin, min(begin + step, part.stop)) for part in score.parts for begin in part[::step]]
