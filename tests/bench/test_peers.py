"""Environments of other programs: the table, what is made of it, and how it is told when something is missing."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import attrs
import pytest

from bench.accuracy import run_peer
from bench.peers import environments, page, table
from bench.peers.environments import checked_folder, set_up, state_of
from bench.peers.errors import PeerSetupError
from bench.peers.table import ENVIRONMENTS, PEERS, Environment
from bench.peers.worker import Worker
from tests.bench.test_command import bench

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
SAYS = """
import json, sys
print(json.dumps({"versions": {"made-up": "1"}}), flush=True)
for line in sys.stdin:
    heard = {"tiers": {"final": [[0.0, 1.0, "C:maj", 0.5]]}}
    print(json.dumps({**heard, "cpu_s": 0.1, "wall_s": 0.2, "cpu_so_far_s": 1.0, "peak_mb": 9.0}), flush=True)
"""


def worker(tmp_path: Path, code: str, *, silent_s: float = 60.0) -> Worker:
    (tmp_path / "program.py").write_text(code)
    return Worker(
        "made-up", [sys.executable, str(tmp_path / "program.py")], log=tmp_path / "log.txt", silent_s=silent_s
    )


def test_the_table_and_the_script_know_the_same_programs() -> None:
    assert sorted(PEERS) == sorted(run_peer.PEERS)
    for name, peer in PEERS.items():
        assert run_peer.PEERS[name].live == name.endswith("-live")
        assert run_peer.PEERS[name].packages[0] == peer.distribution
    assert {peer.environment for peer in PEERS.values()} == set(ENVIRONMENTS)


@pytest.mark.parametrize("name", PEERS)
def test_every_program_is_pinned_to_the_version_that_the_table_says(name: str) -> None:
    peer = PEERS[name]
    required = [each for step in ENVIRONMENTS[peer.environment].steps for each in step]
    assert f"{peer.distribution}=={peer.version}" in required


def test_the_page_holds_the_table() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    assert text == page.written(text), "python -m bench.peers.page writes bench/accuracy/PEERS.md anew"
    assert page.written(text.replace("GPL-2.0", "MIT")) == text


def test_a_folder_inside_git_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clone/.git").mkdir(parents=True)
    assert checked_folder(tmp_path / "peers") == tmp_path / "peers"
    with pytest.raises(PeerSetupError, match="--into"):
        checked_folder(tmp_path / "clone/deep/peers")


def test_states_are_told_with_what_to_do(tmp_path: Path) -> None:
    peer = PEERS["pitchperfect"]
    assert state_of(peer, tmp_path).standing == "not set up"
    python = tmp_path / "pitchperfect/bin/python"
    python.parent.mkdir(parents=True)
    python.touch()
    state = state_of(peer, tmp_path)
    assert (state.standing, "setup pitchperfect" in state.why) == ("broken", True)
    note = {"digest": ENVIRONMENTS["pitchperfect"].digest, "smoked": {"pitchperfect": "ok"}}
    (tmp_path / "pitchperfect/peer.json").write_text(json.dumps(note))
    assert state_of(peer, tmp_path).standing == "ready"
    (tmp_path / "pitchperfect/peer.json").write_text(json.dumps({**note, "smoked": {"pitchperfect": "no sound"}}))
    assert (state_of(peer, tmp_path).standing, state_of(peer, tmp_path).why) == ("broken", "no sound")
    (tmp_path / "pitchperfect/peer.json").write_text(json.dumps({**note, "digest": "of yesterday"}))
    assert state_of(peer, tmp_path).standing == "other pins"


def test_a_python_that_is_missing_is_named(tmp_path: Path) -> None:
    of_tomorrow = Environment("tomorrow", (("tomorrow==1",),), ("3.99",))
    with pytest.raises(PeerSetupError, match=r"needs Python 3\.99.*--python"):
        set_up(of_tomorrow, tmp_path, again=False, pythons=[], tell=lambda _: None)


def test_what_is_no_environment_is_not_removed(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/thesis.txt").write_text("years of work")
    with pytest.raises(PeerSetupError, match="move it away"):
        set_up(Environment("precious", (), (HERE,)), tmp_path, again=True, pythons=[], tell=lambda _: None)
    assert (tmp_path / "precious/thesis.txt").exists()


def test_an_unknown_peer_is_refused_with_all_names() -> None:
    done = bench("peers", "setup", "nobody")
    assert done.returncode == 1
    assert "chord-extractor" in done.stderr


def test_a_list_of_states_is_printed(tmp_path: Path) -> None:
    done = bench("peers", "list", "crema", "--into", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "not set up" in done.stdout
    assert "madmom" not in done.stdout


def test_a_worker_answers(tmp_path: Path) -> None:
    with worker(tmp_path, SAYS) as asked:
        assert asked.versions == {"made-up": "1"}
        answer = asked.ask(tmp_path / "a.wav")
    assert answer.tiers == {"final": [(0.0, 1.0, "C:maj", 0.5)]}
    assert (answer.error, answer.cpu_s, answer.peak_mb) == ("", 0.1, 9.0)


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("raise SystemExit('no sound card')", "no sound card"),
        ("print('hello')", "ended"),
        (SAYS.replace("for line", "sys.exit('out of strings')\nfor line"), "out of strings"),
    ],
)
def test_last_words_are_told(code: str, last: str, tmp_path: Path) -> None:
    with pytest.raises(PeerSetupError, match=last), worker(tmp_path, code) as asked:
        asked.ask(tmp_path / "a.wav")


def test_a_silent_program_is_ended(tmp_path: Path) -> None:
    with (
        pytest.raises(PeerSetupError, match="said nothing"),
        worker(tmp_path, "import time; time.sleep(600)", silent_s=0.2),
    ):
        pass


def test_the_script_answers_while_the_program_prints(tmp_path: Path) -> None:
    """A module of a peer's name that prints, as some do, and gives what peers give."""
    (tmp_path / "pitchperfect.py").write_text(
        "from types import SimpleNamespace as Found\n"
        "def analyze(path):\n"
        "    print('hearing', path)\n"
        "    if 'odd' in path: raise RuntimeError('too odd')\n"
        "    return [Found(start=0.5, end=1.0, label='Am7/G'), Found(start=0.0, end=0.5, label='N.C.')]\n"
    )
    code = (
        f"import runpy, sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "sys.argv = ['run_peer.py', 'pitchperfect', '--ask']\n"
        f"runpy.run_path({run_peer.__file__!r}, run_name='__main__')"
    )
    with Worker("made-up", [sys.executable, "-c", code], log=tmp_path / "log.txt") as asked:
        heard, failed = asked.ask(tmp_path / "a.wav"), asked.ask(tmp_path / "odd.wav")
    assert heard.tiers == {"final": [(0.0, 0.5, "N"), (0.5, 1.0, "A:min7/b7")]}
    assert heard.peak_mb > 1
    assert "too odd" in failed.error
    assert "hearing" in (tmp_path / "log.txt").read_text()


def wheel(folder: Path, name: str, version: str, code: str) -> Path:
    """A package of one module."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", code)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: made up\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return path


@pytest.mark.long
def test_an_environment_is_made_tried_kept_and_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "from types import SimpleNamespace as Found\ndef analyze(path): return [Found(start=0.0, end=1.0, label='C')]\n"
    )
    good = wheel(tmp_path, "pitchperfect", "0.1.0", code)
    environment = attrs.evolve(ENVIRONMENTS["pitchperfect"], steps=(("--no-index", str(good)),), pythons=(HERE,))
    monkeypatch.setitem(ENVIRONMENTS, "pitchperfect", environment)
    into, told = tmp_path / "peers", list[str]()
    assert set_up(environment, into, again=False, pythons=[], tell=told.append) == {"pitchperfect": "ok"}
    assert state_of(PEERS["pitchperfect"], into).standing == "ready"
    assert any("pip install, 1 of 1" in each for each in told)
    told.clear()
    set_up(environment, into, again=False, pythons=[], tell=told.append)
    assert told == ["trying pitchperfect on a second of audio"]
    broken = wheel(tmp_path, "pitchperfect", "0.1.0", "def analyze(path): raise OSError('no strings on this guitar')\n")
    assert broken == good
    smoked = set_up(environment, into, again=True, pythons=[], tell=told.append)
    assert "no strings on this guitar" in smoked["pitchperfect"]
    assert state_of(PEERS["pitchperfect"], into).standing == "broken"
    missing = attrs.evolve(environment, steps=(("--no-index", "there-is-no-such-package"),))
    with pytest.raises(PeerSetupError, match=r"pip failed.*setup\.log"):
        set_up(missing, into, again=True, pythons=[], tell=told.append)


def test_the_table_is_data() -> None:
    assert len({environment.digest for environment in ENVIRONMENTS.values()}) == len(ENVIRONMENTS)
    assert ENVIRONMENTS["crema"].digest == attrs.evolve(ENVIRONMENTS["crema"], heavy="").digest
    assert table.ANY_PYTHON[0] == "3.11"
    assert environments.default_folder().name == "peers"
