"""``/instructions``: a theme in, a song plan with steps out; or a plan in, and the same one changed out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import attrs
import msgspec
from msgspec import Meta

from chordwork.harmony.errors import ChordworkError
from chordwork.http.rest.computation import Computation, Noted
from chordwork.http.rest.formats import JSON, TEXT, Format
from chordwork.http.rest.music.charts import chart_forms
from chordwork.http.rest.music.fields import Chart
from chordwork.http.rest.music.tabs import CHORDPRO
from chordwork.music.charts.json_form import from_document
from chordwork.music.options.write import SongOptions

if TYPE_CHECKING:
    from chordwork.music.song import Lost
    from chordwork.music.songwriting import SongPlan

MARKDOWN: Final = Format("markdown", "text/markdown", "md")
SONG: Final = Format("song", "application/vnd.chordwork.chart+json", "json", attached=True)
"""All of the plan's chart: songs as ``/charts`` takes them."""

Paths = Annotated[list[Annotated[str, Meta(max_length=100)]], Meta(max_length=200)]


class InstructionsError(ChordworkError, ValueError, code="instructions"):
    """Neither a theme nor a plan, or what changes a plan without one."""


@attrs.frozen(kw_only=True)
class InstructionsRequest(SongOptions):
    """What the song is about; the rest may be left to the plan."""

    theme: Annotated[
        Annotated[str, Meta(min_length=1, max_length=2000)] | None,
        Meta(description="In any language; needed unless there is a `plan`."),
    ] = None
    plan: Annotated[dict[str, Any] | None, Meta(description="A plan from here, to be changed.")] = None
    keep: Annotated[
        Paths | None,
        Meta(description="With `plan`: paths that stay besides all that is settled; the rest is written anew."),
    ] = None
    chart: Annotated[
        Chart,
        Meta(
            description="A song from /charts to write around: its form and chords stay, and title, key, tempo, metre "
            "and capo unless the request says otherwise. Without a theme, its title is one."
        ),
    ] = None


def plan_of(request: InstructionsRequest) -> SongPlan:
    """Write the song, or write it anew."""
    from chordwork.music.songwriting import SongPlan
    from chordwork.music.songwriting.song import plan_for

    if request.plan is None and request.chart is None and request.theme is None:
        raise InstructionsError("give a theme: what the song is about")
    if request.plan is None and request.keep is not None:
        raise InstructionsError("keep says what stays of a plan: give the plan, too")
    plan = None if request.plan is None else SongPlan.from_dict(request.plan)
    chart = None if request.chart is None else from_document(request.chart)
    return plan_for(request.theme, request, plan=plan, keep=request.keep, chart=chart)


def perform(request: InstructionsRequest, form: Format) -> bytes | Noted:
    """Write it, in a form; with what the plan cannot say of the chart, and the form of the plan."""
    plan = plan_of(request)
    body, lost = _body(plan, form)
    notes = (*_notes(request), *(f"lost: {each}" for each in lost))
    return Noted(body, notes) if notes else body


def _body(plan: SongPlan, form: Format) -> tuple[bytes, tuple[Lost, ...]]:
    match form.name:
        case "json":
            return msgspec.json.encode(plan.to_dict()), ()
        case "text":
            return plan.text().encode(), ()
        case "markdown":
            return plan.markdown().encode(), ()
        case "chordpro":
            return plan.chordpro().encode(), ()
    from chordwork.music.converting import convert

    writing = convert(plan.song(), "json" if form.name == "song" else form.name)
    return writing.data, writing.lost


def _notes(request: InstructionsRequest) -> tuple[str, ...]:
    from chordwork.music.songwriting import start_of

    return () if request.chart is None else start_of(from_document(request.chart)).notes


def result_schema() -> dict[str, Any]:
    """JSON Schema of a plan."""
    from chordwork.music.songwriting import plan_schema

    return plan_schema()


INSTRUCTIONS: Final = Computation(
    path="/instructions",
    summary="A theme to a song plan, step by step",
    description=(
        "Title, key, tempo, form, sections with chords and why they work, prompts for tune and words, chords to learn, "
        "steps and a practice plan. Only `theme` is needed. Send a `plan` back to change it: what `locked` settles and "
        "`keep` names stays, the rest is written around it; a `chart` keeps its chords. `links` in the answer are "
        "requests for /tabs, /accompaniment and /suggest. As a format of charts, it is a lead sheet of the plan."
    ),
    tag="music",
    request=InstructionsRequest,
    result=None,
    result_schema=result_schema,
    formats=(JSON, TEXT, MARKDOWN, CHORDPRO, SONG, *(form for form in chart_forms() if form.name != "chordpro")),
    perform=perform,
    examples={
        "a theme": {"theme": "walking home through the rain"},
        "settled beforehand": {
            "theme": "my grandmother's kitchen on a Sunday",
            "level": "intermediate",
            "instrument": "ukulele",
            "key": "G major",
            "seed": 7,
            "locked": {"sections.chorus.chords": "G | D | Em | C"},
        },
        "in another language, with a picture": {"theme": "der letzte Sommer am See 🌅", "genre": "folk"},
    },
    query={"theme": "walking home through the rain", "instrument": "ukulele"},
)
