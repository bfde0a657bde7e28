"""The benchmark of conversions: its songs, and what it makes of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.convert.command import BASELINE
from bench.convert.material import BROKEN, drawn, folder, playlist, sung
from chordwork.music.charts import ChartFileError, read_charts
from chordwork.music.song import play


@pytest.mark.long
def test_a_playlist_and_a_folder_are_converted_by_the_command(tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    assert main(["convert", "--quick", "--songs", "60", "--files", "40", "--json", str(result)]) == 0
    data = json.loads(result.read_text())
    assert data["summary"][BASELINE]["cpu_ratio_to_baseline"] == 1.0
    assert len(data["summary"]) == 5
    for case in data["cases"].values():
        (done,) = case["runs"]
        assert done["written"] == case["songs"]
        assert done["peak_mb"] > 10
    refused = data["cases"]["folder of ChordPro to MusicXML, a file each"]["runs"][0]["refused"]
    assert [each.partition(":")[0] for each in refused] == [f"broken {number}.cho" for number in range(1, 7)]


def test_the_same_seed_draws_the_same_songs_and_each_can_be_played() -> None:
    songs = drawn(30, 7)
    assert songs == drawn(30, 7)
    assert songs != drawn(30, 8)
    assert len({song.title for song in songs}) == 30
    assert all(play(song.check()) and play(sung(song, 1).check()) for song in songs)


def test_playlist_and_folder_hold_all_songs_and_what_is_broken_is_refused(tmp_path: Path) -> None:
    songs = drawn(5, 1)
    page = playlist(songs, tmp_path / "playlist.html").read_bytes()
    assert [song.title for song in read_charts(page).songs] == [song.title for song in songs]
    place = folder(songs, tmp_path / "book", broken=len(BROKEN), seed=1)
    good, bad = sorted(place.rglob("book */*.cho")), sorted(place.glob("broken*.cho"))
    assert (len(good), len(bad)) == (5, 3)
    assert {song.title for path in good for song in read_charts(path.read_bytes(), path.name).songs} == {
        song.title for song in songs
    }
    for path in bad:
        with pytest.raises(ChartFileError):
            read_charts(path.read_bytes(), path.name)
