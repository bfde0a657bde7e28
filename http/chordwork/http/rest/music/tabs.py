"""``/tabs``: chords in, a playable tab out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

import attrs
import msgspec
from msgspec import Meta

from chordwork.http.rest.computation import Computation, Noted
from chordwork.http.rest.formats import JSON, MIDI, SVG, TEXT, Format
from chordwork.http.rest.music.fields import KeyText, NotationName, TimedChords, with_beats

if TYPE_CHECKING:
    from chordwork.music.tabs import Tab

PNG: Final = Format("png", "image/png", "png", text=False)
ALPHATEX: Final = Format("alphatex", "text/x-alphatex", "alphatex", attached=True)
MUSICXML: Final = Format("musicxml", "application/vnd.recordare.musicxml+xml", "musicxml", attached=True)
GUITAR_PRO: Final = Format("gp5", "application/x-guitar-pro", "gp5", text=False, attached=True)
CHORDPRO: Final = Format("chordpro", "text/x-chordpro", "cho", attached=True)
PDF: Final = Format("pdf", "application/pdf", "pdf", text=False)


@attrs.frozen(kw_only=True)
class TabRequest:
    """What to play, on what, by whom."""

    chords: TimedChords
    instrument: Annotated[
        str, Meta(min_length=1, max_length=80, description="As in /instruments.", examples=["guitar", "ukulele"])
    ] = "guitar"
    tuning: (
        Annotated[str, Meta(max_length=200, description="By name, or its notes from the bass side.")]
        | Annotated[list[str | int], Meta(max_length=64)]
        | None
    ) = None
    capo: Annotated[int, Meta(ge=0, le=36)] | Literal["easy"] = 0
    level: Literal["beginner", "intermediate", "advanced"] = "intermediate"
    left_handed: bool = False
    lowest_fret: Annotated[int, Meta(ge=1, le=36, description="Counted from the capo.")] | None = None
    highest_fret: Annotated[int, Meta(ge=1, le=36, description="Counted from the capo.")] | None = None
    open_strings: bool = True
    vary_shapes: bool = False
    style: Literal["auto", "strum", "pick", "bass"] = "auto"
    pattern: Annotated[str, Meta(max_length=400, description="By name, or written out.")] | None = None
    metre: Annotated[str, Meta(max_length=10, examples=["4/4", "6/8"])] = "4/4"
    beats: Annotated[float, Meta(ge=0.05, le=4096, description="Of each chord that comes without.")] | None = None
    tempo_bpm: Annotated[
        float, Meta(ge=20, le=400, description="Felt beats a minute, in 6/8 and 12/8 dotted quarters.")
    ] = 100.0
    title: Annotated[str, Meta(max_length=200)] = ""
    key: Annotated[KeyText, Meta(description="Of the chords as given. Default: found from them.")] | None = None
    transpose: Annotated[int, Meta(ge=-24, le=24, description="Semitones to move all chords.")] = 0
    shapes: Annotated[bool, Meta(description="The chords are the shapes that the hand makes from the capo.")] = False
    notation: NotationName = "english"


@attrs.frozen(kw_only=True)
class Shape:
    """One shape of the left hand."""

    symbol: Annotated[str, Meta(description="The chord that sounds.")]
    shape: Annotated[str, Meta(description="The name of the shape from the capo.")]
    frets: Annotated[list[int | None], Meta(description="From the bass side; null: muted, 0: open.")]
    fingers: Annotated[list[int], Meta(description="1 index … 4 little, 0 none.")]
    barres: Annotated[list[list[int]], Meta(description="Fret, lowest and highest string of each.")]
    cost: Annotated[float, Meta(description="How hard it is; compare only.")]


@attrs.frozen(kw_only=True)
class TabResult:
    """A finished tab."""

    title: str
    instrument: str
    tuning: list[str]
    capo: int
    metre: str
    tempo_bpm: float
    bars: int
    key: Annotated[str | None, Meta(description="Of the chords that sound; null where no chord tells it.")]
    chords: Annotated[list[str], Meta(description="That sound, in order.")]
    shape_names: Annotated[list[str], Meta(description="The shape of each, from the capo.")]
    shapes: list[Shape]
    reasons: Annotated[list[str], Meta(description='Why this capo, where "easy" was asked.')]
    notes: Annotated[list[str], Meta(description="What the player should know.")]
    text: Annotated[str, Meta(description="The whole tab as plain text.")]


def perform(request: TabRequest, form: Format) -> bytes | Noted:
    """Make the tab, and write it in a form."""
    from chordwork.music.tabs import tab

    frets = None
    if request.lowest_fret is not None or request.highest_fret is not None:
        low = request.lowest_fret or 1
        frets = (low, request.highest_fret or max(12, low))
    made = tab(
        with_beats(request.chords),
        instrument=request.instrument,
        tuning=request.tuning,
        capo=request.capo,
        level=request.level,
        left_handed=request.left_handed,
        frets=frets,
        open_strings=request.open_strings,
        vary_shapes=request.vary_shapes,
        style=request.style,
        pattern=request.pattern,
        metre=request.metre,
        beats=request.beats,
        tempo_bpm=request.tempo_bpm,
        title=request.title,
        key=request.key,
        transpose=request.transpose,
        shapes=request.shapes,
        notation=request.notation,
    )
    body = _body(made, form)
    return body if form.name == "json" else Noted(body, (*made.notes, *made.losses(form.name)))


def _body(made: Tab, form: Format) -> bytes:
    match form.name:
        case "text":
            return made.text().encode()
        case "svg":
            return made.svg().encode()
        case "png":
            return made.png()
        case "alphatex":
            return made.alphatex().encode()
        case "musicxml":
            return made.musicxml().encode()
        case "gp5":
            return made.guitar_pro()
        case "midi":
            return made.midi()
        case "chordpro":
            return made.chordpro().encode()
        case "pdf":
            return made.pdf()
    result: TabResult = msgspec.convert({**made.to_dict(), "text": made.text()}, TabResult)
    return msgspec.json.encode(result)


TABS: Final = Computation(
    path="/tabs",
    summary="Chords to a playable tab",
    description=(
        "Shapes for the chords, chosen so that the hand moves little, with a rhythm: as JSON, text, a sheet (SVG, "
        "PNG, PDF), alphaTex, MusicXML, Guitar Pro 5, MIDI or ChordPro. Only `chords` is needed."
    ),
    tag="music",
    request=TabRequest,
    result=TabResult,
    formats=(JSON, TEXT, SVG, PNG, ALPHATEX, MUSICXML, GUITAR_PRO, MIDI, CHORDPRO, PDF),
    perform=perform,
    examples={
        "four chords": {"chords": ["C", "G", "Am", "F"]},
        "ukulele, bars shared": {"chords": "C | G Am | F", "instrument": "ukulele", "level": "beginner"},
        "an easy capo": {"chords": ["Bb", "F", "Gm", "Eb"], "capo": "easy", "title": "In B flat, easily"},
        "shapes behind a capo": {"chords": "G D Em C", "capo": 3, "shapes": True},
        "German names": {"chords": "H7 Es | Fism", "notation": "german"},
        "repeats, endings, beats": {"chords": "|: C / / G | Am |1. F :|2. C |"},
        "a whole tone up": {"chords": "C G Am F", "transpose": 2},
        "a walking bass": {
            "chords": [{"chord": "Dm7", "beats": 4}, {"chord": "G7", "beats": 4}, {"chord": "Cmaj7", "beats": 8}],
            "instrument": "bass-5",
            "pattern": "walking",
        },
    },
    query={"chords": "C G Am F", "instrument": "ukulele"},
)
