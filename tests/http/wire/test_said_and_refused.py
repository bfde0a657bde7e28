"""Each message of a client at its bounds: what is understood of it, and word for word why it is refused."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from chordwork.actors import Checkpoint, Delivered, Dropped, Progress
from chordwork.engine.events import ChordEvent
from chordwork.harmony import parse_label
from chordwork.http.wire.events import (
    corrected_message,
    event_message,
    ignored_fields_message,
    key_override_message,
)
from chordwork.http.wire.fields import found, meant, meant_format, misnamed, whole_number
from chordwork.http.wire.protocol import (
    GENRES,
    HEARTBEAT_RANGE_S,
    CloseCode,
    Config,
    Correct,
    Ping,
    Pong,
    ProtocolError,
    Resume,
    Skip,
    Stamp,
    Start,
    Stop,
    decode,
    encode,
    error_message,
    parse_json,
    split_stamped,
    too_big,
)
from chordwork.http.wire.seed import ChordList, SeedChunk, SeedInputError, decode_seed

START = {"type": "start", "protocol": 1, "sample_rate": 48_000}

NAMES = {
    "sample_rate": "rate rateinhz ratehz samplerateinhz sampleratehz sampleratehertz samplingrate samplingfrequency "
    "samplespersecond framerate frequency sr fs hz",
    "format": "encoding audioformat sampleformat codec dtype",
    "channels": "channelcount numchannels nchannels audiochannels",
    "protocol": "version protocolversion",
    "acks": "ack",
    "heartbeat_s": "heartbeat",
    "genre": "style",
    "key": "tonality",
    "bytes": "size length",
    "type": "event action kind op",
}
FORMATS = {
    "s16le": "s16 pcm16 pcms16le int16 i16 i2 linear16 l16 16bit 16 pcm PCM_S16LE",
    "f32le": "f32 pcmf32le float32 float float32le f4 32bitfloat flt Float-32",
}
KEYS = "C C# Db D D# Eb E F F# Gb G G# Ab A A# Bb B Cb"


@pytest.mark.parametrize(("field", "name"), [(field, name) for field in NAMES for name in NAMES[field].split()])
def test_each_other_name_means_its_field(field: str, name: str) -> None:
    every = [*NAMES, "suggestions", "mood", "framing", "pace", "token"]
    assert meant(name, every) == field
    assert meant(name.upper(), every) == field
    assert meant(name, [each for each in every if each != field]) != field
    assert misnamed(field, {name: 1}, {"type"} - {field}) == name


def test_names_that_are_near_are_meant_and_those_that_are_far_are_not() -> None:
    assert meant("sample-rate", ["sample_rate"]) == "sample_rate"
    assert meant("sugestions", ["suggestions", "mood"]) == "suggestions"
    assert meant("mod", ["suggestions", "mood"]) == "mood"
    assert meant("colour", ["suggestions", "mood"]) is None
    assert misnamed("key", ["tonality", "a"], ["type"]) == "tonality"
    assert misnamed("key", ["tonality"], ["tonality"]) is None
    assert misnamed("key", ["z", "keys", "tonality"], []) == "keys"


@pytest.mark.parametrize(("format_", "name"), [(known, name) for known in FORMATS for name in FORMATS[known].split()])
def test_each_other_name_of_a_format(format_: str, name: str) -> None:
    assert meant_format(name) == format_
    assert meant_format("s24") is None
    with pytest.raises(SeedInputError) as caught:
        decode_seed({"data": "", "format": name})
    assert (
        str(caught.value) == f"bad_field: 'format' must be s16le or f32le, not the text \"{name}\": write '{format_}'"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ([1], "a list"),
        ({}, "an object"),
        ("ü", 'the text "ü"'),
        ("x" * 38, f'the text "{"x" * 38}"'),
        ("x" * 39, f'the text "{"x" * 39}…'),
        (10**39, "1" + "0" * 39),
        (10**40, "1" + "0" * 39 + "…"),
        (None, "null"),
        (1.5, "1.5"),
    ],
)
def test_a_value_is_shown_up_to_forty_characters(value: object, shown: str) -> None:
    assert found(value) == shown


def test_numbers_are_whole_as_far_as_they_are_exact() -> None:
    assert [whole_number(float(2**53 - 1)), whole_number(float(2**53)), whole_number(-(2.0**53))] == [
        2**53 - 1,
        None,
        None,
    ]
    assert [whole_number(each) for each in (True, 3, 3.0, 3.5, "3", None)] == [None, 3, 3, None, None, None]


def refused(message: dict[str, Any]) -> tuple[str, str, CloseCode]:
    with pytest.raises(ProtocolError) as caught:
        decode(message)
    assert str(caught.value) == f"{caught.value.code}: {caught.value.message}"
    return caught.value.code, caught.value.message, caught.value.close_code


FIELD = CloseCode.BAD_FIELD
WHOLE = "must be a whole number"
LONG = "C:maj/3" + " " * 18
CHORD = '\'label\' must be in Harte syntax, such as "A:min7/b3" or "N"'


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"sample_rate": 0}, f"'sample_rate' {WHOLE} such as 48000, in Hz, not 0"),
        ({"sample_rate": 1_000_001}, f"'sample_rate' {WHOLE} such as 48000, in Hz, not 1000001"),
        ({"channels": 0}, f"'channels' {WHOLE} of at least 1, not 0"),
        ({"format": "s24le"}, "'format' must be one of s16le, f32le, not the text \"s24le\""),
        ({"framing": "raw"}, "'framing' must be one of plain, stamped, not the text \"raw\""),
        ({"acks": None}, "'acks' must be one of chunk, hop, none, not null"),
        ({"pace": "slow"}, "'pace' must be one of live, file, not the text \"slow\""),
        ({"key": "H major"}, '\'key\' must be null or such as "Eb major" or "F# minor", not the text "H major"'),
        ({"heartbeat_s": 0.9}, "'heartbeat_s' must be a number from 1 to 60, not 0.9"),
        ({"heartbeat_s": 60.1}, "'heartbeat_s' must be a number from 1 to 60, not 60.1"),
        ({"heartbeat_s": True}, "'heartbeat_s' must be a number from 1 to 60, not true"),
        ({"resumable": 1}, "'resumable' must be true or false, not 1"),
        ({"notes": "no"}, "'notes' must be true or false, not the text \"no\""),
        ({"resume": []}, "'resume' must be null or an object with token and finals"),
        ({"resume": {"token": "x", "more": 1}}, "'resume' must be null or an object with token and finals"),
        ({"resume": {}}, "'token' must be what ready said as resume.token"),
        ({"resume": {"token": ""}}, "'token' must be what ready said as resume.token"),
        ({"resume": {"token": "x" * 257}}, "'token' must be what ready said as resume.token"),
        ({"resume": {"token": "x", "finals": -1}}, "'finals' must be the number of final chords received, not -1"),
        (
            {"resume": {"token": "x", "finals": (1 << 53) + 1}},
            "'finals' must be the number of final chords received, not 9007199254740993",
        ),
        ({"suggestions": -1}, "'suggestions' must be a whole number from 0 to 10, not -1"),
        ({"suggestions": 11}, "'suggestions' must be a whole number from 0 to 10, not 11"),
        ({"suggestions": None}, "'suggestions' must be a whole number from 0 to 10, not null"),
    ],
)
def test_what_a_start_may_not_say(fields: dict[str, Any], said: str) -> None:
    assert refused({**START, **fields}) == ("bad_field", said, FIELD)


@pytest.mark.parametrize(
    ("fields", "values"),
    [
        ({"sample_rate": 1}, {"sample_rate": 1}),
        ({"sample_rate": 1_000_000}, {"sample_rate": 1_000_000}),
        ({"channels": 2, "format": "f32le"}, {"channels": 2, "sample_format": "f32le"}),
        ({"framing": "stamped", "acks": "hop", "pace": "file"}, {"framing": "stamped", "acks": "hop", "pace": "file"}),
        ({"acks": "none"}, {"acks": "none"}),
        ({"heartbeat_s": 1}, {"heartbeat_s": 1.0}),
        ({"heartbeat_s": 60}, {"heartbeat_s": 60.0}),
        ({"heartbeat_s": None}, {}),
        ({"resumable": True, "notes": True}, {"resumable": True, "notes": True}),
        ({"resume": None}, {}),
        ({"resume": {"token": "x"}}, {"resume": Resume("x", 0)}),
        ({"resume": {"token": "x" * 256, "finals": 1 << 53}}, {"resume": Resume("x" * 256, 1 << 53)}),
        ({"suggestions": 0}, {"taste": {"suggestions": 0}}),
        ({"suggestions": 10, "mood": None}, {"taste": {"suggestions": 10, "mood": None}}),
        ({"mood": "sad", "genre": "jazz"}, {"taste": {"mood": "sad", "genre": "jazz"}}),
        ({"b": 1, "a": 2}, {"ignored": ("a", "b")}),
        *(
            ({"key": f"{tonic} {mode}"}, {"key": f"{tonic} {mode}"})
            for tonic in KEYS.split()
            for mode in ("major", "minor")
        ),
    ],
)
def test_what_a_start_may_say(fields: dict[str, Any], values: dict[str, Any]) -> None:
    usual: dict[str, Any] = {
        "sample_rate": 48_000,
        "sample_format": "s16le",
        "channels": 1,
        "framing": "plain",
        "acks": "chunk",
        "pace": "live",
        "key": None,
    }
    assert decode({**START, **fields}) == Start(**{**usual, **values})


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"type": "start"}, ""),
        ({"type": "start", "protocol": None}, ", not null"),
        ({"type": "start", "protocol": 2}, ", not 2"),
        ({"type": "start", "protocol": True}, ", not true"),
        ({"type": "start", "protocol": "1"}, ', not the text "1"'),
    ],
)
def test_other_versions_are_refused(message: dict[str, Any], said: str) -> None:
    wanted = f'this server speaks protocol 1: send "protocol":1 in start{said}'
    assert refused(message) == ("unsupported_protocol", wanted, CloseCode.UNSUPPORTED)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"type": "skip"}, "'bytes' must be the size of the audio that will not come; it is missing"),
        ({"type": "skip", "bytes": 0}, "'bytes' must be the size of the audio that will not come, not 0"),
        (
            {"type": "skip", "bytes": (1 << 31) + 1},
            "'bytes' must be the size of the audio that will not come, not 2147483649",
        ),
        ({"type": "correction"}, "'index' must be that of a final chord; it is missing"),
        ({"type": "correction", "index": -1}, "'index' must be that of a final chord, not -1"),
        ({"type": "correction", "index": (1 << 53) + 1}, "'index' must be that of a final chord, not 9007199254740993"),
        ({"type": "correction", "index": 1}, f"{CHORD}; it is missing"),
        ({"type": "correction", "index": 1, "lable": "C"}, f"{CHORD}; you sent it as 'lable'"),
        ({"type": "correction", "index": 1, "label": "C:foo"}, f'{CHORD}, not the text "C:foo"'),
        ({"type": "correction", "index": 1, "label": 3}, f"{CHORD}, not 3"),
        ({"type": "correction", "index": 1, "label": LONG}, f'{CHORD}, not the text "{LONG}"'),
        ({"a": 1}, 'a message needs a \'type\': to begin, {"type":"start","protocol":1,"sample_rate":48000}'),
        ({"op": "start"}, "a message needs a 'type': you sent it as 'op'"),
    ],
)
def test_what_other_messages_may_not_say(message: dict[str, Any], said: str) -> None:
    assert refused(message) == ("bad_field", said, FIELD)


def test_other_messages_at_their_bounds() -> None:
    assert decode({"type": "skip", "bytes": 1}) == Skip(1)
    assert decode({"type": "skip", "bytes": 1 << 31}) == Skip(1 << 31)
    assert decode({"type": "correction", "index": 0, "label": "N"}) == Correct(0, parse_label("N"))
    assert decode({"type": "correction", "index": 1 << 53, "label": "A:min7/b3"}) == Correct(
        1 << 53, parse_label("A:min7/b3")
    )
    assert decode({"type": "stop"}) == Stop()
    assert decode({"type": "pong"}) == Pong()
    assert [decode({"type": "ping", "id": each}) for each in ("x" * 64, "x" * 65, 7, None, [1])] == [
        *(Ping("x" * 64), Ping(None), Ping(7), Ping(None), Ping(None))
    ]
    assert [decode({"type": "ping", "id": each}) for each in (10**63, 10**64)] == [Ping(10**63), Ping(None)]
    assert decode({"type": "config", "key": "C major", "notes": False, "numChannels": 1}) == Config(
        True, "C major", ("numChannels",), {}, (), False
    )
    assert decode({"type": "config", "tonality": "C"}) == Config(
        False, None, ("tonality",), {}, ("for 'tonality' write 'key'",)
    )


def test_an_unknown_type_is_answered_with_those_there_are() -> None:
    known = "known are start, config, skip, correction, stop, ping, pong"
    assert refused({"type": "x"}) == ("unknown_type", f"'x' is no message type; {known}", CloseCode.UNKNOWN_TYPE)
    assert refused({"type": "y" * 50})[1] == f"'{'y' * 39} is no message type; {known}"


def test_only_sixteen_ignored_fields_are_explained() -> None:
    message = {**START, **{f"a{number:02}": 1 for number in range(16)}, "numChannels": 2}
    del message["sample_rate"]
    started = decode({**message, "sample_rate": 1})
    assert isinstance(started, Start)
    assert len(started.ignored) == 17
    assert started.hints == ()
    del message["a00"]
    fewer = decode({**message, "sample_rate": 1})
    assert isinstance(fewer, Start)
    assert fewer.hints == ("for 'numChannels' write 'channels'",)


@pytest.mark.parametrize("name", ["mood", "genre"])
def test_moods_and_genres_are_those_that_are_listed(name: str) -> None:
    code, message, close = refused({**START, name: "polka"})
    assert (code, close) == ("bad_field", FIELD)
    assert message.startswith(f"'{name}' must be null or one of ")
    assert message.endswith(', not the text "polka"')
    if name == "genre":
        assert message == f"'genre' must be null or one of {', '.join(GENRES)}, not the text \"polka\""
    assert refused({**START, name: 3})[1].endswith(", not 3")


JSON = "a text message must be one JSON object, not"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", f"{JSON} nothing"),
        ("x" * 24, f'{JSON} the text "{"x" * 24}"'),
        ("x" * 25, f'{JSON} the text "{"x" * 24}" …'),
        ("x" * 64, f'{JSON} the text "{"x" * 24}" …'),
        ("x" * 65, f'{JSON} the text "{"x" * 24}" …; audio goes into binary messages'),
        ('{"a": NaN}', f'{JSON} the text "{{\\"a\\": NaN}}"'),
        ("[]", f"{JSON} a list"),
        ('"x"', f'{JSON} the text "x"'),
        ("1", f"{JSON} 1"),
        ("[" * 65, "more than 64 brackets in one message"),
        ('{"a":' * 32 + "[" * 33, "more than 64 brackets in one message"),
    ],
)
def test_texts_that_are_no_message(text: str, said: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        parse_json(text)
    assert (caught.value.code, caught.value.message) == ("bad_json", said)
    assert caught.value.close_code is CloseCode.BAD_MESSAGE


def test_sixty_four_brackets_are_read() -> None:
    text = '{"a":' * 32 + "[" * 32 + "]" * 32 + "}" * 32
    assert encode(parse_json(text)) == text


def test_a_stamp_is_sixteen_bytes() -> None:
    head = (7).to_bytes(4, "little") + (1).to_bytes(4, "little") + (9).to_bytes(8, "little")
    stamp, pcm = split_stamped(head)
    assert (stamp, bytes(pcm)) == (Stamp(7, 1, 9), b"")
    with pytest.raises(ProtocolError) as caught:
        split_stamped(head[:15])
    assert str(caught.value) == "bad_frame: a stamped frame begins with 16 bytes"
    assert caught.value.close_code is CloseCode.BAD_FRAME


def test_errors_and_json_of_ours() -> None:
    assert error_message("x", "y") == {"type": "error", "code": "x", "message": "y"}
    assert error_message("x", "y", retry_after_s=0.0, elsewhere="") == {
        "type": "error",
        "code": "x",
        "message": "y",
        "retry_after_s": 0.0,
    }
    assert error_message("x", "y", elsewhere="ws://b")["elsewhere"] == "ws://b"
    assert encode({"a": "ü", "b": [1, None]}) == '{"a":"ü","b":[1,null]}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        encode({"a": float("nan")})
    big = too_big(10)
    assert (str(big), big.close_code) == ("message_too_big: a message may have 10 bytes", CloseCode.TOO_BIG)
    assert HEARTBEAT_RANGE_S == (1.0, 60.0)


def test_close_codes_are_those_of_the_page() -> None:
    assert {code.name: int(code) for code in CloseCode} == {
        "NORMAL": 1000,
        "MALFORMED": 1002,
        "NOT_UTF8": 1007,
        "TOO_BIG": 1009,
        "INTERNAL": 1011,
        "DRAINING": 1012,
        "FULL": 1013,
        "BAD_MESSAGE": 4000,
        "UNKNOWN_TYPE": 4001,
        "BAD_FIELD": 4002,
        "BAD_FRAME": 4003,
        "UNSUPPORTED": 4004,
        "START_TIMEOUT": 4005,
        "IDLE_TIMEOUT": 4006,
        "SESSION_LIMIT": 4007,
        "SLOW_READER": 4008,
        "FLOOD": 4009,
        "RESUME_FAILED": 4010,
        "TAKEN_OVER": 4011,
    }


# What the server says.


def test_events_as_messages() -> None:
    chord = ChordEvent("final", parse_label("C"), 0.0, 1.0, 2.0, 0.9)
    said = event_message(Delivered(chord, 0.0123456))
    assert said == {**chord.to_dict(), "latency_ms": 12.35}
    dropped = Dropped(at=1.23456, duration_s=0.123456, size_bytes=7)
    assert event_message(Delivered(dropped, 0.0)) == {
        "type": "dropped",
        "seconds": 0.1235,
        "bytes": 7,
        "at": 1.2346,
    }
    for inside in (Progress, Checkpoint):
        event = object.__new__(inside)
        assert event_message(Delivered(event, 0.0)) is None


def test_warnings_corrections_and_keys_of_clients() -> None:
    names = tuple(f"{number:02}" + "x" * 50 for number in range(20))
    warning = ignored_fields_message(names, ("for 'a' write 'b'", "and"))
    assert warning["fields"] == [name[:40] for name in names[:16]]
    assert warning["message"] == (
        f"this server does not know, and ignored: {', '.join(warning['fields'])}; for 'a' write 'b'; and"
    )
    assert (warning["type"], warning["code"]) == ("warning", "ignored_fields")
    assert ignored_fields_message(("a",))["message"] == "this server does not know, and ignored: a"
    assert corrected_message(3, None) == {"type": "corrected", "index": 3, "kept": True}
    assert corrected_message(3, "gone") == {"type": "corrected", "index": 3, "kept": False, "code": "gone"}
    assert key_override_message("Eb minor") == {
        "type": "key",
        "key": "Eb minor",
        "tonic": 3,
        "mode": "minor",
        "confidence": 1.0,
        "source": "set",
    }
    tonics = [key_override_message(f"{tonic} major")["tonic"] for tonic in KEYS.split()]
    assert tonics == [0, 1, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 8, 9, 10, 10, 11, 11]


# The seed dialect.


def seed_refused(**message: Any) -> str:
    with pytest.raises(SeedInputError) as caught:
        decode_seed(message)
    return str(caught.value)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"data": "AA", "sample_rate": 0}, "bad_field: 'sample_rate' must be a whole number of at least 1, not 0"),
        (
            {"data": "AA", "channels": 1_000_001},
            "bad_field: 'channels' must be a whole number of at least 1, not 1000001",
        ),
        ({"data": "AA", "format": "s24"}, "bad_field: 'format' must be s16le or f32le, not the text \"s24\""),
        ({"data": "AA", "format": 1}, "bad_field: 'format' must be s16le or f32le, not 1"),
        ({}, "bad_data: 'data' must be base64 text or a list of byte values, not null"),
        (
            {"data": {}},
            "bad_data: 'data' must be base64 text or a list of byte values, not an object: send Array.from(bytes)",
        ),
        ({"data": "A"}, "bad_data: 'data' is not base64: 1 digits cannot be whole bytes"),
        ({"data": "AAA==="}, "bad_data: 'data' is not base64: 3 digits cannot be whole bytes"),
        ({"data": "AA=A"}, "bad_data: pieces must be sent one by one: there is '=' at place 2"),
        ({"data": "A*AA"}, "bad_data: 'data' is not base64: there is '*' at place 1"),
        ({"data": "data:,AA"}, "bad_data: a data: URL must say ;base64, before its data"),
        ({"data": "data:audio/pcm;base64"}, "bad_data: a data: URL must say ;base64, before its data"),
        (
            {"data": "DATA:audio/ogg;base64,AA"},
            "bad_data: the data: URL says audio/ogg: send raw samples (PCM), not a file",
        ),
        (
            {"data": "data:" + "x" * 41 + ";base64,AA"},
            f"bad_data: the data: URL says {'x' * 40}: send raw samples (PCM), not a file",
        ),
        (
            {"data": [0, -1]},
            "bad_data: a 'data' list holds bytes, whole numbers from 0 to 255, not -1 at place 1: "
            "samples go into base64 as bytes",
        ),
        (
            {"data": [0.0, 256.0]},
            "bad_data: a 'data' list holds bytes, whole numbers from 0 to 255, not 256.0 at place 1: "
            "samples go into base64 as bytes",
        ),
        (
            {"data": [None]},
            "bad_data: a 'data' list holds bytes, whole numbers from 0 to 255, not null at place 0: send numbers",
        ),
    ],
)
def test_what_a_seed_message_may_not_say(message: dict[str, Any], said: str) -> None:
    assert seed_refused(**message) == said


@pytest.mark.parametrize("kind", ["", "application/octet-stream", "application/binary", "audio/pcm", "audio/raw",
                                  "audio/x-raw", "audio/l16", "Audio/PCM ; rate=8000"])  # fmt: skip
def test_each_kind_of_raw_audio_in_a_url(kind: str) -> None:
    sound = bytes(range(250, 256))
    text = base64.b64encode(sound).decode()
    assert decode_seed({"data": f"data:{kind}; base64 ,{text}"}).pcm == sound


def test_what_a_seed_message_may_say() -> None:
    assert decode_seed({"data": ""}) == SeedChunk(b"", None, None, None)
    assert decode_seed({"data": [], "sample_rate": 1, "format": "f32le", "channels": 1_000_000}) == SeedChunk(
        b"", 1, "f32le", 1_000_000
    )
    assert decode_seed({"data": "_-8="}).pcm == decode_seed({"data": "/+8"}).pcm == b"\xff\xef"
    assert json.loads(json.dumps(decode_seed({"data": "AAE"}).pcm.decode())) == "\0\1"


def chord(status: Any, label: str, start: float, end: float | None) -> ChordEvent:
    return ChordEvent(status, parse_label(label), start, end, start + 1.0, 0.5)


def test_the_seed_list_has_four_chords_and_eight_guesses() -> None:
    chords = ChordList()
    for number, label in enumerate(("C", "D", "E", "F", "G")):
        shown = chords.update(chord("final", label, float(number), number + 1.0))
    assert shown == ["D", "E", "F", "G"]
    assert chords.update(chord("final", "G", 5.0, 6.0)) is None
    assert chords.update(chord("final", "N", 6.0, 7.0)) is None
    assert chords.update(chord("provisional", "A", 7.0, None)) == ["E", "F", "G", "A"]
    # A guess that began three tenths before the end of what is certain stays, one that began earlier goes.
    assert chords.update(chord("final", "B", 7.0, 7.3)) == ["F", "G", "B", "A"]
    assert chords.update(chord("final", "C", 7.0, 7.31)) == ["F", "G", "B", "C"]
    # Without an end it is certain up to when it was said.
    assert chords.update(chord("provisional", "D", 8.0, None)) == ["G", "B", "C", "D"]
    assert chords.update(chord("final", "C", 7.25, None)) is None
    assert chords.update(chord("final", "C", 7.4, None)) == ["F", "G", "B", "C"]
