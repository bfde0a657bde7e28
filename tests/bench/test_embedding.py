"""Each candidate plays, and what is told of it is counted within its own round."""

from __future__ import annotations

import importlib.util

import pytest

from bench import embedding
from bench.capacity.load import audio_chunks
from chordwork.engine import load_model


@pytest.mark.parametrize("name", sorted(embedding.CANDIDATES))
def test_each_candidate_hears_every_chunk(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if "uvloop" in name and importlib.util.find_spec("uvloop") is None:
        pytest.skip("uvloop is not installed")
    monkeypatch.setattr(embedding, "WARM_UP", 2)
    cpu_s, elapsed_s = embedding.CANDIDATES[name](load_model(), audio_chunks(embedding.CHUNK_S)[:5], 2)
    assert cpu_s > 0.0
    assert elapsed_s > 0.0


def test_ratios_are_taken_within_a_round() -> None:
    """A round in which the machine was three times as slow counts like the others."""
    windows = {
        "recogniser alone": [(1.0, 1.0), (3.0, 3.0), (1.0, 1.0)],
        "trio": [(2.0, 1.0), (6.0, 3.0), (2.0, 1.0)],
        "mine": [(3.0, 2.0), (9.0, 6.0), (3.0, 2.0)],
    }
    row = embedding._row("mine", 1, windows)
    assert (row["to_trio"], row["to_hearing"], row["elapsed_to_trio"]) == (1.5, 3.0, 2.0)
    assert row["to_trio_quartiles"] == [1.5, 1.5]
