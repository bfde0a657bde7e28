"""``/tabs`` with a key, a transposition and shapes behind a capo; the whole sheet as a picture."""

from __future__ import annotations

import json

import httpx
import pytest


def test_shapes_behind_a_capo(client: httpx.Client) -> None:
    made = client.post("/tabs", json={"chords": "G D Em C", "capo": 3, "shapes": True}).json()
    assert (made["chords"], made["shape_names"]) == (["Bb", "F", "Gm", "Eb"], ["G", "D", "Em", "C"])
    assert made["key"] == "Bb major"
    by_query = client.get("/tabs", params={"chords": "G D Em C", "capo": 3, "shapes": "true"}).json()
    assert by_query == made


def test_transposed(client: httpx.Client) -> None:
    made = client.get("/tabs", params={"chords": "C G Am F", "transpose": -3, "key": "C major"}).json()
    assert (made["chords"], made["key"]) == (["A", "E", "F#m", "D"], "A major")
    assert client.post("/tabs", json={"chords": "N.C."}).json()["key"] is None


def test_a_picture_is_the_whole_sheet(client: httpx.Client) -> None:
    asked = {"chords": "C G", "title": "Łódź", "key": "C major"}
    picture = client.post("/tabs?format=svg", json=asked).text
    for words in (">Łódź</text>", "C major", ">C</text>", ">x32010</text>"):
        assert words in picture
    assert client.post("/tabs?format=png", json=asked).content.startswith(b"\x89PNG")
    assert client.post("/tabs?format=pdf", json=asked).content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"transpose": 40}, 400, "bad_field"),
        ({"transpose": 1.5}, 400, "bad_field"),
        ({"shapes": True, "capo": "easy"}, 422, "tab"),
        ({"key": "blue"}, 422, "key_syntax"),
    ],
)
def test_what_cannot_be_is_a_problem(client: httpx.Client, body: dict[str, object], status: int, code: str) -> None:
    answer = client.post("/tabs", json={"chords": "C G", **body})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_forms_without_a_place_for_notes_say_them_in_a_header(client: httpx.Client) -> None:
    asked = {"chords": "C | 2/4 F | 4/4 G", "title": "雪"}
    metre = client.post("/tabs", json=asked).json()["notes"]
    sheet = client.post("/tabs?format=pdf", json=asked)
    notes = json.loads(sheet.headers["X-Chordwork-Notes"])
    assert notes[: len(metre)] == metre != []
    assert "'雪'" in notes[-1]
    again = client.post("/tabs?format=pdf", json=asked)  # as it is kept
    assert again.headers["X-Chordwork-Notes"] == sheet.headers["X-Chordwork-Notes"]
    band = client.post("/accompaniment?format=midi", json={"chords": "C | 2/4 F | 4/4 G"})
    assert json.loads(band.headers["X-Chordwork-Notes"]) == [
        "bar 2 is in 2/4: chords keep their lengths, and Pop goes on in 4/4"
    ]
    assert "X-Chordwork-Notes" not in client.post("/tabs?format=pdf", json={"chords": "C"}).headers
