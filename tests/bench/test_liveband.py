import json
from pathlib import Path

import pytest

from bench.__main__ import main
from chordwork.engine import load_model


@pytest.mark.skipif(load_model().info.version == "0.0.0", reason="the bundled model is an untrained stand-in")
@pytest.mark.long
def test_a_band_follows_a_rendered_player(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = tmp_path / "result.json"
    assert main(["liveband", "--quick", "--json", str(result)]) == 0
    rows = json.loads(result.read_text())["rows"]
    for row in rows:
        assert abs(row["heard_bpm"] - row["tempo_bpm"]) < 0.05 * row["tempo_bpm"]
        assert row["grid_ms"] < 40.0
        assert row["bass_in_chord"] > 0.6
        assert row["first_note_s"] < 8.0
    assert "without memory" in capsys.readouterr().out
