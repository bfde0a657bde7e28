"""The sections of a plan as a ChordPro song, with the shapes of its chords and places for the words."""

from __future__ import annotations

from chordwork.music.songwriting.model import Plan
from chordwork.music.songwriting.player import PIANO
from chordwork.music.songwriting.sheets.links import links
from chordwork.music.songwriting.sheets.songsheet import chart_rows
from chordwork.music.tabs import Score, tab
from chordwork.music.tabs.formats.chordpro import definitions, grid, plain


def chordpro_sheet(plan: Plan) -> str:
    """A ChordPro song: every pass through a section as a labelled grid, then a comment line for its words."""
    scores = _scores(plan)
    lines = [f"{{title: {plain(plan.title)}}}", f"{{key: {plan.key.replace(' major', '').replace(' minor', 'm')}}}"]
    lines += [f"{{time: {plan.metre}}}", f"{{tempo: {plan.tempo_bpm}}}"]
    if plan.capo:
        lines.append(f"{{capo: {plan.capo}}}")
    lines += definitions(scores.values())
    for part in plan.form:
        section = plan.section(part.section)
        lines += ["", f"{{comment: {plain(part.title)}}}"]
        if part.section in scores:
            lines += grid(scores[part.section])
        else:
            lines += ["{start_of_grid}", *chart_rows(section), "{end_of_grid}"]
        if section.lyrics.lines:
            lines.append(
                f"{{comment_italic: {plain(f'{part.task} {section.lyrics.lines} lines, {section.lyrics.scheme}')}}}"
            )
    return "\n".join(lines) + "\n"


def _scores(plan: Plan) -> dict[str, Score]:
    """Tabs of the sections; none for keyboards, and chords without shapes go without for basses."""
    if plan.instrument == PIANO:
        return {}
    inputs = links(plan)["sections"]
    return {
        section.name: tab(**inputs[section.name]["tab"]).score  # type: ignore[call-arg]
        for section in plan.sections
    }
