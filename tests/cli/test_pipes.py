"""Programs in a row: audio from a pipe into ``analyze``, its chart into ``tabs`` and the others."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from chordwork.analysis.forms.writing import EXTENSIONS
from chordwork.analysis.sources.audio_file import AudioFile, open_audio
from chordwork.cli._main import main
from chordwork.engine import load_model

from .started import Started

trained = pytest.mark.skipif(load_model().info.version == "0.0.0", reason="the bundled model is an untrained stand-in")

CLIPS = Path(__file__).parents[2] / "http/chordwork/analysis/clips"
BAND = CLIPS / "band.ogg"
LINE = "D | A/C# | Bm7 | Gmaj7 | D | F#m | G | Asus4 A7 | Bm | F#m/A | G Gmaj7 / / | Em7 A7 | D | D | D"
"""As the clip is heard: its score, ``band.lab``, has Gmaj7 in all of bar 11; its last chord is held."""
SYMBOLS = [symbol for symbol in LINE.split() if symbol not in "|/"]

Program = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def program(started: Started, environment: dict[str, str], tmp_path: Path) -> Program:
    """Run the program with bytes on its standard input."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return started.run(arguments, environment=environment, folder=tmp_path, stdin=stdin)

    return run


def band(subtype: str, format: str = "RAW", endian: str = "FILE") -> bytes:
    samples, rate = soundfile.read(BAND)
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=format, subtype=subtype, endian=endian)
    return file.getvalue()


@trained
def test_audio_from_a_pipe(program: Program) -> None:
    for sound in (BAND.read_bytes(), gzip.compress(BAND.read_bytes(), mtime=0), band("PCM_16", "WAV")):
        done = program("analyze", "-", "--format", "chords", stdin=sound)
        assert (done.returncode, done.stderr.decode()) == (0, "")
        assert done.stdout.decode().strip() == LINE


@trained
@pytest.mark.parametrize(("pcm", "subtype", "endian"), [("s16le", "PCM_16", "LITTLE"), ("f32be", "FLOAT", "BIG")])
def test_raw_pcm_from_a_pipe(program: Program, pcm: str, subtype: str, endian: str) -> None:
    done = program("analyze", "-", "--pcm", f"{pcm}:44100:2", "--format", "json", stdin=band(subtype, endian=endian))
    document = json.loads(done.stdout)
    assert (document["file"], document["key"], document["warnings"]) == ("standard input", "D major", [])


@trained
def test_a_wav_from_a_pipe_with_no_length_in_it(program: Program) -> None:
    """As ffmpeg writes into a pipe: 0xFFFFFFFF where the lengths belong."""
    wav = bytearray(band("PCM_16", "WAV"))
    wav[4:8] = b"\xff" * 4
    place = wav.index(b"data") + 4
    wav[place : place + 4] = b"\xff" * 4
    assert program("analyze", "-", "--format", "chords", stdin=bytes(wav)).stdout.decode().strip() == LINE


@pytest.mark.parametrize(
    ("arguments", "stdin", "reason"),
    [
        (["-"], b"", "standard input: is empty"),
        (["-"], b"hello", "standard input: not audio"),
        (["-"], gzip.compress(bytes(1000), mtime=0)[:-5], "gzip ends too early"),
        (["-", "-"], b"", "once"),
        (["-", "--pcm", "s17le:44100"], b"", "s17le"),
        (["-", "--pcm", "s16le:44100:0"], bytes(4000), "number of channels"),
    ],
)
def test_what_is_no_audio_is_said(program: Program, arguments: list[str], stdin: bytes, reason: str) -> None:
    done = program("analyze", *arguments, stdin=stdin)
    error = done.stderr.decode()
    assert (done.returncode, len(error.splitlines())) == (2, 1)
    assert reason in error
    assert "/dev/fd" not in error


def assert_is_the_band(audio: AudioFile) -> None:
    expected, rate = soundfile.read(BAND, dtype="float32", always_2d=True)
    assert audio.sample_rate == rate
    np.testing.assert_array_equal(np.concatenate(list(audio.blocks(8192))), expected)


def test_gzip_files_are_opened_too(tmp_path: Path) -> None:
    path = tmp_path / "song.ogg.gz"
    path.write_bytes(gzip.compress(BAND.read_bytes(), mtime=0))
    with open_audio(path) as audio:
        assert audio.name == str(path)
        assert_is_the_band(audio)


def test_without_a_folder_for_files_it_is_kept_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(**options: object) -> object:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "TemporaryFile", none)
    path = tmp_path / "song.ogg.gz"
    path.write_bytes(gzip.compress(BAND.read_bytes(), mtime=0))
    with open_audio(path) as audio:
        assert_is_the_band(audio)


@trained
@pytest.mark.parametrize("format", list(EXTENSIONS))
def test_a_chart_goes_into_every_music_command(
    format: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def piped(chart: str, *arguments: str) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO(chart))
        assert main(arguments) == 0
        return capfd.readouterr().out

    assert main(["analyze", str(BAND), "--format", format]) == 0
    chart = capfd.readouterr().out
    read = json.loads(piped(chart, "parse", "-", "--json"))
    assert [each["symbol"] for each in read["chords"]] == SYMBOLS
    tab = piped(chart, "tabs", "-")
    assert "4/4" in tab
    assert ("104.3 bpm" in tab) == (format in ("text", "json", "jams"))
    assert piped(chart, "tabs") == tab  # no dash, the same
    assert "Gmaj7" in piped(chart, "accompany", "-")
    assert "D major" in piped(chart, "suggest", "-")


def test_the_metre_of_a_chart_is_kept_unless_another_is_asked_for(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    beats = [0.5 * beat for beat in range(24)]
    chords = [
        {"start": 1.5 * bar, "end": 1.5 * bar + 1.5, "label": label, "symbol": label}
        for bar, label in enumerate(["C", "F", "G", "C", "A", "D", "G", "C"])
    ]
    bars = [{"number": bar + 1, "start": 1.5 * bar, "beats": 3} for bar in range(8)]
    document = {
        "chords": chords,
        "beats": beats,
        "bars": bars,
        "metre": "3/4",
        "tempo": {"bpm": 120.0, "confidence": 1},
    }
    for command, there in (
        (["tabs", "-"], ["3/4", "120 bpm"]),
        (["tabs", "-", "--metre", "4/4", "--tempo", "90"], ["4/4", "90 bpm"]),
        (["accompany", "-"], ["Waltz", "120 bpm"]),
        (["accompany", "-", "--groove", "folk", "--tempo", "70"], ["Folk", "70 bpm"]),
    ):
        monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(document)))
        assert main(command) == 0
        out = capfd.readouterr().out
        assert all(word in out for word in there), out[:200]


def test_warnings_of_the_chart_are_passed_on(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    chord = {"start": 0.0, "end": 2.0, "label": "C:maj", "symbol": "C"}
    document = {"chords": [chord], "warnings": [{"code": "clipped", "message": "turn it down"}]}
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(document)))
    assert main(["tabs", "-"]) == 0
    assert capfd.readouterr().err == "chordwork: warning clipped: turn it down\n"


def test_forms_without_a_place_for_warnings_say_them_on_standard_error(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    soundfile.write(tmp_path / "silence.wav", np.zeros(16_000), 8000)
    for format in EXTENSIONS:
        assert main(["analyze", str(tmp_path / "silence.wav"), "--format", format]) == 0
        captured = capfd.readouterr()
        assert ("warning silent" in captured.err) == (format in ("lab", "chords"))
        assert "silent" in captured.out + captured.err


@trained
def test_a_line_of_chords_in_another_notation(program: Program) -> None:
    """German B is B flat: a line with English names would be read as another song without a word."""
    done = program("analyze", BAND, "--format", "chords", "--notation", "german")
    line = done.stdout.decode()
    assert line.strip() == LINE.replace("F#", "Fis").replace("C#", "Cis").replace("Bm", "Hm")
    read = program("parse", "-", "--notation", "german", "--json", stdin=done.stdout)
    assert [chord["label"] for chord in json.loads(read.stdout)["chords"]][1:3] == ["A:maj/3", "B:min7"]
    refused = program("analyze", BAND, "--notation", "german")
    assert refused.returncode != 0
    assert b"add --format chords" in refused.stderr


def test_english_names_read_as_german_ones_are_said(program: Program) -> None:
    done = program("parse", "-", "--notation", "german", stdin=b"Em | B | F#m")
    assert done.returncode == 0
    assert b"give that --notation too" in done.stderr
    assert program("parse", "-", "--notation", "german", stdin=b"Em | H | Fism").stderr == b""
