"""Whatever form a chart has, what cannot be read is pointed at where it stands."""

from __future__ import annotations

from fractions import Fraction

import pytest

from chordwork.harmony import CrowdedBarError, SymbolSyntaxError
from chordwork.music.charts import read_chart

WRONG = "Amz9"
FORMS = [
    "C | {} | G", "| C {} |", "C {} G", "C~{} | G", "| C~F~{} G |", "C / / {}", "(C {})", "( {} ) | C", "({})",
    "(  {})",
    "[C] word [{}] more", "||: C | {} :||", "C | F | [1. {} :|] | G", "Verse: C {}", "C F\n\nG {}\n", "C | G | {} | x2",
    "{{start_of_grid}}\nmargin || C . | {} . ||\n{{end_of_grid}}", "| C - - {} |", "C, {}, G", "C; {}",
    "{{start_of_grid}}\n|: C . | {} . :| G\n{{end_of_grid}}",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_name_that_is_none_is_pointed_at(form: str) -> None:
    text = form.format(WRONG)
    with pytest.raises(SymbolSyntaxError) as caught:
        read_chart(text)
    assert caught.value.position == text.index(WRONG) + 2, "the character that says nothing"


@pytest.mark.parametrize(("chords", "beats"), [(2, 2), (4, 1), (8, Fraction(1, 2)), (16, Fraction(1, 4))])
def test_a_bar_is_divided_down_to_sixteenths(chords: int, beats: Fraction) -> None:
    (bar,) = read_chart(f"| {'C F ' * (chords // 2)}|").bars
    assert [chord.beats for chord in bar.chords] == [beats] * chords


def test_no_chord_is_shorter_than_a_sixteenth() -> None:
    with pytest.raises(CrowdedBarError):
        read_chart(f"| {'C F ' * 16}|")
    with pytest.raises(CrowdedBarError):
        read_chart(f"| C{' .' * 31} |")
