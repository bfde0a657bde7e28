"""Bytes that are not what they were announced as are recognised, and sound never is."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import math
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from chordwork.engine import Event, LevelEvent, Recognizer, SampleFormat, WarningEvent
from chordwork.engine._hearing import LEVEL_SECONDS
from chordwork.engine._watch import AudioWatch
from tests.engine.sounds import song
from tests.engine.wrong_bytes import ENCODINGS, s16

CLIPS = Path(__file__).parents[2] / "http/chordwork/analysis/clips"
RATE = 22050
SONG = song(RATE)[RATE // 2 :] * 2  # half a second of silence, then it plays


def watch(pcm: bytes, rate: int = RATE, sample_format: str = "s16le", channels: int = 1) -> list[WarningEvent]:
    """What the watch alone says, without the cost of hearing."""
    kind = SampleFormat(sample_format)
    stretch = round(LEVEL_SECONDS * rate) * channels * kind.bytes_per_sample
    guard, said, place = AudioWatch(rate, kind, channels, stretch_bytes=stretch), [], 0
    rest = memoryview(pcm)
    if (first := guard.begin(rest)) is not None:
        said.append(first)
    while len(rest) >= stretch:
        guard.take(rest[:stretch], 0)
        place += 1
        warnings, skip_bytes = guard.look(place * LEVEL_SECONDS)
        said += warnings
        rest = rest[stretch + skip_bytes :]
    return said + guard.end(place * LEVEL_SECONDS)


def kinds(warnings: list[WarningEvent]) -> list[tuple[str, str | None]]:
    return [(warning.code, warning.looks_like) for warning in warnings]


def hear(pcm: bytes, cuts: list[int] | None = None, **stream: Any) -> list[Event]:
    recognizer = Recognizer(**{"sample_rate": RATE, **stream})
    events: list[Event] = []
    for start, end in itertools.pairwise([0, *sorted({cut % (len(pcm) + 1) for cut in cuts or []}), len(pcm)]):
        events += recognizer.feed(pcm[start:end])
    return events + recognizer.finish()


def warned(events: list[Event]) -> list[WarningEvent]:
    return [event for event in events if isinstance(event, WarningEvent)]


# By statistics.


@pytest.mark.parametrize("sample_format", ["s16le", "f32le"])
@pytest.mark.parametrize("written", ENCODINGS)
@pytest.mark.parametrize("level", [1.0, 0.25])
def test_another_encoding_is_recognised_once(written: str, sample_format: str, level: float) -> None:
    said = watch(ENCODINGS[written](SONG * level), sample_format=sample_format)
    assert kinds(said) == ([] if written == sample_format else [("looks_like", written)])
    assert all(f"announced as {sample_format}" in warning.message for warning in said)


@pytest.mark.parametrize("written", [name for name in ENCODINGS if name not in ("s16le", "u8", "mulaw")])
def test_another_encoding_of_stereo_too(written: str) -> None:
    stereo = np.stack([SONG, np.roll(SONG, 50) * 0.7], axis=1).reshape(-1)
    assert kinds(watch(ENCODINGS[written](stereo), channels=2)) == [("looks_like", written)]


def test_32_bit_integers_made_of_16_bit_ones_too() -> None:
    pcm = (s16(SONG).astype("<i4") << 16).tobytes()  # as ALSA's plug layer converts them
    assert kinds(watch(pcm)) == kinds(watch(pcm, sample_format="f32le")) == [("looks_like", "s32le")]


def test_faint_sound_in_24_and_32_bits_is_not_taken_for_its_lower_half() -> None:
    """Both 24-bit orders put the same byte on top; of faint 32-bit sound the upper half is only a sign."""
    clip, rate = soundfile.read(CLIPS / "band.ogg", dtype="float64", frames=44_100 * 5)
    mono = np.asarray(clip).reshape(len(clip), -1).mean(axis=1)
    wide = np.asarray(mono * 8_388_607, "<i4").view(np.uint8).reshape(-1, 4)[:, :3]
    assert kinds(watch(wide.tobytes(), rate)) == [("looks_like", "s24le")]
    assert kinds(watch(wide[:, ::-1].tobytes(), rate)) == [("looks_like", "s24be")]
    whole = np.asarray(mono * 2_147_483_000, "<i4").tobytes()
    assert kinds(watch(whole, rate, "f32le")) == [("looks_like", "s32le")]


def test_ac3_and_transport_streams_and_base64_that_begins_with_silence() -> None:
    frame = b"\x0b\x77\x00\x00\x14\x40" + bytes(range(256)) * 2  # 48 kHz, 192 kbit/s: 768 bytes
    assert kinds(watch(frame.ljust(768, b"\x55") * 30)) == [("looks_like", "ac3")]
    assert kinds(watch((b"\x47\x40\x11" + bytes(range(185))) * 200)) == [("looks_like", "mpegts")]
    assert kinds(watch(b"TTA1\1\0\2\0" + bytes(range(256)) * 100)) == [("looks_like", "tta")]
    faint = b64encode(np.tile(np.array([0, 0, 0, -1, 0, 0, 1, 0], "<i2"), 9000).tobytes())
    assert kinds(watch(faint)) == [("looks_like", "base64")]
    assert kinds(watch(b"some words that are no sound at all\n" * 900)) == [("looks_like", "text")]


def test_floats_that_were_never_scaled() -> None:
    said = watch(s16(SONG).astype("<f4").tobytes(), sample_format="f32le")
    assert kinds(said) == [("looks_like", "unscaled")]
    assert "32768" in said[0].message


def test_stereo_as_mono_and_mono_as_stereo() -> None:
    right = np.roll(SONG, 3000)
    for stereo in (np.stack([SONG, right], 1), np.stack([SONG, 0.2 * right + SONG], 1), np.stack([SONG, SONG], 1)):
        assert kinds(watch(s16(stereo).tobytes())) == [("looks_like", "stereo")]
        assert kinds(watch(s16(stereo).tobytes(), channels=2)) == []
    assert kinds(watch(s16(np.stack([SONG, 0 * SONG], 1)).tobytes())) == [("looks_like", "stereo")]
    assert kinds(watch(s16(SONG).tobytes(), channels=2)) == [("looks_like", "mono")]


# By the first bytes.


def container(kind: str, subtype: str | None = None, endian: str | None = None) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, SONG, RATE, format=kind, subtype=subtype, endian=endian)
    return file.getvalue()


def box(name: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + name + content


FOREIGN: dict[str, tuple[str, bytes]] = {
    "webm": ("webm", b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01" + bytes(range(200))),
    "webm cluster": ("webm", b"\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff\xe7\x81\x00" + bytes(range(200))),
    "ogg": ("ogg", container("OGG")),
    "ogg opus": ("ogg", (CLIPS / "guitar.ogg").read_bytes()),
    "flac": ("flac", container("FLAC")),
    "mp3": ("mp3", container("MP3")),
    "mp3 with ID3": ("mp3", b"ID3\x04\0\0\0\0\x01\x00" + bytes(128) + container("MP3")),
    "wav": ("wav", container("WAV")),
    "rf64": ("wav", container("RF64")),
    "rifx": ("wav", container("WAV", endian="BIG")),
    "w64": ("wav", container("W64")),
    "aiff": ("aiff", container("AIFF")),
    "caf": ("caf", container("CAF")),
    "au": ("au", container("AU")),
    "m4a": ("mp4", box(b"ftyp", b"M4A \0\0\0\0M4A mp42isom") + box(b"free", bytes(400))),
    "fragment of mp4": ("mp4", box(b"moof", box(b"mfhd", bytes(8))) + bytes(400)),
    "aac": ("aac", b"".join(b"\xff\xf1\x50\x80\x19\x1f\xfc" + bytes(range(193)) for _ in range(8))),
    "amr": ("amr", b"#!AMR\n" + bytes(range(200))),
    "midi": ("midi", b"MThd\0\0\0\x06\0\0\0\x01\0\x60MTrk" + bytes(100)),
    "gzip": ("gzip", gzip.compress(s16(SONG).tobytes())),
    "base64": ("base64", b64encode(s16(SONG).tobytes())),
    "data url": ("base64", b"data:audio/webm;base64," + b64encode(s16(SONG).tobytes())),
    "json": ("json", json.dumps({"data": b64encode(s16(SONG).tobytes()).decode()}).encode()),
    "list of numbers": ("json", json.dumps(s16(SONG).tolist()).encode()),
    "numpy's file": ("npy", b"\x93NUMPY\x01\x00v\x00{'descr': '<i2', 'fortran_order': False, }" + bytes(90)),
}


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("sample_format", ["s16le", "f32le"])
def test_a_file_or_text_is_recognised_by_its_first_bytes(name: str, sample_format: str) -> None:
    looks_like, sent = FOREIGN[name]
    said = watch(sent, sample_format=sample_format)
    assert [kind for kind in kinds(said) if kind[1] == looks_like] == [("looks_like", looks_like)]
    if looks_like != "wav":
        assert len(said) == 1
    assert warned(hear(sent[:20_000], [5, 63, 900], sample_format=sample_format))[0].looks_like == looks_like


def test_what_is_short_is_recognised_at_its_end() -> None:
    assert kinds(warned(hear(FOREIGN["webm"][1][:40]))) == [("looks_like", "webm")]
    assert kinds(warned(hear(FOREIGN["mp3"][1][:3000]))) == [("looks_like", "mp3")]


def test_a_wav_header_says_what_to_announce() -> None:
    file = io.BytesIO()
    soundfile.write(file, np.stack([SONG, SONG], 1), 48_000, format="WAV", subtype="PCM_24")
    assert "24-bit integers, 48000 Hz, 2 channels" in watch(file.getvalue())[0].message
    said = watch(container("WAV"))
    assert "heard as a click" in said[0].message  # of the same format: nothing else is wrong
    assert len(said) == 1


# A byte that was lost.


@pytest.mark.parametrize("lost", [1, 3])
@pytest.mark.parametrize(("sample_format", "channels"), [("s16le", 1), ("s16le", 2), ("f32le", 1), ("f32le", 2)])
def test_samples_are_made_whole_again(sample_format: str, channels: int, lost: int) -> None:
    sound = np.repeat(SONG, channels)
    if channels == 2:
        sound = (sound.reshape(-1, 2) * [1.0, 0.5]).reshape(-1)
    pcm = ENCODINGS[sample_format](sound)
    place = len(pcm) // 2 + 2
    events = hear(pcm[:place] + pcm[place + lost :], sample_format=sample_format, channels=channels)
    assert kinds(warned(events)) == [("realigned", "shifted_byte")]
    at = warned(events)[0].at
    lost_at = place / len(pcm) * len(SONG) / RATE
    assert lost_at < at < lost_at + 0.5
    after = [event for event in events if isinstance(event, LevelEvent) and event.at > at + 0.25]
    straight = [event for event in hear(pcm, sample_format=sample_format, channels=channels) if event.at > at + 0.25]
    assert max(event.rms_dbfs for event in after) == pytest.approx(
        max(event.rms_dbfs for event in straight if isinstance(event, LevelEvent)), abs=1.0
    )


def test_a_byte_lost_before_the_first_and_one_after_another() -> None:
    pcm = s16(SONG).tobytes()
    assert kinds(watch(pcm[1:])) == [("realigned", "shifted_byte")]
    third = len(pcm) // 6 * 2
    said = watch(pcm[:third] + pcm[third + 1 : 2 * third] + pcm[2 * third + 1 :])
    assert kinds(said) == [("realigned", "shifted_byte")] * 2


# However it is cut.

WRONG = {
    **{name: (encode(SONG[: 3 * RATE]), {}) for name, encode in ENCODINGS.items()},
    "lost": (s16(SONG).tobytes()[:50_001] + s16(SONG).tobytes()[50_002:120_000], {}),
    "webm": (FOREIGN["webm"][1] + bytes(9000), {}),
    "mp3": (FOREIGN["mp3"][1][:20_000], {}),
    "floats": (ENCODINGS["s16le"](SONG)[:120_000], {"sample_format": "f32le"}),
    "shifted floats": (ENCODINGS["f32le"](SONG)[3:240_000], {"sample_format": "f32le"}),
    "mono": (ENCODINGS["s16le"](SONG)[:160_000], {"channels": 2}),
}


@pytest.mark.parametrize("name", WRONG)
@settings(max_examples=4, deadline=None)
@given(cuts=st.lists(st.one_of(st.integers(0, 200), st.integers(0, 10_000_000)), max_size=40))
def test_the_same_is_said_at_the_same_place_however_it_is_cut(name: str, cuts: list[int]) -> None:
    pcm, stream = WRONG[name]
    assert hear(pcm, cuts, **stream) == hear(pcm, **stream)


@pytest.mark.parametrize("name", ["s16be", "u8", "lost", "mp3", "shifted floats", "mono"])
def test_and_in_tiny_pieces(name: str) -> None:
    pcm, stream = WRONG[name]
    pcm = pcm[:90_000]
    assert hear(pcm, list(range(0, len(pcm), 61)), **stream) == hear(pcm, **stream)


# Never of sound.


def recordings() -> Iterator[tuple[str, NDArray[np.float64], int]]:
    for clip in sorted(CLIPS.glob("*.ogg")):
        sound, rate = soundfile.read(clip, always_2d=True)
        yield clip.stem, sound[: 15 * rate], rate
        yield f"{clip.stem} at a quarter of its rate", sound[: 15 * rate : 4], rate // 4


def synthetic(rate: int) -> Iterator[tuple[str, NDArray[np.float64]]]:
    rng = np.random.default_rng(4)
    time = np.arange(2 * rate) / rate
    chord = sum(np.sin(2 * math.pi * hz * time) for hz in (261.6, 329.6, 392.0, 523.3)) / 4
    yield "silence", np.zeros(2 * rate)
    yield "dither", rng.uniform(-1, 1, 2 * rate) / 32768
    yield "hiss", rng.uniform(-1, 1, 2 * rate)
    yield "rumble", np.cumsum(rng.standard_normal(2 * rate)) / 1000
    yield "8 bits", np.round(chord * 127) / 128
    yield "8 bits, spread over 16", np.round(chord * 127) * 257 / 32768
    yield "4 bits at half the rate", np.repeat(np.round(chord * 7) / 8, 2)[: 2 * rate]
    yield "clipped", np.clip(20 * chord, -1, 1)
    yield "far from the middle", chord * 0.3 + 0.6
    yield "fading for ever", chord * np.exp(-time * 60)
    yield "clicks", (np.arange(2 * rate) % 997 == 0).astype(float)
    yield "a sweep to the top", np.sin(2 * math.pi * np.cumsum(np.linspace(20, rate / 2, 2 * rate)) / rate)
    yield "high ringing", chord * np.sin(2 * math.pi * 0.24 * rate * time)
    for hz in (110.0, 441.0, 1000.0):
        yield f"square {hz}", np.sign(np.sin(2 * math.pi * hz * time + 0.1))
        yield f"saw {hz}", 2 * ((hz * time) % 1) - 1
        yield f"pulse {hz}", np.where((hz * time) % 1 < 0.12, 1.0, -1.0)
    for share in (0.23, 0.25, 0.33, 0.45, 0.49, 0.5):
        yield f"tone at {share} of the rate", np.sin(2 * math.pi * share * rate * time + 0.3)


@pytest.mark.parametrize("sample_format", ["s16le", "f32le"])
@pytest.mark.parametrize("level", [8.0, 1.0, 0.9, 0.1, 0.003])
@pytest.mark.long
def test_sound_is_never_suspected(sample_format: str, level: float) -> None:
    for name, sound, rate in recordings():
        scaled = np.clip(sound / np.abs(sound).max() * level, -1, 1)
        pcm = ENCODINGS[sample_format](scaled.reshape(-1))
        assert watch(pcm, rate, sample_format, sound.shape[1]) == [], name
        mono = ENCODINGS[sample_format](scaled.mean(axis=1))
        assert watch(mono, rate, sample_format) == [], name
    for rate in (8000, 44_100, 48_000):
        for name, wave in synthetic(rate):
            pcm = ENCODINGS[sample_format](np.clip(wave * level, -1, 1))
            assert watch(pcm, rate, sample_format) == [], (name, rate)


@given(st.binary(max_size=60_000), st.sampled_from(["s16le", "f32le"]), st.sampled_from([1, 2]))
@settings(max_examples=30, deadline=None)
def test_any_bytes_are_looked_at_without_a_fault(pcm: bytes, sample_format: str, channels: int) -> None:
    watch(pcm, 8000, sample_format, channels)
