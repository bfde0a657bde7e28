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
    format: Literal["text", "json", "lab", "csv"] = "text",
    tier: Literal["final", "live"] = "final",
    chunk_ms: Annotated[float, Parameter(validator=validators.Number(gte=1, lte=10_000))] = 20.0,
    output: Path | None = None,
) -> int:
    """Write down the chords of audio files, heard through the same causal path as live audio.

    Parameters
    ----------
    files
        Audio files: WAV, FLAC, OGG, Opus, MP3, AIFF and more; with the extra media also M4A, WebM, WMA, AMR, 3GP.
    format
        text to read, json with everything, lab (MIREX: start, end, Harte label), or csv.
    tier
        final: the chords as decided. live: the chords as a player would have seen them at each moment, late ones late.
    chunk_ms
        Length of the pieces that are fed, in milliseconds. It changes nothing but the moments of the live tier.
    output
        File to write to; with several inputs a folder, which gets one file for each. Default: standard output.
    """
    from chordwork.engine import Recognizer, load_model
    from chordwork.http.cli.analysis.analyse import Listener
    from chordwork.http.cli.analysis.run import Job, run_jobs

    model = load_model()

    def new_listener(sample_rate: int, channels: int) -> Listener:
        return Recognizer(sample_rate, sample_format="f32le", channels=channels, model=model)

    job = Job(format=format, tier=tier, chunk_ms=chunk_ms, model=f"{model.info.name} {model.info.version}")
    return BAD_INPUT if run_jobs(files, output, job, new_listener, warn) else OK
