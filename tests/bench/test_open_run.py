"""The open benchmark, run for real on clips of some seconds; faults are planted in what such a run wrote."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs
import pytest

from bench.__main__ import main
from bench.open import command, summary
from bench.open.conditions import CLEAN
from bench.open.corpus import arrive, read_pieces
from bench.open.errors import OpenBenchmarkError
from bench.open.hearing import Kept
from bench.open.measure import Row, measured
from bench.open.ours import CHORDWORK, TEMPLATES
from bench.open.page import page_of
from bench.open.plots import draw
from bench.open.programs import ours
from bench.open.regression import compared
from bench.open.result import Curve, Measured, Result, document_of, parse, read, text_of
from tests.bench.test_open import BAR_S, TUNES, write_tunes

pytestmark = pytest.mark.long


@attrs.frozen
class Ran:
    """A run on tunes of some seconds."""

    pieces: Path
    cache: Path
    file: Path

    def again(self, *more: str) -> None:
        assert main(["open", *self.options(), *more]) == 0

    def options(self) -> list[str]:
        return [
            "--pieces", str(self.pieces), "--cache", str(self.cache), "--only", CHORDWORK,
            "--conditions", "noise 10 dB", "--json", str(self.file), "--jobs", "1",
            "--peers", str(self.cache / "no-peers"), "--minutes", "60",
        ]  # fmt: skip


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("open")
    made = Ran(write_tunes(folder / "pieces"), folder / "cache", folder / "results/open.json")
    made.again()
    return made


@pytest.fixture
def result(ran: Ran) -> Result:
    return read(ran.file)


def changed(result: Result, program: str, change: Callable[[str, str, Row], Row]) -> Result:
    """A result of which one program's rows are others."""
    rows = {
        condition: {clip: change(condition, clip, row) for clip, row in clips.items()}
        for condition, clips in result.rows[program].items()
    }
    return attrs.evolve(result, rows={**result.rows, program: rows})


def with_labels(ran: Ran, result: Result, renamed: Callable[[str], str]) -> Result:
    """The result of the same answers of Chordwork, had it called chords otherwise: scored as any answer is."""
    program, kept, rows = ours(CHORDWORK), Kept(ran.cache.resolve() / "open/answers"), dict[str, dict[str, Row]]()
    for piece in read_pieces(ran.pieces):
        for condition in (CLEAN, "noise 10 dB"):
            clip = arrive(piece, condition, ran.cache.resolve())
            answer = kept.answer(program, clip)
            if answer is not None:
                tiers = {
                    tier: [(each[0], each[1], renamed(each[2]), *each[3:]) for each in heard]
                    for tier, heard in answer.tiers.items()
                }
                rows.setdefault(condition, {})[piece.name] = measured(clip, attrs.evolve(answer, tiers=tiers))
    return attrs.evolve(result, rows={**result.rows, CHORDWORK: rows})


def exchanged(pairs: Mapping[str, str], level: str) -> Callable[[str], str]:
    """Names changed for one another, at a level of :func:`bench.open.regression._levels`."""
    both = {**pairs, **{other: one for one, other in pairs.items()}}

    def renamed(label: str) -> str:
        root, colon, rest = label.partition(":")
        if not colon:
            return label
        quality, slash, _ = rest.partition("/")
        if level == "quality":
            return f"{root}:{both[quality]}" if quality in both else label
        if level == "root":
            return f"{both.get(root, root)}:{rest}"
        return both.get(f"{root}:{quality}", label) if not slash else label

    return renamed


def test_both_tiers_of_both_programs_are_measured(result: Result) -> None:
    assert set(result.programs) == {CHORDWORK, TEMPLATES}
    assert result.conditions(CHORDWORK) == [CLEAN, "noise 10 dB"]
    assert len(result.rows[CHORDWORK][CLEAN]) == len(TUNES)
    row = result.rows[CHORDWORK][CLEAN]["b_band_00"]
    assert set(row.shares) == {"final", "live", "live +100 ms", "live +250 ms", "live +500 ms"}
    assert row.shares["live"][2] <= row.shares["live +250 ms"][2]
    assert row.cpu_s > 0
    assert result.programs[CHORDWORK].peak_mb > 20
    assert result.programs[CHORDWORK].start_cpu_s is not None
    assert result.clips["b_band_00"].weights[0] == pytest.approx(4 * BAR_S + 1.0, abs=0.01)
    assert result.wrong == []
    found = summary.accuracy(result, CHORDWORK, "final", "majmin")
    assert found is not None
    assert found.value > 0.6
    assert set(result.rows[CHORDWORK][CLEAN]["b_none_00"].false) == {"final", "live"}


def test_a_second_run_hears_nothing_anew_and_says_the_same(ran: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    before = ran.file.read_text()
    ran.again()
    assert "min left" not in capsys.readouterr().out
    assert json.loads(ran.file.read_text())["rows"] == json.loads(before)["rows"]


def test_a_file_keeps_what_it_says_of_programs_that_are_not_measured_now(ran: Ran, result: Result) -> None:
    about = attrs.evolve(result.programs[TEMPLATES], what="another program")
    rows = result.rows[TEMPLATES]
    wider = attrs.evolve(
        result,
        programs={**result.programs, "crema": about},
        rows={**result.rows, "crema": rows},
        wrong=["crema: tired"],
    )
    slower = {
        name: {clip: attrs.evolve(row, cpu_s=2 * row.cpu_s) for clip, row in clips.items()}
        for name, clips in rows.items()
    }
    now = attrs.evolve(result, rows={**result.rows, TEMPLATES: slower})
    merged = command.merged(wider, now)
    assert merged.programs["crema"] == attrs.evolve(about, times_templates=1.0)
    assert summary.cost(merged, "crema").times_templates == 1.0  # beside the templates of its own run
    assert merged.rows["crema"] == rows
    assert merged.wrong == ["crema: tired"]
    other = {name: attrs.evolve(clip, sound="another") for name, clip in result.clips.items()}
    with pytest.raises(OpenBenchmarkError, match="leave --only out"):
        command.merged(attrs.evolve(wider, clips=other), result)
    more = {**result.clips, "solo": result.clips["b_none_00"]}
    with pytest.raises(OpenBenchmarkError, match=r"not heard now \(solo\)"):
        command.merged(attrs.evolve(wider, clips=more), result)


def test_a_result_is_read_as_it_was_written(ran: Ran, result: Result, tmp_path: Path) -> None:
    assert parse(json.loads(text_of(document_of(result)))) == result
    assert len(text_of(document_of(result)).splitlines()) < 60
    (tmp_path / "old.json").write_text(json.dumps({"benchmark": "cost"}))
    with pytest.raises(OpenBenchmarkError, match="no result"):
        read(tmp_path / "old.json")


def test_the_same_is_not_worse(result: Result) -> None:
    verdict = compared(result, result)
    assert not verdict.complaints
    assert not [change for change in verdict.changes if change.worse or change.better]


def test_a_planted_slowdown_of_a_fifth_is_found(result: Result) -> None:
    slower = changed(result, CHORDWORK, lambda _, __, row: attrs.evolve(row, cpu_s=1.2 * row.cpu_s))
    complaints = compared(result, slower).complaints
    assert len(complaints) == 1
    assert "CPU beside the templates" in complaints[0]
    everything = changed(slower, TEMPLATES, lambda _, __, row: attrs.evolve(row, cpu_s=1.2 * row.cpu_s))
    assert not compared(result, everything).complaints, "a slower machine is no slower program"
    little = changed(result, CHORDWORK, lambda _, __, row: attrs.evolve(row, cpu_s=1.05 * row.cpu_s))
    assert not compared(result, little).complaints


@pytest.mark.parametrize(
    ("level", "one", "other"),
    [("quality", "maj7", "min7"), ("root", "C", "G"), ("chord", "D:min7", "A:min7")],
)
def test_two_swapped_classes_are_found_and_named(ran: Ran, result: Result, level: str, one: str, other: str) -> None:
    swapped = with_labels(ran, result, exchanged({one: other}, level))
    verdict = compared(result, swapped)
    assert [(swap.level, {swap.one, swap.other}) for swap in verdict.swaps] == [(level, {one, other})]
    assert any(f"{level} " in complaint and "are swapped" in complaint for complaint in verdict.complaints)
    assert not compared(result, with_labels(ran, result, lambda label: label)).complaints


def test_a_display_that_is_later_and_more_restless_is_found(result: Result) -> None:
    late = changed(
        result, CHORDWORK, lambda _, __, row: attrs.evolve(row, delays=[delay + 0.1 for delay in row.delays])
    )
    assert any("onset to right name" in complaint for complaint in compared(result, late).complaints)
    restless = changed(result, CHORDWORK, lambda _, __, row: attrs.evolve(row, needless=row.needless + 3))
    assert any("needless changes" in complaint for complaint in compared(result, restless).complaints)
    inventing = changed(
        result, CHORDWORK, lambda _, __, row: attrs.evolve(row, false={tier: 9 + n for tier, n in row.false.items()})
    )
    assert any("false chords" in complaint for complaint in compared(result, inventing).complaints)


def test_the_command_compares_two_files(result: Result, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slower = changed(result, CHORDWORK, lambda _, __, row: attrs.evolve(row, cpu_s=1.2 * row.cpu_s))
    for name, each in (("a", result), ("b", slower)):
        (tmp_path / f"{name}.json").write_text(text_of(document_of(each)))
    assert main(["compare", str(tmp_path / "a.json"), str(tmp_path / "b.json")]) == 1
    complaint = capsys.readouterr().err
    assert "surely worse" in complaint
    assert "chordwork: CPU beside the templates" in complaint
    assert main(["compare", str(tmp_path / "b.json"), str(tmp_path / "a.json")]) == 0


def test_what_was_scored_otherwise_is_not_compared(result: Result) -> None:
    with pytest.raises(OpenBenchmarkError, match="scored otherwise"):
        compared(result, attrs.evolve(result, scoring="of yesterday"))
    with pytest.raises(OpenBenchmarkError, match="no program"):
        compared(attrs.evolve(result, programs={}), result)


def test_a_page_and_pictures_are_made_of_a_result(result: Result, tmp_path: Path) -> None:
    page = page_of(result, is_current=False)
    assert "This version ships another model" in page
    assert "| chordwork |" in page
    assert "$" not in page
    pytest.importorskip("matplotlib")
    curve = Curve("stream port", 20.0, [(1, 3.0), (100, 18.0)])
    draw(attrs.evolve(result, capacity=[curve]), tmp_path)
    first = {path.name: path.read_bytes() for path in tmp_path.glob("*.svg")}
    assert set(first) == {"delay.svg", "cost.svg", "capacity.svg"}
    draw(attrs.evolve(result, capacity=[curve]), tmp_path)
    assert first == {path.name: path.read_bytes() for path in tmp_path.glob("*.svg")}


def test_conditions_that_were_cut_off_are_no_figures(result: Result) -> None:
    cut = {**result.rows[CHORDWORK], "noise 10 dB": {}}
    found = attrs.evolve(result, rows={**result.rows, CHORDWORK: cut})
    assert found.conditions(CHORDWORK) == [CLEAN]
    assert found.conditions(TEMPLATES) == [CLEAN, "noise 10 dB"]
    assert isinstance(found.programs[CHORDWORK], Measured)
