"""The guide's examples, run as they are printed, and its figures, which are those of the last measurement."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bench.songwriting import read_themes
from bench.songwriting.rubric import RULES, faults_of
from chordwork.music.songwriting import write_song

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs/songwriting.md").read_text()
EXAMPLES = dict(re.findall(r"```python\n# example: (\w+)\n(.*?)```", GUIDE, re.DOTALL))


@pytest.mark.parametrize("name", ["write", "edit", pytest.param("band", marks=pytest.mark.long), "links"])
def test_examples_run(
    name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(EXAMPLES[name], f"docs/songwriting.md: {name}", "exec"), {})
    assert len(capsys.readouterr().out) > 50


def test_every_example_is_run() -> None:
    assert set(EXAMPLES) == {"write", "edit", "band", "charts", "links"}
    assert GUIDE.count("```python") == len(EXAMPLES)


def test_figures_are_those_that_were_measured() -> None:
    scores = json.loads((ROOT / "training/scores/themes.json").read_text())
    card = (ROOT / "music/chordwork/music/songwriting/words/WORDS_CARD.md").read_text()
    for row in scores["methods"]:
        figures = f"{row['accuracy']:.2f} [{row['low']:.2f} {row['high']:.2f}]".replace("0.", ".")
        assert figures in GUIDE, row["method"]
        assert f"| {row['method']} | {row['accuracy']:.2f} |" in card
    assert f"Of {scores['sure']} themes" in GUIDE
    assert f"{scores['sure_right']} agree" in GUIDE


def test_the_table_of_rules_is_what_was_counted() -> None:
    scores = json.loads((ROOT / "bench/songwriting/scores.json").read_text())
    for rule, text in RULES.items():
        figures = [scores[part]["broken"][rule][when] for part in ("themes", "unseen") for when in ("before", "after")]
        assert f"| {text} | {' | '.join(map(str, figures))} |" in GUIDE
    assert [scores["themes"]["themes"], scores["unseen"]["themes"]] == [
        len(read_themes(ROOT / "bench/songwriting" / name)) for name in ("themes.json", "unseen.json")
    ]


def test_the_hundred_themes_break_no_more_rules_than_the_table_says() -> None:
    scores = json.loads((ROOT / "bench/songwriting/scores.json").read_text())
    broken = {
        (fault.rule, theme.text) for theme in read_themes() for fault in faults_of(theme, write_song(theme.text), {})
    }
    for rule in RULES:
        assert sum(each == rule for each, _ in broken) <= scores["themes"]["broken"][rule]["after"], rule
