"""What `chordwork` brings without the extra ``server``, and what the layers may take for granted on other systems."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from chordwork.harmony import extras
from chordwork.harmony.extras import WEB_STACK, ServerMissingError, install_extra

ROOT = Path(__file__).parents[2]
NAMES = ROOT / "tests/wheel/names.py"
POSIX = ("fcntl", "grp", "pwd", "resource", "termios")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
WITHOUT = """
import sys
sys.modules.update(dict.fromkeys({modules!r}, None))
exec(compile(open({code!r}).read(), {code!r}, "exec"))
"""


def run_without(modules: tuple[str, ...], code: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT.format(modules=modules, code=str(code)), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300, check=False)


def test_every_layer_but_the_server_imports_without_the_web_stack() -> None:
    found = run_without(tuple(sorted(WEB_STACK)), NAMES, "engine")
    assert found.returncode == 0, found.stderr
    assert int(re.search(r"(\d+) modules want", found.stdout)[1]) > 10  # type: ignore[index]


def test_they_import_where_posix_ends_too() -> None:
    found = run_without((*sorted(WEB_STACK), *POSIX), NAMES, "engine")
    assert found.returncode == 0, found.stderr


def distributions(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[><=!; ]", each)[0].lower() for each in requirements}


def test_the_web_stack_is_what_the_extra_brings_and_nothing_else_does() -> None:
    brought = distributions(PROJECT["optional-dependencies"]["server"])
    named = {name.replace("_", "-") for name in WEB_STACK}
    assert brought <= named
    assert not brought & distributions(PROJECT["dependencies"])


def test_a_server_without_the_web_stack_says_what_to_install(tmp_path: Path) -> None:
    code = tmp_path / "program.py"
    code.write_text("from chordwork.cli import main; sys.exit(main(sys.argv[1:]))")
    found = run_without(tuple(sorted(WEB_STACK)), code, "serve")
    assert found.returncode == 2, found.stderr
    assert "the server needs an extra" in found.stderr
    assert "[server]" in found.stderr
    assert run_without(tuple(sorted(WEB_STACK)), code, "--help").returncode == 0


def test_the_demo_needs_no_server(tmp_path: Path) -> None:
    code = tmp_path / "program.py"
    code.write_text("from chordwork.cli import main; sys.exit(main(sys.argv[1:]))")
    found = run_without(tuple(sorted(WEB_STACK)), code, "demo", "--fast", "--clip", "guitar")
    assert found.returncode == 0, found.stderr
    assert "Heard in this process" in found.stdout


def test_a_name_of_the_server_is_no_attribute_error(monkeypatch: pytest.MonkeyPatch) -> None:
    import chordwork.http

    monkeypatch.setitem(sys.modules, "chordwork.http.serving.app", None)
    with pytest.raises(ModuleNotFoundError):  # a fault of ours stays one
        _ = chordwork.http.create_app
    monkeypatch.delitem(sys.modules, "chordwork.http.serving.app")
    monkeypatch.setitem(sys.modules, "quart", None)
    with pytest.raises(ServerMissingError, match=r"\[server\]"):
        _ = chordwork.http.create_app


class Installed:
    """A distribution as pip leaves it."""

    def __init__(self, **files: str) -> None:
        self._files = files

    def read_text(self, name: str) -> str | None:
        return self._files.get(name.partition(".")[0])


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {"direct_url": '{"dir_info": {"editable": true}, "url": "file:///a"}'},
            "pip install -e '.[media]' in your clone",
        ),
        ({"SOURCES": "setup.py"}, "pip install -e '.[media]' in your clone"),
        ({"direct_url": '{"url": "file:///w/c.whl", "archive_info": {}}'}, "'chordwork[media] @ file:///w/c.whl'"),
        (
            {"direct_url": '{"url": "https://host/c", "vcs_info": {"vcs": "git", "commit_id": "1a2b"}}'},
            "'chordwork[media] @ git+https://host/c@1a2b'",
        ),
        ({}, "-m pip install " + "'chordwork[media]'"),
    ],
)
def test_what_to_install_fits_how_it_was_installed(
    files: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "distribution", lambda _: Installed(**files))
    monkeypatch.setattr(extras, "find_spec", lambda _: object())
    assert told in install_extra("media")


def test_every_extra_that_is_named_exists() -> None:
    called = {
        name
        for source in ("native", "music", "engine", "actors", "http")
        for path in (ROOT / source / "chordwork").rglob("*.py")
        for name in re.findall(r"install_extra\(['\"](\w+)['\"]\)", path.read_text())
    }
    assert {"server", "media", "mic"} <= called <= set(PROJECT["optional-dependencies"])
