"""``chordwork convert``, and files of songs where other commands take chords."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.analysis import clips
from chordwork.cli.conversion.places import MAX_NAME_BYTES, safe_name
from chordwork.cli.conversion.recordings import Listener
from chordwork.cli.music.chart_files import chart_place
from chordwork.harmony import parse_key
from chordwork.music.charts.json_form import read, write
from chordwork.music.song import Song
from tests.music.song.songs import bar, song

from .started import Started

Program = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def program(started: Started, environment: dict[str, str], tmp_path: Path) -> Program:
    """Run the program in an empty folder."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return started.run(arguments, environment=environment, folder=tmp_path, stdin=stdin)

    return run


def titled(title: str, *chords: str) -> Song:
    return song(*map(bar, chords), title=title, key=parse_key("C"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files of songs, one that is broken, one that is no chart, and a folder in a folder."""
    place = tmp_path / "in"
    (place / "more").mkdir(parents=True)
    (place / "a.json").write_bytes(write([titled("One/Two", "C", "G", "Am", "F")]).data)
    (place / "bad.json").write_bytes(b'{"format": "chordwork-chart", "version": 2}')
    (place / "picture.png").write_bytes(b"\x89PNG")
    (place / "more" / "list.json").write_bytes(
        write([titled("CON", "C"), titled("con", "G"), titled("../x", "F")]).data
    )
    return place


def test_a_folder_becomes_a_file_for_each_song_and_one_report(program: Program, folder: Path, tmp_path: Path) -> None:
    done = program("convert", "in", "--to", "json", "--output", "out", "--report", "report.json")
    assert done.returncode == 2
    assert sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.json")) == [
        "a.json", "more/_CON.json", "more/_con-2.json", "more/x.json",
    ]  # fmt: skip
    assert read((tmp_path / "out/a.json").read_bytes()).songs[0].title == "One/Two"
    told = done.stderr.decode().splitlines()
    assert told[0] == "chordwork: read 3 files, wrote 4 songs, refused 1"
    assert told[1].startswith("chordwork: refused: in/bad.json: json: version")
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["files"] == 3
    assert [each["source"] for each in report["refused"]] == ["in/bad.json"]
    assert [each["title"] for each in report["written"]] == ["One/Two", "CON", "con", "../x"]


def test_files_that_are_there_stay_unless_forced(program: Program, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a.json").write_text("mine")
    again = program("convert", "in/a.json", "--to", "json", "--output", "out")
    assert again.returncode == 2
    assert b"is there already: add --force" in again.stderr
    assert (tmp_path / "out/a.json").read_text() == "mine"
    assert program("convert", "in/a.json", "--to", "json", "--output", "out", "--force").returncode == 0
    assert read((tmp_path / "out/a.json").read_bytes()).songs
    original = (folder / "a.json").read_bytes()
    onto_itself = program("convert", "in/a.json", "--to", "json", "--output", "in", "--transpose", "1", "--force")
    assert onto_itself.returncode == 2
    assert (folder / "a.json").read_bytes() == original


def test_all_songs_in_one_file(program: Program, folder: Path, tmp_path: Path) -> None:
    assert program("convert", "in/a.json", "in/more", "--output", "all.json").returncode == 0
    assert [each.title for each in read((tmp_path / "all.json").read_bytes()).songs] == [
        "One/Two",
        "CON",
        "con",
        "../x",
    ]


def test_one_song_goes_to_standard_output_changed_as_asked(program: Program, folder: Path) -> None:
    done = program("convert", "in/a.json", "--to", "json", "--transpose", "3", "--capo", "1")
    assert (done.returncode, done.stderr) == (0, b"")
    made = read(done.stdout).songs[0]
    assert [str(symbol) for symbol in made.symbols] == ["D", "A", "Bm", "G"]
    assert (made.capo, str(made.key), str(made.sounding_key)) == (1, "D major", "Eb major")
    piped = program("convert", "-", "--to", "json", stdin=done.stdout)
    assert piped.stdout == done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["convert"], "which charts?"),
        (["convert", "in/a.json"], "which format? Add --to"),
        (["convert", "in/a.json", "--to", "cassette"], "'cassette' is no format of charts"),
        (["convert", "nothing.cho", "--to", "json"], "there is no such file"),
        (["convert", "in/a.json", "--to", "json", "--notation", "german"], "English note names only"),
        (["convert", "in/a.json", "--to", "json", "--capo", "99"], "0 to 36"),
        (["tabs", "nothing.json"], "nothing.json: cannot be read"),
        (["tabs", "in/bad.json"], "version"),
        (["tabs", "in/more/list.json"], "holds 3 songs (1 CON, 2 con, 3 ../x): say which with --song 1"),
        (["tabs", "in/more/list.json", "--song", "4"], "holds 3 songs, count from 1"),
        (["tabs", "C G", "--song", "1"], "name the file"),
    ],
)
def test_what_cannot_be_says_what_to_do(program: Program, folder: Path, arguments: list[str], told: str) -> None:
    done = program(*arguments)
    assert done.returncode == 2
    assert told in done.stderr.decode()


def test_the_list_names_every_format(program: Program) -> None:
    from chordwork.music.charts import format_names

    listed = program("convert", "--list").stdout.decode().splitlines()
    assert [line.split()[0] for line in listed[1:]] == list(format_names())


def test_every_command_that_takes_chords_takes_the_file_of_a_song(program: Program, folder: Path) -> None:
    tabs = program("tabs", "in/a.json", "--format", "json")
    assert json.loads(tabs.stdout)["chords"] == ["C", "G", "Am", "F"]
    assert json.loads(tabs.stdout)["title"] == "One/Two"
    band = program("accompany", "./in/a.json", "--format", "json")
    assert [mark["symbol"] for mark in json.loads(band.stdout)["chords"]] == ["C", "G", "Am", "F", "C"]
    second = program("parse", "in/more/list.json", "--song", "2", "--json")
    assert [chord["symbol"] for chord in json.loads(second.stdout)["chords"]] == ["G"]
    next_chord = program("suggest", "in/a.json", "--json")
    assert json.loads(next_chord.stdout)["next"]
    practised = program("practice", "in/a.json", "--notes", "A C E", "--json")
    assert json.loads(practised.stdout)["target"] == "Am"


@pytest.mark.parametrize(
    "words", [["C G Am F"], ["C/E"], ["N.C."], ["C", "G"], ["-"], ["Am7.5"], ["C.G"], [], ["/ / C"]]
)
def test_chords_are_never_taken_for_a_file(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "C").mkdir()
    (tmp_path / "C" / "E").write_text("x")
    assert chart_place(words) is None


@given(st.text(max_size=300))
def test_a_name_of_a_file_is_safe_on_every_system(title: str) -> None:
    name = safe_name(title)
    assert name
    assert 0 < len(name.encode()) <= max(MAX_NAME_BYTES + 1, 4)
    assert name == Path(name).name
    assert not set('/\\:*?"<>|\0\n') & set(name)
    assert name[0] not in ".-"
    assert name[-1] not in ". "
    assert name.casefold() not in {"con", "nul", "com1"}


def test_a_recording_becomes_a_lead_sheet(program: Program, tmp_path: Path) -> None:
    clip = Path(clips.__file__).parent / "guitar.ogg"
    (tmp_path / "late_night.ogg").write_bytes(clip.read_bytes())
    (tmp_path / "noise.wav").write_bytes(b"RIFF")
    done = program("convert", "late_night.ogg", "--to", "json")
    assert done.returncode == 0, done.stderr
    heard = read(done.stdout).songs[0]
    assert heard.title == "late night"
    assert heard.symbols
    done = program("convert", "late_night.ogg", "noise.wav", "--to", "json", "--output", "out")
    assert done.returncode == 2
    assert read((tmp_path / "out/late_night.json").read_bytes()).songs == (heard,)
    assert b"refused: noise.wav" in done.stderr


def test_how_much_of_a_recording_was_heard_is_told(song_wav: Path) -> None:
    told: list[float] = []
    assert Listener().hear(song_wav, told.append).songs
    assert told == sorted(told)
    assert told[0] < 0.5
    assert told[-1] == 1.0
