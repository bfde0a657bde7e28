"""The real program in processes of its own: exit codes, pipes, formats, rates."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from chordwork.cli._main import main
from chordwork.engine import load_model
from chordwork.harmony.lab import read_lab
from chordwork.harmony.score import score

Run = Callable[..., subprocess.CompletedProcess[str]]

trained = pytest.mark.skipif(load_model().info.version == "0.0.0", reason="the bundled model is an untrained stand-in")


def _refused(result: subprocess.CompletedProcess[str], *words: str) -> None:
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert all(word in result.stderr for word in words), result.stderr


def test_help_is_light(environment: dict[str, str]) -> None:
    code = (
        "import sys; from chordwork.cli import main; code = main(['--help']);"
        "heavy = {'onnxruntime', 'quart', 'hypercorn', 'trio', 'soundfile', 'pyfftw'} & set(sys.modules);"
        "sys.exit(f'{code} {heavy}' if code or heavy else 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert (result.returncode, result.stderr) == (0, "")
    for command in ("analyze", "demo", "listen", "serve", "version"):
        assert command in result.stdout


def test_version(chordwork: Run) -> None:
    assert "onnxruntime" in chordwork("version").stdout
    assert chordwork("--version").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["analyze"], "analyze"),
        (["analyze", "x.wav", "--format", "xml"], "xml"),
        (["analyze", "x.wav", "--chunk-ms", "0"], "chunk-ms"),
        (["analyze", "x.wav", "--tempo", "9"], "--tempo"),
        (["sing"], "sing"),
        (["serve", "--port", "many"], "many"),
        (["serve", "--max-sessions", "0"], "--max-sessions"),
        (["demo", "--clip", "nonesuch"], "guitar"),
        (["listen", "--sample-rate", "50"], "sample-rate"),
        (["listen", "--rest-s", "9"], "rest-s"),
    ],
)
def test_bad_usage(arguments: list[str], word: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    error = capfd.readouterr().err
    assert word in error
    assert len(error.splitlines()) == 1


@pytest.mark.parametrize("tier", ["final", "live"])
def test_every_format_tells_the_same(chordwork: Run, song_wav: Path, tier: str) -> None:
    outputs = {
        name: chordwork("analyze", song_wav, "--format", name, "--tier", tier)
        for name in ("text", "json", "lab", "csv")
    }
    assert {name: (result.returncode, result.stderr) for name, result in outputs.items()} == dict.fromkeys(
        outputs, (0, "")
    )
    document = json.loads(outputs["json"].stdout)
    spans = [(chord["start"], chord["end"], chord["label"]) for chord in document["chords"]]
    assert (document["duration"], document["sample_rate"], document["tier"]) == (8.0, 22_050, tier)
    assert (spans[0][0], spans[-1][1]) == (0.0, 8.0)
    assert all(one[1] == two[0] for one, two in pairwise(spans))
    assert read_lab(outputs["lab"].stdout) == spans
    assert [row["label"] for row in csv.DictReader(io.StringIO(outputs["csv"].stdout))] == [span[2] for span in spans]
    assert document["chords"][0]["symbol"] in outputs["text"].stdout


@trained
def test_a_guitar_is_heard(chordwork: Run, song_wav: Path) -> None:
    reference = [(0.0, 2.0, "C:maj"), (2.0, 4.0, "A:min"), (4.0, 6.0, "F:maj"), (6.0, 8.0, "G:maj")]
    final, live = (
        read_lab(chordwork("analyze", song_wav, "--format", "lab", "--tier", tier).stdout) for tier in ("final", "live")
    )
    assert score(reference, final).majmin.fraction > 0.8
    assert score(reference, live).majmin.fraction > 0.6


@trained
def test_one_recording_at_several_rates(
    chordwork: Run, tmp_path: Path, song: Callable[[int], NDArray[np.float64]]
) -> None:
    """44.1 kHz stereo WAV, 8 kHz mono WAV, 96 kHz FLAC, OGG: the same chords."""
    variants = {"cd.wav": (44_100, 2), "phone.wav": (8000, 1), "studio.flac": (96_000, 1), "net.ogg": (44_100, 2)}
    for name, (rate, channels) in variants.items():
        soundfile.write(tmp_path / name, np.repeat(song(rate)[:, None], channels, axis=1), rate)
    result = chordwork("analyze", *variants, "--format", "lab", "--output", "labs")
    assert (result.returncode, result.stderr) == (0, "")
    labs = {name: read_lab((tmp_path / "labs" / f"{Path(name).stem}.lab").read_text()) for name in variants}
    for name in ("phone.wav", "studio.flac", "net.ogg"):
        assert score(labs["cd.wav"], labs[name]).majmin.fraction >= 0.95, name


def test_bad_files_get_a_line_each_and_the_others_are_done(chordwork: Run, tmp_path: Path, song_wav: Path) -> None:
    (tmp_path / "empty.wav").touch()
    (tmp_path / "text.wav").write_text("Am F C G\n")
    soundfile.write(tmp_path / "slow.wav", np.zeros(100), 4000)
    (tmp_path / "folder").mkdir()
    result = chordwork(
        "analyze", "empty.wav", "text.wav", "slow.wav", "folder", "missing.wav", song_wav, "--format", "lab"
    )
    assert result.returncode == 2
    lines = result.stderr.splitlines()
    assert len(lines) == 5
    for line, word in zip(
        lines, ("empty.wav", "text.wav", "slow.wav: warning silent", "folder", "no such file"), strict=True
    ):
        assert line.startswith("chordwork: ")
        assert word in line
    assert read_lab(result.stdout)[-1][1] == 8.0


@trained
@pytest.mark.parametrize("seconds", [0.05, 0.0001])
def test_a_moment_of_audio_is_no_chord(chordwork: Run, tmp_path: Path, seconds: float) -> None:
    soundfile.write(tmp_path / "short.wav", np.zeros(max(1, round(44_100 * seconds))), 44_100)
    for tier in ("final", "live"):
        result = chordwork("analyze", "short.wav", "--format", "json", "--tier", tier)
        assert result.returncode == 0
        assert [chord["label"] for chord in json.loads(result.stdout)["chords"]] == ["N"]


def test_silence_noise_and_clipping_are_answered(
    chordwork: Run, tmp_path: Path, song: Callable[[int], NDArray[np.float64]]
) -> None:
    generator = np.random.default_rng(3)
    soundfile.write(tmp_path / "silence.wav", np.zeros(8000 * 60), 8000)
    soundfile.write(tmp_path / "noise.wav", generator.uniform(-0.5, 0.5, 22_050 * 5), 22_050)
    soundfile.write(tmp_path / "clipped.wav", np.clip(song(22_050) * 50, -1, 1), 22_050)
    broken = np.array([0.0, np.nan, np.inf, -np.inf] * 2000, np.float32)
    soundfile.write(tmp_path / "broken.wav", broken, 22_050, subtype="FLOAT")
    result = chordwork("analyze", "silence.wav", "noise.wav", "clipped.wav", "broken.wav", "--format", "json")
    assert (result.returncode, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == 4


def test_outputs_do_not_meet(chordwork: Run, tmp_path: Path, song_wav: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "song.wav").write_bytes(song_wav.read_bytes())
    result = chordwork("analyze", song_wav, "other/song.wav", "--format", "csv", "--output", "out/deep")
    assert (result.returncode, result.stdout) == (0, "")
    assert sorted(path.name for path in (tmp_path / "out" / "deep").iterdir()) == ["song-2.csv", "song.csv"]


def test_outputs_that_cannot_be(chordwork: Run, tmp_path: Path, song_wav: Path) -> None:
    (tmp_path / "taken").touch()
    _refused(chordwork("analyze", song_wav, "--output", "taken/x.lab"), "taken")
    _refused(chordwork("analyze", song_wav, song_wav, "--output", "taken"), "folder")
    _refused(chordwork("analyze", song_wav, "--output", song_wav), "overwrite")
    _refused(chordwork("analyze", song_wav, "--output", "/proc/x.lab"), "/proc/x.lab")


def test_a_reader_that_leaves_is_no_fault(environment: dict[str, str], tmp_path: Path, song_wav: Path) -> None:
    command = f'"{sys.executable}" -m chordwork.cli analyze {" ".join([str(song_wav)] * 3)} --format csv | head -n 1'
    result = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, env=environment)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "file,start,end,label,symbol,confidence,bar,beat,warnings\n"


def test_an_unexpected_fault_keeps_its_traceback(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("by surprise")

    monkeypatch.setattr("chordwork.cli.commands.version.version", fail)
    assert main(["version"]) == 1
    error = capfd.readouterr().err
    assert "Traceback" in error
    assert "report it" in error


def test_demo_runs_to_its_end(chordwork: Run) -> None:
    result = chordwork("demo", "--fast", "--clip", "guitar")
    assert (result.returncode, result.stderr) == (0, "")
    assert "majmin" in result.stdout
    assert "Latency" in result.stdout
    assert "\x1b" not in result.stdout
