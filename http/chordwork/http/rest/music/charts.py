"""``/charts``: a chart in any format in, its songs out, or the same in another format."""

from __future__ import annotations

from typing import Annotated, Final

import attrs
import msgspec
from msgspec import Meta

from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.options import chosen
from chordwork.http.rest.computation import Computation, Noted
from chordwork.http.rest.formats import JSON, Format
from chordwork.music.charts.form import Reading
from chordwork.music.charts.formats import formats
from chordwork.music.charts.json_form import SongDocument, from_document, to_document
from chordwork.music.options.convert import ConvertOptions
from chordwork.music.song import Song

MAX_UPLOAD_BYTES: Final = 4 << 20
"""Of a file of charts that is sent; longer ones than any notation program writes of a song."""
MAX_TEXT_CHARACTERS: Final = 200_000
MAX_SONGS_ANSWERED: Final = 2_000
BASE64: Final = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"


class ChartRequestError(ChordworkError, ValueError):
    """No chart, more than one, or more songs than an answer or a file holds."""

    code = "chart_request"


@attrs.frozen(kw_only=True)
class ChartsRequest(ConvertOptions):
    """A chart, and what is to be changed of it. Send a file as the body itself, or give one of these."""

    text: Annotated[
        Annotated[str, Meta(min_length=1, max_length=MAX_TEXT_CHARACTERS)] | None,
        Meta(description="A chart as text, or a link such as `irealb://…`.", examples=["[C]Hello [G]world"]),
    ] = None
    data: Annotated[
        Annotated[bytes, Meta(max_length=MAX_UPLOAD_BYTES, extra_json_schema={"pattern": BASE64})] | None,
        Meta(description="A file, in base64."),
    ] = None
    songs: Annotated[
        Annotated[list[SongDocument], Meta(min_length=1, max_length=MAX_SONGS_ANSWERED)] | None,
        Meta(description="Songs from here, to be written in another format."),
    ] = None
    name: Annotated[
        str, Meta(max_length=200, description="Of the file; it decides where the content leaves it open.")
    ] = ""
    read_as: Annotated[
        Annotated[str, Meta(min_length=1, max_length=40)] | None,
        Meta(description="Name of the format that is read. Default: told from the content.", examples=["chordpro"]),
    ] = None
    song: Annotated[
        Annotated[int, Meta(ge=1, le=100_000)] | None, Meta(description="Only this one of them, from 1.")
    ] = None


@attrs.frozen(kw_only=True)
class ChartRemark:
    """Something that the reader guessed or passed over; `line` and `column` from 1, 0 where there is none."""

    text: str
    line: int
    column: int
    place: str
    song: Annotated[int, Meta(description="Which one of `songs`, from 0.")]


@attrs.frozen(kw_only=True)
class ChartsResult:
    """The songs of a chart."""

    read_as: Annotated[str, Meta(description="Name of the format that was read.")]
    songs: list[SongDocument]
    played: Annotated[
        list[str],
        Meta(
            description="Of each song its bars as they are played and sound, as a text that `/tabs` reads; empty where "
            "its signs cannot be followed."
        ),
    ]
    remarks: list[ChartRemark]


def perform(request: ChartsRequest, form: Format) -> bytes | Noted:
    """Read the chart, and answer with its songs or with a file."""
    from chordwork.music.converting import changed, convert

    reading = _read(request)
    options = ConvertOptions(**chosen(request, ConvertOptions))
    if form.name != "json":
        writing = convert(reading.songs, form.name, **chosen(request, ConvertOptions))
        remarks = tuple(remark.text for remark in reading.remarks)
        return Noted(writing.data, (*(f"lost: {each}" for each in writing.lost), *remarks))
    if len(reading.songs) > MAX_SONGS_ANSWERED:
        raise ChartRequestError(f"{len(reading.songs)} songs: ask for one by its number, or for a file")
    songs = [changed(song, options) for song in reading.songs]
    result = ChartsResult(
        read_as=reading.form,
        songs=[to_document(song) for song in songs],
        played=[_played(song, options) for song in songs],
        remarks=[
            ChartRemark(text=each.text, line=each.line, column=each.column, place=each.place, song=each.song)
            for each in reading.remarks
        ],
    )
    return msgspec.json.encode(result)


def _read(request: ChartsRequest) -> Reading:
    from chordwork.music.charts import read_charts

    given = [each for each in (request.text, request.data, request.songs) if each is not None]
    if len(given) != 1:
        raise ChartRequestError("give one chart: a file as the body, or one of text, data and songs")
    if request.songs is not None:
        reading = Reading(tuple(from_document(each) for each in request.songs), form="json")
    else:
        data = request.data if request.data is not None else (request.text or "").encode()
        reading = read_charts(data, request.name, request.read_as or "")
    if request.song is None:
        return reading
    count = len(reading.songs)
    if request.song > count:
        raise ChartRequestError(f"there is no song {request.song}: this chart holds {count}")
    index = request.song - 1
    remarks = tuple(attrs.evolve(each, song=0) for each in reading.remarks if each.song == index)
    return Reading((reading.songs[index],), remarks, reading.form)


def _played(song: Song, options: ConvertOptions) -> str:
    from chordwork.music.charts import to_chart
    from chordwork.music.charts.text.writing import chart_text
    from chordwork.music.song import SongError

    try:
        return chart_text(to_chart(song), notation=options.notation)
    except SongError:
        return ""


def uploaded(data: bytes, name: str, told: ChartsRequest) -> ChartsRequest:
    """The request of a file that was sent as the body, with what was told in the query."""
    if told.text is not None or told.data is not None:
        raise ChartRequestError("the chart is in the body: leave text and data out")
    return attrs.evolve(told, data=data, name=name or told.name)


def chart_forms() -> tuple[Format, ...]:
    """A form of an answer for each format of charts that is written, but for JSON."""
    text = ("text/", "application/json", "application/xml")
    return tuple(
        Format(each.name, each.media_type, each.suffixes[0][1:], each.media_type.startswith(text), attached=True)
        for each in formats()
        if each.write is not None and each.name != "json"
    )


CHARTS: Final = Computation(
    path="/charts",
    summary="A chart in any format to songs, or to another format",
    description=(
        "Reads what musicians have (iReal Pro, ChordPro, chords over lyrics, MusicXML, Guitar Pro, ABC, MIDI, … by "
        "content, not by name): send the file as the body, as the part `file` of a form, or a text or link in JSON. "
        "The answer has its songs, which `/tabs` and `/accompaniment` take as `chart`, and what the reader remarked; "
        "as another format, the file itself, with what it cannot hold in `X-Chordwork-Notes`."
    ),
    tag="music",
    request=ChartsRequest,
    result=ChartsResult,
    formats=(JSON, *chart_forms()),
    perform=perform,
    uploaded=uploaded,
    max_upload_bytes=MAX_UPLOAD_BYTES,
    examples={
        "a song from here": {
            "songs": [
                {
                    "title": "Two chords",
                    "metre": "4/4",
                    "sections": [
                        {"name": "Verse", "bars": [{"chords": [{"symbol": "C"}, {"symbol": "G", "beat": 2}]}]}
                    ],
                }
            ],
            "transpose": 2,
        },
    },
    query={"text": '{"format":"chordwork-chart","version":1,"songs":[{"sections":[{"bars":[{}]}]}]}'},
)
