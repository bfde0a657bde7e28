"""Sound files: each is read back with the length and the sound that were rendered, and ends where it has rung out."""

import io
import shutil

import numpy as np
import pytest
import soundfile

from chordwork.music.accompaniment import (
    GROOVES,
    SOUND_FORMATS,
    PaceError,
    SoundfontError,
    SoundFormatError,
    accompany,
)
from chordwork.music.accompaniment.sound.encoding import encode, rate_for, rung_out
from chordwork.music.accompaniment.sound.fluidsynth import find_soundfont

RATE = 24_000
"""One that every format has."""
FONTS = ["none", *([None] if find_soundfont() is not None and shutil.which("fluidsynth") else [])]


def loudness(sound: np.ndarray, rate: int) -> float:
    return float(np.sqrt(np.square(sound, dtype=np.float64).mean()))


@pytest.mark.parametrize("kind", SOUND_FORMATS)
def test_every_format_is_read_back(kind: str) -> None:
    piece = accompany("C G", groove="bossa")
    sound = piece.audio(RATE)
    heard, rate = soundfile.read(io.BytesIO(encode(sound, RATE, kind)), dtype="float32")  # type: ignore[arg-type]
    assert rate == RATE or kind == "opus"  # Opus is always decoded to 48 kHz
    assert len(heard) / rate == pytest.approx(len(sound) / RATE, abs=0.03)
    assert loudness(heard, rate) == pytest.approx(loudness(sound, RATE), rel=0.15)  # MP3 drops what is highest
    if kind in ("wav", "flac"):
        assert np.abs(heard - sound).max() < 1e-4


def test_rates_that_a_format_lacks_give_way_to_the_next() -> None:
    assert [rate_for("opus", rate) for rate in (44_100, 48_000, 96_000, 9_000)] == [48_000, 48_000, 48_000, 12_000]
    assert [rate_for("mp3", rate) for rate in (44_100, 96_000, 9_000)] == [44_100, 48_000, 11_025]
    assert rate_for("wav", 96_000) == 96_000


def test_an_unknown_format_is_refused_and_so_is_one_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = np.zeros((100, 2), np.float32)
    with pytest.raises(SoundFormatError, match="choose one of wav, mp3"):
        encode(sound, RATE, "aac")  # type: ignore[arg-type]
    monkeypatch.setattr(soundfile, "check_format", lambda *_: False)  # as of libsndfile 1.0
    with pytest.raises(SoundFormatError, match=r"libsndfile 1\.1"):
        encode(sound, RATE, "mp3")


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("name", ["pop", "swing", "slow_blues", "metal"])
def test_the_sound_ends_when_it_has_rung_out(name: str, font: str | None) -> None:
    """FluidSynth goes on for six to nine seconds of silence, the built-in synthesiser for two."""
    piece = accompany("C G", groove=name)
    sound = piece.sound(22_050, font)
    length = len(sound) / 22_050
    assert piece.seconds <= length <= piece.seconds + 3.0
    assert not sound[-1].any() or length == pytest.approx(piece.seconds, abs=0.01)
    if length > piece.seconds + 0.1:
        window = slice(-round(0.1 * 22_050), -round(0.05 * 22_050))
        assert loudness(sound[window], 22_050) > 1e-4, "what is left at the end is heard"


def test_silence_is_cut_and_sound_is_not() -> None:
    chance = np.random.default_rng(1)
    sound = np.zeros((10_000, 2), np.float32)
    sound[:4000] = chance.uniform(-0.5, 0.5, (4000, 2))
    assert len(rung_out(sound, 1000, 0.0)) == pytest.approx(4050, abs=10)
    assert np.array_equal(rung_out(sound, 1000, 0.0)[:3900], sound[:3900])
    assert len(rung_out(sound, 1000, 7.0)) == 7000
    assert len(rung_out(sound, 1000, 12.0)) == 12_000
    assert len(rung_out(sound[:0], 1000, 0.5)) == 500
    loud = rung_out(sound[:4000], 1000, 1.0)
    assert len(loud) == 4000
    assert not loud[-1].any()


@pytest.mark.skipif(None not in FONTS, reason="FluidSynth or a soundfont is missing")
def test_a_rate_beyond_fluidsynth_is_told() -> None:
    with pytest.raises(SoundfontError, match="96000"):
        accompany("C").sound(192_000)
    with pytest.raises(PaceError):
        accompany("C").sound(192_001)


@pytest.mark.parametrize("name", sorted(GROOVES))
def test_every_groove_is_about_as_loud(name: str) -> None:
    sound = accompany("C Am | F G7", groove=name).audio(22_050)
    assert np.abs(sound).max() < 0.9
    assert -22.0 < 20.0 * np.log10(loudness(sound, 22_050)) < -10.0
