from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chordwork.harmony import parse_symbol
from chordwork.music.accompaniment import LiveBand, LiveNote, PaceError
from chordwork.music.accompaniment.form import Form
from chordwork.music.accompaniment.groove import DRUMS


def played(band: LiveBand, beats: list[float], window: float = 0.1) -> list[LiveNote]:
    """Hear the beats as they come and take notes a window ahead of each tenth of a second."""
    notes: list[LiveNote] = []
    coming = list(zip(beats, [after - before for before, after in pairwise(beats)], strict=False))
    now = 0.0
    while now < beats[-1]:
        while coming and coming[0][0] <= now:
            time, period = coming.pop(0)
            band.beat(time, 60.0 / period)
        notes += band.due(now + window)
        now += 0.02
    return notes


def test_nothing_sounds_before_a_tempo_is_known() -> None:
    band = LiveBand()
    band.follow("C")
    assert band.due(10.0) == []
    assert band.tempo_bpm is None


@settings(max_examples=25, deadline=None)
@given(start=st.floats(70.0, 160.0), drift=st.floats(-0.15, 0.15))
def test_it_follows_a_drifting_tempo(start: float, drift: float) -> None:
    beats, time = [], 0.5
    for index in range(48):
        beats.append(time)
        time += 60.0 / (start * (1.0 + drift * index / 48))
    band = LiveBand("metal")
    band.follow("Em")
    notes = played(band, beats)
    drums = [(note.pitch, note.time) for note in notes if note.part == "drums" and note.time > beats[12]]
    hats = [struck for pitch, struck in drums if pitch == DRUMS["open"]]
    assert len(hats) >= 30
    for hat in hats:
        assert min(abs(hat - beat) for beat in [*beats, time]) < 0.06
    # It gallops: a kick on each beat, then one on the third and on the fourth of its sixteenths.
    kicks = [struck for pitch, struck in drums if pitch == DRUMS["kick"]]
    for beat, after in pairwise(beats[14:-2]):
        there = [(kick - beat) / (after - beat) for kick in kicks if -0.1 < (kick - beat) / (after - beat) < 0.9]
        assert there == pytest.approx([0.0, 0.5, 0.75], abs=0.13)


@settings(max_examples=40, deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(("beat", "tap", "tempo", "downbeat", "count")), st.floats(0.01, 1.5), st.floats(41.0, 279.0)
        ),
        max_size=40,
    )
)
@example(steps=[("tap", 1.0, 41.0), ("beat", 0.125, 41.0)])
def test_no_note_comes_twice_or_in_the_past(steps: list[tuple[str, float, float]]) -> None:
    band = LiveBand("funk")
    band.follow("C7")
    now, given_until = 0.0, 0.0
    for what, later, bpm in steps:
        now += later
        match what:
            case "beat":
                band.beat(now, bpm)
            case "tap":
                band.tap(now)
            case "tempo":
                band.tempo(bpm, now)
            case "downbeat":
                band.downbeat(now)
            case _:
                band.count_in(1)
        notes = band.due(now + 0.2)
        assert all(note.time >= given_until - 1e-9 for note in notes if given_until)
        struck = [(note.part, note.pitch, note.time) for note in notes]
        assert len(struck) == len(set(struck)) or len(struck) < 400
        given_until = max(given_until, now + 0.2)


def test_taps_give_the_tempo_and_an_outlier_does_not_spoil_it() -> None:
    band = LiveBand()
    assert band.tap(0.0) is None
    for time in (0.5, 1.0, 1.5):
        bpm = band.tap(time)
    assert bpm == pytest.approx(120.0)
    assert band.tap(2.4) == pytest.approx(120.0)
    assert band.tap(9.0) is None


def test_a_chord_is_taken_up_at_the_next_beat() -> None:
    band = LiveBand("disco")
    band.tempo(120.0, 0.0)
    band.follow("C")
    band.due(1.1)
    band.follow("F#")
    bass = [note for note in band.due(4.0) if note.part == "bass"]
    tones = parse_symbol("F#").pitch_classes
    assert all(note.pitch % 12 in tones for note in bass if note.time >= 1.5)
    assert str(band.chord) == "F#"


LOOP = ("C", "G", "Am", "F")
BEAT_S = 0.5


def played_along(band: LiveBand, chords: list[str], heard_after_s: float = 0.3) -> list[LiveNote]:
    """Four beats a chord at 120 bpm; each is heard a little late, and settled when the next one has been heard."""
    notes: list[LiveNote] = []
    for index, chord in enumerate(chords):
        start = 4 * index * BEAT_S
        for tenth in range(20):
            now = start + tenth / 10
            if tenth == round(heard_after_s * 10):
                band.follow(chord, start)
                if index:
                    band.settle(chords[index - 1], start - 4 * BEAT_S, start)
            notes += band.due(now + 0.1)
    return notes


def bass_on_ones(notes: list[LiveNote], chords: list[str]) -> list[bool]:
    """Whether the bass has the right root where each chord begins."""
    right = []
    for index, chord in enumerate(chords):
        root = parse_symbol(chord).root
        assert root is not None
        first = [note for note in notes if note.part == "bass" and abs(note.time - 4 * index * BEAT_S) < 0.05]
        right.append(bool(first) and first[0].pitch % 12 == root.pitch_class)
    return right


def test_a_form_that_comes_again_is_played_from_memory() -> None:
    chords = [*LOOP * 4]
    band = LiveBand("pop")
    band.tempo(120.0, 0.0)
    right = bass_on_ones(played_along(band, chords), chords)
    assert not any(right[:4])  # heard too late
    assert all(right[8:])
    forgetful = LiveBand("pop")
    forgetful.tempo(120.0, 0.0)
    notes: list[LiveNote] = []
    for index, chord in enumerate(chords):
        notes += forgetful.due(4 * index * BEAT_S + 0.4)
        forgetful.follow(chord)
        notes += forgetful.due(4 * (index + 1) * BEAT_S + 0.1)
    assert not any(bass_on_ones(notes, chords)[1:])


def test_a_band_that_remembered_wrongly_goes_back_to_what_it_hears() -> None:
    chords = [*LOOP * 3, "C", "G", "G", "G"]
    band = LiveBand("pop")
    band.tempo(120.0, 0.0)
    notes: list[LiveNote] = []
    for index, chord in enumerate(chords):
        start = 4 * index * BEAT_S
        notes += band.due(start + 0.3)
        if index == 0 or chord != chords[index - 1]:
            band.follow(chord, start)
            if index:
                band.settle(chords[index - 1], start - 4 * BEAT_S, start)
        notes += band.due(start + 1.9)
    assert str(band.chord) == "G"
    late = [note.pitch % 12 for note in notes if note.part == "bass" and note.time > 4 * (len(chords) - 1) * BEAT_S]
    assert set(late) <= parse_symbol("G").pitch_classes


def test_the_form_expects_only_what_came_in_the_same_order_and_length() -> None:
    form = Form()
    c, g, am, f = map(parse_symbol, LOOP)
    for beat, chord in ((0, c), (4, g), (8, am), (12, f), (16, c), (20, g)):
        form.settle(chord, beat, beat + 4)
    form.rings(am, 24)
    assert [form.expected(beat) for beat in (25, 26, 27, 28, 29)] == [None, None, None, f, None]
    form.rings(g, 25)  # another guess
    assert form.expected(29) is None
    form.settle(am, 24, 30)
    assert form.expected(30) is None  # it lasted longer this time
    form.settle(am, 30, 30)


def test_a_form_of_hours_does_not_grow() -> None:
    form = Form()
    symbols = [parse_symbol(chord) for chord in LOOP]
    for index in range(3000):
        form.settle(symbols[index % 4], 4 * index, 4 * index + 4)
        form.rings(symbols[index % 3], 4 * index + 5)
    assert len(form._settled) <= 256
    assert len(form._ringing) <= 256


def test_it_counts_in_before_it_plays() -> None:
    band = LiveBand("pop")
    band.follow("C")
    band.tempo(120.0, 0.0)
    band.count_in(1)
    notes = band.due(2.0)
    assert [note.time for note in notes] == pytest.approx([0.0, 0.5, 1.0, 1.5])
    assert {note.pitch for note in notes} == {37}
    assert {note.part for note in band.due(4.0)} == {"drums", "bass", "comping"}


def test_a_lost_grid_starts_anew() -> None:
    band = LiveBand("pop")
    band.tempo(120.0, 0.0)
    band.due(4.0)
    for beat in range(8):
        band.beat(4.25 + beat * 0.5, 120.0)
    snares = [note.time for note in band.due(9.0) if note.pitch == DRUMS["snare"]]
    assert len(snares) >= 4
    assert all(abs((time - 4.25 + 0.25) % 0.5 - 0.25) < 0.02 for time in snares)


@pytest.mark.parametrize("bpm", [0.0, 1e9, float("nan")])
def test_a_tempo_out_of_range_is_refused(bpm: float) -> None:
    with pytest.raises(PaceError):
        LiveBand().tempo(bpm, 0.0)
    with pytest.raises(PaceError):
        LiveBand().beat(0.0, bpm)
