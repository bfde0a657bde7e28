"""docs/settings.md has every setting, as it is."""

from __future__ import annotations

import re

import attrs

from chordwork.http import Settings
from tests.structure.settings_page import ANEW, PAGE, page


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), ANEW


def test_every_setting_is_told_with_its_words() -> None:
    rows = dict(re.findall(r"^\| `CHORDWORK_(\w+)` \|.*\| ([^|]+) \|$", PAGE.read_text(), re.MULTILINE))
    assert {name.lower() for name in rows} == {field.name for field in attrs.fields(Settings)}
    assert all(len(told) > 10 for told in rows.values())
