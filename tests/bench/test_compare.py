from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.compare import Change, direction
from tests.bench.test_command import bench


def result(path: Path, **summary: object) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"benchmark": "cost", "summary": summary, "more_is_better": ["sessions"]}))
    return path


def test_a_planted_slowdown_fails_and_is_named(tmp_path: Path) -> None:
    before = result(tmp_path / "a.json", hop_us=100.0, import_s=0.2, sessions=50)
    after = result(tmp_path / "b.json", hop_us=125.0, import_s=0.2, sessions=50)
    done = bench("compare", str(before), str(after))
    assert done.returncode == 1
    assert "worse by more than 20%: cost hop_us 100 → 125" in done.stderr
    assert "import_s" not in done.stderr
    assert bench("compare", str(before), str(after), "--tolerance", "0.3").returncode == 0


def test_what_is_no_slower_passes_with_a_table(tmp_path: Path) -> None:
    before = result(tmp_path / "a.json", hop_us=100.0, ratio_to_numpy_fft=0.5)
    after = result(tmp_path / "b.json", hop_us=115.0, ratio_to_numpy_fft=0.4)
    done = bench("compare", str(before), str(after), "--json", str(tmp_path / "c.json"))
    assert done.returncode == 0, done.stderr
    assert "1.15" in done.stdout
    assert json.loads((tmp_path / "c.json").read_text())["summary"]["cost hop_us"] == pytest.approx(1.15)


def test_less_of_what_there_should_be_more_of_is_worse(tmp_path: Path) -> None:
    before, after = result(tmp_path / "a.json", sessions=100), result(tmp_path / "b.json", sessions=80)
    done = bench("compare", str(before), str(after))
    assert done.returncode == 1
    assert "sessions" in done.stderr


def test_medians_of_folders_forgive_one_bad_run(tmp_path: Path) -> None:
    for number, (before, after) in enumerate([(100, 101), (100, 400), (100, 99)]):
        result(tmp_path / "before" / f"{number}.json", hop_us=before)
        result(tmp_path / "after" / f"{number}.json", hop_us=after)
    assert bench("compare", str(tmp_path / "before"), str(tmp_path / "after")).returncode == 0


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"summary": {"name": "x"}}'])
def test_what_is_no_result_is_refused(text: str, tmp_path: Path) -> None:
    good = result(tmp_path / "a.json", hop_us=1.0)
    bad = tmp_path / "b.json"
    bad.write_text(text)
    done = bench("compare", str(good), str(bad))
    assert done.returncode == 1
    assert "b.json: no result of a benchmark" in done.stderr


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("cpu_s_per_audio_s", "less"),
        ("peak_rss_mb", "less"),
        ("hearing_us_20ms", "less"),
        ("ratio_to_numpy_fft", "less"),
        ("ratio_ws_20ms", "unknown"),
        ("accuracy", "unknown"),
    ],
)
def test_units_say_which_way_is_better(name: str, better: str) -> None:
    assert direction(name) == better


def test_nothing_is_said_of_what_was_nothing() -> None:
    assert Change("a", 0.0, 5.0, "less").worsening() == 0.0
    assert Change("a", -1.0, 5.0, "less").worsening() == 0.0
    assert Change("a", 5.0, 0.0, "more").worsening() > 1e9
