"""Values of a wrong type at the public calls: an error of ours says which argument, and what it takes."""

from __future__ import annotations

import inspect
import pickle
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

import pytest

from chordwork import harmony, music
from chordwork.harmony import ArgumentError, Key, Note, parse_key, parse_symbol
from chordwork.harmony.arguments import guarded
from chordwork.music import accompaniment, charts, fretboard, practice, songwriting, suggestions, tabs

CHORD = parse_symbol("Am7")
KEY = parse_key("C major")


@pytest.mark.parametrize(
    ("call", "arguments", "options", "said"),
    [
        (harmony.parse_symbol, (5,), {}, "parse_symbol: text must be str, not 5 (int)"),
        (harmony.parse_symbol, (["C"],), {}, "text must be str, not ['C'] (list)"),
        (harmony.parse_key, (None,), {}, "parse_key: text must be str, not None (NoneType)"),
        (harmony.parse_note, (b"C",), {}, "text must be str, not b'C' (bytes)"),
        (harmony.analyse, ("Am7", KEY), {}, "must be ChordSymbol, not 'Am7' (str)"),
        (harmony.analyse, (CHORD, Note("C")), {}, "must be Key, not Note("),
        (harmony.find_keys, ("C G Am F",), {}, "must be Sequence[ChordSymbol], not 'C G Am F'"),
        (harmony.find_keys, ([CHORD, 7],), {}, "must be Sequence[ChordSymbol]"),
        (harmony.transpose, (CHORD, "up"), {}, "not 'up' (str)"),
        (harmony.parse_symbol, (), {}, "parse_symbol: missing a required argument: 'text'"),
        (tabs.tab, (5,), {}, "tab: chords must be"),
        (tabs.tab, (["C", 5],), {}, "chords must be"),
        (tabs.tab, ("C",), {"tempo_bpm": "fast"}, "tempo_bpm must be float | None, not 'fast' (str)"),
        (tabs.tab, ("C",), {"title": 7}, "title must be str, not 7 (int)"),
        (tabs.tab, ("C",), {"titel": "x"}, "tab: got an unexpected keyword argument 'titel'"),
        (suggestions.suggest, (5,), {}, "suggest: "),
        (suggestions.suggest, ("C",), {"limit": "3"}, "limit must be int, not '3' (str)"),
        (suggestions.reharmonise, ("C G", "1"), {}, "index must be int, not '1' (str)"),
        (accompaniment.accompany, (None,), {}, "accompany: "),
        (accompaniment.accompany, ("C",), {"tempo_bpm": "fast"}, "tempo_bpm must be"),
        (practice.check_chord, (None,), {"notes": "C E G"}, "check_chord: "),
        (songwriting.write_song, (5,), {}, "write_song: theme must be str"),
        (fretboard.find_instrument, (5,), {}, "find_instrument: "),
    ],
)
def test_a_wrong_type_is_told_by_name(
    call: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any], said: str
) -> None:
    with pytest.raises(harmony.ChordworkError) as told:
        call(*arguments, **options)
    if isinstance(told.value, ArgumentError):
        assert said in str(told.value)
        assert isinstance(told.value, TypeError)
        assert told.value.code == "argument"
    else:
        assert isinstance(told.value, ValueError), "a call that takes anything, and says what it wants"


PACKAGES = [harmony, music, accompaniment, charts, fretboard, practice, songwriting, suggestions, tabs]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_no_public_call_answers_nonsense_with_a_bare_error(package: Any) -> None:
    class Nonsense:
        pass

    for name in package.__all__:
        function = getattr(package, name)
        if not inspect.isfunction(function):
            continue
        needed = [
            each
            for each in inspect.signature(function).parameters.values()
            if each.default is each.empty and each.kind is not each.VAR_POSITIONAL
        ]
        if needed:
            with suppress(harmony.ChordworkError):
                function(*[Nonsense() for _ in needed])


def test_faults_of_ours_stay_what_they_are() -> None:
    def broken(text: str) -> int:
        return text + 1  # type: ignore[operator,return-value]

    with pytest.raises(TypeError) as told:
        guarded(broken, __name__)("C")
    assert not isinstance(told.value, ArgumentError)


def test_what_only_type_checkers_know_is_never_to_blame() -> None:
    def asked(chords: Unheard, key: Key | None = None) -> None:  # type: ignore[name-defined] # noqa: F821
        raise AttributeError("no fault of theirs")

    with pytest.raises(AttributeError, match="no fault of theirs"):
        guarded(asked, __name__)(5, None)
    with pytest.raises(ArgumentError, match=r"key must be Key \| None"):
        guarded(asked, __name__)(5, "C")


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_public_functions_travel_to_other_processes(package: Any) -> None:
    for name in package.__all__:
        function = getattr(package, name)
        assert pickle.loads(pickle.dumps(function)) is function or not callable(function)
        if inspect.isfunction(function):
            assert getattr(import_module(function.__module__), name) is function
