"""What a format says that it keeps is there again, for each format and for each two."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chordwork.music.charts.form import Format
from chordwork.music.charts.formats import formats
from chordwork.music.song import Feature
from tests.music.charts.songs import songs, through

BOTH_WAYS = [each for each in formats() if each.read is not None and each.write is not None]


@pytest.mark.parametrize("form", BOTH_WAYS, ids=lambda form: form.name)
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_is_kept_is_read_again(form: Format, data: st.DataObject) -> None:
    untimed = data.draw(st.booleans())
    song = data.draw(songs(form.carries - {Feature.TIMES} if untimed else form.carries))
    assert through(song, form) == form.limited(song)[0]


@pytest.mark.parametrize("form", BOTH_WAYS, ids=lambda form: form.name)
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_is_not_kept_is_listed(form: Format, data: st.DataObject) -> None:
    song = data.draw(songs(Feature))
    kept, lost = form.limited(song)
    assert through(song, form) == kept
    assert kept == song or lost or form.limited(kept) == (kept, ())
