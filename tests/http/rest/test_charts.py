"""``/charts`` over real HTTP: files, texts and songs in; songs and files out; and tools that take a song."""

from __future__ import annotations

import base64
import gzip
from typing import Any

import httpx
import pytest

from chordwork.harmony import parse_key
from chordwork.http.rest.music.charts import MAX_UPLOAD_BYTES
from chordwork.music.charts.json_form import read, write
from chordwork.music.song import Section, Song
from tests.http.rest.conftest import problem
from tests.music.song.songs import bar, song

WALTZ = Song(
    (
        Section("Verse", (bar("G", repeat_begins=True), bar("D7", repeat_times=2))),
        Section("Chorus", (bar("C"), bar("G"))),
    ),
    title="Round",
    key=parse_key("G major"),
    tempo_bpm=90.0,
    capo=2,
)
FILE = write([WALTZ, song(bar("C G"), title="Second")]).data


def test_a_file_is_answered_with_its_songs_and_how_they_are_played(client: httpx.Client) -> None:
    answer = client.post("/charts", content=FILE, headers={"Content-Type": "application/octet-stream"})
    assert answer.status_code == 200, answer.text
    result = answer.json()
    assert result["read_as"] == "json"
    assert [each["title"] for each in result["songs"]] == ["Round", "Second"]
    assert result["played"] == ["[Verse]\n| A | E7 | A | E7 |\n[Chorus]\n| D | A |", "| C G |"]
    assert result["remarks"] == []


def test_a_file_may_come_as_the_part_of_a_form_as_text_compressed_or_in_json(client: httpx.Client) -> None:
    ways: list[dict[str, Any]] = [
        {"content": FILE, "headers": {"Content-Type": "text/plain"}},
        {"files": {"file": ("songs.json", FILE)}},
        {
            "content": gzip.compress(FILE),
            "headers": {"Content-Type": "application/octet-stream", "Content-Encoding": "gzip"},
        },
        {"json": {"data": base64.b64encode(FILE).decode()}},
        {"json": {"text": FILE.decode()}},
        {"json": {"songs": read_songs(client)}},
    ]
    answers = [client.post("/charts", **way) for way in ways]
    assert [each.status_code for each in answers] == [200] * len(ways)
    assert {each.text for each in answers} == {answers[0].text}


def read_songs(client: httpx.Client) -> Any:
    return client.post("/charts", json={"text": FILE.decode()}).json()["songs"]


def test_what_is_asked_in_the_query_holds_for_a_file(client: httpx.Client) -> None:
    answer = client.post(
        "/charts",
        params={"transpose": 2, "song": 1, "unfold": "true", "capo": 0},
        content=FILE,
        headers={"Content-Type": "application/octet-stream"},
    )
    assert answer.json()["played"] == ["[Verse]\n| B | F#7 | B | F#7 |\n[Chorus]\n| E | B |"]
    assert answer.json()["songs"][0].get("capo", 0) == 0


def test_a_song_from_here_is_played_as_it_stands(client: httpx.Client) -> None:
    first = read_songs(client)[0]
    tab = client.post("/tabs", json={"chart": first}).json()
    assert (tab["title"], tab["tempo_bpm"], tab["capo"], tab["key"]) == ("Round", 90.0, 2, "A major")
    assert tab["chords"] == ["A", "E7", "A", "E7", "D", "A"]
    band = client.post("/accompaniment", json={"chart": first, "intro": False, "ending": False}).json()
    assert [each["title"] for each in band["sections"]] == ["Verse", "Chorus"]
    assert band["tempo_bpm"] == 90.0


@pytest.mark.parametrize(
    ("path", "asked", "status", "code"),
    [
        ("/charts", {}, 422, "chart_request"),
        ("/charts", {"text": "C", "data": "QyBH"}, 422, "chart_request"),
        ("/charts", {"songs": []}, 400, "bad_field"),
        ("/charts", {"songs": [{"sections": [{"bars": [{"chords": [{"symbol": "Hx"}]}]}]}]}, 422, "chart_file"),
        ("/charts", {"songs": [{"tune": 3}]}, 400, "bad_field"),
        ("/charts", {"data": "AAECAw=="}, 422, "unknown_chart"),
        ("/charts", {"text": "C", "read_as": "cassette"}, 422, "unknown_chart"),
        ("/charts", {"text": FILE.decode(), "song": 3}, 422, "chart_request"),
        ("/tabs", {"chart": {"sections": []}, "chords": "C"}, 422, "nothing_to_play"),
        ("/tabs", {}, 422, "nothing_to_play"),
        ("/tabs", {"chart": {"metre": "0/4"}}, 422, "chart_file"),
        ("/tabs", {"chart": {"sections": [{"bars": [{"repeat_begins": True}]}]}}, 422, "unplayable_song"),
        ("/accompaniment", {"chart": {}, "plan": {}}, 422, "accompaniment_request"),
    ],
)
def test_what_cannot_be_is_a_problem(
    client: httpx.Client, path: str, asked: dict[str, Any], status: int, code: str
) -> None:
    problem(client.post(path, json=asked), status, code)


def test_a_file_is_bounded(client: httpx.Client) -> None:
    octets = {"Content-Type": "application/octet-stream"}
    problem(client.post("/charts", content=b" " * (MAX_UPLOAD_BYTES + 1), headers=octets), 413, "body_too_big")
    bomb = gzip.compress(b" " * (MAX_UPLOAD_BYTES + 1))
    problem(client.post("/charts", content=bomb, headers={**octets, "Content-Encoding": "gzip"}), 413, "body_too_big")
    form = {"files": {"file": ("x.json", b" " * (MAX_UPLOAD_BYTES + 1))}}
    problem(client.post("/charts", **form), 413, "body_too_big")  # type: ignore[arg-type]
    problem(client.post("/charts", content=b"", headers=octets), 400, "empty_upload")
    problem(client.post("/charts", files={"other": ("", b"")}), 400, "empty_upload")


def test_songs_come_back_exactly(client: httpx.Client) -> None:
    songs = read_songs(client)
    document = {"format": "chordwork-chart", "version": 1, "songs": songs}
    assert read(httpx.Request("POST", "http://x", json=document).content).songs == read(FILE).songs
