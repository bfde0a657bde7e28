import json
from pathlib import Path

import pytest

from bench.__main__ import main
from chordwork.music.accompaniment import GROOVES


@pytest.mark.long
def test_every_groove_is_in_tune_on_the_grid_and_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = tmp_path / "result.json"
    arguments = ["accompaniment", "--quick", "--json", str(result), "--pictures", str(tmp_path)]
    assert main(arguments) == 0
    data = json.loads(result.read_text())
    assert [row["groove"] for row in data["rows"]] == list(GROOVES)
    assert all(row["clipped"] == row["foreign_bass"] == 0 for row in data["rows"])
    assert all(row["heard_ms"] < 15.0 < row["shifted_ms"] for row in data["rows"])
    assert (tmp_path / "waltz.svg").read_text().startswith("<svg")
    assert "bossa" in capsys.readouterr().out
