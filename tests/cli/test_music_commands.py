"""The commands about chords: parse, suggest, tabs, accompany."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
import soundfile

from chordwork.cli._main import main
from chordwork.cli.examples import EXAMPLES
from chordwork.cli.music.plan_view import coloured_plan
from chordwork.cli.music.suggestion_text import BAR_CELLS, probability_bar
from chordwork.cli.music.tab_formats import TAB_FORMATS
from chordwork.cli.music.tab_view import coloured_tab
from chordwork.engine import load_model
from chordwork.music.accompaniment import GROOVES
from chordwork.music.songwriting import write_song
from chordwork.music.tabs import tab

from .conftest import plucked

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def program(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """An environment in which ``chordwork`` is this source tree."""
    folder = tmp_path / "bin"
    folder.mkdir()
    shim = folder / "chordwork"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m chordwork.cli "$@"\n')
    shim.chmod(0o755)
    return {**environment, "PATH": f"{folder}{os.pathsep}{environment['PATH']}"}


@pytest.mark.parametrize("line", [line for lines in EXAMPLES.values() for line in lines])
@pytest.mark.long
def test_examples_of_the_help_run(line: str, program: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, env=program, cwd=tmp_path, timeout=120
    )
    if "--play" in line and done.returncode:
        assert "--output band.wav" in done.stderr  # no loudspeaker, and what to do instead
        return
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    written = re.search(r"(?:--output|>) (\S+)", line)
    assert (tmp_path / written[1]).stat().st_size > 500 if written else done.stdout.strip()


@pytest.mark.parametrize("command", EXAMPLES)
def test_help_shows_the_examples(command: str, capfd: Capture) -> None:
    assert main([command, "--help"]) == 0
    shown = " ".join(capfd.readouterr().out.split())
    assert all(" ".join(line.split()) in shown for line in EXAMPLES[command])


LIGHT = [
    ["tabs", "C"],
    ["suggest", "C"],
    ["parse", "C"],
    ["accompany", "C"],
    ["write", "rain"],
    ["practice", "C", "--notes", "C E G"],
]


@pytest.mark.parametrize("command", LIGHT, ids=lambda command: command[0])
def test_music_commands_load_no_model_and_no_server(command: list[str], environment: dict[str, str]) -> None:
    code = (
        f"import sys; from chordwork.cli import main; code = main({command!r});"
        "heavy = {'onnxruntime', 'quart', 'hypercorn', 'trio', 'soundfile', 'pyfftw', 'PIL'} & set(sys.modules);"
        "sys.exit(f'{code} {heavy}' if code or heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "pointer"),
    [
        (["tabs", "C G Amy F"], ["    C G Amy F", "          ^"]),
        (["suggest", "C Gz"], ["    C Gz", "       ^"]),
        (["parse", "C", "Am(add9"], ["    C Am(add9", "        ^"]),
        (["accompany", "C | H7"], ["    C | H7", "        ^"]),
        (["suggest", "C", "--key", "A foo"], ["    A foo", "      ^"]),
    ],
)
def test_a_caret_stands_under_what_cannot_be_read(arguments: list[str], pointer: list[str], capfd: Capture) -> None:
    assert main(arguments) == 2
    shown = capfd.readouterr()
    assert shown.out == ""
    first, *place = shown.err.splitlines()
    assert first.startswith("chordwork: ")
    assert place == pointer


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["tabs", "C", "--instrument", "kazoo"], "ukulele"),
        (["tabs", "C", "--tuning", "E" * 40], "12"),
        (["tabs", "C", "--capo", "99"], "capo"),
        (["tabs", "C", "--pattern", "polka"], "fingerstyle"),
        (["tabs", " ".join(["C"] * 10_000)], "1000"),
        (["tabs", "C", "--output", "song.doc"], ".musicxml"),
        (["tabs", "C", "--output", "/nowhere/song.mid"], "folder"),
        (["tabs", "C", "--output", "."], "folder"),
        (["tabs", "C", "--metre", "4/5"], "4/5"),
        (["tabs", "N.C. ?"], "no tones"),
        (["suggest", "C _ _ G"], "one gap"),
        (["suggest", "C _ G", "--replace", "1"], "not both"),
        (["suggest", "C G", "--replace", "3"], "from 1 to 2"),
        (["suggest", "", "--replace", "1"], "name the chords first"),
        (["suggest", "C", "--mood", "pink"], "happy"),
        (["suggest", "C", "--genre", "polka"], "jazz"),
        (["suggest", "C", "--limit", "0"], "limit"),
        (["parse", "   "], "which chords"),
        (["accompany", "C", "--groove", "polka"], "bossa"),
        (["accompany", "C", "--tempo", "9"], "20 to 400"),
        (["accompany", "C", "--output", "band.aac"], ".mp3"),
        (["accompany", "C", "--output", "band.wav", "--soundfont", "/nowhere.sf2"], "/nowhere.sf2"),
        (["accompany", ""], "at least one chord"),
        (["write", ""], "empty theme"),
        (["write", "x" * 3000], "at most 2000"),
        (["write", "rain", "--genre", "polka-core"], "genre"),
        (["write", "rain", "--set", "title"], "field and its value"),
        (["write", "rain", "--set", "colour=red"], "colour"),
        (["write", "rain", "--output", "song.doc"], ".md"),
        (["write", "--plan", "none.json"], "none.json"),
        (["practice", "C"], "--notes"),
        (["practice", "C", "x.wav", "--notes", "C"], "--notes"),
        (["practice", "C", "x.wav"], "no such file"),
        (["practice", "C", "--notes", "H"], "H"),
        (["practice", "N.C.", "--notes", "C"], "nothing to play"),
    ],
)
def test_bad_requests_say_what_to_do(
    arguments: list[str], words: str, capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    error = capfd.readouterr().err
    assert words in error
    assert len(error.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_chords_come_from_a_pipe_or_one_by_one(capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["tabs", "C", "G", "Am", "F"]) == 0
    one_by_one = capfd.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.StringIO("C G\nAm F\n"))
    assert main(["tabs"]) == 0
    assert capfd.readouterr().out == one_by_one
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    assert main(["tabs"]) == 2
    assert "pipe them in" in capfd.readouterr().err


@pytest.mark.parametrize("name", TAB_FORMATS)
def test_every_format_by_its_name_and_its_ending(name: Any, capfdbinary: Any, tmp_path: Path) -> None:
    place = tmp_path / f"song.{TAB_FORMATS[name].extensions[0]}"
    assert main(["tabs", "C G", "--output", str(place)]) == 0
    assert capfdbinary.readouterr().out == b""
    assert main(["tabs", "C G", "--format", name]) == 0
    piped = capfdbinary.readouterr().out
    made = tab("C G")
    expected = TAB_FORMATS[name].write(made)
    assert place.read_bytes() == (expected.encode() if isinstance(expected, str) else expected)
    assert piped.rstrip(b"\n") == place.read_bytes().rstrip(b"\n")


def test_bytes_are_kept_from_a_terminal(capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["tabs", "C", "--format", "midi"]) == 2
    assert "--output song.mid" in capfd.readouterr().err
    assert main(["accompany", "C", "--format", "wav"]) == 2
    assert "--output band.wav" in capfd.readouterr().err


def test_the_chosen_capo_and_what_cannot_be_played_are_said(capfd: Capture) -> None:
    assert main(["tabs", "Bb F Gm Eb", "--capo", "easy", "--level", "beginner"]) == 0
    shown = capfd.readouterr()
    assert "capo 3" in shown.err
    assert "Bb (G)" in shown.out
    assert main(["tabs", "C/B", "--instrument", "ukulele", "--frets", "1", "4"]) == 0
    assert "let a bass player have it" in capfd.readouterr().err


@pytest.mark.parametrize(
    "line", ["D D D D", "C | G7/B F#m7b5/E", "A7 D7 E7#9", "Bb F Gm Eb N.C.", "C7alt Db", "Dsus2 | %"]
)
def test_colours_change_no_character(line: str) -> None:
    for made in (tab(line, title="D"), tab(line, capo=2), tab(line, instrument="bass"), tab(line, style="pick")):
        assert coloured_tab(made, 80).plain == made.text(width=80)
    assert any("bold" in str(span.style) for span in coloured_tab(tab(line), 80).spans)


def test_suggestions_are_a_table_of_whole_lines(capfd: Capture) -> None:
    assert main(["suggest", "Dm7 G7", "--limit", "3"]) == 0
    heading, *rows = capfd.readouterr().out.splitlines()
    assert heading.startswith("After Dm7 G7")
    assert "C major" in heading
    assert len(rows) == 3
    assert re.match(r"C +I +\d+\.\d % +█+. +Home: .*music\.$", rows[0].rstrip())


def test_suggestions_gaps_and_replacements_for_programs(capfd: Capture) -> None:
    for arguments, asked in (
        (["Dm7 G7"], "after Dm7 G7"),
        (["C Am _ G"], "for the gap in C Am _ G"),
        (["C Am _"], "after C Am"),
        (["C Am F G", "--replace", "3"], "instead of F in C Am F G"),
        ([""], "to begin with"),
    ):
        assert main(["suggest", *arguments, "--json", "--limit", "4", "--key", "C"]) == 0
        document = json.loads(capfd.readouterr().out)
        assert (document["asked"], document["key"], document["key_confidence"]) == (asked, "C major", 1.0)
        assert len(document["next"]) == 4
        assert all(each["reason"] and 0 < each["probability"] <= 1 for each in document["next"])


def test_well_known_beginnings_are_shown(capfd: Capture) -> None:
    assert main(["suggest", "--examples"]) == 0
    shown = capfd.readouterr().out
    assert "Andalusian cadence: Am G F   in A minor" in shown
    assert shown.count(" % ") >= 16 * 5


@pytest.mark.parametrize(("probability", "cells"), [(0.0, 1), (1e-9, 1), (0.5, BAR_CELLS // 2), (1.0, BAR_CELLS)])
def test_bars_are_as_long_as_the_probability(probability: float, cells: int) -> None:
    assert len(probability_bar(probability)) == cells


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (["tabs", "H7 | Es Fism", "--notation", "german"], ["H7", "Es", "Fism"]),
        (["accompany", "Rem | La7", "--notation", "solfege"], ["Rem", "La7"]),
        (["suggest", "Do Sol Lam", "--notation", "solfege"], ["Fa", "in Do major"]),
        (["parse", "H7 Em", "--notation", "german"], ["H Dis Fis A", "E minor"]),
        (["practice", "Hm", "--notes", "H D Fis", "--notation", "german"], ["Hm", "right"]),
    ],
)
def test_every_command_speaks_the_notation_it_is_asked_in(command: list[str], shown: list[str], capfd: Capture) -> None:
    assert main(command) == 0
    printed = capfd.readouterr().out
    assert all(word in printed for word in shown)


def test_charts_of_several_lines_come_from_a_pipe(capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    song = "Verse:\nC       G\nHello darkness my old friend\n\nChorus:\n|: Am / / F :|\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(song))
    assert main(["parse", "--json"]) == 0
    read = json.loads(capfd.readouterr().out)
    assert [chord["symbol"] for chord in read["chords"]] == ["C", "G", "Am", "F", "Am", "F"]


def test_small_letters_are_answered_with_the_line_to_type(capfd: Capture) -> None:
    assert main(["tabs", "c g am f"]) == 2
    assert "write C G Am F" in capfd.readouterr().err


def test_parsing_says_notes_numerals_and_key(capfd: Capture) -> None:
    assert main(["parse", "Dm7 G7 C E7 Am N.C."]) == 0
    shown = capfd.readouterr().out.splitlines()
    assert shown[0].startswith("C major")
    assert re.match(r"E7 +V7/vi +E G# B D +1 3 5 b7 +E:7 +secondary dominant, towards Am$", shown[5].rstrip())
    assert main(["parse", "H7", "B", "--german", "--key", "E minor", "--transpose", "-2", "--json"]) == 0
    document = json.loads(capfd.readouterr().out)
    assert document["keys"] == [{"key": "D minor", "confidence": 1.0}]
    assert [chord["symbol"] for chord in document["chords"]] == ["A7", "Ab"]
    assert document["chords"][0]["notes"] == ["A", "C#", "E", "G"]


@pytest.mark.parametrize("groove", GROOVES)
def test_a_band_is_shown_in_sixteenths(groove: str, capfd: Capture) -> None:
    assert main(["accompany", "C G Am F", "--groove", groove]) == 0
    shown = capfd.readouterr().out.splitlines()
    steps = GROOVES[groove].bar_steps
    rows = [line for line in shown if line[12:13] == "|"]
    assert {row[:12].strip() for row in rows} >= {"bass", "comping"}
    assert all({len(bar) for bar in row.split("|")[1:]} == {steps} for row in rows)
    struck = next(row for row in rows if row.startswith("bass")).split("|")[2]
    first = GROOVES[groove].bass[0] != "."
    assert (struck[0] != "·") == first


def test_a_band_is_written_as_what_the_name_says(capfd: Capture, tmp_path: Path) -> None:
    for ending in ("wav", "mp3", "ogg", "opus", "flac", "mid", "svg", "json"):
        place = tmp_path / f"band.{ending}"
        asked = ["accompany", "C G", "--tempo", "280", "--output", str(place), "--soundfont", "none"]
        assert main(asked) == 0
        assert str(place) in capfd.readouterr().out
    with wave.open(str(tmp_path / "band.wav")) as sound:
        assert (sound.getnchannels(), sound.getframerate()) == (2, 44_100)
    assert (tmp_path / "band.mid").read_bytes().startswith(b"MThd")
    assert ElementTree.fromstring((tmp_path / "band.svg").read_text()).tag.endswith("svg")
    assert json.loads((tmp_path / "band.json").read_text())["groove"] == "pop"


@pytest.mark.parametrize("ending", ["wav", "mp3", "flac"])
def test_the_length_that_is_said_is_that_of_the_file(capfd: Capture, tmp_path: Path, ending: str) -> None:
    """A band of 19.0 s was a file of 27.7 s, the rest silence."""
    place = tmp_path / f"band.{ending}"
    assert main(["accompany", "C G Am F", "--groove", "swing", "--output", str(place)]) == 0
    said = re.search(r"([\d.]+) s$", capfd.readouterr().out, re.MULTILINE)
    assert said is not None
    assert soundfile.info(place).duration == pytest.approx(float(said[1]), abs=0.06)
    sound, rate = soundfile.read(place)
    assert np.abs(sound[-round(0.2 * rate) :]).max() > 1e-4, "it does not end in silence"


def test_a_plan_is_played_from_a_file_and_from_a_pipe(
    capfd: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, band = tmp_path / "song.json", tmp_path / "band.json"
    assert main(["write", "rain on the roof", "--groove", "slow_six", "--tempo", "50", "--output", str(place)]) == 0
    assert main(["accompany", "--plan", str(place), "--output", str(band)]) == 0
    assert "Slow six-eight, 6/8, dotted quarter = 50 bpm" in capfd.readouterr().out
    from_file = json.loads(band.read_text())
    assert [part["title"] for part in from_file["sections"]][0:1] != []
    monkeypatch.setattr(sys, "stdin", io.StringIO(place.read_text()))
    assert main(["accompany", "--output", str(band)]) == 0
    assert json.loads(band.read_text()) == from_file
    assert main(["accompany", "--plan", str(place), "--groove", "waltz", "--tempo", "99", "--output", str(band)]) == 0
    assert "Waltz, 3/4, quarter = 99 bpm" in capfd.readouterr().out
    for arguments, word in (
        (["accompany", "C", "--plan", str(place)], "not both"),
        (["accompany", "--plan", str(place), "--beats", "2"], "--beats"),
        (["accompany", "--plan", str(tmp_path / "none.json")], "cannot be read"),
        (["accompany", "--plan", str(tmp_path)], "cannot be read"),
    ):
        assert main(arguments) == 2
        assert word in capfd.readouterr().err
    place.write_text("C G Am F")
    assert main(["accompany", "--plan", str(place)]) == 2
    assert "is no JSON" in capfd.readouterr().err
    place.write_text('{"format": "chordwork-song-1"}')
    assert main(["accompany", "--plan", str(place)]) == 2
    assert "plan" in capfd.readouterr().err


def test_a_song_is_written_and_changed(capfd: Capture, tmp_path: Path) -> None:
    place = tmp_path / "plan.json"
    assert main(["write", "walking home through the rain", "--key", "G", "--seed", "4", "--output", str(place)]) == 0
    assert capfd.readouterr().out == ""
    plan = json.loads(place.read_text())
    assert plan["key"] == "G major"
    changed = tmp_path / "changed.json"
    settled = ["--set", "title=Wet Shoes", "--set", "tempo_bpm=90", "--set", "sections.chorus.chords=G | D | Em | C"]
    assert (
        main(["write", "--plan", str(place), *settled, "--keep", "key", "--seed", "9", "--output", str(changed)]) == 0
    )
    again = json.loads(changed.read_text())
    assert (again["title"], again["tempo_bpm"], again["key"]) == ("Wet Shoes", 90, "G major")
    assert main(["write", "--plan", str(changed), "--keep", "form", "--seed", "2", "--output", str(changed)]) == 0
    third = json.loads(changed.read_text())  # what was settled before is still settled
    assert (third["title"], third["tempo_bpm"], third["key"], third["form"]) == (
        "Wet Shoes", 90, "G major", again["form"],
    )  # fmt: skip
    chorus = next(section for section in again["sections"] if section["name"] == "chorus")
    assert [chord["symbol"] for chord in chorus["chords"]][:4] == ["G", "D", "Em", "C"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("once upon a time", "no JSON"), ("[" * 100_000, "no JSON"), ("[1, 2]", "object"), ('{"theme": "x"}', "missing")],
    ids=["prose", "deep", "list", "little"],
)
def test_what_is_no_plan_is_refused(text: str, words: str, capfd: Capture, tmp_path: Path) -> None:
    place = tmp_path / "plan.json"
    place.write_text(text)
    assert main(["write", "--plan", str(place)]) == 2
    error = capfd.readouterr().err
    assert words in error
    assert len(error.splitlines()) == 1


@pytest.mark.parametrize(("ending", "words"), [("md", "# "), ("cho", "{title: "), ("txt", "====")])
def test_a_song_is_written_as_the_name_says(ending: str, words: str, tmp_path: Path) -> None:
    place = tmp_path / f"song.{ending}"
    assert main(["write", "rain", "--output", str(place)]) == 0
    assert words in place.read_text()


def test_a_song_is_written_as_a_chart_and_around_one(capfd: Capture, tmp_path: Path) -> None:
    place = tmp_path / "rain.musicxml"
    assert main(["write", "rain", "--output", str(place)]) == 0
    assert "lost: remarks" in capfd.readouterr().err
    assert main(["write", "--chart", str(place), "--seed", "5", "--format", "json"]) == 0
    plan = json.loads(capfd.readouterr().out)
    assert plan["title"] == "Rain"
    assert main(["write", "the sea", "--chart", str(place), "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out)["sections"][0]["chords"] == plan["sections"][0]["chords"]
    for arguments, words in (
        (["rain", "--format", "cassette"], "no format 'cassette' here: choose text, markdown, chordpro, json, song"),
        (["rain", "--format", "gp"], "read and not written"),
        (["rain", "--output", str(tmp_path / "x.zip")], "which format?"),
        (["--song", "2"], "name the chart with --chart"),
        (["--chart", str(place), "--song", "2"], "count from 1"),
        (["--chart", str(tmp_path / "none.cho")], "cannot be read"),
    ):
        assert main(["write", *arguments]) == 2
        assert words in capfd.readouterr().err


def test_a_plan_in_colours_has_every_character_of_the_plan() -> None:
    for theme in ("rain", "rage and war", "🎸"):
        plan = write_song(theme)
        shown = coloured_plan(plan)
        assert shown.plain == plan.text()
        assert len(shown.spans) > 50


def test_a_chord_is_checked_by_its_notes(capfd: Capture) -> None:
    assert main(["practice", "Am", "--notes", "A2 E3 C4 E4"]) == 0
    assert "right" in capfd.readouterr().out
    assert main(["practice", "C", "--notes", "C E G F#"]) == 0
    shown = capfd.readouterr().out
    assert "F#" in shown
    sentences = [line.strip(" →") for line in shown.splitlines() if line.endswith(".")]
    assert len(sentences) == len(set(sentences)) > 0
    assert main(["practice", "C", "--notes", "C E G F#", "--json"]) == 0
    document = json.loads(capfd.readouterr().out)
    assert (document["verdict"], [note["note"] for note in document["foreign"]]) == ("almost", ["F#"])


@pytest.mark.skipif(load_model().info.version == "0.0.0", reason="the bundled model is an untrained stand-in")
def test_a_chord_is_checked_by_a_recording(capfd: Capture, tmp_path: Path) -> None:
    for name, notes in (("right", (48, 52, 55, 60, 64)), ("silence", ())):
        sound = plucked(notes, 3.0, 22_050) if notes else np.zeros(3 * 22_050)
        soundfile.write(tmp_path / f"{name}.wav", sound, 22_050)
    assert main(["practice", "C", str(tmp_path / "right.wav"), "--json"]) == 0
    document = json.loads(capfd.readouterr().out)
    assert document["verdict"] in ("right", "almost")
    assert {"C", "E", "G"} <= {note["note"] for note in document["present"]} | {n["note"] for n in document["unclear"]}
    assert main(["practice", "C", str(tmp_path / "silence.wav")]) == 0
    assert "silent" in capfd.readouterr().out


class PretendedSpeaker:
    """Enough of sounddevice to play."""

    class PortAudioError(Exception):
        pass

    def __init__(self, fails: bool = False) -> None:
        self.fails = fails
        self.played: list[tuple[tuple[int, ...], int]] = []
        self.stopped = 0

    def check_output_settings(self, channels: int, samplerate: int) -> None:
        if channels != 2 or samplerate != 44_100:
            raise self.PortAudioError("no")

    def play(self, samples: Any, rate: int, blocking: bool) -> None:
        if self.fails:
            raise self.PortAudioError("unplugged")
        assert blocking
        assert float(np.abs(samples).max()) <= 1.0
        self.played.append((samples.shape, rate))

    def stop(self) -> None:
        self.stopped += 1


@pytest.mark.parametrize("soundfont", [["--soundfont", "none"], []])
def test_a_band_is_played(soundfont: list[str], monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    speaker = PretendedSpeaker()
    monkeypatch.setitem(sys.modules, "sounddevice", speaker)  # type: ignore[arg-type]
    assert main(["accompany", "C", "--play", "--tempo", "280", *soundfont]) == 0
    ((shape, rate),) = speaker.played
    assert (shape[1], rate, speaker.stopped) == (2, 44_100, 1)
    assert "Pop" in capfd.readouterr().out


def test_without_a_loudspeaker_a_file_is_proposed(monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    assert main(["accompany", "C", "--play"]) == 2
    assert "-e '.[mic]'" in capfd.readouterr().err
    speaker = PretendedSpeaker(fails=True)
    monkeypatch.setitem(sys.modules, "sounddevice", speaker)  # type: ignore[arg-type]
    assert main(["accompany", "C", "--play", "--soundfont", "none", "--tempo", "280"]) == 2
    assert "unplugged" in capfd.readouterr().err
    speaker.check_output_settings = lambda **_: (_ for _ in ()).throw(ValueError("none"))  # type: ignore[method-assign]
    assert main(["accompany", "C", "--play"]) == 2
    assert "no loudspeaker" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["suggest", "Dm7 G7", "--limit", "8"], 9),
        (["parse", "Dm7 G7 C"], 5),
        (["practice", "G", "--notes", "D F A"], 10),
        (["accompany", "--list-grooves"], len(GROOVES)),
        (["accompany", "C G Am F"], None),
        (["tabs", "C G Am F"], None),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else str(value),
)
def test_output_in_a_pipe_has_no_colour_no_folds_and_no_filling(
    arguments: list[str], lines: int | None, chordwork: Callable[..., Any]
) -> None:
    done = chordwork(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert all(line == line.rstrip() for line in done.stdout.splitlines())
    assert lines in (None, len(done.stdout.splitlines()))
