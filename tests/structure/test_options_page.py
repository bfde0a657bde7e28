"""docs/options.md has every option, as it is."""

from __future__ import annotations

from chordwork.harmony.options import options_of
from tests.structure.options_page import ANEW, PAGE, VERBS, page


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), ANEW


def test_every_option_has_its_words() -> None:
    for options, _ in VERBS.values():
        assert [each.name for each in options_of(options) if len(each.text) < 10] == []
