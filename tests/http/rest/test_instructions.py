"""``/instructions``: plans, plans changed, and what their links lead to."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from chordwork.music.songwriting import SongPlan
from tests.http.rest.conftest import problem

THEME = "walking home through the rain"


@pytest.fixture
def plan(client: httpx.Client) -> dict[str, Any]:
    response = client.post("/instructions", json={"theme": THEME})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def chords_of(plan: dict[str, Any], name: str) -> list[str]:
    (section,) = [section for section in plan["sections"] if section["name"] == name]
    return [chord["symbol"] for chord in section["chords"]]


def test_a_theme_just_works(plan: dict[str, Any]) -> None:
    assert plan["theme"] == THEME
    assert SongPlan.from_dict(plan).to_dict() == plan
    assert len(plan["steps"]) > 3
    assert all(section["why"] for section in plan["sections"])


def test_the_same_question_has_the_same_song(client: httpx.Client, plan: dict[str, Any]) -> None:
    assert client.post("/instructions", json={"theme": THEME, "seed": 0}).json() == plan
    assert client.post("/instructions", json={"theme": THEME, "seed": 1}).json() != plan


def test_links_are_requests(client: httpx.Client, plan: dict[str, Any]) -> None:
    paths = {"tab": "/tabs", "accompany": "/accompaniment", "suggest": "/suggest"}
    for place in (plan["links"]["song"], plan["links"]["sections"]["verse"]):
        for name, asked in place.items():
            response = client.post(paths[name], json=asked)
            assert response.status_code == 200, response.text


def test_a_plan_comes_back_as_it_was(client: httpx.Client, plan: dict[str, Any]) -> None:
    assert client.post("/instructions", json={"plan": plan}).json() == plan


def test_what_is_settled_stays_whatever_else_is_written_anew(client: httpx.Client, plan: dict[str, Any]) -> None:
    settled = {"plan": plan, "key": "A minor", "locked": {"sections.chorus.chords": "Am | F | C | G"}}
    edited = client.post("/instructions", json=settled).json()
    assert edited["key"] == "A minor"
    assert set(edited["locked"]) == {"key", "sections.chorus.chords"}
    again = client.post("/instructions", json={"plan": edited, "seed": 99}).json()
    assert (again["key"], chords_of(again, "chorus")) == ("A minor", ["Am", "F", "C", "G"])
    assert again["title_ideas"] != edited["title_ideas"] or again["sections"] != edited["sections"]


def test_kept_paths_stay(client: httpx.Client, plan: dict[str, Any]) -> None:
    asked = {"plan": plan, "seed": 5, "keep": ["key", "tempo_bpm", "sections.verse.chords"], "instrument": "ukulele"}
    anew = client.post("/instructions", json=asked).json()
    assert (anew["key"], anew["tempo_bpm"]) == (plan["key"], plan["tempo_bpm"])
    assert chords_of(anew, "verse") == chords_of(plan, "verse")
    assert anew["instrument"] == "ukulele"


def test_a_plan_is_a_lead_sheet_in_every_format_and_says_what_is_lost(
    client: httpx.Client, plan: dict[str, Any]
) -> None:
    asked = {"params": {"format": "musicxml"}, "json": {"plan": plan}}
    sheet = client.post("/instructions", **asked)
    assert sheet.headers["content-type"].startswith("application/vnd.recordare.musicxml+xml")
    assert "attachment" in sheet.headers["content-disposition"]
    assert any("remarks" in note for note in json.loads(sheet.headers["x-chordwork-notes"]))
    songs = client.post("/charts", json={"text": sheet.text}).json()["songs"]
    assert songs[0]["title"] == plan["title"]
    whole = client.post("/instructions", params={"format": "song"}, json={"plan": plan})
    again = client.post("/instructions", json={"chart": whole.json()["songs"][0], "theme": THEME}).json()
    assert (again["form"], again["key"]) == (plan["form"], plan["key"])
    assert chords_of(again, "verse") == chords_of(plan, "verse")


def test_browsers_see_a_plan_and_no_page_of_another_program(client: httpx.Client) -> None:
    page = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    found = client.get("/instructions", params={"theme": THEME}, headers=page)
    assert found.headers["content-type"] == "application/json"


def test_what_a_plan_cannot_say_of_a_chart_is_noted(client: httpx.Client) -> None:
    chart = {"title": "Nine", "metre": "9/8", "sections": [{"bars": [{"chords": [{"symbol": "C"}]}]}]}
    made = client.post("/instructions", json={"chart": chart})
    assert made.json()["title"] == "Nine"
    assert "9/8 is no metre of a plan" in json.loads(made.headers["x-chordwork-notes"])[0]
    problem(client.post("/instructions", json={"chart": chart, "plan": made.json()}), 422, "plan_option")
    problem(client.post("/instructions", json={"chart": {"title": "x"}}), 422, "plan_option")
    problem(client.post("/instructions", json={"chart": {"title": "x", "bars": []}}), 400, "bad_field")


@pytest.mark.parametrize(
    "theme", ["🎸🔥", "война и мир", "x", "wort " * 400, "<script>alert(1)</script>", "雨の中を歩いて帰る"]
)
def test_any_theme_has_a_song(client: httpx.Client, theme: str) -> None:
    response = client.post("/instructions", json={"theme": theme})
    assert response.status_code == 200, response.text
    assert response.json()["sections"]


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({}, 422, "instructions"),
        ({"theme": ""}, 400, "bad_field"),
        ({"theme": "   "}, 422, "theme"),
        ({"theme": "a" * 2001}, 400, "bad_field"),
        ({"theme": "a" * 1_000_000}, 413, "body_too_big"),
        ({"theme": 7}, 400, "bad_field"),
        ({"theme": "a", "genre": "polka"}, 422, "plan_option"),
        ({"theme": "a", "locked": {"nope": 1}}, 422, "plan_option"),
        ({"theme": "a", "keep": ["key"]}, 422, "instructions"),
        ({"theme": "a", "key": "H"}, 422, "key_syntax"),
        ({"theme": "a", "instrument": "kazoo"}, 422, "unknown_instrument"),
        ({"plan": {}}, 422, "plan_format"),
        ({"plan": {"format": "chordwork-song-1", "theme": []}}, 422, "plan_format"),
    ],
)
def test_bad_input_gets_a_clear_problem(client: httpx.Client, asked: Any, status: int, code: str) -> None:
    problem(client.post("/instructions", json=asked), status, code)
