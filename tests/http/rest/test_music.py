"""The pure computations over real HTTP: every example in every form, defaults, bad input."""

from __future__ import annotations

import io
import json
import wave
import xml.etree.ElementTree as ET
from importlib.util import find_spec
from typing import Any

import httpx
import mido
import msgspec
import pytest
import soundfile

from chordwork.http.rest.computation import Computation
from chordwork.http.rest.formats import Format
from chordwork.http.rest.music import COMPUTATIONS
from tests.http.rest.conftest import problem

EXAMPLES = [
    pytest.param(computation, example, form, id=f"{computation.path}-{title}-{form.name}")
    for computation in COMPUTATIONS
    for title, example in computation.examples.items()
    for form in computation.formats
]
MAGIC = {
    "png": b"\x89PNG",
    "pdf": b"%PDF",
    "midi": b"MThd",
    "wav": b"RIFF",
    "gp5": b"\x18FICHIER GUITAR PRO v5",
    "svg": b"<svg",
    "musicxml": b"<?xml",
}


@pytest.mark.parametrize(("computation", "example", "form"), EXAMPLES)
def test_every_example_in_every_form(
    client: httpx.Client, computation: Computation, example: dict[str, Any], form: Format
) -> None:
    first = next(each for each in computation.formats if each.media_type == form.media_type)
    told: dict[str, Any] = (
        {"headers": {"Accept": form.media_type}} if first is form else {"params": {"format": form.name}}
    )
    response = client.post(computation.path, json=example, **told)
    if form.name == "png" and find_spec("PIL") is None:
        problem(response, 501, "missing_extra")
        return
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == form.content_type
    assert f'.{form.extension}"' in response.headers["content-disposition"]
    if form.name == "json" and computation.result is not None:
        msgspec.json.decode(response.content, type=computation.result, strict=True)
    assert response.content.startswith(MAGIC.get(form.name, b""))
    again = client.post(computation.path, json=example, params={"format": form.name})
    assert again.content == response.content
    assert again.headers["etag"] == response.headers["etag"]


@pytest.mark.parametrize("computation", COMPUTATIONS, ids=lambda computation: computation.path)
def test_every_computation_by_query_is_the_same_as_by_post(client: httpx.Client, computation: Computation) -> None:
    asked = msgspec.convert(computation.query, computation.request, strict=False)
    by_post = client.post(computation.path, content=computation.canonical(asked), headers={"Content-Type": ""})
    by_get = client.get(computation.path, params=dict(computation.query))
    assert by_get.status_code == 200, by_get.text
    assert (by_get.content, by_get.headers["etag"]) == (by_post.content, by_post.headers["etag"])


def test_four_chords_just_work(client: httpx.Client) -> None:
    tab = client.post("/tabs", json={"chords": ["C", "G", "Am", "F"]}).json()
    assert [shape["symbol"] for shape in tab["shapes"]] == ["C", "G", "Am", "F"]
    assert tab["shapes"][0]["frets"] == [None, 3, 2, 0, 1, 0]
    assert tab["text"].startswith("Guitar")


def test_as_curl_sends_it(client: httpx.Client) -> None:
    body = b'{"chords": ["C", "G", "Am", "F"]}'
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/tabs", content=body, headers=form).status_code == 200


def test_what_the_player_owns_matters(client: httpx.Client) -> None:
    tab = client.post(
        "/tabs",
        json={"chords": "Bb F", "instrument": "ukulele", "tuning": "low g", "level": "beginner", "title": "Two <&>"},
    ).json()
    assert (tab["instrument"], tab["tuning"], tab["title"]) == ("ukulele", ["G3", "C4", "E4", "A4"], "Two <&>")
    eased = client.post("/tabs", json={"chords": ["Bb", "F", "Gm", "Eb"], "capo": "easy"}).json()
    assert eased["capo"] > 0
    assert eased["reasons"]
    fretted = client.post("/tabs", json={"chords": "C G", "lowest_fret": 5, "open_strings": False}).json()
    assert all(fret is None or fret >= 5 for shape in fretted["shapes"] for fret in shape["frets"])


@pytest.mark.parametrize(("form", "media"), [("mp3", "mpeg"), ("ogg", "ogg"), ("opus", "opus"), ("flac", "flac")])
def test_a_band_in_every_sound_format(client: httpx.Client, form: str, media: str) -> None:
    asked = {"chords": "C", "synthesiser": "built-in", "tempo_bpm": 200}
    by_name = client.post(f"/accompaniment?format={form}", json=asked)
    assert by_name.headers["content-type"] == f"audio/{media}"
    sound, rate = soundfile.read(io.BytesIO(by_name.content))
    assert 3.5 < len(sound) / rate < 5.5  # three bars of 1.2 s, and what rings on


def test_a_plan_is_played_as_fast_as_it_says(client: httpx.Client) -> None:
    plan = client.post("/instructions", json={"theme": "rain", "groove": "slow_six", "tempo_bpm": 50}).json()
    band = client.post("/accompaniment", json={"plan": plan, "intro": False, "ending": False}).json()
    assert (band["tempo"], band["metre"], band["beats_a_bar"]) == ("dotted quarter = 50 bpm", "6/8", 2)
    assert [part["title"] for part in band["sections"]] == [part["title"] for part in plan["form"]]
    link = plan["links"]["song"]["accompany"]
    by_link = client.post("/accompaniment", json={**link, "intro": False, "ending": False}).json()
    assert by_link["seconds"] == band["seconds"]
    faster = client.post("/accompaniment", json={"plan": plan, "tempo_bpm": 100, "groove": "pop"}).json()
    assert (faster["tempo"], faster["groove"]) == ("quarter = 100 bpm", "pop")
    grooves = {each["name"]: each for each in client.get("/grooves").json()["grooves"]}
    assert grooves["slow_six"]["tempo"] == "dotted quarter = 56 bpm"
    assert grooves["seven_rock"] | {"title": ""} == {
        "name": "seven_rock", "title": "", "metre": "7/8", "beats_a_bar": 3,
        "tempo_bpm": 132.0, "tempo": "quarter = 132 bpm",
    }  # fmt: skip


def test_a_band_as_midi_and_as_sound(client: httpx.Client) -> None:
    asked = {"chords": "C G Am F", "groove": "waltz", "seed": 7}
    song = mido.MidiFile(file=io.BytesIO(client.post("/accompaniment?format=midi", json=asked).content))
    assert len(song.tracks) == 4
    built_in = {**asked, "synthesiser": "built-in"}
    sound = client.post("/accompaniment", json=built_in, headers={"Accept": "audio/wav"}).content
    with wave.open(io.BytesIO(sound)) as audio:
        assert (audio.getnchannels(), audio.getsampwidth()) == (2, 2)
        assert audio.getnframes() / audio.getframerate() > song.length * 0.9
    picture = client.post("/accompaniment?format=svg", json=asked).text
    assert ET.fromstring(picture).tag.endswith("svg")


def test_suggestions_carry_reasons(client: httpx.Client) -> None:
    found = client.post("/suggest", json={"chords": ["Dm7", "G7"], "key": "C", "limit": 3}).json()
    assert found["key"] == "C major"
    assert len(found["suggestions"]) == 3
    first = found["suggestions"][0]
    assert first["symbol"].startswith("C")
    assert first["reason"]
    filled = client.post("/suggest", json={"chords": ["C", "Dm7"], "after": ["C"], "key": "C"}).json()
    assert filled["suggestions"][0]["symbol"].startswith("G")


def test_playing_is_checked(client: httpx.Client) -> None:
    right = client.post("/practice", json={"chord": "C", "notes": "C E G"}).json()
    assert (right["verdict"], right["missing"], right["foreign"]) == ("right", [], [])
    wrong = client.post("/practice", json={"chord": "C", "notes": "C E G F#"}).json()
    assert [note["note"] for note in wrong["foreign"]] == ["F#"]
    assert wrong["hint"]
    assert wrong["checks"][0]["string"] in range(1, 7)


def test_chords_are_read(client: httpx.Client) -> None:
    read = client.post("/harmony/parse", json={"chords": ["Dm7", "G7/B", "N.C."], "key": "C"}).json()
    assert [chord["roman"] for chord in read["chords"]] == ["ii7", read["chords"][1]["roman"], None]
    assert read["chords"][1]["notes"][0] == "B"
    assert read["chords"][2]["symbol"] == "N.C."
    assert client.get("/harmony/parse", params={"chords": "H7", "german": "true"}).json()["chords"][0]["root"] == "B"


def test_charts_are_read_at_every_address(client: httpx.Client) -> None:
    song = "|: C / / G | Am |1. F :|2. C |"
    made = client.post("/tabs", json={"chords": song}).json()
    assert (made["chords"], made["bars"]) == (["C", "G", "Am", "F", "C", "G", "Am", "C"], 6)
    listed = client.post("/tabs", json={"chords": ["C", "G | Am F"]}).json()
    assert (listed["chords"], listed["bars"]) == (["C", "G", "Am", "F"], 3)
    band = client.post("/accompaniment", json={"chords": song, "intro": False, "ending": False}).json()
    assert [each["symbol"] for each in band["chords"]] == made["chords"]
    read = client.post("/harmony/parse", json={"chords": song}).json()
    assert [each["text"] for each in read["chords"]] == made["chords"]
    assert client.post("/suggest", json={"chords": "|: G D | Em C :| G D"}).json()["suggestions"][0]["symbol"] == "Em"
    spaced = client.post("/harmony/parse", json={"chords": "C maj7 | [Verse] A minor"}).json()
    assert [each["symbol"] for each in spaced["chords"]] == ["Cmaj7", "Am"]


def test_every_address_speaks_german_and_solfege(client: httpx.Client) -> None:
    made = client.post("/tabs", json={"chords": "H7 Es | Fism", "notation": "german"}).json()
    assert made["chords"] == ["H7", "Es", "Fism"]
    assert [shape["symbol"] for shape in made["shapes"]] == ["H7", "Es", "Fism"]
    assert "Fism" in made["text"]
    band = client.post("/accompaniment", json={"chords": "Rem | La7", "notation": "solfege", "ending": False}).json()
    assert [each["symbol"] for each in band["chords"]] == ["Rem", "La7"]
    read = client.post("/harmony/parse", json={"chords": "H7 Em", "notation": "german", "transpose": 2}).json()
    assert [each["symbol"] for each in read["chords"]] == ["Cis7", "Fism"]
    assert read["chords"][0]["notes"] == ["Cis", "Eis", "Gis", "H"]
    found = client.post("/suggest", json={"chords": "Do Sol Lam", "notation": "solfege"}).json()
    assert found["suggestions"][0]["symbol"] == "Fa"
    right = client.post("/practice", json={"chord": "Hm", "notes": "H D Fis", "notation": "german"}).json()
    assert (right["target"], right["verdict"]) == ("Hm", "right")


def test_a_chart_is_refused_with_its_place(client: httpx.Client) -> None:
    problem = client.post("/tabs", json={"chords": "C G\nAmy F"}).json()
    assert (problem["code"], problem["position"], problem["line"], problem["column"]) == ("chord_symbol", 6, 2, 3)
    small = client.post("/tabs", json={"chords": "c g am f"}).json()
    assert small["suggestion"] == "C G Am F"
    assert client.post("/accompaniment", json={"chords": "3/4 C G", "groove": "pop"}).json()["code"] == "pace"


@pytest.mark.parametrize(
    ("path", "asked", "status", "code"),
    [
        ("/tabs", {"chords": ["C", "Xyz"]}, 422, None),
        ("/tabs", {"chords": []}, 400, "bad_field"),
        ("/tabs", {"chords": ""}, 400, "bad_field"),
        ("/tabs", {"chords": "   "}, 422, "too_many_chords"),
        ("/tabs", {"chords": ["C"] * 10_000}, 400, "bad_field"),
        ("/tabs", {"chords": "C " * 10_000}, 422, "too_many_chords"),
        ("/tabs", {"chords": ["🎸"]}, 422, None),
        ("/tabs", {"chords": ["C"], "tuning": ["E2"] * 40}, 422, "tuning"),
        ("/tabs", {"chords": ["C"], "tuning": "what ever"}, 422, None),
        ("/tabs", {"chords": ["C"], "capo": 99}, 400, "bad_field"),
        ("/tabs", {"chords": ["C"], "capo": 30}, 422, "capo"),
        ("/tabs", {"chords": ["C"], "instrument": "kazoo"}, 422, "unknown_instrument"),
        ("/tabs", {"chords": ["C"], "level": "god"}, 400, "bad_field"),
        ("/tabs", {"chords": ["C"], "metre": "4/5"}, 422, "metre"),
        ("/tabs", {"chords": ["C"], "pattern": "zigzag"}, 422, "unknown_pattern"),
        ("/tabs", {"chords": ["C"], "lowest_fret": 9, "highest_fret": 3}, 422, "fret_range"),
        ("/tabs", {"chords": ["C"], "tempo_bpm": 1e9}, 400, "bad_field"),
        ("/tabs", {"chords": [{"chord": "C", "beats": -1}]}, 400, "bad_field"),
        ("/tabs", {"chord": ["C"]}, 400, "unknown_field"),
        ("/tabs", {}, 422, "nothing_to_play"),
        ("/tabs", ["C"], 400, "bad_field"),
        ("/tabs", None, 400, "bad_field"),
        ("/suggest", {"chords": ["Cfoo"]}, 422, "chord_symbol"),
        ("/suggest", {"chords": ["C"], "key": "H major"}, 422, "key_syntax"),
        ("/suggest", {"chords": ["C"], "limit": 0}, 400, "bad_field"),
        ("/suggest", {"chords": ["C"], "replace": 5}, 422, "suggestion"),
        ("/suggest", {"chords": ["C"], "after": []}, 422, "suggestion"),
        ("/suggest", {"chords": ["C"], "after": ["G"], "replace": 0}, 422, "suggest_conflict"),
        ("/harmony/parse", {"chords": ["C" * 200]}, 422, "chord_symbol"),
        ("/harmony/parse", {"chords": ["C" * 201]}, 400, "bad_field"),
        ("/practice", {"chord": "C"}, 422, "practice_heard"),
        ("/practice", {"chord": "C", "notes": "C E", "heard": [0.5] * 12}, 422, "practice_heard"),
        ("/practice", {"chord": "C", "heard": [0.5] * 11}, 422, "practice_heard"),
        ("/practice", {"chord": "C", "heard": [2] * 12}, 400, "bad_field"),
        ("/practice", {"chord": "N.C.", "notes": "C"}, 422, "practice_target"),
        ("/practice", {"chord": "C", "notes": "C", "shape": "x3201"}, 422, "practice_shape"),
        ("/practice", {"chord": "C", "notes": "🎸"}, 422, "practice_heard"),
        ("/accompaniment", {"chords": ["C"], "groove": "dubstep"}, 422, "unknown_groove"),
        ("/accompaniment", {}, 422, "accompaniment_request"),
        ("/accompaniment", {"chords": "C", "plan": {}}, 422, "accompaniment_request"),
        ("/accompaniment", {"plan": {}, "beats_a_chord": 2}, 422, "accompaniment_request"),
        ("/accompaniment", {"plan": {"format": "other"}}, 422, "plan_format"),
        ("/accompaniment", {"chords": ["C"], "tempo_bpm": 19}, 400, "bad_field"),
        ("/accompaniment?format=mp3", {"chords": ["C"], "repeats": 900, "tempo_bpm": 40}, 422, "too_long_to_render"),
        ("/accompaniment", {"chords": ["C"], "repeats": 1000, "beats_a_chord": 16}, 422, "too_much_music"),
        ("/accompaniment?format=wav", {"chords": ["C"], "repeats": 900, "tempo_bpm": 40}, 422, "too_long_to_render"),
    ],
)
def test_bad_input_gets_a_clear_problem(
    client: httpx.Client, path: str, asked: Any, status: int, code: str | None
) -> None:
    response = client.post(path, content=json.dumps(asked).encode(), headers={"Content-Type": "application/json"})
    assert response.status_code == status, response.text
    document = problem(response, status, code or response.json()["code"])
    assert len(str(document["detail"])) < 1000


def test_a_chord_that_cannot_be_read_is_pointed_at(client: httpx.Client) -> None:
    document = problem(client.post("/harmony/parse", json={"chords": ["Cmaj7", "F#m7b5x"]}), 422, "chord_symbol")
    assert (document["text"], document["position"]) == ("F#m7b5x", 6)


def test_a_wrong_field_is_named(client: httpx.Client) -> None:
    document = problem(client.post("/tabs", json={"chords": ["C", {"chord": "G", "beats": 0}]}), 400, "bad_field")
    assert document["field"] == "chords[1].beats"
    unknown = problem(client.post("/tabs", json={"chords": ["C"], "instrumnet": "bass"}), 400, "unknown_field")
    assert unknown["field"] == "instrumnet"
    query = problem(client.get("/tabs", params={"chords": "C", "capo": "high"}), 400, "bad_field")
    assert query["field"] == "capo"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"chords": NaN}', b'{"chords": "\\ud800"}', b"{}{}"]
)
def test_what_is_no_json_is_refused(client: httpx.Client, body: bytes) -> None:
    response = client.post("/tabs", content=body)
    assert response.status_code == 400, response.text
    assert response.json()["code"] in ("bad_json", "bad_field")
