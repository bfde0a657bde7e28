"""Every container and codec that public encoders write: heard to the end, each sound at its own time."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.formats.recipes import RECIPES, Recipe
from chordwork.analysis.decoding import DecoderMissingError
from tests.analysis.decoding.conftest import Made
from tests.analysis.decoding.sounds import SECONDS, hear

LATE_MS = 10.0
"""Codecs of speech lag by 5 ms; everything else by less than one."""
LAST_BLOCK_S = 0.07
"""By which encoders fill up their last block."""


def recipe_name(recipe: Recipe) -> str:
    return recipe.name


@pytest.mark.parametrize("recipe", RECIPES, ids=recipe_name)
@pytest.mark.long
def test_it_is_heard_to_its_end_and_in_time(made: Made, recipe: Recipe) -> None:
    heard = hear(made(recipe.name))
    assert heard.codes == (["encoder_delay_unknown"] if recipe.delay_unknown else []), heard.warnings
    assert heard.seconds == pytest.approx(recipe.times * SECONDS, abs=LAST_BLOCK_S)
    assert heard.promised_s == pytest.approx(heard.seconds, abs=0.1)
    for time in range(recipe.times):
        for start_s in (0.1, 6.0):
            late_ms = heard.late_ms(start_s, start_s + 1.5, at_s=time * SECONDS)
            assert late_ms is not None, f"another sound at {start_s} s"
            assert abs(late_ms) <= LATE_MS


@pytest.mark.parametrize("recipe", RECIPES, ids=recipe_name)
@pytest.mark.long
def test_without_ffmpeg_it_is_heard_as_well_or_the_extra_is_named(
    made: Made, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = made(recipe.name)
    monkeypatch.setitem(sys.modules, "av", None)
    if recipe.extra:
        with pytest.raises(DecoderMissingError, match=r"extra 'media' \(.*-e '\.\[media\]'") as refused:
            hear(content)
        assert refused.value.code == "missing_decoder"
        return
    heard = hear(content)
    assert heard.seconds == pytest.approx(recipe.times * SECONDS, abs=LAST_BLOCK_S)
    late_ms = heard.late_ms(6.0, 7.5, at_s=(recipe.times - 1) * SECONDS)
    assert late_ms is not None
    assert abs(late_ms) <= LATE_MS


def test_rates_that_the_engine_does_not_take_come_in_the_nearest_octave(made: Made) -> None:
    assert hear(made("WAV, 384 kHz")).rate_hz == 192_000
    assert hear(made("WAV, 6 kHz")).rate_hz == 12_000


def test_video_and_other_tracks_are_left_alone(made: Made) -> None:
    assert hear(made("AAC in MP4 with video")).sound.shape[1] == 2


def test_what_a_file_is_called_says_nothing(made: Made, tmp_path: Path) -> None:
    (tmp_path / "song.txt").write_bytes(made("Ogg Vorbis"))
    assert hear(tmp_path / "song.txt").seconds == pytest.approx(SECONDS)
