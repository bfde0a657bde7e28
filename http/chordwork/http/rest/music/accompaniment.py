"""``/accompaniment``: a band that plays the chords, or a whole song plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import attrs
import msgspec
from msgspec import Meta

from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.options import chosen
from chordwork.http.rest.computation import Computation, Noted
from chordwork.http.rest.formats import JSON, MIDI, SVG, Format
from chordwork.http.rest.music.fields import Chart, TimedChords, to_play
from chordwork.music.options.accompany import AccompanyOptions

if TYPE_CHECKING:
    from chordwork.music.accompaniment import Accompaniment

WAV: Final = Format("wav", "audio/wav", "wav", text=False)
MP3: Final = Format("mp3", "audio/mpeg", "mp3", text=False)
OGG: Final = Format("ogg", "audio/ogg", "ogg", text=False)
OPUS: Final = Format("opus", "audio/opus", "opus", text=False)
FLAC: Final = Format("flac", "audio/flac", "flac", text=False)
SOUND: Final = (WAV, MP3, OGG, OPUS, FLAC)
MAX_AUDIO_S: Final = 300.0
"""Of rendered sound: 50 MB."""


class AccompanimentRequestError(ChordworkError, ValueError, code="accompaniment_request"):
    """Neither chords nor a plan, or what says the same as the plan."""


class TooLongToRenderError(ChordworkError, ValueError, code="too_long_to_render"):
    """More sound than one answer holds."""


@attrs.frozen(kw_only=True)
class AccompanimentRequest(AccompanyOptions):
    """What to play, and how."""

    chords: TimedChords | None = None
    chart: Annotated[Chart, Meta(description="A song from /charts, in place of chords: all of it is played.")] = None
    plan: Annotated[
        dict[str, Any] | None,
        Meta(description="A song plan from /instructions, in place of chords: all of it is played."),
    ] = None
    synthesiser: Annotated[
        Literal["best", "built-in"],
        Meta(description="For sound: FluidSynth where the server has it, or the small built-in one."),
    ] = "best"


@attrs.frozen(kw_only=True)
class MarkedChord:
    """Where a chord begins, in seconds."""

    symbol: str
    at: float


@attrs.frozen(kw_only=True)
class MarkedSection:
    """Where a section of a plan begins, in seconds."""

    title: str
    at: float


@attrs.frozen(kw_only=True)
class PlayedNote:
    """One note of one player; times in seconds."""

    part: Literal["drums", "bass", "comping"]
    pitch: Annotated[int, Meta(description="Of MIDI; of the drum map for drums.")]
    at: float
    seconds: float
    velocity: int


@attrs.frozen(kw_only=True)
class AccompanimentResult:
    """All notes of the band."""

    groove: str
    title: str
    tempo_bpm: Annotated[float, Meta(description="Felt beats a minute.")]
    tempo: Annotated[str, Meta(description="The same with what it counts.", examples=["dotted quarter = 56 bpm"])]
    metre: Annotated[str, Meta(examples=["6/8"])]
    beats_a_bar: Annotated[int, Meta(description="Felt beats.")]
    seconds: Annotated[float, Meta(description="Without what rings on.")]
    chords: list[MarkedChord]
    sections: list[MarkedSection]
    remarks: Annotated[list[str], Meta(description="What the listener should know.")]
    notes: list[PlayedNote]


def perform(request: AccompanimentRequest, form: Format) -> bytes | Noted:
    """Arrange it, and write it in a form."""
    band = arranged(request)
    body = _body(request, band, form)
    return body if form.name == "json" else Noted(body, band.remarks)


def _body(request: AccompanimentRequest, band: Accompaniment, form: Format) -> bytes:
    match form.name:
        case "midi":
            return band.midi()
        case "svg":
            return band.pianoroll_svg().encode()
        case "wav" | "mp3" | "ogg" | "opus" | "flac" as kind:
            if band.seconds > MAX_AUDIO_S:
                raise TooLongToRenderError(
                    f"this lasts {band.seconds:.0f} s: ask for at most {MAX_AUDIO_S:.0f} s of sound, or for midi"
                )
            return band.encoded(kind, soundfont="none" if request.synthesiser == "built-in" else None)
    result: AccompanimentResult = msgspec.convert(band.to_dict(), AccompanimentResult)
    return msgspec.json.encode(result)


def arranged(request: AccompanimentRequest) -> Accompaniment:
    """The band that is asked for.

    Raises:
        AccompanimentRequestError: neither chords nor a plan, or both.
    """
    options = chosen(request, AccompanyOptions)
    if request.plan is not None:
        from chordwork.music.songwriting import accompany_plan

        if not (request.chords is None and request.chart is None and request.beats_a_chord is None):
            raise AccompanimentRequestError("a plan has its own chords and lengths: give the plan, or chords, not both")
        return accompany_plan(request.plan, **options)
    if request.chords is None and request.chart is None:
        raise AccompanimentRequestError('give chords, such as "C G Am F", or a plan from /instructions')
    from chordwork.music.accompaniment import accompany

    return accompany(to_play(request.chords, request.chart), **options)


ACCOMPANIMENT: Final = Computation(
    path="/accompaniment",
    summary="A band to play along with",
    description=(
        "Drums, bass and comping for the chords, or for a whole song plan, in many grooves: as notes (JSON), MIDI, "
        "sound (WAV, MP3, Ogg, Opus, FLAC) or picture (SVG)."
    ),
    tag="music",
    request=AccompanimentRequest,
    result=AccompanimentResult,
    formats=(JSON, MIDI, *SOUND, SVG),
    perform=perform,
    examples={
        "four chords": {"chords": ["C", "G", "Am", "F"]},
        "bossa nova, twice": {"chords": "Dm7 | G7 | Cmaj7 | Cmaj7", "groove": "bossa", "repeats": 2, "tempo_bpm": 132},
    },
    query={"chords": "C G Am F", "groove": "bossa"},
)
