"""The band's chords in MIDI: as text for players, as markers for sequencers and for readers that drop text."""

from __future__ import annotations

import io

import pytest

from chordwork.music.accompaniment import accompany


def test_every_chord_is_a_text_and_a_marker_where_it_begins() -> None:
    mido = pytest.importorskip("mido")
    piece = accompany("C | F G | Am", seed=1)
    found: dict[str, list[tuple[int, str]]] = {"text": [], "marker": []}
    now = 0
    for message in mido.MidiFile(file=io.BytesIO(piece.midi())).tracks[0]:
        now += message.time
        if message.type in found:
            found[message.type].append((now, message.text))
    wanted = [(round(mark.beat * 480), mark.symbol) for mark in piece.chords]
    assert found == {"text": wanted, "marker": wanted}
