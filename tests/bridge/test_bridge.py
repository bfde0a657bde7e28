"""What other programs are told of what is heard."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pythonosc")

from chordwork.bridge import BridgeError, close_voicing, midi_ports, open_bridge
from chordwork.bridge import _ports as ports
from chordwork.client import Beat, Chord, Key, Level, Message, Notes, Tempo, parse_message
from chordwork.engine.events import ChordEvent, KeyEvent
from chordwork.harmony.chord import NO_CHORD, UNKNOWN_CHORD, all_chords, parse_label
from tests.bridge.osc_reader import Receiver

PAGE = Path(__file__).parents[2] / "docs/daw.md"
RINGS = Chord("provisional", "A:min7/b3", "Am7/C", 1.5, None, 0.75)
SILENT = Chord("provisional", "N", "N.C.", 2.5, None, 0.5)
DECIDED = Chord("final", "Bb:maj", "Bb", 0.5, 1.5, 0.25)
EVERYTHING: tuple[Message, ...] = (
    *(RINGS, DECIDED, Key("Eb major", 0.5), Tempo(96.0, None), Beat(2.25, 96.0, 0.5), Level(-6.5, -12.0)),
    Notes((0.0,) * 12, 0.0, 1.0),
)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiving = Receiver()
    yield receiving
    receiving.close()


def test_each_message_has_its_address(receiver: Receiver) -> None:
    with open_bridge(osc=[receiver.address]) as bridge:
        for message in EVERYTHING:
            bridge.tell(message)
        assert receiver.got() == [  # at once, in the turn in which they were told
            ["/chordwork/chord", "Am7/C", "A", "min7", "C", 0.75, 1.5],
            ["/chordwork/root", 9],
            ["/chordwork/bass", 0],
            ["/chordwork/quality", 4],
            ["/chordwork/tones", 1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0],
            ["/chordwork/lights", 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0],
            ["/chordwork/final", "Bb", "Bb", "maj", "Bb", 0.25, 0.5, 1.5],
            ["/chordwork/key", "Eb major", "Eb", "major", 0.5],
            ["/chordwork/tempo", 96.0, 0.0],
            ["/chordwork/beat", 96.0, 0.5, 2.25],
            ["/chordwork/flash", 1.0],
            ["/chordwork/level", -6.5, -12.0],
            ["/chordwork/flash", 0.0],
        ]
    assert receiver.got() == [
        ["/chordwork/chord", "N.C.", "", "N", "", 0.0, 1.5],
        ["/chordwork/root", -1],
        ["/chordwork/bass", -1],
        ["/chordwork/quality", -1],
        ["/chordwork/tones", *[0] * 12],
        ["/chordwork/lights", *[0.0] * 12],
        ["/chordwork/end"],
    ]
    assert (bridge.statistics().osc_sent, bridge.statistics().osc_lost) == (20, 0)


def test_a_light_that_flashes_goes_out_once(receiver: Receiver) -> None:
    quiet, beat = Level(-6.5, -12.0), Beat(2.25, 96.0, 0.5)
    with open_bridge(osc=[receiver.address]) as bridge:
        for message in (quiet, beat, quiet, quiet, beat):
            bridge.tell(message)
    flashes = [values for address, *values in receiver.got() if address == "/chordwork/flash"]
    assert flashes == [[1.0], [0.0], [1.0], [0.0]]  # the last one at the end of listening
    # Whole numbers are told from fractions by their tag, which desks scale by: 1.0 is full, 1 is 1 of 255.
    assert all(isinstance(value, float) for values in flashes for value in values)


def test_each_quality_has_its_number_on_the_page(receiver: Receiver) -> None:
    _, _, listed = " ".join(PAGE.read_text().split()).partition("**quality** is one of ")
    numbered = re.findall(r"`(\w+)`", listed.partition(", as in")[0])
    with open_bridge(osc=[receiver.address]) as bridge:
        for name in numbered:
            bridge.tell(Chord("provisional", f"C:{name}", "C", 0.0, None, 0.5))
        told = [values for address, *values in receiver.got() if address == "/chordwork/quality"]
    assert told == [[number] for number in range(15)]


def test_the_page_has_every_address_with_its_arguments(receiver: Receiver) -> None:
    rows = re.findall(r"^\| `(/chordwork/\w+)` \| (.*?) \|", PAGE.read_text(), re.MULTILINE)
    written = {}
    for address, arguments in rows:
        tags = re.findall(r"`([sif])`", arguments)
        written[address] = tags * 12 if "twelve" in arguments else tags
    with open_bridge(osc=[receiver.address]) as bridge:
        for message in EVERYTHING:
            bridge.tell(message)
    kinds = {str: "s", int: "i", float: "f"}
    assert written == {address: [kinds[type(each)] for each in values] for address, *values in receiver.got()}
    told = PAGE.read_text()
    assert all(f"`{chord.quality.harte}`" in told for chord in all_chords() if chord.quality is not None)


def test_events_of_the_engine_are_told_likewise(receiver: Receiver) -> None:
    with open_bridge(osc=[receiver.address]) as bridge:
        bridge.tell(parse_message(ChordEvent("provisional", parse_label("F#:7"), 1.0, None, 1.0, 0.5).to_dict()))
        bridge.tell(parse_message(KeyEvent(9, "minor", 0.5, 1.0).to_dict()))
        got = receiver.got()
    assert got[0] == ["/chordwork/chord", "F#7", "F#", "7", "F#", 0.5, 1.0]
    assert got[-1] == ["/chordwork/key", "A minor", "A", "minor", 0.5]


def test_a_label_of_a_newer_server_has_a_name_and_no_tones(receiver: Receiver) -> None:
    with open_bridge(osc=[receiver.address]) as bridge:
        bridge.tell(Chord("provisional", "C:new", "Cnew", 0.0, None, 0.5))
        assert receiver.got()[:2] == [
            ["/chordwork/chord", "Cnew", "", "X", "", 0.5, 0.0],
            ["/chordwork/root", -1],
        ]


def test_several_are_told_and_one_that_is_gone_harms_none(receiver: Receiver) -> None:
    gone = Receiver()
    gone.close()
    troubles: list[str] = []
    with open_bridge(osc=[gone.address, receiver.address], on_trouble=troubles.append) as bridge:
        for _ in range(3):
            bridge.tell(RINGS)
        assert len(receiver.got()) == 18
    assert receiver.got()[-1] == ["/chordwork/end"]
    (trouble,) = troubles
    assert f"OSC to {gone.address}: nobody listens there now" in trouble


def test_whoever_comes_back_hears_the_next_message() -> None:
    receiving = Receiver()
    address = receiving.socket.getsockname()
    with open_bridge(osc=[receiving.address]) as bridge:
        receiving.close()
        bridge.tell(RINGS)
        bridge.tell(RINGS)
        again = Receiver(port=address[1])
        bridge.tell(SILENT)  # what the system still has to say about messages before costs none
        assert again.got()[0][:2] == ["/chordwork/chord", "N.C."]
    again.close()


def test_a_network_that_is_down_costs_messages_alone(receiver: Receiver) -> None:
    troubles: list[str] = []
    with open_bridge(osc=[receiver.address], on_trouble=troubles.append) as bridge:
        bridge._receivers[0]._socket.close()
        bridge.tell(RINGS)
        bridge.tell(Key("C major", 0.5))
    assert bridge.statistics().osc_lost == 6 + 1 + 7
    assert len(troubles) == 1


@pytest.mark.parametrize("address", ["", "here", "9000", ":9000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "a:99999"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with (
        pytest.raises(BridgeError, match=r"write host and port, such as 127\.0\.0\.1:9000"),
        open_bridge(osc=[address]),
    ):
        pass


def test_a_host_that_nobody_knows_is_refused() -> None:
    with pytest.raises(BridgeError, match=r"there is no host"), open_bridge(osc=["nobody.invalid:9000"]):
        pass


def test_the_sixth_version_of_the_protocol() -> None:
    try:
        receiving = Receiver(socket.AF_INET6, "::1")
    except OSError:
        pytest.skip("there is no IPv6 here")
    with open_bridge(osc=[receiving.address]) as bridge:
        bridge.tell(RINGS)
        assert receiving.got()[1] == ["/chordwork/root", 9]
    receiving.close()


@pytest.mark.parametrize(
    ("label", "notes"),
    [
        ("D:maj", (38, 57, 62, 66)),
        ("A:maj/3", (37, 57, 61, 64)),
        ("C:maj7", (36, 55, 59, 60, 64)),
        ("N", ()),
        ("X", ()),
    ],
)
def test_chords_lie_close(label: str, notes: tuple[int, ...]) -> None:
    assert close_voicing(parse_label(label)) == notes


def test_every_chord_sounds_its_tones_and_its_bass_lowest() -> None:
    for chord in all_chords():
        bass, *voices = close_voicing(chord)
        assert {each % 12 for each in voices} == chord.pitch_classes
        assert bass % 12 == chord.bass
        assert 36 <= bass < 48 <= 55 <= min(voices) <= max(voices) <= 66
    assert close_voicing(NO_CHORD) == close_voicing(UNKNOWN_CHORD) == ()


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pythonosc.osc_message_builder", None)
    monkeypatch.setitem(sys.modules, "rtmidi2", None)
    with pytest.raises(BridgeError, match=r"OSC needs an extra: .*\[daw\]"), open_bridge(osc=["127.0.0.1:9000"]):
        pass
    with pytest.raises(BridgeError, match=r"MIDI needs an extra: .*\[daw\]"):
        midi_ports()


def test_nothing_is_asked_for_where_nothing_is_named() -> None:
    with open_bridge() as bridge:
        bridge.tell(RINGS)
    assert bridge.statistics().osc_sent == bridge.statistics().midi_sent == 0
    assert ports.NEW == "new"
