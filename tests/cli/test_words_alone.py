"""Words without a flag go past the parser of flags, and what is said is the same."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.cli import _main, main
from chordwork.cli.music.delivery import new_console
from chordwork.cli.music.suggestion_text import suggestion_lines
from chordwork.cli.music.suggestion_view import suggestion_heading, suggestion_table
from chordwork.cli.output import PIPE_COLUMNS, is_plain
from chordwork.cli.words_alone import words_alone
from chordwork.harmony import KeyEstimate, parse_key
from chordwork.music.suggestions import Suggester

LINES = [
    ["suggest", "C G"], ["suggest", "C", "G", "Am"], ["suggest", "C Am _ G"], ["suggest", "F#m7b5 B7"],
    ["suggest", "|"],
    ["suggest", "C G Am F C G Am F C G Am"], ["suggest", "Bbm7 E♭7"], ["suggest", "H7"], ["suggest", "C", "_", "_"],
    ["suggest", "C\nG"], ["suggest", "nothing.cho"],
    ["tabs", "C G"], ["tabs", "C | G Am | F"], ["tabs", "Cmaj9", "D/F#"], ["tabs", "C Qm"], ["tabs", "N.C."],
]  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_the_parser_would_have_said_the_same(
    line: Sequence[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert words_alone(line) is not None
    code, said = main(line), capsys.readouterr()
    monkeypatch.setattr(_main, "words_alone", lambda tokens: None)
    monkeypatch.setattr("chordwork.cli.output.is_plain", lambda: False)
    assert (main(line), capsys.readouterr()) == (code, said)
    assert said.out or said.err


@given(tokens=st.lists(st.sampled_from(["suggest", "tabs", "parse", "--limit", "3", "-h", "C G", "", "--", "-"])))
def test_a_flag_is_for_the_parser(tokens: list[str]) -> None:
    verb = tokens[0] if tokens else ""
    alone = verb in ("suggest", "tabs") and all(word and not word.startswith("-") for word in tokens[1:])
    assert (words_alone(tokens) is not None) == alone


NAMES = "C G Am F Dm7 E7 Bb C#m7b5 Abmaj7 Bdim7 Gsus4 C/E"
CHORDS = st.lists(st.sampled_from(NAMES.split(" ")), max_size=9)


@given(chords=CHORDS, limit=st.integers(1, 30), sure=st.sampled_from([0.0, 0.5, 1.0]))
def test_lines_are_those_of_the_table(chords: list[str], limit: int, sure: float) -> None:
    suggester = Suggester()
    for chord in chords:
        suggester.add(chord)
    key, found, asked = KeyEstimate(parse_key("C"), sure), suggester.suggest(limit), f"After {' '.join(chords)}"
    lines = suggestion_lines(asked, key, found)
    console = new_console()
    with console.capture() as heading:
        console.print(suggestion_heading(asked, key), soft_wrap=True)
    with console.capture() as table:
        console.print(suggestion_table(found))
    shown = [heading.get().rstrip("\n"), *(line.rstrip() for line in table.get().splitlines())]
    assert lines is None or lines == shown
    assert lines is not None or any(len(each.reason) > PIPE_COLUMNS - 60 for each in found)


@pytest.mark.parametrize(("name", "value"), [("FORCE_COLOR", "1"), ("TTY_COMPATIBLE", "1")])
def test_who_wants_colours_gets_them(
    name: str, value: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_plain()
    assert main(["suggest", "C G"]) == 0
    assert "\x1b[" not in capsys.readouterr().out
    monkeypatch.setenv(name, value)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert not is_plain()
    assert main(["suggest", "C G"]) == 0
    assert "\x1b[" in capsys.readouterr().out
