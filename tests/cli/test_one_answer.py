"""One answer at every door: Python, the command line, POST and GET say the same to every option of every verb.

Each option is given a value, beside others where it needs them; it has to change the answer, and to change it alike
everywhere. A new option without a value here fails, and so does one that a door does not pass on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import attrs
import msgspec
import pytest
from werkzeug.datastructures import MultiDict

from chordwork.cli import main
from chordwork.harmony import to_harte
from chordwork.harmony.options import options_of
from chordwork.http.rest.bodies import decode_json
from chordwork.http.rest.computation import Computation, Noted
from chordwork.http.rest.music import ACCOMPANIMENT, CHARTS, HARMONY, INSTRUCTIONS, PRACTICE, SUGGEST, TABS
from chordwork.http.rest.queries import read_query
from chordwork.music.accompaniment import accompany
from chordwork.music.charts import read_charts
from chordwork.music.charts.json_form import to_document
from chordwork.music.converting import convert
from chordwork.music.options.accompany import AccompanyOptions
from chordwork.music.options.convert import ConvertOptions
from chordwork.music.options.parse import ParseOptions
from chordwork.music.options.practice import PracticeOptions
from chordwork.music.options.suggest import SuggestOptions
from chordwork.music.options.tabs import TabOptions
from chordwork.music.options.write import SongOptions
from chordwork.music.parsing import parse
from chordwork.music.practice import check_chord
from chordwork.music.songwriting import accompany_plan, write_song
from chordwork.music.songwriting.song import plan_for
from chordwork.music.suggestions import fill_gap, reharmonise, suggest
from chordwork.music.tabs import tab

Capture = pytest.CaptureFixture[str]
CHORDS: Final = "C G B F"
"""B is another chord in German."""
LONGER: Final = "C G B F Am B A F B G F C"
"""Where a chord that returns may be better in another place."""
THEME: Final = "walking home through the rain"
PLAN: Final = write_song(THEME, seed=3, locked={"title": "Rain", "sections.chorus.chords": "B | E"})
CHART: Final = """{title: Rain}
{key: G}
{time: 4/4}
{tempo: 92}
{capo: 2}
{start_of_verse}
{start_of_grid}
|: G . B . | C . . . :|
{end_of_grid}
{end_of_verse}
"""
SONG: Final = read_charts(CHART.encode(), form="chordpro").songs[0]


@attrs.frozen(kw_only=True)
class Verb:
    """One thing to ask, and how each door is asked."""

    options: type[Any]
    python: Callable[..., Any]
    """Takes the options, gives plain data."""
    words: tuple[str, ...]
    """Of the command line."""
    computation: Computation
    asked: dict[str, Any]
    """Fields of the request beside the options."""
    form: str = "json"
    read: Callable[[Any], Any] = lambda data: data
    """Of what the command line and REST print, what both have."""
    by_query: bool = True
    values: dict[str, dict[str, Any]]
    """By option: itself, and what it needs."""


def _suggestions(document: Mapping[str, Any]) -> list[tuple[str, str, float]]:
    listed = document.get("suggestions") or document["next"]
    return [(each["symbol"], each["reason"], round(each["probability"], 4)) for each in listed]


def _listed(found: Any) -> list[tuple[str, str, float]]:
    return [(each.symbol, each.reason, round(each.probability, 4)) for each in found]


def _charted(form: str) -> Callable[..., str]:
    return lambda **options: convert(write_song(THEME, **options).song(), form).data.decode()


def _read(document: Mapping[str, Any]) -> Any:
    return [each["key"] for each in document["keys"]], [(each["label"], each["roman"]) for each in document["chords"]]


def _parsed(**options: Any) -> Any:
    read = parse(CHORDS, **options)
    notation = options.get("notation", "english")
    chords = [(to_harte(each.symbol), each.numeral) for each in read.analyses]
    return [each.key.named(notation) for each in read.keys], chords


SUGGESTING: Final[dict[str, dict[str, Any]]] = {
    "key": {"key": "E minor"},
    "limit": {"limit": 9},
    "adventurousness": {"adventurousness": 0.6},
    "style": {"style": "folk"},
    "mood": {"mood": "sad"},
    "notation": {"notation": "german"},
}
PLAYING: Final[dict[str, dict[str, Any]]] = {
    "groove": {"groove": "bossa"},
    "tempo_bpm": {"tempo_bpm": 91.0},
    "intensity": {"intensity": 0.2},
    "seed": {"seed": 5},
    "repeats": {"repeats": 2},
    "intro": {"intro": False},
    "ending": {"ending": False},
    "fills": {"fills": False, "repeats": 2},
    "humanise": {"humanise": False},
    "notation": {"notation": "german"},
}
WRITING: Final[dict[str, dict[str, Any]]] = {
    "level": {"level": "advanced"},
    "instrument": {"instrument": "ukulele"},
    "voice": {"voice": "high"},
    "seed": {"seed": 9},
    "genre": {"genre": "blues"},
    "mood": {"mood": "tense"},
    "key": {"key": "G"},
    "tempo_bpm": {"tempo_bpm": 63},
    "metre": {"metre": "3/4"},
    "groove": {"groove": "bossa"},
    "locked": {"locked": {"key": "D"}, "key": "G"},
}
VERBS: Final = {
    "tabs": Verb(
        options=TabOptions,
        python=lambda **options: tab(LONGER, **options).svg(),
        words=("tabs", LONGER, "--format", "svg"),
        computation=TABS,
        asked={"chords": LONGER},
        form="svg",
        values={
            "instrument": {"instrument": "ukulele"},
            "tuning": {"tuning": "drop d"},
            "capo": {"capo": 3},
            "level": {"level": "beginner", "pattern": "folk"},
            "left_handed": {"left_handed": True},
            "lowest_fret": {"lowest_fret": 5},
            "highest_fret": {"highest_fret": 3},
            "open_strings": {"open_strings": False},
            "vary_shapes": {"vary_shapes": True, "lowest_fret": 5, "open_strings": False},
            "style": {"style": "pick"},
            "pattern": {"pattern": "travis"},
            "metre": {"metre": "3/4"},
            "beats": {"beats": 2.0},
            "tempo_bpm": {"tempo_bpm": 81.0},
            "title": {"title": "Four"},
            "key": {"key": "A minor"},
            "transpose": {"transpose": -2},
            "shapes": {"shapes": True, "capo": 3},
            "notation": {"notation": "german"},
        },
    ),
    "suggest": Verb(
        options=SuggestOptions,
        python=lambda **options: _listed(suggest(CHORDS, **options)),
        words=("suggest", CHORDS, "--json"),
        computation=SUGGEST,
        asked={"chords": CHORDS},
        read=_suggestions,
        values=SUGGESTING,
    ),
    "suggest for a gap": Verb(
        options=SuggestOptions,
        python=lambda **options: _listed(fill_gap("C G", "B F", **options)),
        words=("suggest", "C G _ B F", "--json"),
        computation=SUGGEST,
        asked={"chords": "C G", "after": "B F"},
        read=_suggestions,
        values=SUGGESTING,
    ),
    "suggest instead": Verb(
        options=SuggestOptions,
        python=lambda **options: _listed(reharmonise(CHORDS, 1, **options)),
        words=("suggest", CHORDS, "--replace", "2", "--json"),
        computation=SUGGEST,
        asked={"chords": CHORDS, "replace": 1},
        read=_suggestions,
        values=SUGGESTING,
    ),
    "accompany": Verb(
        options=AccompanyOptions,
        python=lambda **options: accompany(CHORDS, **options).to_dict(),
        words=("accompany", CHORDS, "--format", "json"),
        computation=ACCOMPANIMENT,
        asked={"chords": CHORDS},
        values={**PLAYING, "beats_a_chord": {"beats_a_chord": 2.0}},
    ),
    "accompany a plan": Verb(
        options=AccompanyOptions,
        python=lambda **options: accompany_plan(PLAN, **options).to_dict(),
        words=("accompany", "--plan", "PLAN", "--format", "json"),
        computation=ACCOMPANIMENT,
        asked={"plan": PLAN.to_dict()},
        by_query=False,
        values=PLAYING,
    ),
    "write": Verb(
        options=SongOptions,
        python=lambda **options: write_song(THEME, **options).to_dict(),
        words=("write", THEME, "--format", "json"),
        computation=INSTRUCTIONS,
        asked={"theme": THEME},
        values=WRITING,
    ),
    "write as a chart": Verb(
        options=SongOptions,
        python=_charted("musicxml"),
        words=("write", THEME, "--format", "musicxml"),
        computation=INSTRUCTIONS,
        asked={"theme": THEME},
        form="musicxml",
        values={name: WRITING[name] for name in WRITING if name != "voice"},
    ),
    "write all of a chart": Verb(
        options=SongOptions,
        python=_charted("json"),
        words=("write", THEME, "--to", "song"),
        computation=INSTRUCTIONS,
        asked={"theme": THEME},
        form="song",
        values={name: WRITING[name] for name in WRITING if name != "voice"},
    ),
    "write around a chart": Verb(
        options=SongOptions,
        python=lambda **options: write_song(SONG, **options).to_dict(),
        words=("write", "--chart", "CHART", "--format", "json"),
        computation=INSTRUCTIONS,
        asked={"chart": msgspec.to_builtins(to_document(SONG))},
        by_query=False,
        values={**WRITING, "locked": {"locked": {"title": "Sun"}}},
    ),
    "convert": Verb(
        options=ConvertOptions,
        python=lambda **options: convert(SONG, "chordpro", **options).data.decode(),
        words=("convert", "CHART", "--to", "chordpro"),
        computation=CHARTS,
        asked={"text": CHART},
        form="chordpro",
        values={
            "transpose": {"transpose": -3},
            "capo": {"capo": 4},
            "unfold": {"unfold": True},
            "notation": {"notation": "german"},
        },
    ),
    "practice": Verb(
        options=PracticeOptions,
        python=lambda **options: check_chord("B", **{"notes": "B D F C", **options}).to_dict(),
        words=("practice", "B", "--json"),
        computation=PRACTICE,
        asked={"chord": "B", "notes": "B D F C"},
        values={
            "notes": {"notes": "B D# F#"},
            "instrument": {"instrument": "ukulele"},
            "tuning": {"tuning": "open d"},
            "shape": {"shape": "799877"},
            "capo": {"capo": 2},
            "level": {"level": "beginner"},
            "notation": {"notation": "german"},
        },
    ),
    "parse": Verb(
        options=ParseOptions,
        python=_parsed,
        words=("parse", CHORDS, "--json"),
        computation=HARMONY,
        asked={"chords": CHORDS},
        read=_read,
        values={
            "key": {"key": "A minor"},
            "transpose": {"transpose": 3},
            "notation": {"notation": "german"},
            "german": {"german": True},
        },
    ),
}
CASES: Final = [(verb, option) for verb, each in VERBS.items() for option in (None, *each.values)]


def _flags(verb: Verb, options: Mapping[str, Any]) -> list[str]:
    """As a person types them."""
    flag = {each.name: each.flag for each in options_of(verb.options)}
    typed: list[str] = []
    for name, value in options.items():
        if name == "locked":
            typed += [part for path, settled in value.items() for part in ("--set", f"{path}={settled}")]
        elif isinstance(value, bool):
            typed.append(f"--{'' if value else 'no-'}{flag[name]}")
        else:
            typed.append(f"--{flag[name]}={value}")
    return typed


_SAID: Final[dict[str, Any]] = {}


def by_python(name: str, options: Mapping[str, Any]) -> Any:
    """What the call answers; what has been asked before is not asked again."""
    asked = json.dumps([name, options], sort_keys=True)
    if asked not in _SAID:
        _SAID[asked] = plain(VERBS[name].python(**options))
    return _SAID[asked]


def by_command(verb: Verb, options: Mapping[str, Any], folder: Path, capfd: Capture) -> Any:
    """What the command line prints."""
    files = {"PLAN": folder / "plan.json", "CHART": folder / "rain.cho"}
    files["PLAN"].write_text(json.dumps(PLAN.to_dict()))
    files["CHART"].write_text(CHART)
    words = [str(files.get(word, word)) for word in verb.words]
    if verb.computation is PRACTICE and "notes" not in options:
        options = {"notes": verb.asked["notes"], **options}
    capfd.readouterr()
    assert main([*words, *_flags(verb, options)]) == 0, capfd.readouterr().err
    said = capfd.readouterr().out
    return verb.read(json.loads(said)) if verb.form == "json" else said


def by_post(verb: Verb, options: Mapping[str, Any]) -> tuple[Any, Any]:
    """The request, as REST reads it, and its answer."""
    request = decode_json(msgspec.json.encode({**verb.asked, **options}), verb.computation.request)
    made = verb.computation.perform(request, verb.computation.form(verb.form))
    body = made.body if isinstance(made, Noted) else made
    return request, verb.read(json.loads(body)) if verb.form == "json" else body.decode()


def plain(data: Any) -> Any:
    """As JSON has it."""
    return data if isinstance(data, str) else json.loads(json.dumps(data))


@pytest.mark.parametrize(("name", "option"), CASES)
def test_every_door_says_the_same(name: str, option: str | None, tmp_path: Path, capfd: Capture) -> None:
    verb = VERBS[name]
    options = {} if option is None else verb.values[option]
    said = by_python(name, options)
    assert plain(by_command(verb, options, tmp_path, capfd)) == said
    request, answer = by_post(verb, options)
    assert plain(answer) == said
    if verb.by_query and "locked" not in options:
        query = {name: str(value).lower() if isinstance(value, bool) else value for name, value in options.items()}
        by_query = {name: str(value) for name, value in {**verb.asked, **query}.items()}
        assert read_query(MultiDict(by_query), verb.computation.request) == request
    if option is not None:
        assert by_python(name, {each: value for each, value in options.items() if each != option}) != said


@pytest.mark.parametrize("options", [{"seed": 9}, {"seed": 9, "key": "G"}, {"key": "G"}])
@pytest.mark.parametrize("keep", [None, ["groove"]])
def test_a_plan_is_changed_alike(
    options: dict[str, Any], keep: list[str] | None, tmp_path: Path, capfd: Capture
) -> None:
    verb = VERBS["write"]
    changing = attrs.evolve(
        verb,
        words=("write", "--plan", "PLAN", "--format", "json", *(f"--keep={path}" for path in keep or ())),
        asked={"plan": PLAN.to_dict(), **({} if keep is None else {"keep": keep})},
    )
    said = plan_for(None, SongOptions(**options), plan=PLAN, keep=keep).to_dict()
    assert by_command(changing, options, tmp_path, capfd) == said
    assert by_post(changing, options)[1] == said
    assert said["title"] == "Rain"  # it was settled, and stays so


def test_every_option_of_every_verb_is_asked() -> None:
    for name, verb in VERBS.items():
        left = {each.name for each in options_of(verb.options)} - verb.values.keys()
        kept = {"accompany a plan": {"beats_a_chord"}, "write as a chart": {"voice"}, "write all of a chart": {"voice"}}
        assert left == kept.get(name, set()), name  # for a plan has its own beats, and no page says who sings
