"""The four formats, alone and in series."""

from __future__ import annotations

import csv
import io
import json

import attrs
import pytest

from chordwork.analysis.charts.analysis import Analysis, KeySpan
from chordwork.analysis.charts.bars import find_bars
from chordwork.analysis.charts.beat_grid import BeatGrid
from chordwork.analysis.charts.timeline import TimedChord
from chordwork.analysis.forms.writing import EXTENSIONS, Format, render, render_in_series
from chordwork.analysis.warnings import AnalysisWarning
from chordwork.harmony.lab import read_lab

BEATS = tuple(float(second) for second in range(1, 63))
ANALYSIS = Analysis(
    file="take 1.wav",
    duration=62.5,
    sample_rate=44_100,
    tier="final",
    key="Eb major",
    tuning_cents=-3.456,
    model="chordnet 1.0",
    chords=(
        TimedChord(0.0, 1.25, "N", "N.C.", 0.0),
        TimedChord(1.25, 60.0, "A:min7/b3", "Am7/C", 0.91234),
        TimedChord(60.0, 62.5, "Eb:maj", "Eb", 0.5),
    ),
    key_confidence=0.81234,
    keys=(KeySpan(0.0, 62.5, "Eb major", 0.81234),),
    beat_grid=BeatGrid(60.0, 0.9, BEATS),
    bars=find_bars(BEATS, [TimedChord(1.0, 5.0, "C:maj", "C", 0.9)]),
    warnings=(AnalysisWarning("shorter_than_promised", "half of it", 61.0), AnalysisWarning("clipped", "cut off")),
)


def test_json_is_one_document() -> None:
    document = json.loads(render(ANALYSIS, "json"))
    assert list(document) == [
        "file", "duration", "sample_rate", "tier", "key", "key_confidence", "keys", "tempo", "metre", "beats", "bars",
        "tuning_cents", "model", "warnings", "chords",
    ]  # fmt: skip
    assert (document["key"], document["tuning_cents"], document["model"]) == ("Eb major", -3.46, "chordnet 1.0")
    assert document["chords"][1] == {
        "start": 1.25,
        "end": 60.0,
        "label": "A:min7/b3",
        "symbol": "Am7/C",
        "confidence": 0.9123,
        "bar": 1,
        "beat": 1.25,
    }
    assert document["keys"] == [{"start": 0.0, "end": 62.5, "key": "Eb major", "confidence": 0.8123}]
    assert (document["tempo"], document["metre"]) == ({"bpm": 60.0, "confidence": 0.9}, "4/4")
    assert document["bars"][:2] == [
        {"number": 1, "start": 1.0, "beats": 4},
        {"number": 2, "start": 5.0, "beats": 4},
    ]
    assert document["warnings"] == [
        {"code": "shorter_than_promised", "message": "half of it", "at": 61.0},
        {"code": "clipped", "message": "cut off"},
    ]


def test_lab_is_mirex() -> None:
    assert read_lab(render(ANALYSIS, "lab")) == [chord.segment for chord in ANALYSIS.chords]


def test_csv_has_a_header() -> None:
    rows = list(csv.DictReader(io.StringIO(render(ANALYSIS, "csv"))))
    assert list(rows[0]) == ["start", "end", "label", "symbol", "confidence", "bar", "beat", "warnings"]
    assert rows[2] == {
        "start": "60.0", "end": "62.5", "label": "Eb:maj", "symbol": "Eb", "confidence": "0.5",
        "bar": "15", "beat": "4.0", "warnings": "shorter_than_promised: half of it; clipped: cut off",
    }  # fmt: skip
    assert [row["warnings"] for row in rows[:2]] == ["", ""]


def test_text_is_for_reading() -> None:
    assert render(ANALYSIS, "text") == (
        "take 1.wav\n"
        "  1:02.50 at 44100 Hz, as decided, model chordnet 1.0\n"
        "  key Eb major (81%), tuning -3 cents, 60.0 bpm in 4/4\n"
        "  warning shorter_than_promised: half of it (at 1:01.00)\n"
        "  warning clipped: cut off\n"
        "\n"
        "      start        end      bar  chord         sure\n"
        "    0:00.00    0:01.25           N.C.\n"
        "    0:01.25    1:00.00     1.1¼  Am7/C          91%\n"
        "    1:00.00    1:02.50     15.4  Eb             50%\n"
    )


def test_a_change_of_key_and_a_missing_beat_are_said() -> None:
    keys = (KeySpan(0.0, 31.0, "C major", 0.9), KeySpan(31.0, 62.5, "D major", 0.8))
    text = render(attrs.evolve(ANALYSIS, keys=keys, beat_grid=None, bars=None), "text")
    assert "  keys C major from 0:00.00, D major from 0:31.00\n" in text
    assert "no steady beat" in text
    assert "    0:01.25    1:00.00  Am7/C          91%\n" in text


def test_jams_has_a_namespace_for_each() -> None:
    document = json.loads(render(ANALYSIS, "jams"))
    found = {each["namespace"]: each["data"] for each in document["annotations"]}
    assert list(found) == ["chord", "key_mode", "tempo", "beat"]
    assert found["key_mode"][0]["value"] == "Eb:major"
    assert found["tempo"] == [{"time": 0.0, "duration": 62.5, "value": 60.0, "confidence": 0.9}]
    assert [each["value"] for each in found["beat"][:6]] == [1, 2, 3, 4, 1, 2]
    assert [each["code"] for each in document["sandbox"]["warnings"]] == ["shorter_than_promised", "clipped"]


def test_chords_are_a_line_in_bars() -> None:
    line = render(ANALYSIS, "chords")
    assert line.split(" | ")[:2] == ["Am7/C", "Am7/C"]
    assert line.endswith("Am7/C / / Eb | Eb\n")  # from the fourth beat of bar 15 on


def test_what_was_not_heard_is_said_to_be_unknown() -> None:
    silent = attrs.evolve(ANALYSIS, key=None, tuning_cents=None)
    assert "key unknown, tuning unknown" in render(silent, "text")
    assert json.loads(render(silent, "json"))["key"] is None


@pytest.mark.parametrize("format", list(EXTENSIONS))
def test_a_name_that_is_no_unicode_can_be_written(format: Format) -> None:
    odd = attrs.evolve(ANALYSIS, file="caf\udce9.wav")
    for text in (render(odd, format), render_in_series(odd, format, first=True)):
        assert text.encode("utf-8")


def test_series_keep_files_apart() -> None:
    second = attrs.evolve(ANALYSIS, file="take 2.wav")

    def series(format: Format) -> str:
        return render_in_series(ANALYSIS, format, first=True) + render_in_series(second, format, first=False)

    assert [json.loads(line)["file"] for line in series("json").splitlines()] == ["take 1.wav", "take 2.wav"]
    rows = list(csv.DictReader(io.StringIO(series("csv"))))
    assert [row["file"] for row in rows] == ["take 1.wav"] * 3 + ["take 2.wav"] * 3
    assert series("lab").split("\n\n")[1].startswith("# take 2.wav\n0.000000\t1.250000\tN\n")
    assert "\n\ntake 2.wav\n" in series("text")
