"""The short run of every day: what is kept of each target, and mutations of it by a seed; the long one is
``scripts/fuzz``.

No coverage guides it: the C core is compiled with gcc's sanitizers and ``driver.c``, what is Python runs as it is.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.fuzz import corpora, native_build
from tests.fuzz.mutating import mutations
from tests.fuzz.targets import GROUPS, NATIVE, PYTHON, chosen, target

COMPILER = os.environ.get("CC", "gcc")
SEED = 1
NATIVE_RUNS = 1500
PYTHON_RUNS = {"answers": 5, "recordings": 60, "snapshots": 30}
"""Where an input takes long."""
MOST_RUNS = 150

Programs = dict[str, Path]


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Programs:
    try:
        return native_build.build(NATIVE, tmp_path_factory.mktemp("native"), compiler=COMPILER)
    except native_build.NoCompiler as error:
        pytest.skip(str(error))


def driven(program: Path, inputs: list[bytes], runs: int, folder: Path) -> subprocess.CompletedProcess[str]:
    corpora.unpack(inputs, folder)
    files = sorted(str(path) for path in folder.iterdir())
    return subprocess.run(
        [str(program), str(runs), str(SEED), *files], capture_output=True, text=True, check=False, timeout=500
    )


@pytest.mark.parametrize("name", NATIVE)
def test_the_c_core_under_sanitizers(programs: Programs, name: str, tmp_path: Path) -> None:
    inputs = corpora.kept(name)
    ran = driven(programs[name], inputs, NATIVE_RUNS, tmp_path)
    assert ran.returncode == 0, ran.stderr[-4000:]
    assert ran.stdout == f"{NATIVE_RUNS + len(inputs)} inputs\n"


@pytest.mark.parametrize("name", PYTHON)
def test_what_strangers_send_is_read_or_refused(name: str) -> None:
    one = target(name).one
    inputs = [*corpora.kept(name), *target(name).seeds()]
    assert inputs
    runs = PYTHON_RUNS.get(name, MOST_RUNS)
    chosen_inputs = inputs if runs == MOST_RUNS else inputs[:: max(1, len(inputs) // runs)]
    for data in (*chosen_inputs, *mutations(inputs, runs, SEED)):
        try:
            one(data)
        except Exception as error:
            error.add_note(f"{name}: {data!r}")
            raise


@pytest.mark.long
def test_a_fault_of_the_c_core_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames that may end a sample after their store."""
    sources = tmp_path / "csrc"
    sources.mkdir()
    for path in native_build.SOURCES.iterdir():
        (sources / path.name).write_bytes(path.read_bytes())
    right, wrong = "oldest + frame_samples <= store_samples", "oldest + frame_samples <= store_samples + 1"
    text = (sources / "frames.c").read_text("utf-8")
    assert text.count(right) == 1
    (sources / "frames.c").write_text(text.replace(right, wrong), "utf-8")
    monkeypatch.setattr(native_build, "SOURCES", sources)
    try:
        program = native_build.build(["frames"], tmp_path / "built", compiler=COMPILER)["frames"]
    except native_build.NoCompiler as error:
        pytest.skip(str(error))
    ran = driven(program, corpora.kept("frames"), 20_000, tmp_path / "corpus")
    assert ran.returncode != 0
    assert "AddressSanitizer" in ran.stderr or "broken" in ran.stderr


def test_corpora_are_small_and_each_has_a_target() -> None:
    kept = sorted(path.stem for path in corpora.FOLDER.glob("*.txt"))
    assert kept == sorted((*NATIVE, *PYTHON))
    for name in kept:
        assert (corpora.FOLDER / f"{name}.txt").stat().st_size <= corpora.MOST_BYTES + 1000
        assert corpora.kept(name)


def test_inputs_are_counted_over_the_years(tmp_path: Path) -> None:
    path = tmp_path / "total.json"
    corpora.add({"ring": 5}, path)
    assert corpora.add({"ring": 7, "beat": 1}, path) == {"ring": 12, "beat": 1}
    assert corpora.totals(path) == {"beat": 1, "ring": 12}


def test_targets_are_chosen_by_name_and_by_group() -> None:
    assert chosen([]) == [*NATIVE, *PYTHON]
    assert chosen(["native", "ring", "chords"]) == [*NATIVE, "chords"]
    assert sorted(name for group in GROUPS.values() for name in group) == sorted((*NATIVE, *PYTHON))
    with pytest.raises(SystemExit, match="no such target: nonsense"):
        chosen(["nonsense"])


def test_every_target_has_its_ten_minutes_of_the_night() -> None:
    nightly = yaml.safe_load((native_build.ROOT / ".github/workflows/nightly.yml").read_text("utf-8"))
    parts = nightly["jobs"]["fuzz"]["strategy"]["matrix"]["targets"]
    assert sorted(name for part in parts for name in part.split()) == sorted((*NATIVE, *PYTHON))
    assert max(len(part.split()) for part in parts) * 10 + 15 <= nightly["jobs"]["fuzz"]["timeout-minutes"]
