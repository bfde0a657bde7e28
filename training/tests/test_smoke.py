"""Every step from data to model card, as a toy."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from chordwork.engine import AcousticModel, Recognizer

DATA = Path("../shared/data")


@pytest.mark.skipif(not DATA.is_dir(), reason="the data pack is not there")
def test_a_toy_run_goes_from_data_to_a_model_that_the_engine_loads(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "training", "all", "--smoke", "--cache", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]
    made = tmp_path / "smoke"
    model = AcousticModel((made / "chord.onnx").read_bytes())
    silence = np.zeros(22050, np.int16).tobytes()
    assert Recognizer(22050, model=model).feed(silence) is not None
    assert "Decoder constants" in (made / "MODEL_CARD.md").read_text()
