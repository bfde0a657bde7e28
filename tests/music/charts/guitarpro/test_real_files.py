"""Real files of Guitar Pro 3 to 8, read by us and by alphaTab 1.8.4 (``alphatab.jsonl``, made by ``alphatab.mjs``)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import pytest

from chordwork.music.charts import Reading, read_charts
from chordwork.music.song import Jump

REAL: Final = Path("../shared/charts/guitarpro")
HEARD: Final = [json.loads(line) for line in (Path(__file__).parent / "alphatab.jsonl").read_text().splitlines()]
TICKS: Final = 960
SIGNS: Final = {
    "TargetFine": "fine", "TargetSegno": "segno", "TargetSegnoSegno": "segno", "TargetCoda": "coda",
    "TargetDoubleCoda": "coda", "JumpDaCoda": "to_coda", "JumpDaDoubleCoda": "to_coda",
}  # fmt: skip
JUMPS: Final = {
    "JumpDaCapo": Jump.DA_CAPO, "JumpDaCapoAlFine": Jump.DA_CAPO_AL_FINE, "JumpDaCapoAlCoda": Jump.DA_CAPO_AL_CODA,
    "JumpDalSegno": Jump.DAL_SEGNO, "JumpDalSegnoAlFine": Jump.DAL_SEGNO_AL_FINE,
    "JumpDalSegnoAlCoda": Jump.DAL_SEGNO_AL_CODA,
}  # fmt: skip
BROKEN: Final = "guitarpro5__alternate-endings-section-error.gp5"
"""The third ending to alphaTab, to us the second, as its byte has that bit."""

pytest.importorskip("guitarpro", reason="Guitar Pro 3 to 5 needs the extra guitarpro")


def _reading(name: str) -> Reading:
    if not (REAL / name).exists():
        pytest.skip(f"no real files of Guitar Pro: {REAL} is not there")
    return read_charts((REAL / name).read_bytes(), name)


@pytest.mark.parametrize("heard", HEARD, ids=lambda heard: heard["name"])
def test_bars_signs_and_chords_are_those_that_alphatab_reads(heard: Mapping[str, Any]) -> None:
    song = _reading(heard["name"]).songs[0]
    assert song.title == heard["title"]
    assert song.tempo_bpm == heard["tempo"]
    bars = list(song.bars)
    assert len(bars) == len(heard["bars"])
    metre = song.metre
    chords = []
    for number, (bar, theirs) in enumerate(zip(bars, heard["bars"], strict=True)):
        metre = bar.metre or metre
        asked, begins, times, endings, _, directions = theirs
        assert (f"{metre[0]}/{metre[1]}", bar.repeat_begins, bar.repeat_times) == (asked, bool(begins), times)
        if heard["name"] != BROKEN:
            assert sum(1 << ending - 1 for ending in bar.endings) == endings
        for direction in directions:
            plain = direction.replace("SegnoSegno", "Segno").replace("DoubleCoda", "Coda")
            assert getattr(bar, SIGNS[direction]) if direction in SIGNS else bar.jump is JUMPS[plain]
        chords += [
            [number, chord.beat * Fraction(4, metre[1]) * TICKS, chord.written or str(chord.symbol)]
            for chord in bar.chords
        ]
    sections = [section.name for section in song.sections if section.name]
    assert sections == [section for *_, section, _ in heard["bars"] if section]
    if heard["chords"]:
        assert chords == heard["chords"]


def test_what_a_file_does_not_name_is_inferred_and_said() -> None:
    reading = _reading("guitarpro7__track-balance.gp")
    assert [str(symbol) for symbol in reading.songs[0].symbols]
    assert any("inferred from its notes" in remark.text for remark in reading.remarks)


def test_words_stand_below_their_beats() -> None:
    song = _reading("guitarpro7__beat-lyrics.gp").songs[0]
    words = [(number, syllable.text) for number, bar in enumerate(song.bars) for syllable in bar.syllables]
    assert len(words) == 6
    assert words[0][0] == 0


def test_a_second_sign_of_a_kind_is_said() -> None:
    remarks = _reading("guitarpro5__directions.gp5").remarks
    assert {remark.text for remark in remarks} >= {"a second coda is read as the first"}
