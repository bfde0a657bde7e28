"""``/tabs``: chords in, a playable tab out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import attrs
import msgspec
from msgspec import Meta

from chordwork.harmony.options import chosen
from chordwork.http.rest.computation import Computation, Noted
from chordwork.http.rest.formats import JSON, MIDI, SVG, TEXT, Format
from chordwork.http.rest.music.fields import Chart, TimedChords, to_play
from chordwork.music.options.tabs import TabOptions

if TYPE_CHECKING:
    from chordwork.music.tabs import Tab

PNG: Final = Format("png", "image/png", "png", text=False)
ALPHATEX: Final = Format("alphatex", "text/x-alphatex", "alphatex", attached=True)
MUSICXML: Final = Format("musicxml", "application/vnd.recordare.musicxml+xml", "musicxml", attached=True)
GUITAR_PRO: Final = Format("gp5", "application/x-guitar-pro", "gp5", text=False, attached=True)
CHORDPRO: Final = Format("chordpro", "text/x-chordpro", "cho", attached=True)
PDF: Final = Format("pdf", "application/pdf", "pdf", text=False)


@attrs.frozen(kw_only=True)
class TabRequest(TabOptions):
    """What to play, on what, by whom."""

    chords: TimedChords | None = None
    chart: Annotated[Chart, Meta(description="A song from /charts, in place of chords: played as it stands.")] = None


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

    made = tab(to_play(request.chords, request.chart), **chosen(request, TabOptions))
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
        "PNG, PDF), alphaTex, MusicXML, Guitar Pro 5, MIDI or ChordPro. Only `chords` is needed, or a `chart`."
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
