"""``chordwork accompany``: a band that plays a progression."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter, validators

if TYPE_CHECKING:
    from chordwork.music.accompaniment import Accompaniment

SAMPLE_RATE_HZ = 44_100
ENDINGS = {"wav": "wav", "mid": "midi", "midi": "midi", "svg": "svg", "json": "json"}


def accompany(
    chords: list[str] | None = None,
    /,
    *,
    groove: str = "pop",
    tempo: float | None = None,
    intensity: Annotated[float, Parameter(validator=validators.Number(gte=0, lte=1))] = 0.6,
    repeats: Annotated[int, Parameter(validator=validators.Number(gte=1, lte=1000))] = 1,
    beats: float | None = None,
    seed: int = 0,
    notation: Literal["english", "german", "solfege"] = "english",
    intro: bool = True,
    ending: bool = True,
    fills: bool = True,
    soundfont: str | None = None,
    format: Literal["wav", "midi", "svg", "json"] | None = None,
    output: Path | None = None,
    play: Annotated[bool, Parameter(negative=())] = False,
    list_grooves: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Let drums, bass and comping play your chords: as sound, as MIDI, or as a picture.

    Parameters
    ----------
    chords
        Such as "C G Am F", a bar each, or "C | G Am | F", where chords share their bars. Also from a pipe.
    groove
        How it is played; see --list-grooves.
    tempo
        Quarter notes a minute, 40 to 280. Default: the groove's usual one.
    intensity
        0 to 1: how many join in, how loud, how much they fill.
    repeats
        How often the chords are played.
    beats
        Quarter notes of every chord. Default: one bar.
    seed
        Another number, another take.
    notation
        Of note names, read and printed: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#).
    intro
        Count in for a bar.
    ending
        End with a bar on the home chord.
    fills
        Drum fills at the ends of sections.
    soundfont
        An .sf2 or .sf3 file for FluidSynth; none for the built-in synthesiser. Default: one of the usual places.
    format
        Default: what the name of --output ends in.
    output
        File to write, such as band.wav, band.mid, band.svg or band.json.
    play
        Play it now, through the loudspeaker.
    list_grooves
        Print the grooves and stop.
    """
    from chordwork.http.cli.music.delivery import check_place, new_console, show

    console = new_console()
    if list_grooves:
        from chordwork.http.cli.music.band_view import groove_table

        show(console, groove_table())
        return
    from chordwork.http.cli.music.band_view import band_summary, band_view
    from chordwork.http.cli.music.words import chord_line
    from chordwork.http.cli.playing.loudspeaker import open_loudspeaker
    from chordwork.music import accompaniment

    check_place(output)
    kind = format or (None if output is None else _kind_of(output))
    speaker = open_loudspeaker(SAMPLE_RATE_HZ) if play else None
    piece = accompaniment.accompany(
        chord_line(chords),
        groove=groove,
        tempo_bpm=tempo,
        intensity=intensity,
        seed=seed,
        repeats=repeats,
        beats_a_chord=beats,
        intro=intro,
        ending=ending,
        fills=fills,
        notation=notation,
    )
    if output is not None or kind is None:
        console.print(band_summary(piece), soft_wrap=True)
    if kind is None:
        console.print()
        show(console, band_view(piece, console.width), soft_wrap=True)
    else:
        _write(piece, kind, output, soundfont)
    if speaker is not None:
        _play(piece, speaker, soundfont)
    elif kind is None:
        console.print("\nTo hear it, add --play, or --output band.wav; band.mid for MIDI.", style="dim")


def _kind_of(output: Path) -> str:
    from chordwork.http.cli.errors import CommandError

    kind = ENDINGS.get(output.suffix.removeprefix(".").lower())
    if kind is None:
        raise CommandError(f"{output}: which format? End the name in .wav, .mid, .svg or .json, or add --format")
    return kind


def _write(piece: Accompaniment, kind: str, output: Path | None, soundfont: str | None) -> None:
    import json

    from chordwork.http.cli.music.delivery import deliver

    if kind == "midi":
        deliver(piece.midi(), output, kind="MIDI", suggestion="band.mid")
    elif kind == "svg":
        deliver(piece.pianoroll_svg(), output, kind="SVG", suggestion="band.svg")
    elif kind == "json":
        deliver(json.dumps(piece.to_dict(), ensure_ascii=False) + "\n", output, kind="JSON", suggestion="band.json")
    else:
        _refuse_terminal(output)
        deliver(piece.wav(SAMPLE_RATE_HZ, soundfont), output, kind="a WAV file", suggestion="band.wav")
        if output is not None:
            print(f"{output}: {_player(soundfont)}")
    if output is not None and kind != "wav":
        print(output)


def _refuse_terminal(output: Path | None) -> None:
    """Before the seconds that rendering takes."""
    import sys

    from chordwork.http.cli.errors import CommandError

    if output is None and sys.stdout.isatty():
        raise CommandError("a WAV file is not for a terminal: add --output band.wav")


def _player(soundfont: str | None) -> str:
    from chordwork.music.accompaniment.fluid import find_soundfont

    font = find_soundfont(soundfont)
    if font is not None:
        return f"played by FluidSynth with {font.name}"
    better = "" if soundfont else "; FluidSynth and a soundfont sound better (Debian: apt install fluidsynth)"
    return f"played by the built-in synthesiser{better}"


def _play(piece: Accompaniment, speaker: object, soundfont: str | None) -> None:
    import numpy as np

    from chordwork.http.cli.playing.loudspeaker import play
    from chordwork.music.accompaniment.fluid import find_soundfont

    if find_soundfont(soundfont) is None:
        samples = piece.audio(SAMPLE_RATE_HZ)
    else:
        import io

        import soundfile

        samples, _ = soundfile.read(io.BytesIO(piece.wav(SAMPLE_RATE_HZ, soundfont)), dtype="float32")
    play(speaker, np.ascontiguousarray(samples, np.float32), SAMPLE_RATE_HZ)
