"""Felt beats: what a tempo counts, where a bar is divided, how it is counted in; in every metre alike."""

import io

import mido
import pytest

from chordwork.music.accompaniment import GROOVES, AccompanimentError, Groove, LiveBand, PaceError, accompany
from chordwork.music.accompaniment.reading import shared
from chordwork.music.pulse import pulse, pulse_name, quarter_bpm, tempo_text
from chordwork.music.songwriting import FEELS, write_song
from chordwork.music.tabs import PATTERNS, tab

grooves = pytest.mark.parametrize("name", sorted(GROOVES))


@pytest.mark.parametrize(
    ("metre", "name", "quarters"),
    [
        ((4, 4), "quarter", 1), ((3, 4), "quarter", 1), ((5, 4), "quarter", 1), ((2, 2), "half", 2),
        ((6, 8), "dotted quarter", 1.5), ((9, 8), "dotted quarter", 1.5), ((12, 8), "dotted quarter", 1.5),
        ((7, 8), "quarter", 1), ((5, 8), "quarter", 1), ((2, 8), "eighth", 0.5), ((6, 16), "dotted eighth", 0.75),
    ],
)  # fmt: skip
def test_a_tempo_counts_the_beat_that_is_felt(metre: tuple[int, int], name: str, quarters: float) -> None:
    assert pulse_name(metre) == name
    assert pulse(metre) == quarters
    assert quarter_bpm(60, metre) == 60 * quarters
    assert tempo_text(50, metre) == f"{name} = 50 bpm"


def test_there_are_grooves_in_five_seven_and_twelve() -> None:
    metres = [groove.metre_text for groove in GROOVES.values()]
    assert all(metres.count(metre) >= 2 for metre in ("4/4", "5/4", "7/8", "12/8"))
    assert {groove.groups for groove in GROOVES.values() if groove.metre == (7, 8)} == {(4, 4, 6), (6, 4, 4)}


@grooves
def test_a_bar_lasts_as_long_in_the_band_the_tab_and_the_midi_file(name: str) -> None:
    """ "Slow six-eight, 50 bpm" was a third slower with the band than in the tab."""
    groove = GROOVES[name]
    piece = accompany("C G", groove=name, tempo_bpm=50, intro=False, ending=False, humanise=False)
    bar_s = piece.seconds / 2
    written = tab("C G", metre=groove.metre_text, tempo_bpm=50)
    for file in (piece.midi(), written.midi()):
        midi = mido.MidiFile(file=io.BytesIO(file))
        assert midi.length == pytest.approx(2 * bar_s, abs=0.02)
        signature = next(message for message in midi.tracks[0] if message.type == "time_signature")
        assert (signature.numerator, signature.denominator) == groove.metre
        assert signature.clocks_per_click == 24 * pulse(groove.metre)
    said = f"{pulse_name(groove.metre)} = 50 bpm"
    assert piece.tempo_text == said
    assert said in written.text()
    assert said in piece.pianoroll_svg()
    assert piece.to_dict()["tempo"] == said
    live = LiveBand(name)
    live.tempo(50.0, 0.0)
    live.follow("C")
    bass = [note.time for note in live.due(bar_s * 1.5) if note.part == "bass"]
    assert min(abs(time - bar_s) for time in bass) < 0.001
    assert live.tempo_bpm == 50.0


def test_a_plan_in_six_eight_plays_as_fast_as_it_says() -> None:
    plan = write_song("rain on the roof", groove="slow_six", tempo_bpm=50)
    assert "6/8, dotted quarter = 50 bpm" in " ".join(plan.text().split())
    assert "Slow six-eight, dotted quarter = 50 bpm" in plan.steps[0].text
    links = plan.to_dict()["links"]["song"]
    assert accompany(**links["accompany"], intro=False, ending=False).seconds == pytest.approx(plan.bars * 2 * 60 / 50)
    assert plan.accompany(intro=False, ending=False).seconds == pytest.approx(plan.bars * 2 * 60 / 50)


@grooves
def test_every_groove_has_a_feel_and_patterns_for_songs(name: str) -> None:
    feel = FEELS[name]
    assert feel.metre == GROOVES[name].metre_text
    assert {feel.pattern, feel.easy_pattern, feel.bass_pattern} <= set(PATTERNS)
    assert feel.slow_bpm <= GROOVES[name].tempo_bpm <= feel.fast_bpm


@pytest.mark.parametrize(
    ("groove", "chords", "steps"),
    [
        ("pop", 2, [8, 8]), ("pop", 3, [8, 4, 4]), ("pop", 4, [4] * 4), ("pop", 5, [4, 4, 4, 2, 2]),
        ("waltz", 2, [8, 4]), ("slow_six", 2, [6, 6]), ("slow_six", 3, [4, 4, 4]),
        ("five_jazz", 2, [12, 8]), ("five_rock", 3, [8, 8, 4]), ("five_rock", 5, [4] * 5),
        ("seven_rock", 2, [8, 6]), ("seven_rock", 3, [4, 4, 6]), ("seven_rock", 4, [4, 4, 4, 2]),
        ("seven_balkan", 2, [6, 8]), ("seven_balkan", 3, [6, 4, 4]),
        ("slow_blues", 2, [12, 12]), ("slow_blues", 3, [12, 6, 6]), ("slow_blues", 4, [6] * 4),
    ],
)  # fmt: skip
def test_chords_divide_a_bar_by_beats(groove: str, chords: int, steps: list[int]) -> None:
    """In sixteenths: 2+1+1 in 4/4, 3+2 in 5/4, 4+3 eighths in a 7/8 of 2+2+3 but 3+4 in one of 3+2+2."""
    assert shared(chords, GROOVES[groove]) == steps


@pytest.mark.parametrize(
    ("groove", "beats"),
    [
        ("pop", [0, 1, 2, 3]), ("waltz", [0, 1, 2]), ("five_jazz", [0, 1, 2, 3, 4]), ("slow_six", [0, 1.5]),
        ("slow_blues", [0, 1.5, 3, 4.5]), ("seven_rock", [0, 1, 2]), ("seven_balkan", [0, 1.5, 2.5]),
    ],
)  # fmt: skip
def test_a_bar_is_counted_in_as_it_is_felt(groove: str, beats: list[float]) -> None:
    """The loud clicks; where felt beats are longer than quarters, softer ones mark the eighths between."""
    piece = accompany("C", groove=groove, humanise=False)
    clicks = [note for note in piece.notes if note.beat < piece.groove.beats]
    assert [note.beat for note in clicks if note.velocity >= 80] == beats
    if piece.groove.metre[1] == 8:
        assert [note.beat for note in clicks] == [index / 2 for index in range(piece.groove.metre[0])]


@grooves
def test_the_bass_is_on_the_strong_beats(name: str) -> None:
    piece = accompany("C F", groove=name, humanise=False, intro=False, ending=False)
    places = {note.beat % piece.groove.beats for note in piece.part("bass")}
    assert 0.0 in places


def test_beats_of_chords_are_those_that_the_metre_counts() -> None:
    """As in tabs: six eighths fill a bar of 6/8, seven one of 7/8."""
    for groove, beats in (("slow_six", 6), ("seven_rock", 7), ("slow_blues", 12), ("five_rock", 5), ("waltz", 3)):
        piece = accompany([("C", beats), "G"], groove=groove, intro=False, ending=False)
        assert [mark.beat for mark in piece.chords] == [0.0, piece.groove.beats]
        assert piece.bars == 2


def test_a_live_band_in_an_uneven_metre_follows_beats_on_any_eighth() -> None:
    band = LiveBand("seven_rock")
    band.follow("C")
    period = 60.0 / 120.0
    for beat in range(24):
        band.beat(beat * period * 1.01, 120.0 / 1.01)
        band.due(beat * period * 1.01 + 0.1)
    assert band.tempo_bpm == pytest.approx(120.0 / 1.01, rel=0.005)
    band.downbeat(24 * period * 1.01)
    notes = band.due(40 * period)
    assert {note.part for note in notes} == {"drums", "bass", "comping"}


def test_felt_beats_must_fill_the_bar() -> None:
    with pytest.raises(AccompanimentError, match="make no bar"):
        Groove("x", "X", 3.5, 100.0, (), "R" * 14, "x" * 14, 0, 0, groups=(4, 4, 4))


@pytest.mark.parametrize("bpm", [19.9, 400.1, float("nan")])
def test_one_range_of_tempo_for_all(bpm: float) -> None:
    with pytest.raises(PaceError, match="20 to 400 felt beats"):
        accompany("C", tempo_bpm=bpm)
    for edge in (20.0, 400.0):
        assert accompany("C", groove="slow_blues", tempo_bpm=edge).tempo_bpm == edge


def test_a_metre_that_changes_within_the_chords_is_said() -> None:
    """Chords keep their lengths; the drums have one metre, and are half a bar off behind a bar of two."""
    band = accompany("C | 2/4 F | 4/4 G", intro=False, ending=False)
    assert [mark.beat for mark in band.chords] == [0, 4, 6]
    assert band.remarks == ("bar 2 is in 2/4: chords keep their lengths, and Pop goes on in 4/4",)
    assert band.to_dict()["remarks"] == list(band.remarks)
    assert accompany("3/4 C | G", groove="waltz").remarks == ()
    assert accompany("C | F G | Am").remarks == accompany(["C", "G | F"]).remarks == ()
