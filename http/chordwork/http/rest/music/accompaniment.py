"""``/accompaniment``: a band that plays the chords."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import attrs
import msgspec
from msgspec import Meta

from chordwork.http.rest.computation import Computation
from chordwork.http.rest.formats import JSON, MIDI, SVG, Format
from chordwork.http.rest.music.fields import NotationName, TimedChords, with_beats
from chordwork.native.errors import ChordworkError

WAV: Final = Format("wav", "audio/wav", "wav", text=False)
MAX_AUDIO_S: Final = 300.0
"""Of rendered sound: 50 MB."""


class TooLongToRenderError(ChordworkError, ValueError):
    """More sound than one answer holds."""

    code = "too_long_to_render"


@attrs.frozen(kw_only=True)
class AccompanimentRequest:
    """What to play, and how."""

    chords: TimedChords
    groove: Annotated[str, Meta(min_length=1, max_length=40, description="As in /grooves.", examples=["bossa"])] = "pop"
    tempo_bpm: Annotated[float, Meta(ge=40, le=280, description="The groove's own unless given.")] | None = None
    intensity: Annotated[float, Meta(ge=0, le=1)] = 0.6
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, description="The same seed plays the same.")] = 0
    repeats: Annotated[int, Meta(ge=1, le=1000)] = 1
    beats_a_chord: (
        Annotated[float, Meta(ge=0.25, le=4096, description="Of chords that come without; a bar unless given.")] | None
    ) = None
    intro: Annotated[bool, Meta(description="Count in for a bar.")] = True
    ending: Annotated[bool, Meta(description="End with a bar on the home chord.")] = True
    fills: bool = True
    notation: NotationName = "english"
    humanise: Annotated[bool, Meta(description="Play a little early and late, as people do.")] = True
    synthesiser: Annotated[
        Literal["best", "built-in"],
        Meta(description="For wav: FluidSynth where the server has it, or the small built-in one."),
    ] = "best"


@attrs.frozen(kw_only=True)
class MarkedChord:
    """Where a chord begins, in seconds."""

    symbol: str
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
    tempo_bpm: float
    beats_a_bar: int
    seconds: float
    chords: list[MarkedChord]
    notes: list[PlayedNote]


def perform(request: AccompanimentRequest, form: Format) -> bytes:
    """Arrange it, and write it in a form."""
    from chordwork.music.accompaniment import accompany

    band = accompany(
        with_beats(request.chords),
        groove=request.groove,
        tempo_bpm=request.tempo_bpm,
        intensity=request.intensity,
        seed=request.seed,
        repeats=request.repeats,
        beats_a_chord=request.beats_a_chord,
        intro=request.intro,
        ending=request.ending,
        fills=request.fills,
        humanise=request.humanise,
        notation=request.notation,
    )
    match form.name:
        case "midi":
            return band.midi()
        case "svg":
            return band.pianoroll_svg().encode()
        case "wav":
            if band.seconds > MAX_AUDIO_S:
                raise TooLongToRenderError(
                    f"this lasts {band.seconds:.0f} s: ask for at most {MAX_AUDIO_S:.0f} s of sound, or for midi"
                )
            return band.wav(soundfont="none" if request.synthesiser == "built-in" else None)
    result: AccompanimentResult = msgspec.convert(band.to_dict(), AccompanimentResult)
    return msgspec.json.encode(result)


ACCOMPANIMENT: Final = Computation(
    path="/accompaniment",
    summary="A band to play along with",
    description=(
        "Drums, bass and comping for the chords, in many grooves: as notes (JSON), MIDI, sound (WAV) or picture (SVG)."
    ),
    tag="music",
    request=AccompanimentRequest,
    result=AccompanimentResult,
    formats=(JSON, MIDI, WAV, SVG),
    perform=perform,
    examples={
        "four chords": {"chords": ["C", "G", "Am", "F"]},
        "bossa nova, twice": {"chords": "Dm7 | G7 | Cmaj7 | Cmaj7", "groove": "bossa", "repeats": 2, "tempo_bpm": 132},
    },
    query={"chords": "C G Am F", "groove": "bossa"},
)
