"""What ``listen --capture`` writes down."""

from __future__ import annotations

import json
import os
import wave
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import trio

from chordwork.cli.commands.listen import _listen
from chordwork.cli.errors import OutputError
from chordwork.cli.playing import capture
from chordwork.client import Message, parse_message
from tests.cli.pretended_sounddevice import PretendedSoundDevice

RATE_HZ = 8_000
CHORD = {
    "type": "chord",
    "status": "final",
    "label": "A:min",
    "symbol": "Am",
    "start": 1.0,
    "end": 2.5,
    "at": 3.0,
    "confidence": 0.9,
    "alternatives": [],
    "latency_ms": 3.0,
    "index": 0,
}


async def _chunks(count: int) -> AsyncIterator[tuple[bytes, float]]:
    for number in range(count):
        yield bytes([number]) * RATE_HZ, 0.5


def _open(place: Path, *, with_sound: bool = False):  # type: ignore[no-untyped-def]
    return capture.open_capture(place, sample_rate=RATE_HZ, with_sound=with_sound, served_by="a server")


def _lines(place: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in place.read_text().splitlines()]


def test_messages_stand_below_what_was_running(tmp_path: Path) -> None:
    place = tmp_path / "session.jsonl"
    with _open(place) as kept:
        kept.note(parse_message(CHORD), 3.21)
    head, chord = _lines(place)
    assert (head["capture"], head["sample_rate"], head["heard_by"], head["sound"]) == (1, RATE_HZ, "a server", None)
    assert {"chordwork", "trio"} <= set(head["packages"])  # type: ignore[call-overload]
    assert (chord["t"], chord["type"], chord["symbol"], chord["end"]) == (3.21, "chord", "Am", 2.5)


def test_nobody_is_named(tmp_path: Path) -> None:
    place = tmp_path / "session.jsonl"
    with _open(place):
        pass
    said = place.read_text()
    assert os.uname().nodename not in said
    assert str(tmp_path) not in said


def test_no_token_is_kept(tmp_path: Path) -> None:
    ready = {"type": "ready", "session": "s1", "protocol": 1, "resume": {"token": "secret", "grace_s": 30}}
    with _open(tmp_path / "a.jsonl") as kept:
        kept.note(parse_message(ready), 0.0)
    assert "secret" not in (tmp_path / "a.jsonl").read_text()
    assert _lines(tmp_path / "a.jsonl")[1]["session"] == "s1"


async def test_sound_is_kept_only_where_it_is_wished(tmp_path: Path) -> None:
    for wished in (False, True):
        place = tmp_path / f"{wished}.jsonl"
        with _open(place, with_sound=wished) as kept:
            passed = [pcm async for pcm, _ in kept.passing(_chunks(3))]
        assert passed == [bytes([number]) * RATE_HZ for number in range(3)]
        assert place.with_suffix(".wav").exists() == wished
    with wave.open(str(tmp_path / "True.wav")) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (RATE_HZ, 1, 2)
        assert sound.readframes(RATE_HZ * 10) == b"".join(passed)


async def test_sound_ends_after_a_while_and_passes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture, "LONGEST_SOUND_S", 0.75)
    with _open(tmp_path / "a.jsonl", with_sound=True) as kept:
        assert len([pcm async for pcm, _ in kept.passing(_chunks(4))]) == 4
    with wave.open(str(tmp_path / "a.wav")) as sound:
        assert sound.getnframes() == 0.75 * RATE_HZ


def test_a_text_that_grows_too_long_ends_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(capture, "LARGEST_BYTES", 2_000)
    with _open(tmp_path / "a.jsonl") as kept:
        for _ in range(100):
            kept.note(parse_message(CHORD), 1.0)
    assert (tmp_path / "a.jsonl").stat().st_size <= 2_000
    assert capsys.readouterr().err.count("the capture ends here") == 1
    assert _lines(tmp_path / "a.jsonl")[-1]["symbol"] == "Am"


def test_a_full_disk_ends_the_capture_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with open("/dev/full", "wb", buffering=0) as full:
        kept = capture.Capture(full, None, RATE_HZ)
        kept.begin({"capture": 1})
        kept.note(parse_message(CHORD), 1.0)
    assert capsys.readouterr().err.count("No space left") == 1


def test_nothing_is_written_over(tmp_path: Path) -> None:
    place = tmp_path / "session.jsonl"
    place.write_text("mine")
    with pytest.raises(OutputError, match="is there already"), _open(place):
        pass
    assert place.read_text() == "mine"
    with pytest.raises(OutputError, match="cannot be written"), _open(tmp_path / "no" / "folder.jsonl"):
        pass


async def test_listening_is_captured_from_microphone_to_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "session.jsonl"
    ready = trio.Event()
    noted = capture.Capture.note

    def note(kept: capture.Capture, message: Message, at: float) -> None:
        noted(kept, message, at)
        ready.set()

    monkeypatch.setattr(capture.Capture, "note", note)
    with trio.fail_after(120):
        async with trio.open_nursery() as nursery:
            listening = partial(_listen, PretendedSoundDevice(), None, None, None, None, place, with_sound=True)
            nursery.start_soon(listening)
            await ready.wait()
            nursery.cancel_scope.cancel()
    head, welcome, *_ = _lines(place)
    assert (head["sample_rate"], head["heard_by"], head["sound"]) == (48_000, "a server here", "session.wav")
    assert (welcome["type"], welcome["protocol"]) == ("ready", 1)
    with wave.open(str(place.with_suffix(".wav"))) as sound:
        assert sound.getframerate() == 48_000
