"""``chordwork tabs`` with a key, a transposition, shapes behind a capo, and titles that a format cannot hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chordwork.cli._main import main

Capture = pytest.CaptureFixture[str]


def made(arguments: list[str], capfd: Capture) -> Any:
    assert main(["tabs", *arguments, "--format", "json"]) == 0
    return json.loads(capfd.readouterr().out)


def test_shapes_behind_a_capo(capfd: Capture) -> None:
    found = made(["G D Em C", "--capo", "3", "--shapes"], capfd)
    assert (found["chords"], found["shape_names"]) == (["Bb", "F", "Gm", "Eb"], ["G", "D", "Em", "C"])
    assert (found["key"], found["capo"]) == ("Bb major", 3)


def test_up_and_down(capfd: Capture) -> None:
    assert made(["C G Am F", "--transpose", "2"], capfd)["chords"] == ["D", "A", "Bm", "G"]
    assert made(["C G Am F", "--transpose", "-2"], capfd)["chords"] == ["Bb", "F", "Gm", "Eb"]
    assert made(["C F", "--key", "F", "--transpose", "-1"], capfd)["key"] == "E major"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--transpose", "40"], "-24 to 24"),
        (["--shapes", "--capo", "easy"], "give its fret"),
        (["--key", "blue"], "key"),
    ],
)
def test_what_cannot_be_says_what_to_do(arguments: list[str], words: str, capfd: Capture) -> None:
    assert main(["tabs", "C G", *arguments]) == 2
    assert words in capfd.readouterr().err


@pytest.mark.parametrize(
    ("name", "said"), [("a.pdf", "PDF has no letters for"), ("a.gp5", "Guitar Pro 5 holds"), ("a.svg", "")]
)
def test_letters_that_a_format_lacks_are_named(name: str, said: str, capfd: Capture, tmp_path: Path) -> None:
    assert main(["tabs", "C G", "--title", "桜", "--output", str(tmp_path / name)]) == 0
    error = capfd.readouterr().err
    assert (said in error) if said else ("chordwork:" not in error.replace(str(tmp_path), ""))
    assert main(["tabs", "C G", "--title", "Ночь", "--output", str(tmp_path / f"b{name}")]) == 0
    assert ("Ночь" in capfd.readouterr().err) == name.endswith("gp5")
