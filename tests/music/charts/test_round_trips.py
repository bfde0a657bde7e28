"""What a format says that it keeps is there again, for formats of text and for each two of them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chordwork.music.charts import format_named
from chordwork.music.song import Feature
from tests.music.charts.songs import songs, through

FORMS = (
    "chordpro",
    "chords-over-lyrics",
    "onsong",
    "typed",
    "json",
    "lab",
    "jams",
    "sonic-visualiser",
    "ireal",
    "musicxml",
)


@pytest.mark.parametrize("name", FORMS)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_what_is_kept_is_read_again(name: str, data: st.DataObject) -> None:
    form = format_named(name)
    features = data.draw(st.sampled_from([form.carries, frozenset(Feature)]))
    song = data.draw(songs(features - data.draw(st.sampled_from([set(), {Feature.TIMES}]))))
    assert through(song, form) == form.limited(song)[0]


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_what_two_formats_keep_goes_through_both(data: st.DataObject) -> None:
    first, second = (format_named(data.draw(st.sampled_from(FORMS))) for _ in range(2))
    untimed = data.draw(st.sampled_from([set(), {Feature.TIMES}]))
    song = data.draw(songs((first.carries & second.carries) - untimed))
    kept, _ = first.limited(song)
    assert through(through(song, first), second) == second.limited(kept)[0]
