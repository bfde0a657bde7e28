"""A server that is started in a folder of others imports nothing from there, nor do the processes it starts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest
import trio

from chordwork.http.processes.children import open_child, python_command
from chordwork.http.serving.supervisor import COMMAND, environment_of_workers
from chordwork.http.settings import Settings
from tests.http.rest.conftest import CLIPS

LIBRARIES = ("numpy", "soundfile", "av", "msgspec", "trio", "attrs", "json", "struct", "resource", "sitecustomize")
CHORDWORK = Path(sys.executable).parent / "chordwork"


@pytest.fixture
def folder_of_others(tmp_path: Path) -> Path:
    """Files that are called like libraries; whoever imports one leaves a mark, which names it."""
    folder = tmp_path / "others"
    folder.mkdir()
    for name in LIBRARIES:
        (folder / f"{name}.py").write_text(f"open({str(tmp_path / 'marks')!r}, 'a').write('{name} ')\n")
    return folder


@pytest.mark.skipif(not CHORDWORK.exists(), reason="the program is not installed beside this Python")
@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.long
def test_a_server_imports_nothing_from_where_it_is_started(
    folder_of_others: Path, tmp_path: Path, workers: str
) -> None:
    command = [str(CHORDWORK), "serve", "--port", "0", "--workers", workers, "--log-level", "error"]
    # As careless as an operator may be: keys by a relative name, which several workers have to find.
    made = subprocess.run(
        [str(CHORDWORK), "api-key", "me"], cwd=folder_of_others, capture_output=True, text=True, check=True
    )
    (tmp_path / "keys").write_text(made.stdout)
    headers = {"Authorization": f"Bearer {made.stderr.split()[-1]}"}
    with subprocess.Popen(
        [*command, "--api-keys-file", "../keys"], cwd=folder_of_others, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        try:
            found = re.search(r"http://\S+", server.stdout.readline())
            assert found
            with httpx.Client(base_url=found[0], timeout=120, headers=headers) as client:
                while (protections := client.get("/readyz").json()["protections"]) is None:
                    pass  # being tried; each answer takes half a second
                assert protections["server_undumpable"] is (sys.platform == "linux")
                heard = client.post("/analyze?format=lab", content=(CLIPS / "band.ogg").read_bytes())
                tabs = client.post("/tabs", json={"chords": "C G"})
                assert (heard.status_code, tabs.status_code) == (200, 200), (heard.text, tabs.text)
        finally:
            server.terminate()
            server.wait(60)
    assert not (tmp_path / "marks").exists(), (tmp_path / "marks").read_text()


async def test_a_child_works_in_a_folder_of_nobody_with_an_environment_of_its_own(
    folder_of_others: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    (modules / "telling_child.py").write_text(
        "import json, os, sys\nprint([os.getcwd(), sorted(os.environ), sys.path])"
    )
    monkeypatch.chdir(folder_of_others)
    monkeypatch.setenv("CHORDWORK_REDIS_URL", "redis://:s3cret@h")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["../modules", ""]))
    monkeypatch.setenv("PYTHONSTARTUP", "json.py")
    child = await open_child("telling_child", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    said = b""
    try:
        assert child.process.stdout is not None
        with trio.fail_after(60):
            while piece := await child.process.stdout.receive_some():
                said += piece
    finally:
        await child.aclose()
    folder, variables, path = eval(said)
    assert folder == "/"
    assert set(variables) <= {
        *("PATH", "LANG", "LC_ALL", "LC_CTYPE", "HOME", "LD_LIBRARY_PATH", "PYTHONPATH", "CHORDWORK_LIFELINE"),
        *("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"),
    }
    assert str(modules) in path
    assert not {"", ".", "/", str(folder_of_others)} & set(path)
    assert not (tmp_path / "marks").exists()


def test_every_process_of_ours_is_started_so() -> None:
    assert "-P" in python_command("json")
    assert "-P" in COMMAND


def test_workers_are_told_settings_and_inherit_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "font.sf2").touch()
    environment: Mapping[str, str] = {
        "CHORDWORK_REDIS_URL": "redis://:s3cret@h",
        "CHORDWORK_SOUNDFONT": "font.sf2",
        "PYTHONPATH": "here",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector",
    }
    assert environment_of_workers(environment) == {
        "CHORDWORK_SOUNDFONT": str(tmp_path / "font.sf2"),
        "PYTHONPATH": str(tmp_path / "here"),
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector",
    }
    assert Settings(api_keys_file="keys.txt").with_full_paths().api_keys_file == str(tmp_path / "keys.txt")
    assert Settings().with_full_paths() == Settings()
