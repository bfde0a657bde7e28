"""docs/charts.md says what the reader reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chordwork.harmony import parse_symbol
from chordwork.music.charts import read_chart
from tests.structure.music_page import ROOT, examples, outcome

PAGE = ROOT / "docs/charts.md"
ROWS = re.findall(r"^\| `(.*?)` \| (\d+)/(\d+) \| `(.*?)` \|", PAGE.read_text(), re.MULTILINE)
SYMBOLS = re.findall(r"^\| ((?:`[^`]+` )+)\| ((?:`[^`]+`(?:, )?)+) \|", PAGE.read_text(), re.MULTILINE)


@pytest.mark.parametrize(("text", "beats", "unit", "bars"), ROWS)
def test_rows_of_charts(text: str, beats: str, unit: str, bars: str) -> None:
    chart = read_chart(text.replace("\\|", "|").replace(" ⏎ ", "\n"), metre=(int(beats), int(unit)))
    read = " | ".join(" ".join(f"{each.symbol}×{each.beats}" for each in bar.chords) for bar in chart.bars)
    assert read == bars.replace("\\|", "|")


@pytest.mark.parametrize(("written", "read"), SYMBOLS)
def test_rows_of_symbols(written: str, read: str) -> None:
    spelled = [str(parse_symbol(text)) for text in re.findall("`([^`]+)`", written)]
    named = re.findall("`([^`]+)`", read)
    assert spelled == (named if len(named) > 1 else named * len(spelled))


def test_there_are_rows_of_both_kinds() -> None:
    assert len(ROWS) > 30
    assert len(SYMBOLS) > 10


@pytest.mark.parametrize("example", examples(PAGE), ids=lambda example: example.code.splitlines()[0])
def test_commands_print_what_the_page_shows(example, tmp_path: Path) -> None:
    assert outcome(example, tmp_path) == example.shown


def test_surprises_have_a_script_each() -> None:
    for name in ("music21-reads-bb-as-b", "pychord-six-nine-without-its-ninth", "tonal-small-letters-are-major"):
        assert (ROOT / f"findings/{name}.sh").is_file()
