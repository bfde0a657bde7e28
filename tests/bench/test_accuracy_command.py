"""The accuracy benchmark as a command, on clips of three seconds."""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from bench.__main__ import main
from bench.accuracy.errors import PeerError
from bench.accuracy.measure import tuning_error
from bench.accuracy.peers import heard_by, load_peer, peer_tier
from evaluation.clips import find_clips, read_clip
from evaluation.errors import NoClipsError
from evaluation.listening import Heard

ROOT = Path(__file__).parents[2]
RATE_HZ = 22_050


def write_clip(cache: Path, kind: str, name: str, *, chord: bool, **more: Any) -> Path:
    """Half a second of silence, then two seconds of C major (or noise), then silence."""
    time = np.arange(2 * RATE_HZ) / RATE_HZ
    if chord:
        partials = [(440 * 2 ** ((note - 69) / 12) * k, k) for note in (48, 60, 64, 67) for k in range(1, 7)]
        body = np.sum([np.sin(2 * np.pi * f * time) / k for f, k in partials], axis=0) * np.exp(-time / 2)
    else:
        body = np.random.default_rng(0).standard_normal(len(time)) * 0.01
    rest = np.zeros(RATE_HZ // 2)
    audio = np.concatenate([rest, 0.5 * body / np.abs(body).max(), rest])
    path = cache / "dev" / kind / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path.with_suffix(".flac"), audio, RATE_HZ, subtype="PCM_16")
    chords = [[0.0, 0.5, "N"], [0.5, 2.5, "C:maj"], [2.5, 3.0, "N"]] if chord else [[0.0, 3.0, "N"]]
    annotation = {
        "chords": chords, "key": [], "tuning_cents": 0.0, "sound": {"layers": ["hiss"]}, "seconds": 3.0, **more
    }  # fmt: skip
    path.write_text(json.dumps(annotation))
    return path


@pytest.fixture
def clip_cache(tmp_path: Path) -> Path:
    """A chord played by a "band" and one by a recorded guitar, and noise."""
    write_clip(
        tmp_path, "band", "a_band_1", chord=True, key=[[0.5, 2.5, "C:maj"]],
        sound={"font": "TimGM6mb.sf2", "programs": {"bass": 33, "comp1": 25}},
    )  # fmt: skip
    write_clip(tmp_path, "notes", "a_notes_1", chord=True, sound={"instruments": ["bass_killer", "nylon_quartertone"]})
    write_clip(tmp_path, "none", "a_none_1", chord=False)
    write_clip(tmp_path, "none", "b_none_2", chord=False)
    return tmp_path


@pytest.mark.long
def test_end_to_end(clip_cache: Path, tmp_path: Path) -> None:
    (tmp_path / "labs").mkdir()
    for name in ("a_band_1", "a_notes_1", "a_none_1"):
        (tmp_path / "labs" / f"{name}.lab").write_text("0.0 3.0 C:maj\n")
    target = tmp_path / "new" / "accuracy.json"
    command = [sys.executable, "-m", "bench", "accuracy", "--cache", str(clip_cache), "--json", str(target)]
    command += ["--jobs", "2", "--peer", f"naive={tmp_path / 'labs'}", "--peer", f"naive-live={tmp_path / 'labs'}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "majmin ÷ templates" in done.stdout
    assert "Chordwork ÷ peer" in done.stdout
    assert "Chordwork − peer" in done.stdout
    result = json.loads(target.read_text())
    assert [row["name"] for row in result["clips"]] == ["a_band_1", "a_none_1", "a_notes_1"]
    band = result["clips"][0]
    assert {"final", "live", "live +100 ms", "live +250 ms", "live +500 ms", "templates final", "naive final"} <= set(
        band["scores"]
    )
    assert "phone" in band["scores"]
    assert len(band["naming_delays"]) == 1
    assert band["conditions"] == {"tuning": "in tune", "soundfont": "TimGM6mb", "instrument": "acoustic guitar"}
    summary = result["summary"]
    assert set(summary["scores"]) == {"band", "none", "notes", "with chords"}
    naive = summary["scores"]["with chords"]["naive final"]["majmin"]
    assert (naive["value"], naive["clips"]) == (pytest.approx(2 / 3), 2)
    assert summary["ratios"]["naive final with chords"]["majmin"] == pytest.approx(
        summary["scores"]["with chords"]["final"]["majmin"]["value"] / naive["value"], abs=1e-4
    )
    against = {f"{one['program']} {one['tier']}": one for one in summary["comparisons"]["with chords"]}
    assert list(against) == ["templates final", "templates live", "naive final", "naive live"]
    ours = [summary["scores"]["with chords"][tier]["majmin"]["value"] for tier in ("final", "live")]
    for tier, our in zip(("final", "live"), ours, strict=True):
        assert against[f"naive {tier}"]["differences"]["majmin"]["value"] == pytest.approx(
            our - naive["value"], abs=1e-5
        )
    assert against["naive final"]["verdicts"]["majmin"] == "above"
    assert summary["figures"]["none"]["false_chords_a_minute_naive_final"]["value"] == pytest.approx(20.0)
    assert "instrument: recorded acoustic guitar" in summary["conditions"]
    assert summary["figures"]["none"]["false_chords_a_minute_live"] is not None
    assert {aim["verdict"] for aim in result["aims"]} <= {"stretch", "met", "missed", "not measured"}


def test_no_clips_says_what_to_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accuracy", "--cache", str(tmp_path / "empty")]) == 1
    assert "python -m training render --split dev" in capsys.readouterr().err


def test_a_model_that_is_none(clip_cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.onnx").write_text("no model")
    for name, message in (("bad.onnx", "no chord model"), ("nowhere.onnx", "check --model")):
        assert main(["accuracy", "--cache", str(clip_cache), "--no-phone", "--model", str(tmp_path / name)]) == 1
        assert message in capsys.readouterr().err


def test_halves_kinds_and_steps(clip_cache: Path) -> None:
    assert [clip.name for clip in find_clips(clip_cache, half="b", kinds=[])] == ["b_none_2"]
    assert [clip.name for clip in find_clips(clip_cache, half="ab", kinds=["none"])] == ["a_none_1", "b_none_2"]
    assert [clip.name for clip in find_clips(clip_cache, half="ab", kinds=["none"], step=8)] == ["a_none_1"]
    with pytest.raises(NoClipsError, match="kind bnad"):
        find_clips(clip_cache, half="a", kinds=["band", "bnad"])


def test_the_longest_key_is_the_reference(tmp_path: Path) -> None:
    keys = [[0.0, 1.0, "C:maj"], [1.0, 3.0, "F#:min"]]
    assert read_clip(write_clip(tmp_path, "band", "a_1", chord=True, key=keys)).key == "F# minor"


def test_tuning_is_judged_five_seconds_after_the_first_chord(tmp_path: Path) -> None:
    clip = read_clip(write_clip(tmp_path, "band", "a_1", chord=True, tuning_cents=30.0))
    heard = Heard(8.0, (), [], (), ((2.0, 10.0), (5.5, 27.0), (5.6, 30.0)))
    assert tuning_error(clip, heard) == pytest.approx(3.0)
    assert tuning_error(clip, Heard(8.0, (), [], (), ())) == pytest.approx(30.0)
    assert tuning_error(clip, Heard(3.0, (), [], (), ())) is None
    assert tuning_error(read_clip(write_clip(tmp_path, "band", "a_2", chord=True)), heard) is None


def test_any_module_with_predict_is_a_peer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "some_peer.py").write_text("def predict(path): return [(1.0, 2.0, 'G:7'), (0.0, 1.0, 'N')]\n")
    (tmp_path / "odd_peer.py").write_text("def predict(path): return [(0.0, 1.0, 'H:moll')]\n")
    (tmp_path / "no_peer.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert heard_by("some_peer", tmp_path) == [(0.0, 1.0, "N"), (1.0, 2.0, "G:7")]
    with pytest.raises(PeerError, match="H:moll"):
        heard_by("odd_peer", tmp_path)
    with pytest.raises(PeerError, match="predict"):
        load_peer("no_peer")
    with pytest.raises(PeerError, match="not_installed_peer=FOLDER"):
        load_peer("not_installed_peer")
    assert [peer_tier(name) for name in ("crema", "x=labs/x", "libsonare-live", "y-live=labs/y")] == [
        "crema final", "x final", "libsonare live", "y live"
    ]  # fmt: skip
    with pytest.raises(PeerError, match="no folder"):
        load_peer(f"labs={tmp_path / 'nowhere'}")


def test_options_of_one_benchmark_are_unknown_to_another(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["cost", "--half", "a"])
    assert stopped.value.code == 2
    assert "--half" in capsys.readouterr().err


def test_help_lists_a_benchmark_s_own_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["accuracy", "--help"])
    assert stopped.value.code == 0
    assert "--half" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["cost", "weight"])
def test_benchmarks_without_options_run_as_before(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def run(*, quick: bool) -> dict[str, Any]:
        asked.append(quick)
        return {"benchmark": name}

    monkeypatch.setattr(importlib.import_module(f"bench.{name}"), "run", run)
    assert main(["--quick", "--json", str(tmp_path / "new" / "x.json"), name]) == 0
    assert asked == [True]
    assert json.loads((tmp_path / "new" / "x.json").read_text())["benchmark"] == name


def test_only_where_a_chord_sounds(clip_cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a_band_1.lab").write_text("0.0 3.0 C:maj\n")
    command = ["accuracy", "--cache", str(clip_cache), "--kinds", "band", "--no-phone", "--jobs", "1"]
    target = tmp_path / "sounding.json"
    assert main([*command, "--peer", f"naive={tmp_path}", "--sounding", "--json", str(target)]) == 0
    result = json.loads(target.read_text())
    assert result["clips"][0]["scores"]["naive final"]["majmin"] == [1.0, 2.0]
    assert result["aims"] == []
    assert "only where a chord sounds" in capsys.readouterr().out
