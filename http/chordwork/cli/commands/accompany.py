"""``chordwork accompany``: a band that plays a progression, or a whole song plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from chordwork.cli.exits import warn
from chordwork.cli.flags import with_flags
from chordwork.music.options.accompany import AccompanyOptions

if TYPE_CHECKING:
    from chordwork.music.accompaniment import Accompaniment

SAMPLE_RATE_HZ = 44_100
SOUNDS = ("wav", "mp3", "ogg", "opus", "flac")
ENDINGS = {**{sound: sound for sound in SOUNDS}, "mid": "midi", "midi": "midi", "svg": "svg", "json": "json"}


@with_flags(AccompanyOptions)
def accompany(
    chords: list[str] | None = None,
    /,
    *,
    plan: Path | None = None,
    soundfont: str | None = None,
    format: Literal["wav", "mp3", "ogg", "opus", "flac", "midi", "svg", "json"] | None = None,
    output: Path | None = None,
    song: int | None = None,
    play_now: Annotated[bool, Parameter(name="--play", negative=())] = False,
    list_grooves: Annotated[bool, Parameter(negative=())] = False,
    **given: Any,
) -> None:
    """Let drums, bass and comping play your chords, or a whole plan: as sound, as MIDI, or as a picture.

    Parameters
    ----------
    chords
        Such as "C G Am F", a bar each, or "C | G Am | F", where chords share their bars. Also from a pipe, or for a
        dash: chords, a plan, or a chart of chordwork analyze, whose tempo and metre are kept. Or a file of a song, such
        as song.cho, see chordwork convert, whose parts, repeats, tempo and style are kept, too.
    plan
        A song plan in place of chords: a file of "chordwork write … --output song.json", or - for one that is piped in.
        Its form, chords, groove, tempo and energy are played unless you say otherwise.
    soundfont
        An .sf2 or .sf3 file for FluidSynth; none for the built-in synthesiser. Default: one of the usual places.
    format
        Default: what the name of --output ends in.
    output
        File to write, such as band.mp3, band.wav, band.mid, band.svg or band.json.
    song
        Which one of a file with several, from 1.
    play_now
        Play it now, through the loudspeaker.
    list_grooves
        Print the grooves and stop.
    """
    from chordwork.cli.music.delivery import check_place, new_console, show

    console = new_console()
    if list_grooves:
        from chordwork.cli.music.band_view import groove_table

        show(console, groove_table())
        return
    from chordwork.cli.music.band_view import band_summary, band_view
    from chordwork.cli.playing.loudspeaker import open_loudspeaker, play
    from chordwork.cli.progress import working

    check_place(output)
    kind = format or (None if output is None else _kind_of(output))
    speaker = open_loudspeaker(SAMPLE_RATE_HZ) if play_now else None
    piece = _arranged(chords, plan, song, given)
    for remark in piece.remarks:
        warn(remark)
    if kind is None:
        console.print(band_summary(piece), soft_wrap=True)
        console.print()
        show(console, band_view(piece, console.width), soft_wrap=True)
    elif kind in SOUNDS:
        _write_sound(piece, kind, output, soundfont)
    else:
        _write(piece, kind, output)
    if speaker is not None:
        with working("playing the band"):
            sound = piece.sound(SAMPLE_RATE_HZ, soundfont)
        play(speaker, sound, SAMPLE_RATE_HZ)
    elif kind is None:
        console.print("\nTo hear it, add --play, or --output band.mp3; band.mid for MIDI.", style="dim")


def _arranged(chords: list[str] | None, plan: Path | None, number: int | None, given: dict[str, Any]) -> Accompaniment:
    """The band that plays a plan, chords, or whichever of the two is piped in."""
    from chordwork.cli.errors import CommandError
    from chordwork.cli.music.plan_file import is_plan, plan_data, read_plan
    from chordwork.cli.music.words import handed_chords, piped_text
    from chordwork.music.accompaniment import accompany as play_chords
    from chordwork.music.songwriting import SongPlan, accompany_plan

    piped: str | None = None
    song: SongPlan | None = None
    if plan is not None:
        if chords:
            raise CommandError("a plan has its own chords: give --plan, or chords, not both")
        song = read_plan(plan)
    elif (piped := piped_text(chords)) is not None and is_plan(piped):
        song = SongPlan.from_dict(plan_data("standard input", piped))
    if song is None:
        chart = handed_chords(chords, piped, song=number, notation=given.get("notation", "english"))
        of_chart = {"groove": _groove_in(chart.metre), "tempo_bpm": chart.tempo_bpm}
        of_chart = {name: value for name, value in of_chart.items() if value is not None}
        return play_chords(chart.chords, **{**of_chart, **given})
    if "beats_a_chord" in given:
        raise CommandError("a plan says how long its chords last: leave out --beats")
    return accompany_plan(song, **given)


def _groove_in(metre: str | None) -> str | None:
    """Of a chart that names a metre, where the usual groove is in another."""
    from chordwork.music.accompaniment.reading import BY_METRE

    beats, _, unit = (metre or "4/4").partition("/")
    return None if metre in (None, "4/4") else BY_METRE.get((int(beats), int(unit)))


def _kind_of(output: Path) -> str:
    from chordwork.cli.errors import CommandError

    kind = ENDINGS.get(output.suffix.removeprefix(".").lower())
    if kind is None:
        names = ", ".join(f".{ending}" for ending in ENDINGS)
        raise CommandError(f"{output}: which format? End the name in one of {names}, or add --format")
    return kind


def _write(piece: Accompaniment, kind: str, output: Path | None) -> None:
    import json

    from chordwork.cli.music.band_view import band_summary
    from chordwork.cli.music.delivery import deliver, new_console

    if output is not None:
        new_console().print(band_summary(piece), soft_wrap=True)
    if kind == "midi":
        deliver(piece.midi(), output, kind="MIDI", suggestion="band.mid")
    elif kind == "svg":
        deliver(piece.pianoroll_svg(), output, kind="SVG", suggestion="band.svg")
    else:
        deliver(json.dumps(piece.to_dict(), ensure_ascii=False) + "\n", output, kind="JSON", suggestion="band.json")
    if output is not None:
        print(output)


def _write_sound(piece: Accompaniment, kind: Any, output: Path | None, soundfont: str | None) -> None:
    """Render and write; the length that is said is that of the sound, until it has rung out."""
    from chordwork.cli.music.band_view import band_summary
    from chordwork.cli.music.delivery import deliver, new_console
    from chordwork.cli.progress import working
    from chordwork.music.accompaniment.sound.encoding import encode, rate_for

    _refuse_terminal(output, kind)
    rate = rate_for(kind, SAMPLE_RATE_HZ)
    with working("playing the band"):
        sound = piece.sound(rate, soundfont)
    if output is not None:
        new_console().print(band_summary(piece, len(sound) / rate), soft_wrap=True)
    deliver(encode(sound, rate, kind), output, kind=f"a sound file ({kind})", suggestion=f"band.{kind}")
    if output is not None:
        print(f"{output}: {_player(soundfont)}")


def _refuse_terminal(output: Path | None, kind: str) -> None:
    """Before the seconds that rendering takes."""
    import sys

    from chordwork.cli.errors import CommandError

    if output is None and sys.stdout.isatty():
        raise CommandError(f"a sound file is not for a terminal: add --output band.{kind}")


def _player(soundfont: str | None) -> str:
    from chordwork.music.accompaniment.sound.fluidsynth import find_soundfont

    font = find_soundfont(soundfont)
    if font is not None:
        return f"played by FluidSynth with {font.name}"
    better = "" if soundfont else "; FluidSynth and a soundfont sound better (Debian: apt install fluidsynth)"
    return f"played by the built-in synthesiser{better}"
