import re

import pytest

import chordwork.native as native
from chordwork.harmony.errors import ChordworkError
from chordwork.native import AudioFormatError, FilterDesignError, StreamClosedError, errors


def test_codes_never_change():
    codes = {error.__name__: error.code for error in (ChordworkError, *ChordworkError.__subclasses__())}
    assert codes["ChordworkError"] == "chordwork"
    assert (AudioFormatError.code, FilterDesignError.code) == ("audio_format", "filter_design")
    assert StreamClosedError.code == "stream_closed"


def test_the_drawn_tree_is_the_real_one():
    drawn = dict(re.findall(r'(\w+Error) +code: "(\w+)"', errors.__doc__))
    real = {
        name: value.code
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, ChordworkError)
    }
    assert drawn == real


def test_public_names():
    assert set(native.__all__) == set(native._PLACE_OF)
    plain = {"MAX_SAMPLE_RATE_HZ", "MIN_SAMPLE_RATE_HZ", "Saved"}
    homes = ("chordwork.native", "chordwork.harmony.errors")
    assert all(getattr(native, name).__module__.startswith(homes) for name in {*native.__all__} - plain)
    with pytest.raises(AttributeError, match="'nothing'"):
        getattr(native, "nothing")  # noqa: B009
