"""The published schema against the code, both ways. That every server message of every test fits is up to conftest."""

from __future__ import annotations

import base64
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import soundfile

from chordwork.actors import bundled_recognizers
from chordwork.harmony import NO_CHORD, UNKNOWN_CHORD, all_chords
from chordwork.http import Settings
from chordwork.http.testing import Door, open_client, open_server
from chordwork.http.wire.protocol import CloseCode, ProtocolError, decode
from chordwork.http.wire.seed import SeedInputError, decode_seed

ROOT = Path(__file__).parents[2]
GUITAR = ROOT / "http/chordwork/analysis/clips/guitar.ogg"
SECOND = bytes(2 * 8000)


def recording(seconds: float) -> tuple[bytes, int]:
    pcm, rate = soundfile.read(GUITAR, dtype="int16", always_2d=True)
    return pcm[: int(seconds * rate), 0].astype("<i2").tobytes(), rate


# Real runs.


async def test_a_recording_of_a_real_run_fits(schema: Any, said: list[tuple[str, Any]], door: Door) -> None:
    pcm, rate = recording(15.0)
    async with (
        open_server(recognizer_factory=bundled_recognizers()[0]) as server,
        open_client(server.address, door, timeout_s=30) as client,
    ):
        await client.start(sample_rate=rate, pace="file", acks="hop", notes=True)
        for start in range(0, len(pcm), 8820):
            await client.say(pcm[start : start + 8820])
        await client.say({"type": "stop"})
        messages, code, _ = await client.rest()
    assert code == 1000
    assert not [fault for message in messages for fault in schema.faults("serverMessage", message)]
    assert {"ready", "ack", "chord", "key", "tuning", "tempo", "beat", "notes", "level", "done"} <= {
        name for name, _ in said
    }


async def test_a_real_run_in_the_seed_dialect_fits(schema: Any, said: list[tuple[str, Any]], door: Door) -> None:
    pcm, rate = recording(4.0)
    heard: list[dict[str, Any]] = []
    async with (
        open_server(Settings(port=0, heartbeat_s=0.2), bundled_recognizers()[0]) as server,
        open_client(server.address, door, timeout_s=30) as client,
    ):
        message: dict[str, Any] = {"data": "?", "sample_rate": rate}
        await client.say(message)
        for start in range(0, len(pcm), 8820):
            message["data"] = base64.b64encode(pcm[start : start + 8820]).decode()
            assert not schema.faults("seedClientMessage", message)
            await client.say(message)
        while not ({"type": "ping"} in heard and any("chords" in each for each in heard)):
            heard.append(await client.hear())
    assert not [fault for each in heard for fault in schema.faults("seedServerMessage", each)]
    assert {"seedAck", "seedChords", "seedPing", "error"} <= {name for name, _ in said}


async def test_every_message_of_the_server_is_there(schema: Any, said: list[tuple[str, Any]]) -> None:
    async with open_server(Settings(port=0, mailbox_s=1.0, heartbeat_s=0.05)) as server:
        async with open_client(server.address) as client:
            await client.start(framing="stamped", key="Eb major", colour="red")
            await client.say(bytes(16) + SECOND * 3)
            await client.say({"type": "config", "key": None})
            await client.say({"type": "skip", "bytes": 160})
            await client.say({"type": "ping", "id": 1})
            await client.say({"type": "correction", "index": 0, "label": "A:min7"})
            await client.until("corrected")
            await client.until("ping")
            await client.say({"type": "start"})
            await client.rest()
        async with open_client(server.address) as client:
            await client.start()
            await client.say({"type": "stop"})
            await client.rest()
    seen = {name for name, _ in said} | {"tuning", "tempo", "beat", "notes"}  # of the real recogniser, above
    assert seen == schema.definitions("serverMessage")


# The schema and the parsers say the same.

VALUES: list[Any] = [
    *("start", "s16le", "f32le", "plain", "stamped", "chunk", "hop", "none", "live", "file", "Eb major", "H dur", ""),
    *(-1, 0, 1, 2, 3, 7999, 8000, 48_000, 192_000, 192_001, None, True, False, [], [1], {}),
    *(1.0, 2.0, 3.0, 0.0, -1.0, 48_000.0, 48_000.5, 1e300, "48000", "1"),
    *(
        0.5,
        59.5,
        60,
        61,
        {"token": "x"},
        {"token": ""},
        {"token": "x" * 257},
        {"token": "x", "finals": 3},
        {"token": "x", "finals": 3.0},
    ),
    *({"token": "x", "finals": -1}, {"token": "x", "finals": True}, {"finals": 1}, {"token": "x", "colour": 1}),
]
STARTS = [
    {"type": "start", "protocol": 1, "sample_rate": 48_000, name: value}
    for name in (
        *(
            "protocol",
            "sample_rate",
            "format",
            "channels",
            "framing",
            "acks",
            "pace",
            "key",
            "heartbeat_s",
            "resumable",
        ),
        *("resume", "colour"),
    )
    for value in VALUES
]
TASTES = [
    {name: value} for name in ("suggestions", "mood", "genre") for value in (*VALUES, 10, 11, "sad", "jazz", "polka")
]
STARTS += [{"type": "start", "protocol": 1, "sample_rate": 48_000, **taste} for taste in TASTES]
CONFIGS = [{"type": "config", name: value} for name in ("key", "colour") for value in VALUES]
CONFIGS += [{"type": "config", **taste} for taste in TASTES]
CONFIGS += [{"type": "skip", "bytes": value} for value in (*VALUES, 1 << 31, (1 << 31) + 1)]
CHUNKS = [
    {"data": "AAE=", name: value}
    for name in ("data", "sample_rate", "format", "channels", "colour")
    for value in VALUES
]


def usable(message: dict[str, Any]) -> bool:
    """What is left to the recogniser to refuse, when it sees the format."""
    return 8000 <= (message.get("sample_rate") or 8000) <= 192_000 and (message.get("channels") or 1) <= 2


def test_what_the_schema_allows_is_understood_and_the_rest_refused(schema: Any) -> None:
    for message in STARTS + CONFIGS:
        understood = False
        with suppress(ProtocolError):
            decode(message)
            understood = usable(message)
        assert understood == (not schema.faults("clientMessage", message)), message


def test_the_same_for_the_seed_dialect(schema: Any) -> None:
    for message in CHUNKS:
        understood = False
        with suppress(SeedInputError):
            decode_seed(message)
            understood = usable(message)
        base64_is_beyond_a_schema = isinstance(message["data"], str) and not understood and message["data"] != "AAE="
        if not base64_is_beyond_a_schema:
            assert understood == (not schema.faults("seedData", message)), message


@pytest.mark.parametrize(
    ("union", "message"),
    [
        ("clientMessage", {"type": "dance"}),
        ("clientMessage", {}),
        ("clientMessage", {"type": "start", "protocol": 1}),
        ("clientMessage", {"type": "ping", "id": "x" * 65}),
        ("serverMessage", {"type": "ping"}),
        ("serverMessage", {"ack": True}),
        ("serverMessage", {"type": "ack", "sequence": -1, "queue_age_ms": 0, "audio_s": 0}),
        ("seedServerMessage", {"ack": False}),
        ("seedServerMessage", {"ack": True, "sequence": 1}),
        ("seedServerMessage", {"chords": ["C"] * 5}),
    ],
)
def test_what_is_wrong_is_found(schema: Any, union: str, message: dict[str, Any]) -> None:
    assert schema.faults(union, message)


def test_every_chord_can_be_said(schema: Any) -> None:
    pattern = re.compile(schema.document["definitions"]["harteLabel"]["pattern"])
    bass = re.compile("^[A-G][#b]{0,2}$")
    for chord in (*all_chords(), NO_CHORD, UNKNOWN_CHORD):
        assert pattern.search(chord.label)
        assert chord.bass_name is None or bass.search(chord.bass_name)


# The documents among themselves.


def test_the_asyncapi_document_is_whole(schema: Any) -> None:
    document = json.loads((ROOT / "docs" / "asyncapi.json").read_text())
    assert document["asyncapi"].startswith("3.")

    def resolve(reference: str) -> Any:
        place, _, path = reference.partition("#/")
        found = schema.document if place == "./protocol.schema.json" else document
        for name in path.split("/"):
            found = found[name]
        return found

    def references(node: Any) -> list[str]:
        if isinstance(node, list):
            return [each for item in node for each in references(item)]
        if not isinstance(node, dict):
            return []
        here = [node["$ref"]] if "$ref" in node else []
        return here + [each for value in node.values() for each in references(value)]

    assert all(resolve(reference) for reference in references(document))
    for operation, union in (
        ("hearClient", "clientMessage"),
        ("tellClient", "serverMessage"),
        ("hearSeedClient", "seedClientMessage"),
        ("tellSeedClient", "seedServerMessage"),
    ):
        names = {entry["$ref"].rpartition("/")[2] for entry in document["operations"][operation]["messages"]}
        assert names - {"audio"} == schema.definitions(union)


def test_the_page_names_what_the_schema_names(schema: Any) -> None:
    page = (ROOT / "docs" / "protocol.md").read_text()
    definitions = schema.document["definitions"]
    for code in definitions["error"]["properties"]["code"]["examples"]:
        assert f"`{code}`" in page
    for union in ("clientMessage", "serverMessage"):
        for name in schema.definitions(union):
            for field in definitions[name]["properties"]:
                assert re.search(rf"\b{field}\b", page), (name, field)
    for close_code in CloseCode:
        assert f"| {close_code.value} |" in page
