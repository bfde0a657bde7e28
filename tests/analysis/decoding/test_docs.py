"""docs/formats.md is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chordwork.analysis.decoding import warnings
from chordwork.http.rest.analysis import decoder_process
from tests.analysis.decoding.conftest import Made

PAGE = (Path(__file__).parents[3] / "docs/formats.md").read_text()


def test_its_example_runs(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("av")
    (tmp_path / "song.m4a").write_bytes(made("AAC in M4A"))
    monkeypatch.chdir(tmp_path)
    example = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    exec(example.group(1), {})
    assert capsys.readouterr().out == "44100 []\n"


def test_every_code_is_explained() -> None:
    codes = {warnings.SHORTER_THAN_PROMISED, warnings.DAMAGED_AUDIO, warnings.ENCODER_DELAY_UNKNOWN}
    for code in codes | set(decoder_process.STATUSES) | {"audio_format"}:
        assert f"| `{code}` |" in PAGE
