"""docs/analysis.md says what the program says. ``python -m tests.cli.test_analysis_page`` writes the page anew."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

import pytest

from chordwork.engine import load_model
from tests.structure.music_page import _BLOCK, ROOT, Example, outcome

PAGE = ROOT / "docs/analysis.md"
SONG = ROOT / "http/chordwork/analysis/clips/band.ogg"
EXAMPLES = [Example(each["language"], each["code"], each["shown"]) for each in _BLOCK.finditer(PAGE.read_text())]
NUMBER = re.compile(r" *\d+(?:\.\d+)?")


def printed(example: Example, folder: Path) -> str:
    shutil.copy(SONG, folder / "song.ogg")
    return outcome(example, folder)


@pytest.mark.skipif(load_model().info.version == "0.0.0", reason="the bundled model is an untrained stand-in")
@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed (Debian: apt-get install ffmpeg)")
@pytest.mark.parametrize("example", EXAMPLES, ids=[each.code.split("\n", 1)[0] for each in EXAMPLES])
@pytest.mark.long
def test_an_example_prints_what_the_page_shows(example: Example, tmp_path: Path) -> None:
    """But for its figures: the last digits of a probability are those of the processor."""
    said = printed(example, tmp_path)
    if example.shown is not None:
        assert NUMBER.sub(" 0", said) == NUMBER.sub(" 0", example.shown)
    for name in re.findall(r"--output (\S+)", example.code):
        assert (tmp_path / name).stat().st_size > 500


def test_the_page_shows_something() -> None:
    assert sum(each.shown is not None for each in EXAMPLES) >= 2
    assert len(EXAMPLES) >= 4


def main() -> None:
    """Run everything, and write down what it prints."""

    def renewed(block: re.Match[str]) -> str:
        with tempfile.TemporaryDirectory() as scratch:
            said = printed(Example(block["language"], block["code"], block["shown"]), Path(scratch))
        code = f"```{block['language']}\n{block['code']}```\n"
        return code if block["shown"] is None else f"{code}\n```text\n{said}```\n"

    PAGE.write_text(_BLOCK.sub(renewed, PAGE.read_text()))


if __name__ == "__main__":
    main()
