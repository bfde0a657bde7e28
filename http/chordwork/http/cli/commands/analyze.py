"""``chordwork analyze``: the chords of audio files, written down."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter, validators

from chordwork.http.cli._main import BAD_INPUT, OK, warn


def analyze(
    files: list[Path],
    /,
    *,
    format: Literal["text", "json", "chords", "lab", "csv", "jams"] = "text",
    raw: Annotated[bool, Parameter(negative=())] = False,
    notation: Literal["english", "german", "solfege"] = "english",
    pcm: str | None = None,
    tier: Literal["final", "live"] = "final",
    chunk_ms: Annotated[float, Parameter(validator=validators.Number(gte=1, lte=10_000))] = 20.0,
    output: Path | None = None,
) -> int:
    """Write down the chords of audio files, heard through the same causal path as live audio.

    Parameters
    ----------
    files
        Audio files: WAV, FLAC, OGG, Opus, MP3, AIFF and more; with the extra media also M4A, WebM, WMA, AMR, 3GP.
        A single dash is standard input.
    format
        text to read, json with everything, chords (a line such as C | G Am | F, which tabs and accompany read), lab
        (MIREX: start, end, Harte label), csv, or jams.
    raw
        Keep slivers: chords shorter than half a beat as they were decided. Without it they join a neighbour.
    notation
        Of the note names in the form chords: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#). Give
        the command that reads them the same. The other forms keep English names, and are read in every notation.
    pcm
        The files are raw PCM, such as s16le:44100:2: encoding (u8, s16le, s24le, s32le, f32le, f64le, the same with be,
        mulaw, alaw), rate in Hz, channels.
    tier
        final: the chords as decided. live: the chords as a player would have seen them at each moment, late ones late.
    chunk_ms
        Length of the pieces that are fed, in milliseconds. It changes nothing but the moments of the live tier.
    output
        File to write to; with several inputs a folder, which gets one file for each. Default: standard output.
    """
    from chordwork.engine import Recognizer, load_model
    from chordwork.http.analysis.pcm import parse_pcm
    from chordwork.http.cli.analysis.analyse import Listener
    from chordwork.http.cli.analysis.run import Job, run_jobs
    from chordwork.http.cli.errors import CommandError

    if notation != "english" and format != "chords":
        raise CommandError(
            f"the form {format} has English names, whatever reads it: for {notation}, add --format chords"
        )
    raw_pcm = None if pcm is None else parse_pcm(pcm)
    model = load_model()

    def new_listener(sample_rate: int, channels: int) -> Listener:
        return Recognizer(sample_rate, sample_format="f32le", channels=channels, model=model)

    name = f"{model.info.name} {model.info.version}"
    job = Job(format=format, tier=tier, chunk_ms=chunk_ms, model=name, raw=raw, pcm=raw_pcm, notation=notation)
    return BAD_INPUT if run_jobs(files, output, job, new_listener, warn) else OK
