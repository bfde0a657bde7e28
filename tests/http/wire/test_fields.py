"""What is accepted of clients that write a field otherwise, and what they are told when it cannot be."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.http.testing import open_client, open_server
from chordwork.http.wire.fields import found, meant, whole_number
from chordwork.http.wire.protocol import Config, Ping, ProtocolError, Skip, Start, decode, parse_json
from chordwork.http.wire.seed import SeedInputError, decode_seed

START = {"type": "start", "protocol": 1, "sample_rate": 48_000}


def started(**fields: Any) -> Start:
    message = decode({**START, **fields})
    assert isinstance(message, Start)
    return message


def test_a_whole_number_may_have_a_point() -> None:
    """JavaScript has one kind of number, and Swift, Lua and R write it as 48000.0; JSON Schema's integer has it so."""
    start = started(protocol=1.0, sample_rate=48_000.0, channels=2.0, suggestions=3.0)
    assert (start.sample_rate, start.channels, start.taste) == (48_000, 2, {"suggestions": 3})
    assert all(type(number) is int for number in (start.sample_rate, start.channels, start.taste["suggestions"]))
    assert started(resume={"token": "x", "finals": 2.0}).resume == started(resume={"token": "x", "finals": 2}).resume
    assert decode({"type": "skip", "bytes": 160.0}) == Skip(160)
    assert decode({"type": "ping", "id": 7.0}) == Ping(7)
    seed = decode_seed({"data": [0.0, 255], "sample_rate": 16_000.0, "channels": 1.0})
    assert (seed.pcm, seed.sample_rate, seed.channels) == (b"\x00\xff", 16_000, 1)


@given(st.one_of(st.integers(), st.floats(), st.booleans(), st.text(), st.none(), st.lists(st.integers())))
def test_nothing_else_is_a_whole_number(value: object) -> None:
    number = whole_number(value)
    whole = isinstance(value, int) and not isinstance(value, bool)
    exact = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    assert (number is not None) == (whole or exact)
    assert number is None or (type(number) is int and number == value)


def refused(message: dict[str, Any]) -> str:
    with pytest.raises(ProtocolError) as caught:
        decode(message)
    assert caught.value.code == "bad_field"
    return caught.value.message


OTHER_NAMES = {
    "sample_rate": "rate rate_in_hz samplingRate sampling_frequency samples_per_second frameRate frequency sr fs Hz",
    "format": "encoding audio_format sampleFormat codec dtype",
    "channels": "channelCount num_channels nchannels audio_channels",
    "protocol": "version protocol_version", "acks": "ack", "heartbeat_s": "heartbeat", "genre": "style",
    "key": "tonality",
    "bytes": "size length", "type": "event action kind op",
}  # fmt: skip


@pytest.mark.parametrize("field", OTHER_NAMES)
def test_what_other_programs_call_our_fields(field: str) -> None:
    assert [meant(name, [field, "pace"]) for name in OTHER_NAMES[field].split()] == [field] * len(
        OTHER_NAMES[field].split()
    )


@pytest.mark.parametrize(
    "name",
    ["rate_in_hz", "sampleRate", "samplerate", "sample-rate", "sampleRateHertz", "sampling_rate", "sr", "sample_rat"],
)
def test_a_rate_under_another_name_is_pointed_at(name: str) -> None:
    said = refused({"type": "start", "protocol": 1, name: 48_000})
    assert said == f"'sample_rate' must be a whole number such as 48000, in Hz; you sent it as {name!r}"


@pytest.mark.parametrize(
    ("fields", "ending"),
    [
        ({"sample_rate": None}, "in Hz, not null"),
        ({"sample_rate": "48000"}, 'in Hz, not the text "48000"'),
        ({"sample_rate": 44_100.5}, "in Hz, not 44100.5"),
        ({"sample_rate": True}, "in Hz, not true"),
        ({"sample_rate": [48_000]}, "in Hz, not a list"),
        ({"channels": "stereo"}, 'at least 1, not the text "stereo"'),
        ({"format": "pcm_s16le"}, "not the text \"pcm_s16le\": write 's16le'"),
        ({"format": "Float32"}, "not the text \"Float32\": write 'f32le'"),
        ({"format": "s24le"}, 'one of s16le, f32le, not the text "s24le"'),
        ({"resumable": "yes"}, 'true or false, not the text "yes"'),
        ({"key": "Es-Dur"}, 'not the text "Es-Dur"'),
        ({"heartbeat_s": 0}, "from 1 to 60, not 0"),
        ({"suggestions": 2.5}, "from 0 to 10, not 2.5"),
    ],
)
def test_an_error_says_what_was_found(fields: dict[str, Any], ending: str) -> None:
    assert refused({**START, **fields}).endswith(ending)


def test_what_is_missing_is_called_missing() -> None:
    assert refused({"type": "start", "protocol": 1}).endswith("; it is missing")
    assert refused({"type": "skip", "size": 12}).endswith("; you sent it as 'size'")
    assert '"type":"start"' in refused({"protocol": 1, "sample_rate": 48_000})
    assert refused({"event": "start"}) == "a message needs a 'type': you sent it as 'event'"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("", "nothing"), ("hello", '"hello"'), ("[1]", "a list"), ("3", "not 3"), ("UklGRiQ" * 20, "binary")],
)
def test_text_that_is_no_object_is_shown(text: str, shown: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        parse_json(text)
    assert shown in caught.value.message


def test_an_ignored_field_is_said_with_the_right_name() -> None:
    assert started(numChannels=2, colour="red").hints == ("for 'numChannels' write 'channels'",)
    assert started(sampleRate=48_000).hints == ()  # the right one is there, too
    config = decode({"type": "config", "style": "jazz"})
    assert isinstance(config, Config)
    assert config.hints == ("for 'style' write 'genre'",)


async def test_and_the_client_reads_it() -> None:
    async with open_server() as server, open_client(server.address) as client:
        await client.start(encoding="f32le")
        warning = await client.until("warning")
        assert warning["code"] == "ignored_fields"
        assert warning["fields"] == ["encoding"]
        assert warning["message"].endswith("ignored: encoding; for 'encoding' write 'format'")


@given(st.text(max_size=60))
def test_any_name_may_be_asked_about(name: str) -> None:
    assert meant(name, ["sample_rate", "key"]) in (None, "sample_rate", "key")
    assert len(found(name)) < 300


# The seed dialect's base64.

SOUND = bytes(range(256)) * 3 + b"\xff\xfe\xfd\xfc"
STANDARD = base64.b64encode(SOUND).decode()
URL_SAFE = base64.urlsafe_b64encode(SOUND).decode()


@pytest.mark.parametrize(
    "text",
    [
        STANDARD,
        STANDARD.rstrip("="),
        URL_SAFE,
        URL_SAFE.rstrip("="),
        "\r\n".join(STANDARD[start : start + 76] for start in range(0, len(STANDARD), 76)),
        f"  {STANDARD}\n",
        f"data:;base64,{STANDARD}",
        f"data:audio/pcm;rate=16000;base64,{URL_SAFE}",
        f"data:application/octet-stream;base64,{STANDARD}",
    ],
)
def test_base64_is_read_in_every_way_that_has_one_meaning(text: str) -> None:
    assert decode_seed({"data": text}).pcm == SOUND


@given(st.binary(max_size=40), st.booleans(), st.booleans())
def test_any_length(sound: bytes, url_safe: bool, padded: bool) -> None:
    text = (base64.urlsafe_b64encode if url_safe else base64.b64encode)(sound).decode()
    assert decode_seed({"data": text if padded else text.rstrip("=")}).pcm == sound


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("AAA%", "'%' at place 3"),
        ("AAAAA", "5 digits"),
        ("AA==AAAA", "pieces must be sent one by one"),
        ("AAAA====", "digits"),
        ("data:audio/webm;base64,GkXfow", "audio/webm"),
        ("data:audio/wav;base64,UklGRg", "audio/wav"),
        ("data:text/plain,hello", ";base64,"),
        ([0, 256], "256 at place 1"),
        ([0, -3, 5], "-3 at place 1: samples"),
        ([0.25], "0.25 at place 0: samples"),
        (["a"], 'the text "a" at place 0'),
        ({"0": 1, "1": 2}, "Array.from"),
        ({"type": "Buffer", "data": [1]}, "Array.from"),
        (None, "not null"),
        (7, "not 7"),
    ],
)
def test_other_data_is_refused_with_what_was_found(data: object, words: str) -> None:
    with pytest.raises(SeedInputError) as caught:
        decode_seed({"data": data})
    assert caught.value.code == "bad_data"
    assert words in caught.value.message


def test_the_seed_dialects_fields_say_what_was_found() -> None:
    with pytest.raises(SeedInputError, match="not the text \"float32\": write 'f32le'"):
        decode_seed({"data": "", "format": "float32"})
    with pytest.raises(SeedInputError, match=r"at least 1, not 0\.5"):
        decode_seed({"data": "", "channels": 0.5})
