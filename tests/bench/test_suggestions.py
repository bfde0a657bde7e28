import json
from pathlib import Path

import pytest

from bench.__main__ import main


def test_live_suggestions_are_measured_against_asking_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = tmp_path / "result.json"
    assert main(["suggestions", "--quick", "--json", str(result)]) == 0
    data = json.loads(result.read_text())
    assert [row["chords"] for row in data["rows"]] == [8, 64, 512, 2000]
    assert data["summary"]["ratio"] < 0.5
    assert "p99" in capsys.readouterr().out
