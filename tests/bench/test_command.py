import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import COMMANDS

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


def test_each_command_is_a_module_that_runs_and_no_other_does() -> None:
    def runs(path: Path) -> bool:
        tree = ast.parse(path.read_text())
        named = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        taken = {name.name for node in tree.body if isinstance(node, ast.ImportFrom) for name in node.names}
        return "run" in named | taken

    modules = {path.stem: path for path in (ROOT / "bench").glob("[!_]*.py")}
    modules |= {path.parent.name: path for path in (ROOT / "bench").glob("*/__init__.py")}
    assert {name for name, path in modules.items() if runs(path)} == set(COMMANDS)


def test_help_says_what_each_command_is_for() -> None:
    said = bench("--help").stdout
    for name, sentence in COMMANDS.items():
        assert f"{name:14} {sentence}" in said
        assert sentence.endswith(".")
