"""What a command loads: only what it needs, since every start pays for it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {
    *("cyclopts", "rich", "rich.markdown", "attrs", "msgspec", "numpy", "numpy.ma"),
    *("importlib.metadata", "ssl", "http.client", "urllib.request", "xml.sax", "xml.etree"),
    *("onnxruntime", "quart", "hypercorn", "trio", "soundfile", "pyfftw", "PIL", "guitarpro"),
    *("chordwork.harmony.keyfinding", "chordwork.analysis.forms.reading", "chordwork.native"),
    *("chordwork.music.charts", "chordwork.music.suggestions", "chordwork.music.fretboard", "chordwork.music.tabs"),
    *("chordwork.music.tabs.formats.midi", "chordwork.music.tabs.formats.musicxml", "chordwork.music.tabs.sheets"),
    *("chordwork.music.accompaniment", "chordwork.music.songwriting", "chordwork.music.practice"),
    *("chordwork.music.charts.text.reading", "chordwork.music.charts.formats", "chordwork.music.song.playing"),
    *("chordwork.music.suggestions.model", "chordwork.music.suggestions.bridging"),
}
"""Modules and rooms that cost milliseconds, each in at least one of the ways of starting below or in none."""

_MUSIC = {"attrs", "msgspec", "chordwork.harmony.keyfinding", "chordwork.music.charts"}
_READING = {"chordwork.music.charts.text.reading", "chordwork.music.song.playing"}
_SUGGESTED = {*_MUSIC, "chordwork.music.suggestions"}
_MODEL = {"numpy", "chordwork.music.suggestions.model"}


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [
        (["--version"], {"importlib.metadata"}),
        (["suggest", "C G"], _SUGGESTED),
        (["suggest", "C | G"], {*_SUGGESTED, *_READING}),
        (["suggest", "C G", "--json"], {*_SUGGESTED, "cyclopts"}),
        (
            ["suggest", "C _ G"],
            {*_SUGGESTED, *_READING, *_MODEL, "chordwork.music.suggestions.bridging"},
        ),
        (["tabs", "C G"], {*_MUSIC, "chordwork.music.fretboard", "chordwork.music.tabs"}),
        (["tabs", "C13"], {*_MUSIC, *_READING, "numpy", "chordwork.music.fretboard", "chordwork.music.tabs"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_loads_what_it_needs(arguments: list[str], loaded: set[str], environment: dict[str, str]) -> None:
    code = (
        "import io, json, sys; shown, sys.stdout = sys.stdout, io.StringIO();"
        f"from chordwork.cli import main; code = main({arguments!r});"
        "json.dump([code, bool(sys.stdout.getvalue()), sorted(sys.modules)], shown)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    code_given, said, modules = json.loads(done.stdout)
    assert (code_given, said) == (0, True)
    assert HEAVY & set(modules) == loaded


def test_the_client_loads_nothing_of_harmony_but_its_errors() -> None:
    code = "import sys, chordwork.client; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stdout.split() if name.startswith("chordwork.")}
    assert {name for name in loaded if not name.startswith("chordwork.client")} == {
        *("chordwork.harmony", "chordwork.harmony.errors", "chordwork.harmony.on_demand"),
    }
