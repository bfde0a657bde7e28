import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chordwork.harmony import (
    TOKENS,
    Chord,
    Function,
    KeySyntaxError,
    Relation,
    SymbolSyntaxError,
    all_chords,
    analyse,
    parse_key,
    parse_label,
    parse_symbol,
    symbol_of,
)
from chordwork.music.suggestions import (
    MAX_CHORDS,
    STYLE_ALIASES,
    STYLES,
    Suggester,
    SuggestionError,
    fill_gap,
    find_style,
    reharmonise,
    suggest,
)
from chordwork.music.suggestions.contexts import CONTEXTS, Context
from chordwork.music.suggestions.counts import pack_weights, unpack_weights
from chordwork.music.suggestions.memory import recollect
from chordwork.music.suggestions.reasons import reason_for

PROGRESSIONS = st.lists(st.sampled_from([*all_chords(), parse_label("N")]), max_size=24)


def names(suggestions) -> list[str]:
    return [each.symbol for each in suggestions]


@settings(max_examples=40, deadline=None)
@given(PROGRESSIONS, st.floats(0, 1), st.integers(1, 10))
def test_suggestions_are_ranked_probabilities(chords: list[Chord], adventurousness: float, limit: int) -> None:
    found = suggest(chords, adventurousness=adventurousness, limit=limit)
    probabilities = [each.probability for each in found]
    assert len(found) == limit
    assert probabilities == sorted(probabilities, reverse=True)
    assert 0 < sum(probabilities) <= 1 + 1e-9
    assert len({each.label for each in found}) == limit
    for each in found:
        assert each.reason
        assert "{" not in each.reason
        assert "\n" not in each.reason
        assert parse_symbol(each.label) == parse_symbol(each.symbol) == each.chord


@settings(max_examples=25, deadline=None)
@given(PROGRESSIONS)
def test_chord_by_chord_is_the_same_as_at_once(chords: list[Chord]) -> None:
    suggester = Suggester()
    for chord in chords:
        suggester.add(chord)
    assert suggester.suggest() == suggest(chords)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(all_chords()), min_size=1, max_size=12), st.integers(1, 11))
def test_suggestions_move_with_the_key(chords: list[Chord], semitones: int) -> None:
    moved = [Chord((each.root + semitones) % 12, each.quality, (each.root + semitones) % 12) for each in chords]
    here, there = suggest(chords, key="C", limit=3), suggest(moved, key=str(parse_label("C").symbol), limit=3)
    assert len(here) == len(there)
    keys = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
    there = suggest(moved, key=keys[semitones], limit=3)
    assert [each.probability for each in here] == pytest.approx([each.probability for each in there])
    assert [(each.chord.root.pitch_class + semitones) % 12 for each in here] == [
        each.chord.root.pitch_class for each in there
    ]


def test_a_line_of_text_is_a_progression() -> None:
    assert suggest("Dm7 | G7", key="C") == suggest(["Dm7", "G7"], key="C")
    assert fill_gap("C Am", "G C", key="C") == fill_gap(["C", "Am"], ["G", "C"], key="C")
    assert reharmonise("C Am F G", 2, key="C") == reharmonise(["C", "Am", "F", "G"], 2, key="C")
    with pytest.raises(SymbolSyntaxError) as caught:
        suggest("C Amy")
    assert caught.value.position == 4


def test_never_the_chord_that_sounds() -> None:
    assert "G" not in names(suggest(["C", "G"], limit=100))


def test_repeats_and_rests_change_nothing() -> None:
    assert suggest(["C", "C", "N.C.", "G", "G", "X"], key="C") == suggest(["C", "G"], key="C")
    suggester = Suggester()
    assert [suggester.add(chord) for chord in ("C", "C", "N.C.", "G")] == [True, False, False, True]


def test_an_empty_page_offers_openers() -> None:
    assert suggest([])[0].symbol == "C"
    assert suggest([], key="Eb minor")[0].symbol == "Ebm"


@pytest.mark.parametrize(
    ("chords", "best", "reason"),
    [
        ("G D Em C G D", "Em", "Your loop goes round again: G D Em C, and now Em."),  # not a surprise ending
        ("C G Am F C G", "Am", "Your loop goes round again: C G Am F, and now Am."),
        ("Am F C G Am F", "C", "Your loop goes round again: Am F C G, and now C."),
        ("C F G C F", "G", "Your loop goes round again: C F G, and now G."),
    ],
)
def test_reasons_see_the_loop_first(chords: str, best: str, reason: str) -> None:
    found = {each.symbol: each.reason for each in suggest(chords, limit=3)}
    assert found[best] == reason
    assert sum("loop" in each for each in found.values()) == 1


def test_two_chords_that_alternate_are_no_loop() -> None:
    assert not any("loop" in each.reason for each in suggest("C G C G", limit=5))


def test_suggestions_speak_the_notation_they_are_asked_in() -> None:
    german = suggest("Em Am H7 Em Am", notation="german", key="e-Moll", limit=1)[0]
    assert (german.symbol, german.label) == ("H7", "B:7")
    assert german.reason == "Your loop goes round again: Em Am H7, and now H7."
    solfege = suggest("Do Sol Lam", notation="solfege", limit=1)[0]
    assert (solfege.symbol, solfege.label) == ("Fa", "F:maj")
    assert solfege.reason == "Completes the four chords of countless songs: Do Sol Lam Fa."


def test_a_song_is_expected_to_repeat_itself() -> None:
    best = suggest(["C", "Ab", "F#", "D", "C", "Ab", "F#"], key="C")[0]
    assert best.symbol == "D"
    assert best.reason == "Your song went on this way before: C Ab F#, then D."


def test_a_repeated_chord_comes_as_it_was_written() -> None:
    assert suggest(["Am", "F/A", "Gadd9", "Cmaj9", "Am", "F/A", "Gadd9"], key="C")[0].symbol == "Cmaj9"


@pytest.mark.parametrize(
    ("chords", "key", "expected"),
    [
        ("Dm7 G7", "C", "C"),
        ("C G Am", "C", "F"),
        ("C Am F", "C", "G"),
        ("Am G F", "A minor", "E"),
        ("Cm7 F7 Bbmaj7", "Bb", "Gm7"),
        ("Bbmaj7 G7 Cm7", "Bb", "F7"),
        ("A7 D7 A7 D7 A7 E7 D7 A7 E7 A7 D7 A7 D7 A7", "A", "E7"),
    ],
)
def test_well_known_moves_are_among_the_five(chords: str, key: str, expected: str) -> None:
    assert expected in names(suggest(chords.split(), key=key))


def test_numerals_and_functions_follow_the_key() -> None:
    best = suggest(["Dm7", "G7"], key="C", limit=10)
    home = next(each for each in best if each.symbol == "C")
    assert (home.label, home.roman, home.function, home.relation) == ("C:maj", "I", Function.TONIC, Relation.DIATONIC)
    assert "Home" in home.reason


def test_adventure_brings_chords_from_outside_the_key() -> None:
    def outside(adventurousness: float) -> int:
        found = suggest(["C", "G", "Am", "F"], key="C", limit=8, adventurousness=adventurousness)
        return sum(each.relation is not Relation.DIATONIC for each in found)

    assert outside(0) <= 2
    assert outside(1) >= 5


def test_a_gap_is_filled_so_that_both_sides_fit() -> None:
    assert fill_gap(["C", "Am"], ["G", "C"], key="C")[0].symbol in {"F", "Dm", "Dm7"}
    assert fill_gap([], ["C"], key="C")
    found = fill_gap(["C"], ["G"], limit=100)
    assert not {"C", "G"} & set(names(found))
    assert sum(each.probability for each in found) == pytest.approx(1)


def test_a_replacement_keeps_notes_of_what_it_replaces() -> None:
    old = parse_symbol("F")
    for each in reharmonise(["C", "Am", "F", "G"], 2, key="C", limit=20):
        assert each.symbol not in {"F", "Am", "G"}
        assert len(each.chord.pitch_classes & old.pitch_classes) >= 2
    assert "Dm" in names(reharmonise(["C", "Am", "F", "G"], 2, key="C"))


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: suggest(["C", "nonsense"]), SymbolSyntaxError),
        (lambda: suggest(["C"], key="Q"), KeySyntaxError),
        (lambda: suggest(["C"], limit=0), SuggestionError),
        (lambda: suggest(["C"], adventurousness=1.5), SuggestionError),
        (lambda: suggest(["C"], adventurousness=float("nan")), SuggestionError),
        (lambda: suggest(["C", "G"] * MAX_CHORDS), SuggestionError),
        (lambda: fill_gap(["C"], []), SuggestionError),
        (lambda: fill_gap(["C"], ["N.C."]), SuggestionError),
        (lambda: reharmonise(["C"], 1), SuggestionError),
        (lambda: reharmonise(["C"], -1), SuggestionError),
        (lambda: reharmonise(["N.C."], 0), SuggestionError),
        (lambda: reharmonise([], 0), SuggestionError),
    ],
)
def test_bad_questions_are_refused(call, error) -> None:
    with pytest.raises(error):
        call()


def test_ten_thousand_chords_are_looked_at() -> None:
    assert suggest(["C", "G", "Am", "F"] * 2500)[0].symbol == "C"


def test_the_past_is_searched_for_the_longest_repetition() -> None:
    past = np.array([0, 1, 2, 3, 1, 2, 0, 1, 2])
    memory = recollect(past, past, 5)
    assert memory.longest == 3
    assert memory.reach.tolist() == [2, 0, 0, 3, 0]
    assert memory.blend.argmax() == 3
    assert memory.blend.sum() == pytest.approx(1)


@given(st.lists(st.integers(0, 3), max_size=40))
def test_what_followed_is_what_a_plain_search_finds(past: list[int]) -> None:
    memory = recollect(np.array(past, dtype=np.int64), np.array(past, dtype=np.int64), 4)
    reach = [0] * 4
    for place in range(len(past) - 1):
        length = 0
        while length < 24 and length <= place and past[place - length] == past[len(past) - 1 - length]:
            length += 1
        reach[past[place + 1]] = max(reach[past[place + 1]], length)
    assert memory.reach.tolist() == reach
    assert memory.longest == max(reach)
    assert memory.blend.sum() == pytest.approx(1)


@given(st.lists(st.floats(0.1, 1e5), min_size=1))
def test_packed_weights_keep_three_percent_of_one_and_the_weight(weights: list[float]) -> None:
    given_weights = np.array(weights)
    assert 1 + unpack_weights(pack_weights(given_weights)) == pytest.approx(1 + given_weights, rel=0.032)


def test_moods_lean_towards_chords_that_sound_so() -> None:
    def share(mood: str | None, *endings: str) -> float:
        found = suggest(["C", "G", "Am"], key="C", mood=mood, limit=132)
        assert sum(each.probability for each in found) == pytest.approx(1)
        return sum(each.probability for each in found if each.label.endswith(endings))

    assert share("happy", ":maj") > 1.1 * share(None, ":maj") > 1.5 * share("sad", ":maj")
    assert share("sad", ":min", ":min7") > 2 * share(None, ":min", ":min7")
    assert share("tense", ":7", ":dim", ":dim7", ":hdim7") > 1.5 * share(None, ":7", ":dim", ":dim7", ":hdim7")
    assert share("calm", ":maj7") > 1.5 * share(None, ":maj7")
    assert fill_gap("C", "G", mood="sad")[0] != fill_gap("C", "G")[0]
    with pytest.raises(SuggestionError, match="happy, calm, sad, tense"):
        suggest(["C"], mood="polka")


def test_genres_that_players_name_mean_a_style() -> None:
    assert suggest(["C"], key="C", style=" Jazz ") == suggest(["C"], key="C", style="standards")
    assert {find_style(name) for name in (*STYLES, *STYLE_ALIASES)} == set(STYLES)
    with pytest.raises(SuggestionError):
        suggest(["C"], style="x" * 1_000_000)


def test_a_chord_that_still_rings_is_looked_at_but_not_kept() -> None:
    suggester = Suggester(key="C")
    for chord in ("C", "Am"):
        suggester.add(chord)
    before = suggester.suggest()
    assert suggester.ahead(["F", "G"]).suggest() == suggest("C Am F G", key="C")
    assert [str(chord) for chord in suggester.ahead(["N.C.", "F"]).chords] == ["C", "Am", "F"]
    assert suggester.suggest() == before
    assert [str(chord) for chord in suggester.chords] == ["C", "Am"]


def test_key_and_taste_may_change_on_the_way() -> None:
    suggester = Suggester()
    for chord in ("Am", "F", "C", "G"):
        suggester.add(chord)
    found = suggester.key
    suggester.set_key("A minor")
    suggester.mood, suggester.style = "sad", "pop"
    assert suggester.suggest() == suggest("Am F C G", key="A minor", mood="sad", style="pop")
    suggester.set_key(None)
    suggester.mood = suggester.style = None
    assert suggester.key == found
    assert suggester.suggest() == suggest("Am F C G")
    with pytest.raises(KeySyntaxError):
        suggester.set_key("H")


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda context: context.title)
def test_well_known_beginnings_go_where_musicians_go(context: Context) -> None:
    found = suggest(context.chords, key=context.key)
    assert context.expected in names(found)
    assert len({each.reason for each in found}) >= 3


@pytest.mark.parametrize(
    ("chords", "key", "first", "said"),
    [
        ("C G Am", None, "F", "Completes the four chords of countless songs: C G Am F."),
        ("Am F C", "A minor", "G", "Completes the four chords of countless songs: Am F C G."),
        ("Am G F", None, "E", "Completes the Andalusian cadence, flamenco's way down: Am G F E."),
        ("Em D C", None, "B", "Completes the Andalusian cadence, flamenco's way down: Em D C B."),
        ("A7 D7 A7 D7 A7", "A", "E7", "Bar 9 of a twelve-bar blues: up to the fifth chord, the peak of the form."),
        ("C Am F", None, "G", "Completes the doo-wop turn of the fifties: C Am F G."),
        ("Bbmaj7 G7 Cm7", "Bb", "F7", "Completes the turnaround of standards: Bbmaj7 G7 Cm7 F7."),
        ("D A Bm F#m", "D", "G", "On along Pachelbel's canon: D A Bm F#m G."),
    ],
)
def test_what_begins_like_a_turn_that_everybody_knows_goes_on_like_it(
    chords: str, key: str | None, first: str, said: str
) -> None:
    found = suggest(chords, key=key)
    assert (found[0].symbol, found[0].reason) == (first, said)
    later = suggest("Dm7 G7 " + chords, key=key)
    assert not any(each.reason.startswith(said[:9]) for each in later)  # in the middle, songs say


def test_a_turn_leaves_probabilities_that_add_up() -> None:
    for chords in ("C G Am", "A7 D7 A7 D7 A7", "Am G F", "A D A D A"):
        everything = suggest(chords, limit=TOKENS)
        assert sum(each.probability for each in everything) == pytest.approx(1.0)
        assert len({each.symbol for each in everything}) == TOKENS - 1
    assert suggest("A D A D A", key="A")[0].symbol != "E"  # no sevenths, no blues


@pytest.mark.parametrize("key", ["C", "A minor", "D dorian", "G mixolydian", "F lydian", "E phrygian"])
def test_every_step_between_two_chords_has_its_reason(key: str) -> None:
    home = parse_key(key)
    symbols = [symbol_of(token, home.spell(home.tonic.pitch_class + token // 11)) for token in range(TOKENS)]
    said = set()
    for before in (None, *symbols[::3]):
        for symbol in symbols:
            if before is not None and symbol.root is not None and symbol == before:
                continue
            sentence = reason_for(analyse(symbol, home), home, before)
            assert sentence
            assert not {"{", "}", "\n"} & set(sentence)
            assert len(sentence) <= 100
            assert sentence.endswith((".", "comes next."))
            said.add(sentence)
    assert len(said) > 100


def test_reasons_name_what_happens() -> None:
    def reason(before: str, after: str, key: str) -> str:
        return reason_for(analyse(parse_symbol(after), parse_key(key)), parse_key(key), parse_symbol(before))

    assert reason("B7", "Em", "E minor").startswith("Home: the tension of B7")
    assert reason("F", "Em", "A minor") == "A soft pull home: Em lacks the G# that leans on Am."
    assert reason("Fm7", "Bb7", "C") == "The back door: Bb7 slides up a step, home to C."
    assert reason("Gsus4", "G", "C") == "Gsus4 relaxes: the held note falls into place."
    assert reason("C", "Gsus4", "C") == "Gsus4 hangs in the air until one note falls; G comes next."
    assert reason("F", "Fm", "C") == "The same chord turns minor: bittersweet."
    assert reason("Dm7", "G", "D dorian") == "The bright fourth chord that makes it dorian."
    assert reason("C", "E7", "C") == "Pulls strongly towards Am: a spotlight on the next chord."


def test_styles_lean_and_unknown_ones_are_refused() -> None:
    rock, standards = (suggest(["C"], key="C", style=style, limit=132) for style in ("rock", "standards"))

    def share_of_sevenths(found) -> float:
        return sum(each.probability for each in found if each.label.endswith(":7"))

    assert share_of_sevenths(standards) > 1.5 * share_of_sevenths(rock)
    with pytest.raises(SuggestionError, match="pop, rock, standards"):
        suggest(["C"], style="polka")
