"""Beside bars without a chord: nothing leads into them, only drums sound in them, and what follows is marked."""

import numpy as np
import pytest

from chordwork.harmony import parse_symbol
from chordwork.music.accompaniment import GROOVES, Accompaniment, LiveBand, accompany

grooves = pytest.mark.parametrize("name", sorted(GROOVES))


def silent(piece: Accompaniment) -> list[tuple[float, float]]:
    """Quarter notes from and to which there is no chord."""
    ends = [*(mark.beat for mark in piece.chords[1:]), piece.beats]
    return [
        (mark.beat, end) for mark, end in zip(piece.chords, ends, strict=True) if not parse_symbol(mark.symbol).is_chord
    ]


@grooves
@pytest.mark.parametrize("nothing", ["N.C.", "X"])
@pytest.mark.parametrize("seed", range(4))
def test_no_note_leads_into_silence(name: str, nothing: str, seed: int) -> None:
    """A-flat before a bar without G would lead nowhere: all that is heard over G belongs to G."""
    piece = accompany(["G", nothing, "G", "C", nothing], groove=name, seed=seed, intensity=0.9)
    spans = silent(piece)
    assert len(spans) == 2
    boogie = "6" in piece.groove.bass  # whose sixth colours the chord and leads nowhere
    tones = {chord: parse_symbol(f"{chord}6" if boogie else chord).pitch_classes for chord in ("G", "C")}
    bar = piece.groove.beats
    for note in piece.notes:
        if note.part == "drums":
            continue
        for begin, end in spans:
            late = note.late_ms / 1000.0 * piece.quarter_bpm / 60.0
            assert not (begin <= note.beat < end), "no tone begins where there is no chord"
            assert note.beat >= end or note.beat + late + note.beats <= begin + 0.2, "none is held into it"
        before = next((begin for begin, _ in spans if begin - bar <= note.beat < begin), None)
        if before is not None:
            symbol = [mark.symbol for mark in piece.chords if mark.beat <= note.beat][-1]
            assert note.pitch % 12 in tones[symbol]


@pytest.mark.parametrize("name", sorted(name for name, groove in GROOVES.items() if "A" in groove.bass))
def test_a_known_next_chord_is_still_led_into(name: str) -> None:
    """The mend must not cost the approach notes where a chord does follow."""
    seen = set()
    for seed in range(12):
        piece = accompany("C F# C F#", groove=name, seed=seed, ending=False)
        classes = parse_symbol("C").pitch_classes | parse_symbol("F#").pitch_classes
        seen |= {note.pitch % 12 for note in piece.part("bass")} - classes
    assert seen


@grooves
def test_silence_first_last_or_throughout_is_played(name: str) -> None:
    """The count-in and the drums are there, the ending is on the chord that was; without any chord there is none."""
    first = accompany("N.C. | C | N.C.", groove=name)
    assert first.chords[-1].symbol == "C"
    assert {note.part for note in first.notes if note.beat < 2 * first.groove.beats} == {"drums"}
    only = accompany("N.C. | X", groove=name)
    assert {note.part for note in only.notes} == {"drums"}
    assert [parse_symbol(mark.symbol).is_chord for mark in only.chords] == [False, False]


@grooves
def test_the_sound_of_bass_and_comping_dies_in_the_silent_bar(name: str) -> None:
    import attrs

    piece = accompany("G | N.C. | N.C. | G", groove=name, intro=False, ending=False, fills=False)
    tonal = attrs.evolve(piece, notes=tuple(note for note in piece.notes if note.part != "drums"))
    sound = tonal.audio(11_025).mean(axis=1)
    bar = round(piece.seconds / 4 * 11_025)
    early = round(0.02 * 11_025)  # people come in a little before the bar
    energy = [float(np.square(sound[index * bar : (index + 1) * bar - early]).mean()) for index in range(4)]
    assert energy[2] < 1e-5 * energy[0]
    assert energy[3] > 0.1 * energy[0]


@grooves
def test_the_live_band_does_not_lead_into_silence_either(name: str) -> None:
    band = LiveBand(name)
    bar_s = 60.0 / band._groove.quarter_bpm(120.0) * band._groove.beats
    band.tempo(120.0, 0.0)
    chords = ["G", "N.C.", "C", "G"] * 4
    notes = []
    for index, chord in enumerate(chords):
        band.follow(chord, index * bar_s)
        if index:
            band.settle(chords[index - 1], (index - 1) * bar_s, index * bar_s)
        notes += band.due((index + 1) * bar_s - 1e-6)
    bass = [note for note in notes if note.part == "bass"]
    assert bass
    for note in bass:
        chord = chords[int((note.time + 1e-3) / bar_s)]
        assert chord != "N.C."
        if chords[int((note.time + 1e-3) / bar_s) + 1 :][:1] == ["N.C."]:
            assert note.pitch % 12 in parse_symbol("G6" if "6" in band._groove.bass else "G").pitch_classes
