"""Which pitch classes sound: news that must be asked for, and that leaves everything else as it was."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chordwork.engine import ChordEvent, Event, NotesEvent, Recognizer
from chordwork.engine._notes import EVERY_HOPS, FEWEST_HOPS, SETTLING_HOPS, WINDOW_HOPS, NoteTracker

from .sounds import plucked, s16, song

RATE = 22050
HOP_S = 1024 / 22050


def run(pcm: bytes, *, notes: bool, cuts: list[int] | None = None) -> list[Event]:
    recognizer = Recognizer(RATE, notes=notes)
    events: list[Event] = []
    for start, end in itertools.pairwise([0, *sorted({cut % (len(pcm) + 1) for cut in cuts or []}), len(pcm)]):
        events += recognizer.feed(pcm[start:end])
    return events + recognizer.finish()


@pytest.fixture(scope="module")
def pcm() -> bytes:
    return s16(song(RATE))


def test_notes_are_silent_unless_asked_for_and_change_nothing_else(pcm: bytes) -> None:
    without, having = run(pcm, notes=False), run(pcm, notes=True)
    assert not [event for event in without if isinstance(event, NotesEvent)]
    assert [event for event in having if not isinstance(event, NotesEvent)] == without
    assert [event for event in having if isinstance(event, NotesEvent)]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(0, 10_000_000), max_size=30))
def test_the_same_audio_gives_the_same_notes_however_it_is_cut(pcm: bytes, cuts: list[int]) -> None:
    assert run(pcm, notes=True, cuts=cuts) == run(pcm, notes=True)


def test_the_notes_of_a_chord_sound_and_others_do_not() -> None:
    heard = [
        event
        for event in run(s16(np.concatenate((np.zeros(RATE), plucked((48, 52, 55, 60, 64), 2.0, RATE)))), notes=True)
        if isinstance(event, NotesEvent)
    ]
    likely = {tone for tone in range(12) if heard[-1].probabilities[tone] > 0.5}
    assert likely == {0, 4, 7}
    assert all(1.0 < event.start < event.at <= 3.1 for event in heard)


def test_notes_asked_for_while_it_plays_are_those_that_a_recogniser_says_from_the_beginning(pcm: bytes) -> None:
    recognizer, half = Recognizer(RATE), len(pcm) // 4 * 2
    before = recognizer.feed(pcm[:half])
    recognizer.notes = True
    later = [event for event in recognizer.feed(pcm[half:]) if isinstance(event, NotesEvent)]
    recognizer.notes = False
    assert not [event for event in (*before, *recognizer.finish()) if isinstance(event, NotesEvent)]
    always = [event for event in run(pcm, notes=True) if isinstance(event, NotesEvent)]
    assert len(later) > 3
    assert later[-1].at == pytest.approx(always[-1].at, abs=EVERY_HOPS * HOP_S)
    assert np.argmax(later[-1].probabilities) == np.argmax(always[-1].probabilities)


def test_silence_says_nothing() -> None:
    assert not [event for event in run(bytes(2 * 3 * RATE), notes=True) if isinstance(event, NotesEvent)]


def tracked(steps: list[tuple[float, bool]]) -> list[tuple[int, NotesEvent]]:
    tracker = NoteTracker(hop_seconds=HOP_S, target_delay_s=0.045)
    said = []
    for hop, (level, changed) in enumerate(steps, 1):
        row = np.zeros(12, np.float32)
        row[7] = level
        if event := tracker.step(row, changed=changed):
            said.append((hop, event))
    return said


def test_news_come_regularly_once_there_is_enough() -> None:
    hops = [hop for hop, _ in tracked([(0.9, False)] * 40)]
    assert hops[0] == FEWEST_HOPS
    assert set(np.diff(hops)) == {EVERY_HOPS}


def test_a_change_of_chord_forgets_what_was_and_lets_the_new_one_settle() -> None:
    said = tracked([(0.9, False)] * 20 + [(0.5, True)] + [(0.5, False)] * 20)
    after = [(hop, event) for hop, event in said if hop > 20]
    assert after[0][0] == 20 + SETTLING_HOPS + FEWEST_HOPS
    assert after[0][1].probabilities[7] == pytest.approx(0.5)
    assert after[0][1].start > 20 * HOP_S - 0.045


def test_the_average_reaches_back_no_further_than_its_window() -> None:
    said = tracked([(0.9, False)] * 10 + [(0.4, False)] * (WINDOW_HOPS + EVERY_HOPS))
    assert said[-1][1].probabilities[7] == pytest.approx(0.4)
    assert said[-1][1].at - said[-1][1].start == pytest.approx(WINDOW_HOPS * HOP_S + 0.045)


def test_a_pause_starts_afresh() -> None:
    said = tracked([(0.9, False)] * 8 + [(0.1, False)] * 2 + [(0.5, False)] * FEWEST_HOPS)
    assert said[-1][0] == 10 + FEWEST_HOPS
    assert said[-1][1].probabilities[7] == pytest.approx(0.5)


def test_a_chord_event_is_what_resets_the_notes(pcm: bytes) -> None:
    events = run(pcm, notes=True)
    shown = [event.at for event in events if isinstance(event, ChordEvent) and event.status == "provisional"]
    for event in events:
        if isinstance(event, NotesEvent):
            latest = max(at for at in shown if at <= event.at)
            assert event.start >= latest - 0.045 - HOP_S
