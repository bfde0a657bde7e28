"""A whole plan, played: form, chords, tempo, groove and the energy of each section."""

import io
import json

import mido
import pytest

from chordwork.music.accompaniment import GROOVES, PaceError, TooMuchMusicError
from chordwork.music.songwriting import FEELS, PlanFormatError, accompany_plan, write_song
from chordwork.music.songwriting.chart import read_chart, write_chart

PLAN = write_song("walking home through the rain", groove="slow_six")


def test_the_form_is_played_with_its_chords_from_data_as_from_the_plan() -> None:
    piece = accompany_plan(json.loads(json.dumps(PLAN.to_dict())))
    assert piece == PLAN.accompany()
    assert (piece.groove.name, piece.tempo_bpm) == ("slow_six", PLAN.tempo_bpm)
    assert piece.bars == PLAN.bars + 2
    assert [mark.title for mark in piece.sections] == [part.title for part in PLAN.form]
    bar, now = piece.groove.beats, piece.groove.beats
    for mark, part in zip(piece.sections, PLAN.form, strict=True):
        section = PLAN.section(part.section)
        assert mark.beat == now
        first = next(each for each in piece.chords if each.beat == now)
        assert first.symbol == section.chords[0].symbol
        now += section.bars * bar


def test_sections_are_as_loud_as_their_energy() -> None:
    piece = PLAN.accompany(humanise=False)
    loud: dict[str, float] = {}
    ends = [*(mark.beat for mark in piece.sections[1:]), piece.beats - piece.groove.beats]
    for part, mark, end in zip(PLAN.form, piece.sections, ends, strict=True):
        inside = [note.velocity for note in piece.part("comping") if mark.beat <= note.beat < end]
        loud[part.section] = sum(inside) / len(inside)
    energies = {section.name: section.energy for section in PLAN.sections}
    assert sorted(loud, key=loud.__getitem__) == sorted(energies, key=energies.__getitem__)


def test_what_is_said_counts_before_the_plan() -> None:
    piece = PLAN.accompany(groove="swing", tempo_bpm=99, seed=4, intensity=0.2, repeats=2, intro=False, ending=False)
    assert (piece.groove.name, piece.tempo_bpm) == ("swing", 99)
    assert piece.bars == 2 * PLAN.bars
    assert max(note.velocity for note in piece.part("comping")) < 80


@pytest.mark.parametrize("groove", [name for name in GROOVES if FEELS[name].metre in ("5/4", "7/8", "12/8")])
def test_plans_in_other_metres_are_written_and_played(groove: str) -> None:
    plan = write_song("the sea at night", groove=groove)
    assert plan.metre == GROOVES[groove].metre_text
    assert plan.accompany(intro=False, ending=False).bars == plan.bars


def test_sections_are_markers_in_the_midi_file() -> None:
    file = mido.MidiFile(file=io.BytesIO(PLAN.accompany().midi()))
    markers = [message.text for message in file.tracks[0] if message.type == "marker"]
    assert [text for text in markers if text in {part.title for part in PLAN.form}] == [
        part.title for part in PLAN.form
    ]
    texts = [message.text for message in file.tracks[0] if message.type == "text"]
    assert [text for text in markers if text not in {part.title for part in PLAN.form}] == texts


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(PlanFormatError):
        accompany_plan({"format": "chordwork-song-1"})
    with pytest.raises(PaceError):
        PLAN.accompany(tempo_bpm=7)
    with pytest.raises(PaceError):
        PLAN.accompany(intensity=7)
    for repeats in (0, 1000):
        with pytest.raises(TooMuchMusicError):
            PLAN.accompany(repeats=repeats)


def test_a_section_of_one_bar_stays_one_bar() -> None:
    """Without bar lines, each of its chords would be a bar."""
    chart = write_chart([("C", 0.5), ("G", 0.5)])
    assert chart == "| C G |"
    assert read_chart(chart) == [("C", 0.5), ("G", 0.5)]
    assert read_chart("C G") == [("C", 1.0), ("G", 1.0)]
