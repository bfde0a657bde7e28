import json
from pathlib import Path

import numpy as np
import pytest

from bench.__main__ import main
from bench.formats.alignment import late_ms, mono
from bench.formats.command import Row, _Bench, _kept_row
from bench.formats.recipes import RECIPES, Recipe


@pytest.mark.long
def test_files_are_made_heard_and_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = tmp_path / "result.json"
    assert main(["formats", "--quick", "--json", str(result), "--keep", str(tmp_path / "files")]) == 0
    data = json.loads(result.read_text())
    made = [row for row in data["rows"] if not row["skipped"]]
    assert made, "the WAV itself needs no tool"
    assert data["summary"]["good"] == data["summary"]["made"] == len(made), data
    for row in made:
        assert row["decode_ms_per_s"] > 0
        assert row["peak_mib"] > 0
    assert "majmin" in capsys.readouterr().out


def test_what_is_late_is_found_out() -> None:
    sound = np.random.default_rng(3).normal(0, 0.1, (44_100 * 3, 2))
    source = mono(sound, 44_100)
    assert late_ms(source, source, 0.5, 2.0) == 0
    assert late_ms(source, np.concatenate([np.zeros(800), source]), 0.5, 2.0) == pytest.approx(100)
    assert late_ms(source, source[400:], 0.5, 2.0) == pytest.approx(-50)
    other = mono(np.random.default_rng(4).normal(0, 0.1, (44_100 * 3, 2)), 44_100)
    assert late_ms(source, other, 0.5, 2.0) is None


def test_every_recipe_has_a_name_of_its_own() -> None:
    assert len({recipe.name for recipe in RECIPES}) == len(RECIPES) >= 40


def test_rows_that_were_kept_are_not_made_again(tmp_path: Path) -> None:
    made: list[str] = []

    class Counted(_Bench):
        def __init__(self, clip: str) -> None:
            self.clip = clip

        def row(self, number: int, recipe: Recipe) -> Row:
            made.append(recipe.name)
            return Row(recipe.name, majmin=0.99)

    kept = tmp_path / "rows.jsonl"
    rows = [_kept_row(Counted("band.ogg"), 0, recipe, kept) for recipe in (*RECIPES[:2], RECIPES[0])]
    assert made == [recipe.name for recipe in RECIPES[:2]]
    assert rows[0] == rows[2]
    _kept_row(Counted("other.ogg"), 0, RECIPES[0], kept)
    assert len(made) == 3, "of another clip"
