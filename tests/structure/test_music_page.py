"""docs/music.md says what the programs say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.structure.music_page import PAGE, PICTURES, ROOT, Example, drawn, examples, outcome

EXAMPLES = examples()
ANEW = "python -m tests.structure.music_page writes the page anew"


@pytest.mark.parametrize("example", EXAMPLES, ids=[each.code.split("\n", 1)[0] for each in EXAMPLES])
@pytest.mark.long
def test_an_example_prints_and_draws_what_the_page_shows(example: Example, tmp_path: Path) -> None:
    printed = outcome(example, tmp_path)
    if example.shown is not None:
        assert printed == example.shown, ANEW
    for name, picture in drawn(tmp_path).items():
        assert picture == (PICTURES / name).read_text(), ANEW
    written = re.findall(r"--output (\S+)", example.code)
    assert all((tmp_path / name).stat().st_size > 500 for name in written)


def test_every_picture_is_drawn_by_an_example() -> None:
    shown = set(re.findall(r"\]\(music/([^)]+)\)", PAGE.read_text()))
    written = {name for each in EXAMPLES for name in re.findall(r"--output (\S+\.svg)", each.code)}
    assert shown == written == {path.name for path in PICTURES.iterdir()}


def test_the_examples_are_found() -> None:
    assert len(EXAMPLES) >= 12
    assert sum(each.shown is not None for each in EXAMPLES) >= 10
    assert {each.language for each in EXAMPLES} == {"sh", "python"}


@pytest.mark.long
def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    commands = re.findall(
        r"^chordwork (?:suggest|tabs|accompany|write|practice) .*$", (ROOT / "README.md").read_text(), re.M
    )
    assert len(commands) == 5
    printed = outcome(Example("sh", "\n".join(commands), None), tmp_path)
    assert all(words in printed for words in ("After Dm7 G7", "Ukulele", "Chorus", "a half step too low"))
    assert (tmp_path / "band.wav").stat().st_size > 100_000
