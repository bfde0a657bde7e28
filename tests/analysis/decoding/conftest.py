"""Files that encoders made, once for all tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench.formats.recipes import RECIPES
from tests.analysis.decoding.sounds import write_source

Made = Callable[[str], bytes]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A file by the name of its recipe."""
    folder = tmp_path_factory.mktemp("formats")
    wav = folder / "source.wav"
    write_source(wav)
    kept: dict[str, bytes] = {}

    def make(name: str) -> bytes:
        recipe = next(recipe for recipe in RECIPES if recipe.name == name)
        if recipe.missing:
            pytest.skip(f"needs {recipe.missing}")
        if name not in kept:
            path = folder / f"{len(kept)}.{recipe.suffix}"
            recipe.make(wav, path)
            kept[name] = path.read_bytes()
        return kept[name]

    return make
