"""Ready-made inputs for the rest of the library: tabs, accompaniment and suggestions."""

from __future__ import annotations

from typing import Any

from chordwork.music.songwriting.model import Plan, Section
from chordwork.music.songwriting.player import PIANO


def links(plan: Plan) -> dict[str, Any]:
    """JSON data: for the whole song under ``song`` and for each section under ``sections``, what to give to
    :func:`~chordwork.music.tabs.tab` (``tab``, absent for keyboards), :func:`~chordwork.music.accompaniment.accompany`
    (``accompany``) and :func:`~chordwork.music.suggestions.suggest` (``suggest``), as keyword arguments.

    >>> from chordwork.music.tabs import tab
    >>> tab(**links(plan)["sections"]["verse"]["tab"]).text()  # doctest: +SKIP
    """
    whole = " | ".join(plan.section(part.section).chart for part in plan.form)
    mean = sum(plan.section(part.section).energy for part in plan.form) / len(plan.form)
    return {
        "song": _inputs(plan, whole, plan.title, mean),
        "sections": {section.name: _section(plan, section) for section in plan.sections},
    }


def _section(plan: Plan, section: Section) -> dict[str, Any]:
    inputs = _inputs(plan, section.chart, f"{plan.title}: {section.title}", section.energy)
    symbols = [chord.symbol for chord in section.chords]
    return {**inputs, "suggest": {"chords": symbols, "key": plan.key}}


def _inputs(plan: Plan, chart: str, title: str, energy: float) -> dict[str, Any]:
    accompany = {
        "chords": chart,
        "groove": plan.groove,
        "tempo_bpm": plan.tempo_bpm,
        "intensity": round(energy, 2),
        "seed": plan.seed % 2**31,
    }
    if plan.instrument == PIANO:
        return {"accompany": accompany}
    tab = {
        "chords": chart,
        "instrument": plan.instrument,
        "level": plan.level,
        "capo": plan.capo,
        "metre": plan.metre,
        "tempo_bpm": plan.tempo_bpm,
        "pattern": plan.pattern,
        "title": title,
        "key": plan.key,
    }
    return {"tab": tab, "accompany": accompany}
