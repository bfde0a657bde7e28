"""The script that runs inside another program's environment, with a program made up here."""

import json
import subprocess
import sys
from pathlib import Path

import mir_eval
import numpy as np
import pytest
import soundfile

from bench.accuracy import run_peer
from bench.accuracy.peers import heard_by
from bench.accuracy.run_peer import PEERS, Peer, harte_label, main, merged
from chordwork.harmony.lab import read_lab

SCRIPT = Path(run_peer.__file__)


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    for name in ("notes/a_notes_1", "notes/b_notes_2", "none/a_none_1"):
        path = tmp_path / "dev" / f"{name}.flac"
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, np.zeros(2205, np.float32), 22_050)
    return tmp_path / "dev"


def known_peer(monkeypatch: pytest.MonkeyPatch, *, broken: str = "") -> list[str]:
    """A peer named ``echo``; returns the clips it will have heard."""
    heard: list[str] = []

    def predict(path: Path) -> list[run_peer.Segment]:
        heard.append(path.stem)
        if path.stem == broken:
            raise RuntimeError("no")
        return [(0.05, 0.1, "C:maj"), (0.0, 0.05, "N")]

    monkeypatch.setitem(PEERS, "echo", Peer(lambda: predict, ("numpy", "no-such-package")))
    return heard


def test_one_lab_file_a_clip_and_what_was_measured(
    clips: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_peer(monkeypatch)
    labs = tmp_path / "labs" / "echo"
    assert main(["echo", "--clips", str(clips), "--output", str(labs)]) == 0
    assert sorted(path.name for path in labs.iterdir()) == [
        "a_none_1.lab", "a_notes_1.lab", "about.json", "b_notes_2.lab"
    ]  # fmt: skip
    assert read_lab((labs / "a_notes_1.lab").read_text()) == [(0.0, 0.05, "N"), (0.05, 0.1, "C:maj")]
    assert heard_by(f"echo={labs}", clips / "notes" / "a_notes_1.flac") == [(0.0, 0.05, "N"), (0.05, 0.1, "C:maj")]
    about = json.loads((labs / "about.json").read_text())
    assert about["packages"] == {"numpy": np.__version__}


def test_a_second_run_hears_only_what_is_missing(clips: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = known_peer(monkeypatch)
    output = ["--clips", str(clips), "--output", str(tmp_path / "labs")]
    assert main(["echo", *output, "--half", "a", "--kinds", "notes"]) == 0
    assert main(["echo", *output]) == 0
    assert heard == ["a_notes_1", "a_none_1", "b_notes_2"]


def test_a_clip_that_fails_is_left_out_and_said(
    clips: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known_peer(monkeypatch, broken="a_notes_1")
    assert main(["echo", "--clips", str(clips), "--output", str(tmp_path / "labs")]) == 1
    assert not (tmp_path / "labs" / "a_notes_1.lab").exists()
    assert (tmp_path / "labs" / "b_notes_2.lab").exists()
    assert "a_notes_1 failed: RuntimeError('no')" in capsys.readouterr().err


def test_no_clips_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["crema", "--clips", str(tmp_path), "--output", str(tmp_path / "labs")])
    assert "no clip" in capsys.readouterr().err


def test_the_script_needs_nothing_of_chordwork_and_hides_no_peer_s_modules(tmp_path: Path) -> None:
    code = (
        f"import runpy, sys; sys.argv = ['run_peer.py', '--help']; sys.path.insert(0, {str(SCRIPT.parent)!r})\n"
        f"try: runpy.run_path({str(SCRIPT)!r}, run_name='__main__')\n"
        "except SystemExit: pass\n"
        "foreign = {'chordwork', 'training', 'mir_eval', 'numpy'}\n"
        "print([name for name in sys.modules if name.split('.')[0] in foreign])\n"
        f"print({str(SCRIPT.parent)!r} in sys.path)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-2:] == ["[]", "False"]


@pytest.mark.parametrize(
    ("symbol", "label"),
    [
        ("N", "N"), ("C", "C:maj"), ("Bbm7b5", "Bb:hdim7"), ("Am7/G", "A:min7/b7"), ("F#6/C#", "F#:maj6/5"),
        ("N.C.", "N"), ("rest", "N"), ("EbmM7", "Eb:minmaj7"), ("Cb/Bb", "Cb:maj/7"), ("D#7sus4/D#", "D#:sus4(b7)"),
    ],
)  # fmt: skip
def test_peers_write_lead_sheet_symbols(symbol: str, label: str) -> None:
    assert harte_label(symbol) == label
    mir_eval.chord.encode(label)


def test_every_quality_of_a_peer_is_harte_syntax() -> None:
    for quality in run_peer._QUALITIES.values():
        for label in (f"C:{quality}", f"C:{quality}/5"):
            mir_eval.chord.encode(label)
            assert read_lab(f"0 1 {label}\n") == [(0.0, 1.0, label)]


def test_an_unknown_symbol_is_no_chord_that_somebody_said() -> None:
    with pytest.raises(ValueError, match="Cfoo"):
        harte_label("Cfoo")


def test_what_stays_is_one_segment() -> None:
    changes = [(0.0, "N"), (0.0, "C:maj"), (1.0, "C:maj"), (2.0, "N")]
    assert merged(changes, 3.0) == [(0.0, 2.0, "C:maj"), (2.0, 3.0, "N")]
    assert merged([], 3.0) == []
