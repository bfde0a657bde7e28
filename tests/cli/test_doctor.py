"""``chordwork doctor``: each fault has a name and a remedy."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import trio

from chordwork.actors.testing import ScriptedRecognizers
from chordwork.cli.doctor import checks
from chordwork.cli.doctor.finding import Finding, looked_at
from chordwork.cli.doctor.report import summary
from chordwork.http.settings import Settings
from chordwork.http.testing import open_server
from tests.cli.pretended_sounddevice import PretendedSoundDevice

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_here_hearing_works(chordwork: Run) -> None:
    done = chordwork("doctor", "--json")
    findings = {each["what"]: each for each in json.loads(done.stdout)}
    needed = ("Python", "packages", "native part", "FFTW", "model", "hearing", "room for files")
    assert {what: findings[what]["state"] for what in needed} == dict.fromkeys(needed, "works")
    assert all(each["remedy"] for each in findings.values() if each["state"] == "broken")
    assert done.returncode == any(each["state"] == "broken" for each in findings.values())


def test_a_line_for_each_and_one_for_all(chordwork: Run) -> None:
    said = chordwork("doctor").stdout.splitlines()
    assert said[0].startswith("✓ Python")
    assert any(line.startswith("✓ hearing") and "times as fast as it plays" in line for line in said)
    assert "work" in said[-1]


def test_a_server_that_is_not_there_is_broken(chordwork: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        url = f"ws://127.0.0.1:{taken.getsockname()[1]}/ws"
        done = chordwork("doctor", "--json", "--url", url)
    last = json.loads(done.stdout)[-1]
    assert (done.returncode, last["what"], last["state"]) == (1, f"server at {url}", "broken")
    assert "docs/deploying.md" in last["remedy"]


async def test_a_server_that_is_there_hears() -> None:
    async with open_server(Settings(port=0), recognizer_factory=ScriptedRecognizers()) as server:
        url = server.address.url.replace("http", "ws") + "/ws"
        finding = await trio.to_thread.run_sync(checks.reached, url, {})
    assert finding.state == "works"


@pytest.mark.parametrize(
    ("inputs", "state", "words"), [(1, "works", "USB mic (48000 Hz)"), (0, "optional", "no microphone here")]
)
def test_microphones_are_named(monkeypatch: pytest.MonkeyPatch, inputs: int, state: str, words: str) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", PretendedSoundDevice(inputs))
    finding = checks.microphone()
    assert finding.state == state
    assert words in f"{finding.found} {finding.remedy}"


@pytest.mark.parametrize(("level", "state"), [(-20.0, "works"), (-90.0, "broken")])
def test_a_microphone_that_hears_nothing_is_broken(monkeypatch: pytest.MonkeyPatch, level: float, state: str) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", PretendedSoundDevice())
    monkeypatch.setattr(checks, "_recorded_dbfs", lambda _: level)
    finding = checks.microphone(record=True)
    assert finding.state == state
    assert ("muted" in finding.remedy) == (state == "broken")


def test_what_is_recorded_has_a_level(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "RECORDED_S", 0.05)
    assert checks._recorded_dbfs(PretendedSoundDevice()) < 0


def test_a_model_that_was_damaged_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    from chordwork import engine

    def damaged() -> Any:
        raise engine.ModelError("model.onnx has another digest than its card says")

    class Shelved:
        card = engine.bundled_model().card
        load = staticmethod(damaged)

    monkeypatch.setattr(engine, "bundled_model", Shelved)
    finding = checks.model()
    assert (finding.state, finding.found) == ("broken", "model.onnx has another digest than its card says")


def test_a_soundfont_that_is_not_there_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHORDWORK_SOUNDFONT", "/nowhere/band.sf2")
    finding = checks.sound_of_the_band()
    assert finding.state == "broken"
    assert "/nowhere/band.sf2" in finding.found
    assert "CHORDWORK_SOUNDFONT" in finding.remedy


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 8765))
            taken.listen()
        except OSError:
            pass  # another has it: as good
        assert checks.port().state == "optional"


def test_an_unforeseen_failure_is_a_finding() -> None:
    def fails() -> Finding:
        raise RuntimeError("the\nroof fell in")

    finding = looked_at("roof", fails)
    assert (finding.what, finding.state, finding.found) == ("roof", "broken", "RuntimeError: the roof fell in")


def test_the_summary_counts() -> None:
    works, optional, broken = (Finding("x", state, "y") for state in ("works", "optional", "broken"))
    assert summary([works, works]) == "\nAll 2 work."
    assert "1 of 2 could be added" in summary([works, optional])
    assert "1 of 3 do not work" in summary([works, optional, broken])


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_every_shell_is_told_of_every_command(chordwork: Run, shell: str) -> None:
    done = chordwork("completion", shell)
    assert done.returncode == 0
    assert all(word in done.stdout for word in ("accompany", "practice", "instrument", "groove"))


def test_bash_completes(chordwork: Run, tmp_path: Any) -> None:
    script = tmp_path / "completion"
    script.write_text(chordwork("completion", "bash").stdout)
    asked = f'source {script}; COMP_WORDS=(chordwork tabs --instr); COMP_CWORD=2; _chordwork; echo "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "--instrument"


def test_an_unknown_shell_is_asked_for(chordwork: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    done = chordwork("completion", "csh")
    assert done.returncode == 2
    assert "bash" in done.stderr
