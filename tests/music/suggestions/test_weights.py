"""What adventurousness, moods, styles and well-known turns weigh, measured on what is suggested."""

from __future__ import annotations

import numpy as np
import pytest

from chordwork.harmony import REDUCED_QUALITIES, TOKENS, parse_key, parse_symbol, token_of
from chordwork.music.suggestions import MOODS, suggest
from chordwork.music.suggestions.model import shipped_model
from chordwork.music.suggestions.taste import in_mood, lean
from chordwork.music.suggestions.turns import turn_of

EVEN = np.full(TOKENS, 1.0 / TOKENS)
C = parse_key("C")


def token(chord: str) -> int:
    found = token_of(parse_symbol(chord), 0)
    assert found is not None
    return found


@pytest.mark.parametrize("adventurousness", [0.2, 1.0])
@pytest.mark.parametrize(
    ("chord", "novelty"),
    [
        ("F", 0.0), ("Am7", 0.0), ("C7", 1.0), ("F7", 0.6), ("Fm", 1.0), ("D7", 1.0), ("F#dim", 0.9), ("Db7", 1.0),
        ("Db", 1.0), ("F#m", 0.2), ("Dbaug", 0.2),
    ],
)  # fmt: skip
def test_adventure_is_worth_two_and_a_half_nats_to_what_has_a_reason(
    chord: str, novelty: float, adventurousness: float
) -> None:
    """Against C, a chord of the key, which gains nothing."""
    leaning = lean(EVEN, adventurousness, C)
    gained = np.log(leaning[token(chord)] / leaning[token("C")])
    assert gained == pytest.approx(2.5 * adventurousness * novelty)


def test_full_adventure_halves_what_songs_say() -> None:
    songs = EVEN.copy()
    songs[token("F")] *= 9.0
    leaning = lean(songs / songs.sum(), 1.0, C)
    assert leaning[token("F")] / leaning[token("G")] == pytest.approx(3.0)


SUITED = {
    "happy": "maj 0.6, 7 0.3, 5 0.1, sus4 0.2, maj7 0.1, min7 -0.3, aug -0.4, min -0.5, dim -1, dim7 -1, hdim7 -1",
    "calm": "maj7 0.7, min7 0.5, sus4 0.3, maj 0.2, min 0, 5 -0.2, 7 -0.5, hdim7 -0.7, dim7 -0.8, aug -0.8, dim -1",
    "sad": "min 0.7, min7 0.6, hdim7 0.4, maj7 0.2, dim7 0.2, dim 0.1, aug 0, sus4 -0.1, 7 -0.3, 5 -0.3, maj -0.5",
    "tense": "dim7 1, dim 0.9, aug 0.9, hdim7 0.7, 7 0.6, 5 0.4, min 0.2, sus4 0.2, min7 -0.1, maj -0.4, maj7 -0.6",
}
"""How listeners order single chords, as the rule has it."""


@pytest.mark.parametrize("mood", MOODS)
def test_a_mood_is_worth_a_nat_and_a_half_to_what_suits_it_best(mood: str) -> None:
    suited = {name: float(value) for name, value in (row.split() for row in SUITED[mood].split(", "))}
    leaning = in_mood(EVEN, mood)
    kinds = len(REDUCED_QUALITIES)
    for root in range(12):
        gained = np.log(leaning[kinds * root : kinds * (root + 1)] / leaning[0])
        wanted = [1.5 * (suited[name] - suited[REDUCED_QUALITIES[0]]) for name in REDUCED_QUALITIES]
        assert gained == pytest.approx(np.array(wanted))


@pytest.mark.parametrize(
    ("chords", "minor", "ends", "share"),
    [
        ("C G Am", False, "F Fmaj7 F7", 0.2), ("Am F C", False, "G", 0.2), ("C Am F", False, "G G7 Gmaj7", 0.2),
        ("C Bb F", False, "C", 0.2), ("C7 F7 C7 F7 C7", False, "G7 G", 0.6), ("C F C F C", False, "", 0.0),
        ("C7 F7 C7", False, "G7", 0.2), ("Cm Bb Ab", True, "G G7", 0.2), ("Cm Ab Eb", True, "Bb", 0.2),
    ],
)  # fmt: skip
def test_a_turn_takes_its_share_of_the_prediction(chords: str, minor: bool, ends: str, share: float) -> None:
    turn = turn_of(np.array([token(chord) for chord in chords.split()]), minor=minor)
    if not ends:
        assert turn is None
        return
    assert turn is not None
    leaning = turn.lean(EVEN)
    completed = float(EVEN[np.array(turn.completed)].sum())
    assert all(turn.completed[token(chord)] for chord in ends.split())
    assert float(leaning[np.array(turn.completed)].sum()) == pytest.approx(share + (1.0 - share) * completed)
    assert leaning.sum() == pytest.approx(1.0)


def test_a_style_adds_half_of_what_its_songs_say() -> None:
    model = shipped_model()
    tokens = np.array([token("C"), token("Dm")])
    plain = model.predict(tokens, tokens, minor=False).probability
    for index, style in enumerate(("pop", "rock", "standards")):
        styled = model.predict(tokens, tokens, minor=False, style=style).probability
        others = [each for each in range(TOKENS) if each != tokens[-1]]
        gained = np.log(styled[others] / plain[others])
        said = model.styles[index, tokens[-1]].astype(float)[others] / 32
        assert gained - gained[0] == pytest.approx(0.5 * (said - said[0]), abs=1e-5)


def test_suggestions_of_a_mood_and_an_adventure_are_the_leaning_prediction() -> None:
    tokens = np.array([token("C"), token("G")])
    told = shipped_model().predict(tokens, tokens, minor=False).probability
    leaning = in_mood(lean(told, 0.4, C), "sad")
    found = suggest("C G", key="C", adventurousness=0.4, mood="sad", limit=TOKENS)
    assert {token(each.symbol): each.probability for each in found} == pytest.approx(
        {each: float(leaning[each]) for each in range(TOKENS) if leaning[each] > 0}
    )
