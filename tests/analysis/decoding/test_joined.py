"""Recordings joined by ``cat``, in formats whose decoders stop at the end of the first: nothing is lost."""

from __future__ import annotations

import pytest

from tests.analysis.decoding.conftest import Made
from tests.analysis.decoding.sounds import SECONDS, hear

STOP_AT_THE_END = [
    "Wave64",
    "AIFF",
    "AIFF-C, float",
    "AU",
    "CAF",
    "AAC in M4A",
    "AAC in MP4, in fragments",
    "ALAC in M4A",
    "ALAC in CAF",
    "Opus in MP4",
    "MP3 in AVI with video",
    "WMA 2",
    "WavPack",
    "TTA",
    "AMR",
]


@pytest.mark.parametrize("name", STOP_AT_THE_END)
def test_the_second_is_heard_at_its_own_time(made: Made, name: str) -> None:
    heard = hear(made(name) * 2)
    assert set(heard.codes) <= {"encoder_delay_unknown"}, heard.warnings
    assert heard.seconds == pytest.approx(2 * SECONDS, abs=0.15)
    if name != "AMR":  # of which the source has too little treble to be compared
        late_ms = heard.late_ms(3.0, 4.5, at_s=heard.seconds - SECONDS)
        assert late_ms is not None
        assert abs(late_ms) <= 60.0  # encoders fill up the last block of the first


def test_different_formats_of_one_container(made: Made) -> None:
    heard = hear(made("AAC in M4A") + made("ALAC in M4A"))
    assert heard.codes == []
    assert heard.seconds == pytest.approx(2 * SECONDS, abs=0.05)


def test_the_second_is_heard_behind_one_that_cannot_be(made: Made) -> None:
    """The first was cut off before its index: only the second explains itself."""
    broken = made("AAC in M4A")
    heard = hear(broken[: len(broken) // 2] + made("ALAC in M4A"))
    assert heard.codes == ["damaged_audio"]
    assert "cut off" in heard.warnings[0].message
    assert heard.seconds == pytest.approx(SECONDS, abs=0.01)


def test_a_second_that_was_cut_off_is_said(made: Made) -> None:
    whole = made("AIFF")
    heard = hear(whole + whole[: len(whole) // 2])
    assert heard.codes == ["shorter_than_promised"]
    assert "promises 16.0 s" in heard.warnings[0].message
    whole = made("AAC in M4A")
    heard = hear(whole + whole[: len(whole) // 2])
    assert heard.codes == ["damaged_audio"]
    assert heard.warnings[0].at == pytest.approx(SECONDS, abs=0.05)
