"""The shape of the project that everything else relies on."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.mark.parametrize("source_root", ["native", "music", "engine", "actors", "http"])
def test_source_roots_and_the_namespace_have_no_init(source_root: str) -> None:
    assert (ROOT / source_root / "chordwork").is_dir()
    assert not (ROOT / source_root / "__init__.py").exists()
    assert not (ROOT / source_root / "chordwork" / "__init__.py").exists()


def test_no_folder_at_the_top_shadows_the_standard_library() -> None:
    top = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert not top & sys.stdlib_module_names


def test_the_standard_http_package_is_found_from_the_project_folder() -> None:
    found = run(sys.executable, "-c", "import http, http.client; print(http.__file__)")
    assert found.returncode == 0, found.stderr
    assert ROOT not in Path(found.stdout.strip()).parents or ".venv" in found.stdout


def test_pip_runs_in_the_project_folder() -> None:
    assert run(sys.executable, "-m", "pip", "--version").returncode == 0


def test_imports_point_one_way() -> None:
    found = run(str(Path(sys.executable).parent / "lint-imports"))
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize(
    ("package", "forbidden"),
    [
        ("chordwork.engine", ("quart", "hypercorn", "trio", "soundfile", "rich", "torch", "scipy")),
        ("chordwork.harmony", ("numpy", "chordwork.native", "onnxruntime", "quart", "trio")),
        ("chordwork.music", ("numpy", "chordwork.native", "onnxruntime", "quart", "trio")),
        ("chordwork.music.charts", ("numpy", "chordwork.native", "onnxruntime", "quart", "trio")),
        ("chordwork.actors", ("quart", "hypercorn", "trio_websocket")),
        ("chordwork.client", ("numpy", "chordwork.native", "quart", "hypercorn", "onnxruntime")),
        ("chordwork.bridge", ("numpy", "chordwork.native", "quart", "onnxruntime", "pythonosc", "rtmidi2")),
        ("chordwork.cli", ("quart", "hypercorn", "onnxruntime")),
    ],
)
def test_imports_stay_light(package: str, forbidden: tuple[str, ...]) -> None:
    found = run(sys.executable, "-c", f"import sys, {package}; print(*sys.modules)")
    assert found.returncode == 0, found.stderr
    assert not set(forbidden) & set(found.stdout.split())


def test_every_package_is_named_in_the_distribution() -> None:
    named = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    found = set()
    for source_root in ("native", "music", "engine", "actors", "http"):
        for module in (ROOT / source_root / "chordwork").rglob("*.py"):
            found.add(".".join(module.parent.relative_to(ROOT / source_root).parts))
    assert found <= named
