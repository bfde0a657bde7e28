"""The live picture, drawn without a terminal."""

from __future__ import annotations

import io
import re

import attrs
import pytest
from rich.console import Console

from chordwork.cli.view.colours import chord_colour
from chordwork.cli.view.glyphs import BIG_ROWS, big_chord
from chordwork.cli.view.render import render
from chordwork.cli.view.screen import PlainScreen, TerminalScreen, open_screen
from chordwork.cli.view.state import KEEP_SECONDS, Span, ViewState
from chordwork.cli.view.timeline_rows import SECONDS_PER_CELL, time_axis, timeline_row
from chordwork.client import (
    Alternative,
    Chord,
    Done,
    Dropped,
    Key,
    Level,
    Message,
    SuggestedChord,
    Suggestions,
    Tempo,
    Tuning,
    Warning,
)
from chordwork.harmony import all_chords


def _seen(label: str, symbol: str, confidence: float = 0.9) -> Chord:
    return Chord("provisional", label, symbol, 0.0, None, confidence, (Alternative("C:7", "C7", 0.07),), 2.5)


def _played(*messages: tuple[float, Message]) -> ViewState:
    state = ViewState(title="Guitar", duration=22.3)
    for at, message in messages:
        state = state.advance(at).apply(message)
    return state


def _picture(state: ViewState, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width, record=True, force_terminal=True)
    console.print(render(state, width))
    return console.export_text()


def test_what_could_come_next_is_shown_with_the_reason_of_the_first() -> None:
    chords = tuple(SuggestedChord(f"{root}:maj", root, "I", 0.2, f"Because of {root}. " * 9) for root in "FGCAD")
    state = _played((1.0, _seen("C:maj", "C")), (1.0, Suggestions("C", "C major", chords)))
    (row,) = (line for line in _picture(state).splitlines() if "next" in line)
    assert "F 20%   G 20%   C 20%   Because of F." in row
    assert "…" in row
    assert len(row) == 100
    assert "next" not in _picture(_played((1.0, _seen("C:maj", "C"))))


def test_a_warning_is_shown_whole_and_each_kind_once() -> None:
    webm = Warning("looks_like", "this looks like WebM, " * 8 + "so decode it first", 0.1, "webm")
    again = Warning("realigned", "a byte was lost before 3.0 s", 3.0, "shifted_byte")
    state = _played((0.1, webm), (2.0, attrs.evolve(again, message="a byte was lost before 2.0 s")), (3.0, again))
    assert state.warnings == (webm, again)
    picture = _picture(state, 60)
    assert "so decode it first." in " ".join(picture.replace("│", " ").split())
    assert "3.0 s" in picture
    assert "2.0 s" not in picture
    file = io.StringIO()
    PlainScreen(file).tell(again, state)
    assert file.getvalue() == "  0:03.00  warning    a byte was lost before 3.0 s\n"


class TestState:
    def test_a_chord_is_shown_until_the_next(self) -> None:
        state = _played((1.0, _seen("C:maj", "C")), (2.0, _seen("C:maj", "C")), (3.0, _seen("G:maj", "G")))
        assert state.shown == (Span(1.0, 3.0, "C:maj", "C"), Span(3.0, None, "G:maj", "G"))
        assert state.chord is not None
        assert (state.chord.symbol, state.latency_ms) == ("G", 2.5)

    def test_finals_do_not_touch_what_is_shown(self) -> None:
        state = _played((1.0, _seen("C:maj", "C")), (3.0, Chord("final", "A:min", "Am", 0.5, 2.0, 0.8)))
        assert state.final == (Span(0.5, 2.0, "A:min", "Am"),)
        assert state.chord is not None
        assert state.chord.symbol == "C"

    def test_the_rest_is_kept_as_it_comes(self) -> None:
        state = _played(
            (1.0, Key("Eb major", 0.8)), (1.0, Tempo(120.0)), (1.0, Tuning(5.0)), (1.0, Dropped(0.5)), (1.0, Done())
        )
        assert (state.key, state.tempo, state.tuning) == (Key("Eb major", 0.8), Tempo(120.0), Tuning(5.0))
        assert state.dropped == 1

    def test_the_peak_falls_slowly_and_clipping_adds_up(self) -> None:
        state = _played((0.0, Level(-3.0, -9.0, 2)), (0.5, Level(-60.0, -70.0, 1)))
        assert (state.peak_hold_dbfs, state.clipped_samples) == (-13.0, 3)

    def test_a_long_evening_keeps_only_the_last_minute(self) -> None:
        state = ViewState()
        for second in range(300):
            state = state.advance(float(second)).apply(_seen("C:maj" if second % 2 else "G:maj", "C"))
        assert len(state.shown) <= KEEP_SECONDS + 2

    def test_applying_changes_nothing_in_place(self) -> None:
        before = ViewState()
        before.advance(3.0).apply(_seen("C:maj", "C"))
        assert before == ViewState()


class TestPicture:
    def test_everything_is_in_it(self) -> None:
        state = _played(
            (1.0, _seen("C:maj", "C")),
            (6.0, _seen("A:min7/b3", "Am7/C", 0.91)),
            (7.0, Chord("final", "C:maj", "C", 1.0, 6.0, 0.9)),
            (7.0, Key("C major", 0.8)),
            (7.0, Tuning(13.0)),
            (7.0, Level(-3.0, -20.0, 4)),
            (9.0, Tempo(96.0)),
        )
        picture = _picture(state)
        for text in ("Guitar", "0:09 / 0:22", "C major", "80%", "+13 cents", "-20 dBFS", "2.5 ms", "96 bpm"):
            assert text in picture
        for text in ("91% sure", "or C7 7%", "clipping (4 samples)", "▏Am7/C", "█", "shown", "decided"):
            assert text in picture
        assert "truth" not in picture

    @pytest.mark.parametrize("width", [60, 72, 80, 100, 120])
    def test_every_line_fits(self, width: int) -> None:
        state = _played((1.0, _seen("F#:minmaj7/b3", "F#m(maj7)/A")), (4.0, Key("C# minor", 1.0)))
        lines = _picture(state, width).splitlines()
        assert {len(line) for line in lines} == {width}
        assert len(lines) <= 16

    def test_before_anything_was_heard(self) -> None:
        assert "listening" in _picture(ViewState(title="x"))

    def test_the_same_state_gives_the_same_picture(self) -> None:
        state = _played((1.0, _seen("C:maj", "C")))
        assert _picture(state) == _picture(state)


class TestTimeline:
    def test_now_is_at_the_right(self) -> None:
        spans = (Span(0.0, 9.0, "C:maj", "C"), Span(9.0, None, "G:maj", "G"))
        row = timeline_row(spans, 10.0, 40).plain
        assert len(row) == 40
        assert row.index("▏G") == 40 - round(1.0 / SECONDS_PER_CELL) - 1

    def test_nothing_is_blank_and_no_chord_is_dotted(self) -> None:
        spans = (Span(2.0, 4.0, "N", "N.C."), Span(4.0, 6.0, "C:maj", "C"))
        row = timeline_row(spans, 8.0, 45).plain
        assert row.strip().startswith("·")
        assert row.endswith(" " * 10)

    def test_narrow_spans_are_cut(self) -> None:
        spans = tuple(Span(i * 0.2, i * 0.2 + 0.2, f"{'CG'[i % 2]}:maj7", "Cmaj7") for i in range(50))
        assert len(timeline_row(spans, 10.0, 30).plain) == 30

    def test_axis(self) -> None:
        axis = time_axis(65.0, 60).plain
        assert "╵0:54" in axis
        assert "╵1:02" in axis
        assert len(axis) == 60
        assert "-" not in time_axis(1.0, 60).plain


class TestGlyphs:
    @pytest.mark.parametrize("chord", all_chords(), ids=lambda chord: chord.symbol)
    def test_every_chord_can_be_drawn(self, chord: object) -> None:
        lines = big_chord(f"{chord}/F#")
        assert len(lines) == BIG_ROWS
        assert len({len(line) for line in lines}) == 1
        assert re.fullmatch(r"[ ▀▄█]+", "".join(lines))
        assert lines != big_chord("?")

    def test_the_root_is_twice_as_large(self) -> None:
        assert len(big_chord("C")[0]) == 12
        assert big_chord("C")[0].strip() == "██████"

    def test_neighbours_on_the_circle_of_fifths_have_neighbouring_colours(self) -> None:
        assert chord_colour("N") is None
        assert chord_colour("garbage") is None
        assert len({chord_colour(chord.label) for chord in all_chords()}) == 24


class TestScreens:
    def test_a_pipe_gets_plain_lines(self) -> None:
        file = io.StringIO()
        with open_screen(Console(file=file, width=100)) as screen:
            assert isinstance(screen, PlainScreen)
            state = ViewState()
            for at, message in (
                (1.0, _seen("C:maj", "C")),
                (1.5, _seen("C:maj", "C")),
                (2.0, Key("C major", 0.5)),
                (2.5, Key("C major", 0.6)),
                (3.0, Chord("final", "C:maj", "C", 0.9, 2.5, 0.8)),
            ):
                state = state.advance(at).apply(message)
                screen.tell(message, state)
                screen.draw(state)
        assert [line.split() for line in file.getvalue().splitlines()] == [
            ["0:01.00", "C", "90%"],
            ["0:02.00", "key", "C", "major"],
            ["0:03.00", "decided", "C", "0:00.90", "to", "0:02.50"],
        ]

    def test_a_terminal_gets_the_picture_and_its_cursor_back(self) -> None:
        file = io.StringIO()
        console = Console(file=file, width=100, force_terminal=True, _environ={"TERM": "xterm-256color"})

        def interrupted() -> None:
            with open_screen(console) as screen:
                assert isinstance(screen, TerminalScreen)
                screen.draw(ViewState(title="Guitar"))
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert "listening" in file.getvalue()
        assert file.getvalue().rindex("\x1b[?25h") > file.getvalue().rindex("\x1b[?25l")
