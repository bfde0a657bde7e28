"""The four formats, alone and in series."""

from __future__ import annotations

import csv
import io
import json

import attrs
import pytest

from chordwork.http.cli.analysis.analyse import Analysis
from chordwork.http.cli.analysis.formats import Format, render, render_in_series
from chordwork.http.cli.analysis.timeline import TimedChord
from chordwork.music.lab import read_lab

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
)


def test_json_is_one_document() -> None:
    document = json.loads(render(ANALYSIS, "json"))
    assert list(document) == ["file", "duration", "sample_rate", "tier", "key", "tuning_cents", "model", "chords"]
    assert (document["key"], document["tuning_cents"], document["model"]) == ("Eb major", -3.46, "chordnet 1.0")
    assert document["chords"][1] == {
        "start": 1.25,
        "end": 60.0,
        "label": "A:min7/b3",
        "symbol": "Am7/C",
        "confidence": 0.9123,
    }


def test_lab_is_mirex() -> None:
    assert read_lab(render(ANALYSIS, "lab")) == [chord.segment for chord in ANALYSIS.chords]


def test_csv_has_a_header() -> None:
    rows = list(csv.DictReader(io.StringIO(render(ANALYSIS, "csv"))))
    assert list(rows[0]) == ["start", "end", "label", "symbol", "confidence"]
    assert rows[2] == {"start": "60.0", "end": "62.5", "label": "Eb:maj", "symbol": "Eb", "confidence": "0.5"}


def test_text_is_for_reading() -> None:
    assert render(ANALYSIS, "text") == (
        "take 1.wav\n"
        "  1:02.50 at 44100 Hz, as decided, model chordnet 1.0\n"
        "  key Eb major, tuning -3 cents\n"
        "\n"
        "      start        end  chord         sure\n"
        "    0:00.00    0:01.25  N.C.\n"
        "    0:01.25    1:00.00  Am7/C          91%\n"
        "    1:00.00    1:02.50  Eb             50%\n"
    )


def test_what_was_not_heard_is_said_to_be_unknown() -> None:
    silent = attrs.evolve(ANALYSIS, key=None, tuning_cents=None)
    assert "key unknown, tuning unknown" in render(silent, "text")
    assert json.loads(render(silent, "json"))["key"] is None


@pytest.mark.parametrize("format", ["text", "json", "lab", "csv"])
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
