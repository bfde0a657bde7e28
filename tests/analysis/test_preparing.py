"""Gzip and raw PCM on their way to a decoder."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import IO

import numpy as np
import pytest
import soundfile

from chordwork.analysis.errors import CompressionError, PcmFormatError, TooBigError
from chordwork.analysis.sources.pcm import ENCODINGS, PcmFormat, parse_pcm, pcm_of_media_type
from chordwork.analysis.sources.preparing import PIECE_BYTES, prepare

NOISE = np.random.default_rng(1).integers(0, 256, 3 * PIECE_BYTES // 2, dtype=np.uint8).tobytes()


def taken(data: bytes, *, limit: int = 1 << 24, encoded: bool = False) -> bytes:
    return prepare(io.BytesIO(data), new_file=io.BytesIO, limit_bytes=limit, encoded=encoded).file.read()


@pytest.mark.parametrize("content", [b"", b"x", bytes(5 * PIECE_BYTES), NOISE, NOISE * 3], ids=len)
def test_gzip_is_inflated_whole(content: bytes) -> None:
    assert taken(gzip.compress(content)) == content
    half = len(content) // 2  # two members, as `cat a.gz b.gz` makes
    assert taken(gzip.compress(content[:half]) + gzip.compress(content[half:])) == content
    assert taken(gzip.compress(content) + bytes(100)) == content  # padded, as tapes were


def test_what_is_no_gzip_stays() -> None:
    assert taken(b"RIFF....WAVE") == b"RIFF....WAVE"
    with pytest.raises(CompressionError):
        taken(b"RIFF....WAVE", encoded=True)


def test_what_is_cut_off_or_damaged_is_refused() -> None:
    whole = gzip.compress(NOISE)
    for cut in (3, 11, len(whole) // 2, len(whole) - 9, len(whole) - 1):
        with pytest.raises(CompressionError):
            taken(whole[:cut])
    middle = len(whole) // 2
    with pytest.raises(CompressionError):
        taken(whole[:middle] + bytes(1000) + whole[middle + 1000 :])


def test_inflating_stops_at_the_limit() -> None:
    much = gzip.compress(bytes(100 << 20))
    target = io.BytesIO()
    with pytest.raises(TooBigError):
        prepare(io.BytesIO(much), new_file=lambda: target, limit_bytes=1 << 20)
    assert target.closed
    assert taken(gzip.compress(bytes(1000)), limit=1000) == bytes(1000)


@pytest.mark.parametrize("encoding", list(ENCODINGS))
def test_every_encoding_is_heard_as_it_was_meant(encoding: str) -> None:
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(800) / 8000)
    frames = np.stack([tone, -0.5 * tone], axis=1)
    subtype = {
        "u8": "PCM_U8", "s16": "PCM_16", "s24": "PCM_24", "s32": "PCM_32", "f32": "FLOAT", "f64": "DOUBLE",
        "mulaw": "ULAW", "alaw": "ALAW",
    }[encoding.removesuffix("le").removesuffix("be")]  # fmt: skip
    raw = io.BytesIO()
    order = "BIG" if encoding.endswith("be") else "LITTLE"
    soundfile.write(raw, frames, 8000, format="RAW", subtype=subtype, endian="FILE" if subtype[0] in "UA" else order)
    intake = prepare(raw, new_file=io.BytesIO, limit_bytes=1 << 20, pcm=PcmFormat(encoding, 8000, 2))
    heard, rate = soundfile.read(intake.file)
    assert (rate, heard.shape, intake.warnings) == (8000, (800, 2), ())
    assert np.abs(heard - frames).max() < 0.03


def test_a_container_announced_as_raw_is_read_as_what_it_is() -> None:
    wav = io.BytesIO()
    soundfile.write(wav, np.zeros(800), 8000, format="WAV")
    intake = prepare(wav, new_file=io.BytesIO, limit_bytes=1 << 20, pcm=PcmFormat("s16le", 48_000, 2))
    assert soundfile.info(intake.file).samplerate == 8000
    assert [(warning.code, warning.looks_like) for warning in intake.warnings] == [("looks_like", "wav")]


def test_bytes_that_make_no_whole_sample_are_said() -> None:
    intake = prepare(
        io.BytesIO(bytes(4 * 800 + 3)), new_file=io.BytesIO, limit_bytes=9, pcm=PcmFormat("s16le", 8000, 2)
    )
    assert soundfile.info(intake.file).frames == 800
    assert [warning.code for warning in intake.warnings] == ["damaged_audio"]
    assert "the last 3 bytes" in intake.warnings[0].message


def test_the_first_file_is_closed() -> None:
    first: IO[bytes] = io.BytesIO(zlib.compress(b"x", wbits=31))
    prepare(first, new_file=io.BytesIO, limit_bytes=10).file.close()
    assert first.closed


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("s16le:44100:2", PcmFormat("s16le", 44_100, 2)),
        ("F32BE:48000", PcmFormat("f32be", 48_000, 1)),
        (" mulaw:8000:1 ", PcmFormat("mulaw", 8000, 1)),
    ],
)
def test_descriptions(text: str, format: PcmFormat) -> None:
    assert parse_pcm(text) == format


@pytest.mark.parametrize(
    "text",
    ["", "s16le", "44100:s16le", "s16:44100", "s16le:0", "s16le:44100:0", "s16le:44.1", "s16le:9:9:9", "s16le:-1"],
)
def test_what_describes_no_pcm(text: str) -> None:
    with pytest.raises(PcmFormatError):
        parse_pcm(text)


@pytest.mark.parametrize(
    ("media_type", "parameters", "format"),
    [
        ("audio/L16", {"rate": "44100", "channels": "2"}, PcmFormat("s16be", 44_100, 2)),  # RFC 2586: network order
        ("audio/l16", {"rate": "16000"}, PcmFormat("s16be", 16_000, 1)),
        ("audio/L16", {"rate": "8000", "endianness": "little-endian"}, PcmFormat("s16le", 8000, 1)),
        ("audio/L24", {"rate": "48000", "channels": "1"}, PcmFormat("s24be", 48_000, 1)),  # RFC 3190
        ("audio/L8", {"rate": "8000"}, PcmFormat("u8", 8000, 1)),  # RFC 3551: offset binary
        ("audio/PCMU", {}, PcmFormat("mulaw", 8000, 1)),
        ("audio/pcm", {"rate": "16000"}, PcmFormat("s16le", 16_000, 1)),
        ("audio/pcm", {"rate": "16000", "format": "f32le", "channels": "2"}, PcmFormat("f32le", 16_000, 2)),
        ("audio/x-raw", {"rate": "44100", "format": "S16LE", "channels": "2"}, PcmFormat("s16le", 44_100, 2)),
        ("audio/pcm", {"sample-rate": "16000", "big-endian": "true"}, PcmFormat("s16be", 16_000, 1)),
        ("audio/wav", {"rate": "1"}, None),
        ("", {}, None),
    ],
)
def test_media_types(media_type: str, parameters: dict[str, str], format: PcmFormat | None) -> None:
    assert pcm_of_media_type(media_type, parameters) == format


@pytest.mark.parametrize(
    ("media_type", "parameters"),
    [
        ("audio/L16", {}),
        ("audio/L16", {"rate": "x"}),
        ("audio/L16", {"rate": "44100", "channels": "stereo"}),
        ("audio/L16", {"rate": "44100", "endianness": "middle"}),
        ("audio/x-raw", {"rate": "44100"}),
        ("audio/pcm", {"rate": "44100", "format": "s16"}),
    ],
)
def test_media_types_that_say_too_little(media_type: str, parameters: dict[str, str]) -> None:
    with pytest.raises(PcmFormatError):
        pcm_of_media_type(media_type, parameters)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize(("said", "sent"), [("s16be", "<i2"), ("s16le", ">i2")])
def test_raw_pcm_the_wrong_way_round_is_told(said: str, sent: str, channels: int) -> None:
    """Little-endian sound sent as ``audio/L16`` was N.C., 0.99 sure, without a word."""
    time = np.arange(32_000) / 16_000
    tone = 9000 * np.sin(2 * np.pi * 220 * time) + 5000 * np.sin(2 * np.pi * 277 * time)
    sound = np.repeat(tone[:, None], channels, axis=1)
    wrong = {"<i2": "s16le", ">i2": "s16be"}[sent]
    for order, codes in ((sent, [("looks_like", wrong)]), ({"<i2": ">i2", ">i2": "<i2"}[sent], [])):
        pcm = PcmFormat(said, 16_000, channels)
        taken_in = prepare(io.BytesIO(sound.astype(order).tobytes()), new_file=io.BytesIO, limit_bytes=1 << 24, pcm=pcm)
        assert [(warning.code, warning.looks_like) for warning in taken_in.warnings] == codes
        noise = np.random.default_rng(2).normal(0, 9000, (32_000, channels)).astype(order).tobytes()
        assert prepare(io.BytesIO(noise), new_file=io.BytesIO, limit_bytes=1 << 24, pcm=pcm).warnings == ()


def test_audio_basic_is_what_telephones_send() -> None:
    """RFC 2046: 8-bit µ-law, 8000 Hz, one channel."""
    assert pcm_of_media_type("audio/basic", {}) == PcmFormat("mulaw", 8000, 1)
