"""``chordwork analyze``: the chords of audio files, written down."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter, validators

from chordwork.analysis.options import AnalyzeOptions, FormName
from chordwork.cli.exits import BAD_INPUT, OK, warn
from chordwork.cli.flags import with_flags
from chordwork.harmony.notation import Notation

if TYPE_CHECKING:
    from chordwork.cli.catalogue.run import Analysers


@with_flags(AnalyzeOptions)
def analyze(
    files: list[Path] | None = None,
    /,
    *,
    format: FormName = "text",
    notation: Notation = "english",
    pcm: str | None = None,
    chunk_ms: Annotated[float, Parameter(validator=validators.Number(gte=1, lte=10_000))] = 20.0,
    output: Path | None = None,
    library: Path | None = None,
    out: Path | None = None,
    workers: Annotated[int | None, Parameter(validator=validators.Number(gte=1, lte=1024))] = None,
    dask: str | None = None,
    chart: str | None = None,
    song: int | None = None,
    **given: Any,
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
    notation
        Of the note names in the form chords: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#). Give
        the command that reads them the same. The other forms keep English names, and are read in every notation.
    pcm
        The files are raw PCM, such as s16le:44100:2: encoding (u8, s16le, s24le, s32le, f32le, f64le, the same with be,
        mulaw, alaw), rate in Hz, channels.
    chunk_ms
        Length of the pieces that are fed, in milliseconds. It changes nothing but the moments of the live tier.
    output
        File to write to; with several inputs a folder, which gets one file for each. Default: standard output.
    library
        Instead of files: a folder, of which every recording is heard, with the folders in it. Stopped at any moment,
        the same command goes on where it was, and later hears what is new or changed. Needs --out, and the extra
        catalogue.
    out
        Folder for what comes of the library: songs.parquet, chords.parquet, a JAMS file for each recording,
        report.json.
    workers
        Processes for the library. Default: one for each processor.
    dask
        Address of a Dask scheduler, such as tcp://10.0.0.5:8786, whose workers hear the library instead; they must see
        both folders under the same paths. Needs the extra dask.
    chart
        A file of the song that was to be played, such as song.cho, or an irealb:// link: how each recording of it was
        played is printed, bar by bar, with chords that were wrong or missed; as text, or as JSON, a line each.
    song
        Which one of a chart with several, from 1.
    """
    told = AnalyzeOptions(**given)
    if library is not None or out is not None:
        return _analyze_library(library, out, workers, dask, told, given=_given(files, format, output, pcm))
    from chordwork.analysis.analyser import analyser_of
    from chordwork.analysis.sources.pcm import parse_pcm
    from chordwork.cli.analysis.against_chart import compare_all
    from chordwork.cli.analysis.run import Job, run_jobs
    from chordwork.cli.errors import CommandError
    from chordwork.cli.music.chart_files import one_song, read_place
    from chordwork.engine import load_model

    if workers is not None or dask is not None:
        raise CommandError("--workers and --dask hear a library: name its folder with --library")
    if not files:
        raise CommandError(
            "name audio files, or a folder of them with --library and --out (see: chordwork analyze --help)"
        )
    if chart is not None:
        if format not in ("text", "json") or output is not None or notation != "english":
            raise CommandError("with --chart, the comparison is printed as --format text or json, with English names")
        meant = one_song(read_place(chart), song, chart)
        raw_pcm = None if pcm is None else parse_pcm(pcm)
        compared = analyser_of(load_model(), tier=told.tier, chunk_ms=chunk_ms, raw=told.raw, rest_s=told.rest_s)
        failed = compare_all(files, meant, compared, pcm=raw_pcm, as_json=format == "json", on_failure=warn)
        return BAD_INPUT if failed else OK
    if notation != "english" and format != "chords":
        raise CommandError(
            f"the form {format} has English names, whatever reads it: for {notation}, add --format chords"
        )
    job = Job(format=format, pcm=None if pcm is None else parse_pcm(pcm), notation=notation)
    analyser = analyser_of(load_model(), tier=told.tier, chunk_ms=chunk_ms, raw=told.raw, rest_s=told.rest_s)
    return BAD_INPUT if run_jobs(files, output, job, analyser, warn) else OK


def _given(files: list[Path] | None, format: str, output: Path | None, pcm: str | None) -> list[str]:
    """What a library has no use for."""
    given = {"files": files, "--format": format != "text", "--output": output is not None, "--pcm": pcm is not None}
    return [name for name, value in given.items() if value]


def _analyze_library(
    library: Path | None,
    out: Path | None,
    workers: int | None,
    dask: str | None,
    told: AnalyzeOptions,
    *,
    given: list[str],
) -> int:
    from chordwork.cli.catalogue.run import Settings, run_catalogue
    from chordwork.cli.errors import CommandError
    from chordwork.engine import load_model

    if library is None or out is None:
        raise CommandError("a library needs both --library (its folder) and --out (a folder for the results)")
    if given:
        raise CommandError(f"a library is heard whole, into JAMS files and tables: leave out {' and '.join(given)}")
    if workers is not None and dask is not None:
        raise CommandError("--workers are processes here, --dask is a cluster: give one of them")
    model = load_model()
    settings = Settings(
        model=f"{model.info.name} {model.info.version}", tier=told.tier, raw=told.raw, rest_s=told.rest_s
    )
    report = run_catalogue(library, out, settings, _analysers(workers, dask))
    return BAD_INPUT if report.failed else OK


def _analysers(workers: int | None, dask: str | None) -> Callable[[], Analysers]:
    def make() -> Analysers:
        if dask is not None:
            from chordwork.cli.catalogue.cluster import Cluster

            return Cluster(dask)
        from chordwork.cli.catalogue.pool import WorkerPool

        return WorkerPool(workers or len(os.sched_getaffinity(0)))

    return make
