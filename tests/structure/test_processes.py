"""Processes are started in few places, each of which says where they work and who ends them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from bench.confinement.attempts import ATTEMPTS, BECOME
from chordwork.http.confinement import Protection
from chordwork.http.rest import computation_confinement
from chordwork.http.settings import NO_SETTINGS
from chordwork.music.accompaniment.sound.fluidsynth import SOUNDFONT_VARIABLE

ROOT = Path(__file__).parents[2]
STARTERS = {
    *("Popen", "run", "call", "check_call", "check_output", "open_process", "run_process", "Process"),
    *("fork", "forkpty", "system", "popen", "posix_spawn", "posix_spawnp"),
}
MODULES = {"subprocess", "os", "multiprocessing", "trio", "lowlevel", "process", "pty"}
KNOWN = {
    "http/chordwork/http/processes/children.py": {"open_process"},  # all that work for a server
    "http/chordwork/cli/catalogue/pool.py": {"Popen"},  # of a program for one's own recordings, with -P
    "http/chordwork/http/serving/supervisor.py": {
        "open_process"
    },  # the servers themselves, which end with their supervisor
    "music/chordwork/music/accompaniment/sound/fluidsynth.py": {"run"},  # FluidSynth, in the group of whoever renders
}


def started_in(path: Path) -> set[str]:
    calls = (node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return {
        call.attr
        for call in calls
        if isinstance(call, ast.Attribute)
        and call.attr in STARTERS
        and getattr(call.value, "id", getattr(call.value, "attr", "")) in MODULES
        and not (call.attr == "run" and getattr(call.value, "id", "") == "trio")
    }


def test_processes_are_started_in_known_places() -> None:
    sources = [
        path for layer in ("native", "music", "engine", "actors", "http") for path in (ROOT / layer).rglob("*.py")
    ]
    found = {str(path.relative_to(ROOT)): started for path in sources if (started := started_in(path))}
    assert found == KNOWN


def test_the_page_on_confinement_is_about_what_there_is() -> None:
    page = (ROOT / "docs/confinement.md").read_text()
    rows = re.findall(r"^\| ([^|`*]+) \| can \|", page, re.MULTILINE)
    assert rows == [*ATTEMPTS, BECOME]
    named = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert named == {each.value for each in Protection} | {"server_undumpable"}


def test_a_variable_has_one_name() -> None:
    assert computation_confinement.SOUNDFONT_VARIABLE == SOUNDFONT_VARIABLE
    assert SOUNDFONT_VARIABLE in NO_SETTINGS
