"""The open benchmark: clips, conditions, rules, and who hears what in which order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import mir_eval
import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from bench.__main__ import main
from bench.consistency.conditions import Sound
from bench.open.command import _not_reached, without_paths
from bench.open.conditions import CLEAN, CONDITIONS, through
from bench.open.corpus import Clip, arrive, chosen, read_pieces
from bench.open.hearing import Kept, hear
from bench.open.measure import MEASURES, plain, said, scoring_fingerprint
from bench.open.ours import CHORDWORK, TEMPLATES
from bench.open.page import SCORED
from bench.open.programs import Program, find_programs, not_ready
from bench.peers.worker import Answer
from chordwork.harmony.score import compare
from evaluation.clips import RATE_HZ

BAR_S = 1.5
TONES = {"maj7": (0, 4, 7, 11), "min7": (0, 3, 7, 10), "7": (0, 4, 7, 10), "min": (0, 3, 7), "maj": (0, 4, 7)}
ROOTS = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
TUNES = {
    "band/b_band_00": "C:maj7 A:min7 D:min7 G:7",
    "band/b_band_01": "F:maj7 D:min7 G:min7 C:7",
    "comping/b_comping_00": "G:maj7 E:min7 A:min7 D:7",
    "comping/b_comping_01": "D:maj A:maj D:maj A:maj D:maj A:maj D:maj A:maj",
    "none/b_none_00": "",
}


def sounded(root: str, quality: str) -> NDArray[np.float64]:
    """A chord of decaying partials over its bass."""
    time = np.arange(round(BAR_S * RATE_HZ)) / RATE_HZ
    low = 36 + (ROOTS.index(root) - 0) % 12
    notes = [low, *(low + 12 + tone + (12 if tone < 4 else 0) for tone in TONES[quality])]
    waves = [np.sin(2 * np.pi * 440 * 2 ** ((n - 69) / 12) * k * time) / k for n in notes for k in range(1, 6)]
    return np.asarray(np.sum(waves, axis=0) * np.exp(-time), np.float64)


def write_tunes(folder: Path) -> Path:
    for name, chords in TUNES.items():
        path = folder / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        names = [chord.split(":") for chord in chords.split()]
        silence = np.zeros(RATE_HZ // 2)
        if names:
            audio = np.concatenate([silence, *(sounded(*each) for each in names), silence])
            audio *= 0.6 / np.abs(audio).max()
        else:
            audio = np.random.default_rng(0).standard_normal(4 * RATE_HZ) * 0.01
        soundfile.write(path.with_suffix(".flac"), audio, RATE_HZ, subtype="PCM_16")
        rows: list[tuple[float, float, str]] = [(0.0, 0.5, "N")] if names else [(0.0, 4.0, "N")]
        for root, quality in names:
            rows.append((rows[-1][1], rows[-1][1] + BAR_S, f"{root}:{quality}"))
        if names:
            rows.append((rows[-1][1], rows[-1][1] + 0.5, "N"))
        path.write_text(json.dumps({"chords": rows, "key": [], "tuning_cents": 0.0, "sound": {}}))
    return folder


def test_conditions_are_the_same_for_the_same_clip(tmp_path: Path) -> None:
    write_tunes(tmp_path)
    piece = read_pieces(tmp_path)[0]
    for condition in CONDITIONS:
        clips = [arrive(piece, condition, tmp_path / cache) for cache in ("one", "two")]
        assert clips[0].digest == clips[1].digest, condition
        assert arrive(piece, condition, tmp_path / "one") == clips[0]
        faster = clips[0].chords[-1][1] / piece.chords[-1][1]
        assert clips[0].seconds == pytest.approx(faster * 7.0, abs=0.06)
        assert (abs(faster - 1.0) > 0.01) == ("cents" in condition)
        assert [label for _, _, label in clips[0].chords] == [label for _, _, label in piece.chords]


def test_a_clip_of_another_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="22050"):
        through(CLEAN, Sound(np.zeros((100, 1), np.float32), 44_100), ((0.0, 1.0, "N"),), "clip")


def test_everybody_hears_all_clips_clean_before_any_condition(tmp_path: Path) -> None:
    pieces = read_pieces(write_tunes(tmp_path))
    order = chosen(pieces, quick=False, full=False, conditions=list(CONDITIONS))
    assert [condition for _, condition in order[: len(pieces)]] == [CLEAN] * len(pieces)
    core = [piece.name for piece in pieces if piece.core]
    assert core == ["b_band_00", "b_comping_00", "b_none_00"]
    assert [piece.name for piece, condition in order if condition == "room"] == core
    every = chosen(pieces, quick=False, full=True, conditions=[CLEAN, "room"])
    assert len(every) == 2 * len(pieces)
    quick = chosen(pieces, quick=True, full=False, conditions=[CLEAN, "room"])
    assert [piece.name for piece, _ in quick] == 2 * core


@pytest.mark.parametrize(("reference", "answer", "rule"), SCORED)
def test_rules_of_the_page_are_those_of_mir_eval(reference: str, answer: str, rule: str) -> None:
    for measure in MEASURES:
        theirs = getattr(mir_eval.chord, measure)([reference], [answer])[0]
        ours = compare(reference, answer, measure)
        assert {True: 1.0, False: 0.0, None: -1.0}[ours] == theirs, (rule, measure)


def test_what_was_said_is_told_by_one_name_for_a_chord() -> None:
    assert plain("C#:min7/b3") == "Db:min7"
    table = said([(0.0, 2.0, "C:maj/3"), (2.0, 3.0, "N")], [(0.0, 1.5, "C:maj"), (1.5, 3.0, "A:min")])
    assert table == {"C:maj": {"C:maj": 1.5, "A:min": 0.5}, "N": {"A:min": 1.0}}


def test_the_fingerprint_changes_with_what_the_scoring_does(monkeypatch: pytest.MonkeyPatch) -> None:
    before = scoring_fingerprint()
    assert scoring_fingerprint() == before
    monkeypatch.setattr("bench.open.measure.same_chord", lambda a, b: None)
    assert scoring_fingerprint() != before


@pytest.mark.parametrize("options", [["--only", "nobody"], ["--only", "crema"], ["--conditions", "underwater"]])
def test_what_is_not_there_is_told(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["open", *options, "--pieces", str(tmp_path), "--peers", str(tmp_path), "--cache", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "there are" in told or "peers list" in told


class _Asked:
    """A worker that answers at once, or does not."""

    versions: Mapping[str, str] = {}
    since_start_s = 1.0

    def __init__(self, heard: list[str], name: str) -> None:
        self._heard, self._name = heard, name

    def __enter__(self) -> _Asked:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ask(self, path: Path) -> Answer:
        self._heard.append(f"{self._name} {path.parent.name} {path.stem}")
        return Answer({"final": [(0.0, 1.0, "C:maj")]}, "tired" if "b_band_01" in path.stem else "", 0.1, 0.1, 1.0, 9.0)


def program(name: str, heard: list[str], fingerprint: str = "1") -> Program:
    start: Any = lambda _: _Asked(heard, name)  # noqa: E731
    return Program(name, "", "", ("final",), "1", None, fingerprint, start)


def test_programs_resume_and_failures_are_told(tmp_path: Path) -> None:
    pieces = read_pieces(write_tunes(tmp_path))
    order = chosen(pieces, quick=False, full=False, conditions=[CLEAN, "room"])
    clips: list[Clip] = [arrive(piece, condition, tmp_path) for piece, condition in order]
    heard, kept, until = list[str](), Kept(tmp_path / "answers"), float("inf")
    wrong = hear([program("one", heard)], clips, kept, jobs=1, until=until, tell=lambda _: None)
    assert len([each for each in heard if "second" not in each]) == len(clips)
    assert len(wrong) == 1
    assert "failed on b_band_01, clean: tired" in wrong[0]
    heard.clear()
    hear([program("one", heard)], clips, kept, jobs=1, until=until, tell=lambda _: None)
    assert [each for each in heard if "second" not in each] == ["one clean b_band_01"]
    heard.clear()
    later = program("one", heard, "2")
    assert hear([later], clips, kept, jobs=1, until=0.0, tell=lambda _: None) == []
    assert not heard
    assert _not_reached([later], clips, kept) == ["one: 8 of 8 clips were not heard in the time (clean, room)"]


def test_a_result_tells_no_folders() -> None:
    told = without_paths("crema ended; its last words: File /home/me/peers/crema/lib/x.py, 2/3 right, MP3 32 kb/s")
    assert told == "crema ended; its last words: File x.py, 2/3 right, MP3 32 kb/s"


def test_without_peers_ours_are_measured(tmp_path: Path) -> None:
    (left_out,) = not_ready(tmp_path)
    assert left_out.startswith("chord-extractor, ")
    assert left_out.endswith("no environment was ready")
    assert [each.name for each in find_programs(tmp_path, [], None)] == [CHORDWORK, TEMPLATES]
    assert [each.name for each in find_programs(tmp_path, [CHORDWORK], None)] == [CHORDWORK, TEMPLATES]
