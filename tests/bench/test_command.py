import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.long
def test_cost_prints_a_ratio_and_writes_its_data(tmp_path: Path) -> None:
    done = bench("cost", "--quick", "--json", str(tmp_path / "new" / "cost.json"))
    assert done.returncode == 0, done.stderr
    assert "ratio" in done.stdout
    result = json.loads((tmp_path / "new" / "cost.json").read_text())
    assert set(result["summary"]) == {"cpu_s_per_audio_s", "peak_rss_mb", "import_s", "ratio_to_numpy_fft"}
    assert len(result["product"]) == len(result["baseline_numpy_fft"]) == 3


def test_an_unknown_benchmark_is_a_usage_error() -> None:
    done = bench("nonsense")
    assert done.returncode == 2
    assert "cost" in done.stderr
