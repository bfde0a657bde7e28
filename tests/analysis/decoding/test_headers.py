"""Headers that recorders really write, by hand: the sound is all that is in the file."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
import soundfile

from chordwork.analysis.decoding import DecodingError
from tests.analysis.decoding.conftest import Made
from tests.analysis.decoding.sounds import RATE_HZ, SOURCE, hear

SOUND = np.ascontiguousarray(SOURCE[: 2 * RATE_HZ], "<i2").tobytes()
FORMAT = struct.pack("<HHIIHH", 1, 2, RATE_HZ, RATE_HZ * 4, 4, 16)


def chunk(name: bytes, content: bytes, *, size: int | None = None, pad: bool = True, order: str = "<") -> bytes:
    said = len(content) if size is None else size
    return name + struct.pack(order + "I", said) + content + (b"\0" if pad and len(content) % 2 else b"")


def riff(*chunks: bytes, name: bytes = b"RIFF", size: int | None = None) -> bytes:
    inside = b"WAVE" + b"".join(chunks)
    return name + struct.pack("<I", len(inside) if size is None else size) + inside


def is_the_source(content: bytes, *, seconds: float = 2.0) -> None:
    heard = hear(content)
    assert heard.codes == [], heard.warnings
    np.testing.assert_array_equal(heard.sound, SOURCE[: round(seconds * RATE_HZ)].astype(np.float32) / 32768)


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFF000, 0x7F000000, 0xFFFFFFDB, 0x80000000])
def test_sizes_that_mean_unknown(size: int) -> None:
    """What ffmpeg, sox, arecord, GStreamer and telephone exchanges write into a pipe."""
    is_the_source(riff(chunk(b"fmt ", FORMAT), chunk(b"data", SOUND, size=size), size=size))


@pytest.mark.parametrize("size", [4, 44_100, len(SOUND) // 2])
def test_a_size_smaller_than_the_file(size: int) -> None:
    """A recorder without power writes its header for the last time long before the end."""
    is_the_source(riff(chunk(b"fmt ", FORMAT), chunk(b"data", SOUND, size=size)))


def test_what_follows_the_sound_is_no_sound() -> None:
    head = chunk(b"fmt ", FORMAT) + chunk(b"data", SOUND)
    for tail in (chunk(b"LIST", b"INFO" + bytes(200)), chunk(b"id3 ", bytes(999)), b"TAG" + bytes(125), bytes(2048)):
        is_the_source(riff(head) + tail)


@pytest.mark.parametrize("pad", [True, False])
@pytest.mark.parametrize("name", [b"LIST", b"bext", b"JUNK"])
def test_odd_chunks_with_and_without_their_pad_byte(name: bytes, pad: bool) -> None:
    odd = chunk(name, b"INFOISFT\x05\0\0\0Song\0", pad=pad)
    is_the_source(riff(odd, chunk(b"fmt ", FORMAT), odd, chunk(b"data", SOUND)))


def test_two_chunks_of_sound_one_behind_the_other() -> None:
    half = len(SOUND) // 2
    parts = chunk(b"data", SOUND[:half]), chunk(b"note", b"odd", pad=True), chunk(b"data", SOUND[half:])
    is_the_source(riff(chunk(b"fmt ", FORMAT), *parts))


def test_a_single_frame_that_is_shorter_than_the_lag_of_a_decoder_is_refused() -> None:
    """Layer I has 384 samples a frame, and the filters of a decoder lag by 481."""
    with pytest.raises(DecodingError):
        hear(bytes([0xFF, 0xFF, 0x10, 0]) + bytes(28))


def test_the_format_behind_the_sound() -> None:
    is_the_source(riff(chunk(b"data", SOUND), chunk(b"fmt ", FORMAT)))


def test_a_wav_behind_an_id3_tag() -> None:
    is_the_source(b"ID3\x03\0\0\0\0\x02\0" + bytes(256) + riff(chunk(b"fmt ", FORMAT), chunk(b"data", SOUND)))


@pytest.mark.parametrize("name", [b"RF64", b"BW64"])
@pytest.mark.parametrize("told", [True, False])
def test_sizes_of_64_bits(name: bytes, told: bool) -> None:
    sizes = struct.pack("<QQQI", len(SOUND) + 100, len(SOUND), len(SOUND) // 4, 0) if told else bytes(28)
    chunks = chunk(b"ds64", sizes), chunk(b"fmt ", FORMAT), chunk(b"data", SOUND, size=0xFFFFFFFF)
    is_the_source(riff(*chunks, name=name, size=0xFFFFFFFF))


def test_sound_of_a_promised_length_that_is_not_there() -> None:
    heard = hear(riff(chunk(b"fmt ", FORMAT), chunk(b"data", SOUND, size=3 * len(SOUND))))
    assert heard.codes == ["shorter_than_promised"]
    assert "promises 6.0 s, 2.0 s are there" in heard.warnings[0].message
    assert heard.seconds == 2.0


def test_a_few_bytes_less_than_promised_are_no_matter() -> None:
    assert hear(riff(chunk(b"fmt ", FORMAT), chunk(b"data", SOUND, size=len(SOUND) + 100))).codes == []


def test_a_frame_that_was_cut_in_two_is_left_out() -> None:
    heard = hear(riff(chunk(b"fmt ", FORMAT), chunk(b"data", SOUND[:40_003], size=len(SOUND), pad=False)))
    assert len(heard.sound) == 10_000


def test_two_wavs_of_different_formats_joined() -> None:
    mono = np.ascontiguousarray(SOURCE[: 2 * RATE_HZ : 2, 0], "<i2").tobytes()
    other = riff(chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 22_050, 44_100, 2, 16)), chunk(b"data", mono))
    heard = hear(riff(chunk(b"fmt ", FORMAT), chunk(b"data", SOUND)) + other)
    assert heard.codes == []
    assert heard.seconds == pytest.approx(4.0, abs=0.001)
    assert heard.sound[3 * RATE_HZ :].std() > 0.5 * heard.sound[:RATE_HZ].std()


def aiff(*, frames: int, size: int, order_first: bool = True) -> bytes:
    rate = struct.pack(">HQ", 16383 + 15, RATE_HZ << 48)
    common = chunk(b"COMM", struct.pack(">HIH", 2, frames, 16) + rate, order=">")
    sound = chunk(b"SSND", bytes(8) + np.frombuffer(SOUND, "<i2").astype(">i2").tobytes(), size=size, order=">")
    return b"FORM" + struct.pack(">I", 4 + len(common) + len(sound)) + b"AIFF" + common + sound


@pytest.mark.parametrize(
    ("frames", "size"),
    [(2 * RATE_HZ, len(SOUND) + 8), (0, 0), (0, len(SOUND) + 8), (0, 0x7F000008), (0x1FC00000, 0x7F000008)],
)
def test_aiff_whose_lengths_are_unknown(frames: int, size: int) -> None:
    is_the_source(aiff(frames=frames, size=size))


def test_aiff_that_promises_more() -> None:
    heard = hear(aiff(frames=6 * RATE_HZ, size=3 * len(SOUND) + 8))
    assert heard.codes == ["shorter_than_promised"]
    assert "promises 6.0 s" in heard.warnings[0].message


@pytest.mark.parametrize("claimed", [0, 1000, (1 << 36) - 1])
def test_flac_whose_length_is_unknown_or_wrong(made: Made, claimed: int) -> None:
    """A pipe leaves it at 0, which libsndfile calls 2**63 - 1."""
    whole = made("FLAC")
    packed = int.from_bytes(whole[18:26], "big") >> 36 << 36 | claimed
    heard = hear(whole[:18] + packed.to_bytes(8, "big") + whole[26:])
    np.testing.assert_array_equal(heard.sound, SOURCE.astype(np.float32) / 32768)
    assert heard.codes == (["shorter_than_promised"] if claimed > 1000 else [])


@pytest.mark.parametrize("rate_hz", [1_000, 4_000, 7_999, 192_001, 352_800, 384_000, 655_350])
def test_any_rate_of_music_is_brought_into_the_range_of_the_engine(rate_hz: int) -> None:
    file = io.BytesIO()
    time = np.arange(rate_hz) / rate_hz
    soundfile.write(file, 0.5 * np.sin(2 * np.pi * 220.0 * time), rate_hz, format="WAV", subtype="FLOAT")
    heard = hear(file.getvalue())
    assert 8_000 <= heard.rate_hz <= 192_000
    assert heard.seconds == pytest.approx(1.0, abs=0.001)
    inner = heard.sound[len(heard.sound) // 10 : -len(heard.sound) // 10, 0]
    octaves = round(np.log2(heard.rate_hz / rate_hz))
    there = (np.arange(len(inner)) + len(heard.sound) // 10) / (rate_hz * 2.0**octaves)
    np.testing.assert_allclose(inner, 0.5 * np.sin(2 * np.pi * 220.0 * there), atol=2e-3)


def test_a_rate_that_no_music_has_is_refused() -> None:
    with pytest.raises(DecodingError, match="5 Hz") as refused:
        hear(riff(chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 5, 10, 2, 16)), chunk(b"data", SOUND)))
    assert refused.value.code == "audio_format"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MThd\0\0\0\6\0\1\0\1\0\x60", "a MIDI file"),
        (b"#EXTM3U\nhttp://a/b.mp3\n", "a playlist"),
        (b"ffconcat version 1.0\nfile a.mp3\n", "a playlist"),
        (b"http://radio.example/stream\n", "a playlist"),
        (b"PK\3\4" + bytes(50), "ZIP"),
        (b"<!doctype html><html>", "a web page"),
        (b"Am F C G\n" * 20, "convert it to WAV"),
        (b"\0" * 5000, "convert it to WAV"),
        (riff(chunk(b"fmt ", FORMAT)), "no audio"),
        (riff(chunk(b"data", SOUND)), "fmt"),
        (b"", "empty"),
    ],
)
def test_what_is_no_recording_is_told_what_it_is(content: bytes, words: str) -> None:
    with pytest.raises(DecodingError, match=words):
        hear(content)
