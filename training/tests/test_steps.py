"""The steps up to the features, which need no torch, as a toy."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

DATA = Path("../shared/data")


@pytest.mark.skipif(not DATA.is_dir(), reason="the data pack is not there")
@pytest.mark.parametrize("split", ["train", "dev"])
@pytest.mark.long
def test_clips_are_rendered_and_heard(tmp_path: Path, split: str) -> None:
    for step in (["render", "--smoke", "--hours", "0.01"], ["features"]):
        command = [sys.executable, "-m", "training", *step, "--cache", str(tmp_path), "--split", split, "--jobs", "1"]
        result = subprocess.run(command, capture_output=True, text=True, timeout=1200)
        assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]
    clips = sorted((tmp_path / split).rglob("*.json"))
    assert clips
    for clip in clips:
        assert json.loads(clip.read_text())["chords"]
    heard = list(tmp_path.rglob("*.npz"))
    assert heard
    for path in heard:
        with np.load(path) as arrays:
            assert all(len(arrays[name]) for name in arrays.files)
