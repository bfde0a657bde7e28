"""What an accompaniment is as data, which rates formats have, and what a groove or a soundfont is refused for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pytest

from chordwork.music.accompaniment import GROOVES, AccompanimentError, PaceError, SoundfontError, accompany
from chordwork.music.accompaniment.groove import DrumLine, checked_intensity, checked_tempo
from chordwork.music.accompaniment.sound import fluidsynth
from chordwork.music.accompaniment.sound.encoding import rate_for, rung_out
from chordwork.music.song import Section, Song
from tests.music.song.songs import bar

POP = GROOVES["pop"]


def test_times_are_seconds_to_four_places() -> None:
    song = Song((Section("A", (bar("C F"),)), Section("B", (bar("G"),))))
    piece = accompany(song, groove="pop", tempo_bpm=97, humanise=False, seed=1)
    told = piece.to_dict()
    quarter_s = 60 / 97
    assert told["sections"] == [
        {"title": "A", "at": round(4 * quarter_s, 4)},
        {"title": "B", "at": round(8 * quarter_s, 4)},
    ]
    assert [(each["symbol"], each["at"]) for each in told["chords"]] == [
        *(("C", round(4 * quarter_s, 4)), ("F", round(6 * quarter_s, 4))),
        *(("G", round(8 * quarter_s, 4)), ("C", round(12 * quarter_s, 4))),
    ]
    assert told["seconds"] == round(16 * quarter_s, 4)
    assert [(each["at"], each["seconds"], each["pitch"], each["velocity"], each["part"]) for each in told["notes"]] == [
        (
            round(note.beat * quarter_s + note.late_ms / 1000, 4),
            round(note.beats * quarter_s, 4),
            *(note.pitch, note.velocity, note.part),
        )
        for note in piece.notes
    ]
    assert {key: told[key] for key in ("groove", "title", "tempo_bpm", "metre", "beats_a_bar", "remarks")} == {
        "groove": "pop",
        "title": "Pop",
        "tempo_bpm": 97,
        "metre": "4/4",
        "beats_a_bar": 4,
        "remarks": [],
    }


@pytest.mark.parametrize(
    ("kind", "rates"),
    [
        ("mp3", (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)),
        ("opus", (8_000, 12_000, 16_000, 24_000, 48_000)),
    ],
)
def test_each_rate_of_a_format_is_its_own_and_those_below_go_up_to_it(kind: Any, rates: tuple[int, ...]) -> None:
    assert [rate_for(kind, rate) for rate in rates] == list(rates)
    assert [rate_for(kind, rate - 1) for rate in rates] == list(rates)
    assert rate_for(kind, 48_001) == 48_000


def test_what_has_rung_out_is_faded_over_a_twentieth_of_a_second() -> None:
    rate = 1000
    sound = np.ones((1000, 2), np.float32)
    sound[505:] = 0.0
    ended = rung_out(sound, rate, 0.1)
    assert len(ended) == 510 + 50
    assert ended[504, 0] == 1.0
    loud = np.ones((1000, 2), np.float32)
    faded = rung_out(loud, rate, 0.1)
    assert len(faded) == 1000
    assert list(faded[[949, 950, 999], 1]) == [1.0, 1.0, 0.0]
    assert faded[975, 0] == pytest.approx(1 - 25 / 49, abs=1e-6)
    padded = rung_out(sound, rate, 1.2)
    assert len(padded) == 1200
    assert not padded[505:].any()
    assert len(rung_out(np.zeros((1000, 2), np.float32), rate, 0.3)) == 300


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"groups": (4, 4, 4)}, r"x: felt beats of \(4, 4, 4\) steps make no bar of 16"),
        ({"groups": (1, 5, 5, 5)}, r"x: felt beats of \(1, 5, 5, 5\) steps make no bar of 16"),
        ({"bass": ""}, "x: '' is no whole number of bars of 16 steps"),
        ({"comping": "x" * 17}, f"x: '{'x' * 17}' is no whole number of bars of 16 steps"),
        ({"drums": (DrumLine("kick", "X" * 15),)}, f"x: '{'X' * 15}' is no whole number of bars of 16 steps"),
        ({"drums": (DrumLine("kick", "Z" * 16),)}, "x: Z means nothing here"),
        ({"drums": (DrumLine("gong", "X" * 16),)}, "x: gong means nothing here"),
        ({"bass": "R2" + "-" * 14}, "x: 2 means nothing here"),
        ({"comping": "x5q" + "-" * 13}, "x: 5, q means nothing here"),
        ({"fill": ("gong",)}, "x: gong means nothing here"),
    ],
)
def test_a_groove_that_cannot_be_is_refused(values: dict[str, Any], said: str) -> None:
    with pytest.raises(AccompanimentError, match=f"^{said}$"):
        attrs.evolve(POP, name="x", **values)


def test_a_groove_at_its_bounds() -> None:
    assert attrs.evolve(POP, groups=(2, 2, 6, 6)).bar_steps == 16
    assert attrs.evolve(POP, bass="R" * 32).bass == "R" * 32
    assert [checked_tempo(each) for each in (20, 400)] == [20, 400]
    assert [checked_intensity(each) for each in (0, 1)] == [0, 1]
    for tempo in (19.9, 400.1):
        with pytest.raises(PaceError, match=f"a tempo of {tempo} bpm: give 20 to 400 felt beats a minute"):
            checked_tempo(tempo)
    for intensity in (-0.1, 1.1):
        with pytest.raises(PaceError, match=f"an intensity of {intensity}: give 0 to 1"):
            checked_intensity(intensity)


def program(folder: Path, script: str) -> None:
    """A FluidSynth of ours."""
    place = folder / "fluidsynth"
    place.write_text(f"#!/bin/sh\n{script}\n")
    place.chmod(0o755)


def test_soundfonts_are_looked_for_where_they_usually_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    font = tmp_path / "font.sf2"
    font.touch()
    monkeypatch.delenv(fluidsynth.SOUNDFONT_VARIABLE, raising=False)
    monkeypatch.setattr(fluidsynth, "USUAL_PLACES", (str(tmp_path / "none.sf2"), str(font), str(tmp_path)))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert fluidsynth.find_soundfont() is None
    with pytest.raises(SoundfontError, match="FluidSynth is not installed"):
        fluidsynth.find_soundfont(str(font))
    with pytest.raises(SoundfontError, match="there is no soundfont /nowhere"):
        fluidsynth.find_soundfont("/nowhere")
    program(tmp_path, "exit 0")
    assert fluidsynth.find_soundfont() == font
    assert fluidsynth.find_soundfont(fluidsynth.BUILT_IN) is None
    monkeypatch.setenv(fluidsynth.SOUNDFONT_VARIABLE, fluidsynth.BUILT_IN)
    assert fluidsynth.find_soundfont() is None
    assert fluidsynth.find_soundfont(str(font)) == font
    font.unlink()
    monkeypatch.delenv(fluidsynth.SOUNDFONT_VARIABLE)
    assert fluidsynth.find_soundfont() is None


def test_what_fluidsynth_says_is_told_from_its_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    program(tmp_path, f"echo {'y' * 10}{'x' * 200} >&2; exit 1")
    with pytest.raises(SoundfontError, match=f"FluidSynth could not play /font: {'x' * 200}$"):
        fluidsynth.render(b"MThd", Path("/font"), 44_100)
    program(tmp_path, "exit 0")
    with pytest.raises(SoundfontError, match="FluidSynth could not play /font: it wrote nothing"):
        fluidsynth.render(b"MThd", Path("/font"), 44_100)
    with pytest.raises(SoundfontError, match=f"plays at up to {fluidsynth.HIGHEST_RATE_HZ} Hz, not 192000"):
        fluidsynth.render(b"MThd", Path("/font"), 192_000)
