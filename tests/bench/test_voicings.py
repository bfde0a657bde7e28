import json
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.voicings import command
from bench.voicings.tunings import TUNINGS, thirty_tunings


@pytest.mark.long
def test_shapes_are_counted_and_none_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "QUICK_SHARE", 120)
    result = tmp_path / "result.json"
    assert main(["voicings", "--quick", "--json", str(result), "--level", "advanced"]) == 0
    summary = json.loads(result.read_text())["summary"]
    assert summary["tunings"] == TUNINGS
    assert summary["searches"] > 250
    assert summary["shapes"] > 900
    assert (summary["foreign"], summary["undefined"], summary["unplayable"]) == (0, 0, 0)
    assert summary["moved_shapes_refused"] > 0.99
    assert "ukulele" in capsys.readouterr().out


def test_the_tunings_are_thirty_different_ones() -> None:
    tunings = thirty_tunings()
    assert len({instrument.tuning for instrument in tunings}) == TUNINGS
    assert {instrument.strings for instrument in tunings} >= {4, 5, 6, 7}
