"""The guide's examples, run as they are printed, and its figures, which are those of the last measurement."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs/songwriting.md").read_text()
EXAMPLES = dict(re.findall(r"```python\n# example: (\w+)\n(.*?)```", GUIDE, re.DOTALL))


@pytest.mark.parametrize("name", ["write", "edit", "band", "links"])
def test_examples_run(
    name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(EXAMPLES[name], f"docs/songwriting.md: {name}", "exec"), {})
    assert len(capsys.readouterr().out) > 50


def test_every_example_is_run() -> None:
    assert set(EXAMPLES) == {"write", "edit", "band", "links"}
    assert GUIDE.count("```python") == len(EXAMPLES)


def test_figures_are_those_that_were_measured() -> None:
    scores = json.loads((ROOT / "training/scores/themes.json").read_text())
    card = (ROOT / "engine/chordwork/music/songwriting/WORDS_CARD.md").read_text()
    for row in scores["methods"]:
        figures = f"{row['accuracy']:.2f} [{row['low']:.2f} {row['high']:.2f}]".replace("0.", ".")
        assert figures in GUIDE, row["method"]
        assert f"| {row['method']} | {row['accuracy']:.2f} |" in card
    assert f"Of {scores['sure']} themes" in GUIDE
    assert f"{scores['sure_right']} agree" in GUIDE
