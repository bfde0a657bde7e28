"""``/instructions``: a theme in, a song plan with steps out; or a plan in, and the same one changed out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import attrs
import msgspec
from msgspec import Meta

from chordwork.harmony.errors import ChordworkError
from chordwork.http.rest.computation import Computation
from chordwork.http.rest.formats import JSON, TEXT, Format
from chordwork.http.rest.music.fields import KeyText
from chordwork.http.rest.music.tabs import CHORDPRO

if TYPE_CHECKING:
    from chordwork.music.songwriting import SongPlan

MARKDOWN: Final = Format("markdown", "text/markdown", "md")

Paths = Annotated[list[Annotated[str, Meta(max_length=100)]], Meta(max_length=200)]
Values = Annotated[dict[str, Any], Meta(max_length=200)]


class InstructionsError(ChordworkError, ValueError):
    """Neither a theme nor a plan, or what changes a plan without one."""

    code = "instructions"


@attrs.frozen(kw_only=True)
class InstructionsRequest:
    """What the song is about; the rest may be left to the plan."""

    theme: (
        Annotated[
            str,
            Meta(min_length=1, max_length=2000, description="In any language; needed unless there is a `plan`."),
        ]
        | None
    ) = None
    level: Annotated[
        Literal["beginner", "intermediate", "advanced"] | None, Meta(description="Of the player; beginner by default.")
    ] = None
    instrument: (
        Annotated[str, Meta(min_length=1, max_length=80, description="As in /instruments, or piano.")] | None
    ) = None
    voice: Annotated[Literal["low", "medium", "high"] | None, Meta(description="Of the singer.")] = None
    seed: Annotated[int, Meta(ge=0, le=2**53 - 1, description="Another seed, another song.")] | None = None
    genre: Annotated[str, Meta(min_length=1, max_length=40)] | None = None
    mood: Literal["happy", "calm", "sad", "tense"] | None = None
    key: KeyText | None = None
    tempo_bpm: (
        Annotated[int, Meta(ge=20, le=400, description="Felt beats a minute, in 6/8 and 12/8 dotted quarters.")] | None
    ) = None
    metre: Literal["4/4", "3/4", "6/8", "5/4", "7/8", "12/8"] | None = None
    groove: Annotated[str, Meta(min_length=1, max_length=40, description="As in /grooves.")] | None = None
    locked: Annotated[
        Values | None, Meta(description="Fields settled by you, by path, such as `sections.chorus.chords`.")
    ] = None
    plan: Annotated[dict[str, Any] | None, Meta(description="A plan from here, to be changed.")] = None
    keep: Annotated[
        Paths | None, Meta(description="With `plan`: paths that stay; the rest is written anew. Else: what is locked.")
    ] = None


def plan_of(request: InstructionsRequest) -> SongPlan:
    """Write the song, or write it anew."""
    from chordwork.music.songwriting import SongPlan, write_song

    asked = _given(request, "level", "instrument", "voice", "seed")
    settled = {**_given(request, "genre", "mood", "key", "tempo_bpm", "metre", "groove"), **(request.locked or {})}
    if request.plan is None:
        if request.theme is None:
            raise InstructionsError("give a theme: what the song is about")
        if request.keep is not None:
            raise InstructionsError("keep says what stays of a plan: give the plan, too")
        return write_song(request.theme, locked=settled, **asked)
    plan = SongPlan.from_dict(request.plan)
    if settled:
        plan = plan.edit(settled)
    asked |= _given(request, "theme")
    if request.keep is None and not asked:
        return plan
    keep = None if request.keep is None else [*request.keep, *settled]
    return plan.rewrite(seed=asked.pop("seed", None), locked=keep, **asked)


def perform(request: InstructionsRequest, form: Format) -> bytes:
    """Write it, in a form."""
    plan = plan_of(request)
    match form.name:
        case "text":
            return plan.text().encode()
        case "markdown":
            return plan.markdown().encode()
        case "chordpro":
            return plan.chordpro().encode()
    return msgspec.json.encode(plan.to_dict())


def result_schema() -> dict[str, Any]:
    """JSON Schema of a plan."""
    from chordwork.music.songwriting import plan_schema

    return plan_schema()


def _given(request: InstructionsRequest, *names: str) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(request, name)) is not None}


INSTRUCTIONS: Final = Computation(
    path="/instructions",
    summary="A theme to a song plan, step by step",
    description=(
        "Title, key, tempo, form, sections with chords and why they work, prompts for tune and words, chords to learn, "
        "steps and a practice plan. Only `theme` is needed. Send a `plan` back to change it: what `locked` settles and "
        "`keep` names stays, the rest is written around it. `links` in the answer are requests for /tabs, "
        "/accompaniment and /suggest."
    ),
    tag="music",
    request=InstructionsRequest,
    result=None,
    result_schema=result_schema,
    formats=(JSON, TEXT, MARKDOWN, CHORDPRO),
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
