"""What nobody should send and somebody will: every call of the music library answers with a typed error that names it.

The message is short whatever was sent, says what to do, and points at the character where there is one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chordwork import harmony
from chordwork.harmony import HarmonySyntaxError
from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.lab import read_lab
from chordwork.harmony.score import score
from chordwork.music import fretboard, suggestions
from chordwork.music.accompaniment import LiveBand, accompany
from chordwork.music.charts import read_bars
from chordwork.music.tabs import Pattern, tab

LONG = "x" * 1_000_000
MANY = "C " * 9_999
GUITAR = fretboard.INSTRUMENTS["guitar"]

CASES: list[tuple[str, Callable[[], Any], str, str]] = [
    # what was sent, the call, the code, words of the message
    ("unknown chord", lambda: tab("C G Hm F"), "chord_symbol", "H is B natural in German"),
    ("unknown chord", lambda: tab(["C", "xyz"]), "chord_symbol", "capital letter from A to G"),
    ("unknown chord", lambda: accompany("C | Gfoo"), "chord_symbol", "means nothing here"),
    ("unknown chord", lambda: suggestions.suggest("C Am G!"), "chord_symbol", "'!' means nothing here"),
    ("unknown chord", lambda: suggestions.reharmonise("C ü", 0), "chord_symbol", "capital letter"),
    ("half a chord", lambda: harmony.parse_symbol("C/"), "chord_symbol", "bass note"),
    ("half a chord", lambda: harmony.parse_symbol("Cadd"), "chord_symbol", "number from 1 to 13"),
    ("half a chord", lambda: harmony.parse_symbol("C(b9"), "chord_symbol", "never closed"),
    ("nothing", lambda: harmony.parse_symbol(""), "chord_symbol", "missing"),
    ("a megabyte", lambda: harmony.parse_symbol(LONG), "chord_symbol", "at most 200"),
    ("a megabyte", lambda: harmony.parse_key("A" + LONG), "key_syntax", "no such mode"),
    ("a megabyte", lambda: harmony.parse_note("A" + LONG), "note_syntax", "at most 16"),
    ("a megabyte", lambda: harmony.from_roman(LONG, harmony.parse_key("C")), "numeral_syntax", "at most 200"),
    ("a megabyte", lambda: read_bars(LONG), "progression", "at most 20000"),
    ("a megabyte", lambda: tab(LONG), "too_many_chords", "at most 20000"),
    ("a megabyte", lambda: accompany(LONG), "too_much_music", "at most 20000"),
    ("a megabyte", lambda: suggestions.suggest(LONG), "progression", "at most 20000"),
    ("a megabyte", lambda: tab("C", instrument=LONG), "unknown_instrument", "choose one of"),
    ("a megabyte", lambda: tab("C", tuning=LONG), "tuning", ""),
    ("a megabyte", lambda: tab("C", level=LONG), "hand", "choose one of"),
    ("a megabyte", lambda: tab("C", pattern=LONG), "unknown_pattern", "choose one of"),
    ("a megabyte", lambda: accompany("C", groove=LONG), "unknown_groove", "choose one of"),
    ("a megabyte", lambda: suggestions.suggest("C", style=LONG), "suggestion", "genre must be one of"),
    ("a megabyte", lambda: suggestions.suggest("C", mood=LONG), "suggestion", "mood must be one of"),
    ("10,000 chords", lambda: tab(MANY), "too_many_chords", "give 1 to 1000"),
    ("10,000 chords", lambda: tab(["C"] * 10_000), "too_many_chords", "give 1 to 1000"),
    ("10,000 chords", lambda: accompany(MANY), "too_much_music", "give at most"),
    ("10,000 chords", lambda: accompany(["C"] * 10_000), "too_much_music", "at most"),
    ("100,000 chords", lambda: suggestions.suggest(["C", "G"] * 50_000), "suggestion", "20000 chords"),
    ("no chords", lambda: tab(""), "too_many_chords", "give 1 to 1000"),
    ("no chords", lambda: tab([]), "too_many_chords", "give 1 to 1000"),
    ("no chords", lambda: accompany("| |"), "too_much_music", "at least one chord"),
    ("no chords", lambda: suggestions.fill_gap("C", ""), "suggestion", "no chord comes after the gap"),
    ("no chords", lambda: suggestions.reharmonise("", 0), "suggestion", "at least one chord"),
    ("emoji", lambda: tab("🎸"), "chord_symbol", "capital letter"),
    ("emoji", lambda: harmony.parse_key("🎸"), "key_syntax", "capital letter"),
    ("emoji", lambda: tab("C", tuning="🎸"), "tuning", ""),
    ("an unknown chord to play", lambda: tab("?"), "chord_tones", "no tones to play"),
    ("40 strings", lambda: tab("C", tuning=["E2"] * 40), "tuning", "1 to 12"),
    ("40 strings", lambda: fretboard.find_instrument("guitar", "E" * 40), "tuning", ""),
    ("a string of no pitch", lambda: tab("C", tuning=[4000]), "tuning", ""),
    ("capo 99", lambda: tab("C", capo=99), "capo", "99"),
    ("capo -1", lambda: tab("C", capo=-1), "capo", "-1"),
    ("frets 9 to 3", lambda: tab("C", frets=(9, 3)), "fret_range", ""),
    ("fret 99", lambda: tab("C", frets=(3, 99)), "fret_range", "99"),
    ("9 fingers", lambda: fretboard.Hand(fingers=9), "hand", "1 to 4"),
    ("a chord of 6 notes on 4 strings", lambda: tab("C13b9#11", instrument="ukulele"), "no_voicing", "leave out"),
    ("metre 4/5", lambda: tab("C", metre="4/5"), "metre", "4/5"),
    ("metre 0/4", lambda: tab("C", metre="0/4"), "metre", "1 to 16"),
    ("tempo 0", lambda: tab("C", tempo_bpm=0), "metre", "20 to 400"),
    ("tempo nan", lambda: accompany("C", tempo_bpm=float("nan")), "pace", "20 to 400"),
    ("tempo 9000", lambda: LiveBand().tempo(9000, 0.0), "pace", "20 to 400"),
    ("-1 beats", lambda: tab([("C", -1)]), "chord_duration", "positive"),
    ("nan beats", lambda: tab([("C", float("nan"))]), "chord_duration", ""),
    ("1e300 beats", lambda: tab([("C", 1e300)]), "too_many_chords", "bars"),
    ("17 chords in a bar", lambda: tab("C " * 17 + "|"), "too_many_chords", "at most 16"),
    ("a pattern of nonsense", lambda: Pattern.read("D X", 6, "strum"), "pattern_syntax", ""),
    ("intensity 2", lambda: accompany("C", intensity=2.0), "pace", "0 to 1"),
    ("0 repeats", lambda: accompany("C", repeats=0), "too_much_music", "at least one repeat"),
    ("a rate of 5 Hz", lambda: accompany("C").audio(5), "pace", "8000"),
    ("a soundfont that is not there", lambda: accompany("C").wav(soundfont="/no.sf2"), "soundfont", "/no.sf2"),
    ("5 bars of counting in", lambda: LiveBand().count_in(5), "pace", ""),
    ("limit 0", lambda: suggestions.suggest("C", limit=0), "suggestion", "at least 1"),
    ("adventurousness 7", lambda: suggestions.suggest("C", adventurousness=7), "suggestion", "from 0 to 1"),
    ("key H", lambda: suggestions.suggest("C", key="H"), "key_syntax", "capital letter"),
    ("place 9 of 2", lambda: suggestions.reharmonise("C G", 9), "suggestion", "from 0 to 1"),
    ("a lab file of prose", lambda: read_lab("once upon a time\n"), "", ""),
    ("a timeline of no length", lambda: score([(1.0, 1.0, "C")], []), "timeline", ""),
]


@pytest.mark.parametrize(
    ("call", "code", "words"),
    [case[1:] for case in CASES],
    ids=[f"{case[0]}-{index}" for index, case in enumerate(CASES)],
)
def test_it_is_refused_with_a_typed_error_that_names_it(call: Callable[[], Any], code: str, words: str) -> None:
    with pytest.raises(ChordworkError) as caught:
        call()
    error = caught.value
    assert isinstance(error, ValueError)
    if code:
        assert error.code == code
    message = str(error)
    assert words in message
    assert len(message) < 600
    if isinstance(error, HarmonySyntaxError):
        assert 0 <= error.position <= len(error.text)
        line, caret = error.pointer
        assert caret.endswith("^")
        assert len(line) <= 60


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        (lambda: tab("C G Am F", title="🎸 " * 500).score.title, ("🎸 " * 100).strip()),
        (lambda: tab("C", title="Ünïcödé \x00 <&> {}").score.title, "Ünïcödé   <&> {}"),
        (lambda: tab(["N.C."] * 3).to_dict()["chords"], ["N.C."] * 3),
        (lambda: {note.part for note in accompany("N.C. N.C.").notes}, {"drums"}),
        (lambda: suggestions.suggest("N.C. X ?"), suggestions.suggest("")),
        (lambda: suggestions.suggest(["C"] * 20_000), suggestions.suggest("C")),
        (lambda: [each.position for bar in read_bars("C\t G\r\n Am　F") for each in bar], [0, 3, 7, 10]),
        (lambda: len(tab("C" * 1, tempo_bpm=400, metre="16/8", beats=0.5).score.bars), 1),
    ],
)
def test_odd_but_sensible_input_is_answered(call: Callable[[], Any], answer: Any) -> None:
    assert call() == answer
