"""``POST /analyze`` over real HTTP, with good recordings, bad ones, and hostile ones."""

from __future__ import annotations

import csv
import errno
import gzip
import io
import json
import os
import struct
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

import attrs
import httpx
import numpy as np
import pytest
import soundfile
import trio

from chordwork.actors import Delivered
from chordwork.actors.testing import ScriptedRecognizers
from chordwork.engine import Recognizer, RecordingRecognizer
from chordwork.engine.events import ChordEvent
from chordwork.harmony.lab import read_lab
from chordwork.http import Settings, SettingsError
from chordwork.http.rest.analysis import decoder_process
from chordwork.http.rest.analysis.decoder_process import Decoder
from chordwork.http.rest.analysis.documents import TimelineResult
from chordwork.http.serving.supervisor import supervise
from chordwork.http.testing import RunningServer, open_client, open_server
from chordwork.http.wire.events import event_message
from tests.http.rest.conftest import CLIPS, problem
from tests.http.rest.http_client import asking

BAND = (CLIPS / "band.ogg").read_bytes()
FAR = {"X-Forwarded-For": "203.0.113.7"}


@cache
def beginning() -> bytes:
    """The first twelve seconds of the clip: as good for comparisons, and heard in a third of the time."""
    audio, rate = soundfile.read(io.BytesIO(BAND), frames=12 * 44_100)
    file = io.BytesIO()
    soundfile.write(file, audio, rate, format="OGG")
    return file.getvalue()


def wav(seconds: float, *, rate: int = 16_000, channels: int = 1, subtype: str = "PCM_16") -> bytes:
    file = io.BytesIO()
    frames = np.zeros((round(seconds * rate), channels), np.float32)
    soundfile.write(file, frames, rate, format="WAV", subtype=subtype)
    return file.getvalue()


def with_claimed_frames(sound: bytes, frames: int) -> bytes:
    """A FLAC that says it holds so many sample frames."""
    field = int.from_bytes(sound[18:26], "big")
    return sound[:18] + ((field >> 36 << 36) | frames).to_bytes(8, "big") + sound[26:]


def flac(seconds: float, rate: int = 16_000) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, np.zeros(round(seconds * rate), np.float32), rate, format="FLAC")
    return file.getvalue()


@pytest.fixture(scope="module")
def heard_directly() -> list[tuple[float, float, str]]:
    """The final chords of the clip, from the engine alone."""
    audio, rate = soundfile.read(io.BytesIO(BAND), dtype="float32")
    with Recognizer(rate, sample_format="f32le", channels=audio.shape[1]) as recognizer:
        events = [*recognizer.feed(np.ascontiguousarray(audio, "<f4").tobytes()), *recognizer.finish()]
    return [
        (round(event.start, 6), round(event.end or 0.0, 6), event.chord.label)
        for event in events
        if isinstance(event, ChordEvent) and event.status == "final"
    ]


def test_channels_that_cancel_are_heard_and_said_in_lines(client: httpx.Client) -> None:
    audio, rate = soundfile.read(CLIPS / "guitar.ogg", dtype="int16")
    file = io.BytesIO()
    soundfile.write(file, np.stack([audio, -audio], axis=1)[: 8 * rate], rate, format="WAV")
    response = client.post("/analyze?format=ndjson", content=file.getvalue())
    lines = [json.loads(line) for line in response.text.splitlines()]
    [warning] = [line for line in lines if line["type"] == "warning"]
    assert (warning["code"], warning["at"] < 1.0) == ("channels_cancel", True)
    assert any(line["type"] == "chord" and line["symbol"] != "N.C." for line in lines)


def test_as_json(client: httpx.Client, heard_directly: list[tuple[float, float, str]]) -> None:
    response = client.post("/analyze?raw=true", files={"file": ("../songs/the band.ogg", BAND, "audio/ogg")})
    assert response.headers["content-type"] == "application/json"
    document = response.json()
    assert {field.name for field in attrs.fields(TimelineResult)} == set(document)
    assert document["file"] == "the band.ogg"
    assert document["key"] == "D major"
    assert document["chords"][0]["start"] == 0.0
    for before, after in zip(document["chords"], document["chords"][1:], strict=False):
        assert before["end"] == after["start"]
    assert document["chords"][-1]["end"] == document["duration"]
    labels = [(chord["start"], chord["end"], chord["label"]) for chord in document["chords"]]
    assert labels[: len(heard_directly) - 1] == heard_directly[:-1]


@pytest.mark.parametrize("how", ["raw", "form"])
def test_every_form_tells_the_same(client: httpx.Client, how: str) -> None:
    def analyse(form: str) -> httpx.Response:
        if how == "raw":
            return client.post(f"/analyze?format={form}", content=beginning(), headers={"Content-Type": "audio/ogg"})
        return client.post("/analyze", params={"format": form}, files={"file": ("band.ogg", beginning())})

    document = analyse("json").json()
    expected = [(chord["start"], chord["end"], chord["label"]) for chord in document["chords"]]
    assert read_lab(analyse("lab").text) == expected
    rows = list(csv.DictReader(io.StringIO(analyse("csv").text)))
    assert [(float(row["start"]), float(row["end"]), row["label"]) for row in rows] == expected
    jams = json.loads(analyse("jams").text)
    chords = jams["annotations"][0]
    assert chords["namespace"] == "chord"
    assert [each["value"] for each in chords["data"]] == [label for _, _, label in expected]
    assert jams["file_metadata"]["duration"] == document["duration"]
    lines = [json.loads(line) for line in analyse("ndjson").text.splitlines()]
    assert (lines[0]["type"], lines[-1]["type"]) == ("audio", "done")
    finals = [line for line in lines if line["type"] == "chord"]
    assert [line["label"] for line in finals] == [label for _, _, label in expected][: len(finals)]
    assert all(line["status"] == "final" for line in finals)


def test_lines_tell_all_that_a_recording_heard_in_runs_says(client: httpx.Client) -> None:
    audio, rate = soundfile.read(io.BytesIO(BAND), dtype="int16", frames=12 * 44_100)
    file = io.BytesIO()
    soundfile.write(file, audio, rate, format="WAV")
    with RecordingRecognizer(rate, sample_format="f32le", channels=audio.shape[1]) as recognizer:
        pcm = (audio.astype("<f4") / np.float32(32768.0)).tobytes()
        events = [*recognizer.feed(pcm), *recognizer.finish()]
    told = [event_message(Delivered(event, 0.0)) for event in events]
    expected = [line for line in told if line and line["type"] != "level" and line.get("status") != "provisional"]
    lines = [
        json.loads(line) for line in client.post("/analyze?format=ndjson", content=file.getvalue()).text.splitlines()
    ]
    found = [line for line in lines if line["type"] in {each["type"] for each in expected}]
    for line in (*expected, *found):
        line.pop("latency_ms", None)
        line.pop("index", None)
    assert found == json.loads(json.dumps(expected))
    assert {line["type"] for line in found} >= {"chord", "beat", "tempo", "key"}


def test_lines_meet_the_schema_of_the_protocol(client: httpx.Client, schema: Any) -> None:
    response = client.post("/analyze?format=ndjson&tier=live", content=beginning())
    assert response.headers["content-type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in response.text.splitlines()]
    assert {"provisional", "final"} == {line["status"] for line in lines if line["type"] == "chord"}
    for line in lines[1:]:
        assert schema.faults(line["type"], line) == []


def test_the_chart_is_whole(client: httpx.Client) -> None:
    """The clip is in D, at 104 bpm, in common time; its first bar line is at half a second (``band.lab``)."""
    document = client.post("/analyze", content=BAND).json()
    assert [(span["start"], span["key"]) for span in document["keys"]] == [(0.0, "D major")]
    assert document["key_confidence"] > 0.8
    assert document["tempo"]["bpm"] == pytest.approx(104.0, abs=1.0)
    assert document["metre"] == "4/4"
    assert document["bars"][0]["start"] == pytest.approx(0.5, abs=0.1)
    assert [chord["bar"] for chord in document["chords"]][1:4] == [1, 2, 3]
    assert document["warnings"] == []
    line = client.post("/analyze?format=chords", content=BAND)
    assert line.text.startswith("D | A/C# | Bm7 | Gmaj7 | D | F#m | G | Asus4 A7 | ")
    text = client.post("/analyze", content=beginning(), headers={"Accept": "text/plain"}).text
    assert "key D major" in text
    assert "bpm in 4/4" in text


def test_warnings_are_in_every_form(client: httpx.Client) -> None:
    audio, rate = soundfile.read(io.BytesIO(BAND), frames=6 * 44_100)
    file = io.BytesIO()
    soundfile.write(file, np.clip(20 * audio, -1, 1), rate, format="WAV")
    loud = file.getvalue()

    def answer(form: str) -> str:
        return client.post(f"/analyze?format={form}", content=loud).text

    warnings = json.loads(answer("json"))["warnings"]
    assert [warning["code"] for warning in warnings] == ["clipped"]
    assert json.loads(answer("jams"))["sandbox"]["warnings"] == warnings
    assert f"  warning clipped: {warnings[0]['message']}\n" in answer("text")
    assert answer("lab").splitlines()[-1] == f"# warning clipped: {warnings[0]['message']}"
    assert read_lab(answer("lab"))
    assert answer("chords").splitlines()[-1] == f"# warning clipped: {warnings[0]['message']}"
    assert list(csv.DictReader(io.StringIO(answer("csv"))))[-1]["warnings"].startswith("clipped: ")
    lines = [json.loads(line) for line in answer("ndjson").splitlines()]
    assert [(line["type"], line.get("code")) for line in lines[-2:]] == [("warning", "clipped"), ("done", None)]


def test_silence_is_said(client: httpx.Client) -> None:
    document = client.post("/analyze", content=wav(2.0)).json()
    assert [warning["code"] for warning in document["warnings"]] == ["silent"]
    assert (document["key"], document["tempo"], document["bars"]) == (None, None, [])


def test_slivers_only_when_asked_for(client: httpx.Client, heard_directly: list[tuple[float, float, str]]) -> None:
    raw = client.post("/analyze?raw=true", content=BAND).json()
    labels = [(chord["start"], chord["end"], chord["label"]) for chord in raw["chords"]]
    assert labels[: len(heard_directly) - 1] == heard_directly[:-1]
    problem(client.post("/analyze?raw=perhaps", content=BAND), 400, "bad_field")


@pytest.mark.parametrize(
    ("content_type", "dtype"),
    [
        ("audio/L16;rate=44100;channels=2", ">i2"),  # RFC 2586: big-endian
        ("audio/L16; rate=44100; channels=2; endianness=little-endian", "<i2"),
        ("audio/pcm;rate=44100;channels=2", "<i2"),
        ("audio/x-raw;format=F32LE;rate=44100;channels=2", "<f4"),
    ],
)
def test_raw_pcm(client: httpx.Client, content_type: str, dtype: str) -> None:
    samples, _ = soundfile.read(io.BytesIO(beginning()), dtype="float32" if dtype == "<f4" else "int16")
    raw = samples.astype(dtype).tobytes()
    headers = {"Content-Type": content_type}
    document = client.post("/analyze", content=raw, headers=headers).json()
    assert (document["sample_rate"], document["key"], document["warnings"]) == (44_100, "D major", [])
    assert document["duration"] == 12.0
    zipped = client.post("/analyze", content=gzip.compress(raw, 1), headers={**headers, "Content-Encoding": "gzip"})
    assert zipped.json() == document


def test_raw_pcm_that_says_too_little(client: httpx.Client) -> None:
    for content_type in ("audio/L16", "audio/L16;rate=fast", "audio/x-raw;rate=8000"):
        problem(client.post("/analyze", content=bytes(100), headers={"Content-Type": content_type}), 415, "pcm_format")


def test_raw_pcm_that_is_a_file(client: httpx.Client) -> None:
    headers = {"Content-Type": "audio/L16;rate=8000"}
    document = client.post("/analyze", content=beginning(), headers=headers).json()
    assert (document["sample_rate"], document["key"]) == (44_100, "D major")
    assert [(each["code"], each["looks_like"]) for each in document["warnings"]] == [("looks_like", "ogg")]


def test_gzip(client: httpx.Client) -> None:
    expected = client.post("/analyze", content=beginning()).json()
    zipped = gzip.compress(beginning())
    assert client.post("/analyze", content=zipped).json() == expected  # the file song.ogg.gz, as it is
    for name in ("gzip", "x-gzip"):
        assert client.post("/analyze", content=zipped, headers={"Content-Encoding": name}).json() == expected
    named = {**expected, "file": "band.ogg.gz"}
    assert client.post("/analyze", files={"file": ("band.ogg.gz", zipped)}).json() == named
    problem(client.post("/analyze", content=zipped[:-100]), 422, "damaged_gzip")
    problem(client.post("/analyze", content=beginning(), headers={"Content-Encoding": "gzip"}), 422, "damaged_gzip")
    other = client.post("/analyze", content=beginning(), headers={"Content-Encoding": "br"})
    problem(other, 415, "content_encoding")
    assert other.headers["accept-encoding"] == "gzip"


def test_gzip_of_a_question(client: httpx.Client) -> None:
    question = json.dumps({"chords": "C G Am F"}).encode()
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    answer = client.post("/harmony/parse", content=gzip.compress(question), headers=headers)
    assert answer.json() == client.post("/harmony/parse", json={"chords": "C G Am F"}).json()
    problem(client.post("/harmony/parse", content=question, headers=headers), 400, "damaged_gzip")
    much = gzip.compress(b" " * (64 << 20))
    problem(client.post("/harmony/parse", content=much, headers=headers), 413, "body_too_big")


@pytest.mark.parametrize("suffix", ["WAV", "FLAC", "OGG", "MP3", "AIFF"])
def test_formats_of_recordings(client: httpx.Client, suffix: str) -> None:
    audio, rate = soundfile.read(io.BytesIO(BAND), frames=4 * 44_100)
    file = io.BytesIO()
    soundfile.write(file, audio, rate, format=suffix)
    document = client.post("/analyze", content=file.getvalue()).json()
    assert document["duration"] == pytest.approx(4.0, abs=0.1)
    assert "D:maj" in {chord["label"] for chord in document["chords"]}


def test_many_channels_are_averaged(client: httpx.Client) -> None:
    assert client.post("/analyze", content=wav(1.0, channels=6)).json()["duration"] == 1.0


def test_it_is_streamed_while_it_is_heard(client: httpx.Client) -> None:
    song = io.BytesIO()
    audio, rate = soundfile.read(io.BytesIO(BAND), dtype="int16")
    soundfile.write(song, np.concatenate([audio] * 2), rate, format="WAV")
    with client.stream("POST", "/analyze?format=ndjson", content=song.getvalue()) as response:
        lines = response.iter_lines()
        first = [json.loads(next(lines)) for _ in range(6)]
        assert first[0]["duration"] > 60
        assert max(line.get("at", 0.0) for line in first) < 20  # long before the end
        assert json.loads(list(lines)[-1])["type"] == "done"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "empty_upload"),
        (b"no audio at all" * 100, 415, "not_audio"),
        (b"RIFF\xff\xff\xff\xffWAVE", 415, "not_audio"),
        (BAND[:50], 415, "not_audio"),
        (b"fLaC" + bytes(1000), 415, "not_audio"),
        (wav(0.0), 415, "not_audio"),
        (wav(100.0, rate=50), 422, "audio_format"),
        (b"fLaC" + bytes(4), 415, "not_audio"),
        (b"<?xml version='1.0'?><svg/>", 415, "not_audio"),
        (b"#!/bin/sh\nexit\n", 415, "not_audio"),
        (b"file:///etc/passwd", 415, "not_audio"),
    ],
)
def test_what_is_no_recording(client: httpx.Client, body: bytes, status: int, code: str) -> None:
    document = problem(client.post("/analyze", content=body), status, code)
    assert "/dev/fd" not in str(document["detail"])
    assert "/tmp" not in str(document["detail"])


def test_a_form_without_a_recording(client: httpx.Client) -> None:
    problem(client.post("/analyze", files={"note": (None, "hello")}), 400, "empty_upload")
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    problem(client.post("/analyze", content=b"--x\r\nnonsense", headers=broken), 400, "empty_upload")
    problem(client.post("/analyze", content=b"x", headers={"Content-Type": "multipart/form-data"}), 400, "empty_upload")


def test_a_recording_that_was_cut_off_is_heard_as_far_as_it_goes(client: httpx.Client) -> None:
    file = io.BytesIO()
    noise = np.random.default_rng(1).normal(0, 0.1, 44_100 * 8)
    soundfile.write(file, noise, 44_100, format="FLAC")
    whole = file.getvalue()
    document = client.post("/analyze", content=whole[: len(whole) // 2]).json()
    assert document["duration"] == pytest.approx(4.0, abs=0.2)


async def test_what_cannot_be_decoded_to_its_end_is_no_whole_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The decoder gives a second, and then says that nothing after that can be read."""
    (tmp_path / "short_decoder.py").write_text(
        "import json, os, sys\n"
        'sys.stdout.write(\'{"sample_rate":8000,"channels":1,"duration":9}\\n\'); sys.stdout.flush()\n'
        "sys.stdout.buffer.write(bytes(4 * 8000)); sys.stdout.buffer.flush()\n"
        'report = json.loads(sys.argv[1])["report"]\n'
        'os.write(report, b\'{"code":"damaged_audio","detail":"damaged after 1.0 s"}\\n\')\n'
        "sys.exit(3)\n"
    )
    monkeypatch.setattr(decoder_process, "MODULE", "short_decoder")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    async with open_server(Settings(port=0)) as server, asking(server) as client:
        problem(await client.post("/analyze", content=b"any"), 422, "damaged_audio")
        text = (await client.post("/analyze?format=ndjson", content=b"any")).text
        lines = [json.loads(line) for line in text.splitlines()]
        assert lines[0]["type"] == "audio"
        assert (lines[-1]["type"], lines[-1]["code"]) == ("error", "damaged_audio")
        assert "damaged after 1.0 s" in lines[-1]["message"]
        for form in ("csv", "lab", "text", "chords", "jams"):
            problem(await client.post(f"/analyze?format={form}", content=b"any"), 422, "damaged_audio")


def test_tiers_and_forms_that_are_none(client: httpx.Client) -> None:
    problem(client.post("/analyze?tier=both", content=BAND), 400, "bad_field")
    problem(client.post("/analyze?tier=live", content=BAND), 400, "bad_field")
    problem(client.post("/analyze?rest_s=9", content=BAND), 400, "bad_field")
    problem(client.post("/analyze?format=mp3", content=BAND), 400, "unknown_format")
    problem(client.post("/analyze", content=BAND, headers={"Accept": "audio/mpeg"}), 406, "not_acceptable")


# Limits, on servers of their own.


async def test_a_recording_that_is_too_large() -> None:
    async with open_server(Settings(port=0, max_upload_bytes=10_000)) as server, asking(server) as client:
        document = problem(await client.post("/analyze", content=bytes(10_001)), 413, "body_too_big")
        assert document["limit_bytes"] == 10_000
        files = {"file": ("x.wav", bytes(100_000))}
        problem(await client.post("/analyze", files=files), 413, "body_too_big")

        async def endless() -> Any:
            for _ in range(100):
                yield bytes(5000)

        problem(await client.post("/analyze", content=endless()), 413, "body_too_big")
        assert (await client.post("/analyze", content=wav(0.2))).status_code == 200


async def test_a_recording_that_is_too_long_by_its_header_or_in_truth() -> None:
    settings = Settings(port=0, max_audio_s=2)
    async with open_server(settings) as server, asking(server) as client:
        assert (await client.post("/analyze", content=flac(1.5))).status_code == 200
        problem(await client.post("/analyze", content=flac(2.5)), 413, "audio_too_long")
        # Compresses a thousand times, and lies about how long it is.
        bomb = with_claimed_frames(flac(600.0), 16_000)
        assert len(bomb) < 200_000
        problem(await client.post("/analyze", content=bomb), 413, "audio_too_long")
        unknown = with_claimed_frames(flac(600.0), 0)
        problem(await client.post("/analyze", content=unknown), 413, "audio_too_long")


async def test_a_header_that_asks_for_all_memory() -> None:
    head = b"RIFF" + struct.pack("<I", 0x7FFFFFFF) + b"WAVEfmt "
    head += struct.pack("<IHHIIHH", 16, 1, 1024, 192_000, 0xFFFFFFF, 2048, 16)
    head += b"data" + struct.pack("<I", 0x7FFFFF00) + bytes(1000)
    async with open_server(Settings(port=0)) as server, asking(server) as client:
        problem(await client.post("/analyze", content=head), 415, "not_audio")
        assert (await client.get("/healthz")).status_code == 200


async def test_gzip_inflates_within_the_bounds_of_an_upload() -> None:
    async with open_server(Settings(port=0, max_upload_bytes=100_000)) as server, asking(server) as client:
        document = problem(await client.post("/analyze", content=gzip.compress(wav(60.0))), 413, "body_too_big")
        assert document["limit_bytes"] == 100_000
        assert "inflates" in str(document["detail"])
        assert (await client.post("/analyze", content=gzip.compress(wav(1.0)))).status_code == 200


async def test_a_server_without_a_folder_for_uploads_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a read-only disk: Python finds no folder that it can write to."""

    def none(*arguments: object, **options: object) -> object:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp', '/var/tmp']")

    monkeypatch.setattr(tempfile, "TemporaryFile", none)
    with pytest.raises(BaseExceptionGroup) as caught:
        async with open_server(Settings(port=0)):
            raise AssertionError("it serves")
    (error,) = leaves(caught.value)
    assert isinstance(error, SettingsError)
    assert "set TMPDIR" in str(error)
    with pytest.raises(SettingsError, match="set TMPDIR"):  # nor does one of several workers
        await supervise(Settings(port=0, workers=2), shutdown=trio.Event())


async def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_server(Settings(port=0)) as server, asking(server) as client:

        class Full(io.BytesIO):
            def write(self, data: object, /) -> int:
                raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(tempfile, "TemporaryFile", lambda **options: Full())
        problem(await client.post("/analyze", content=wav(0.5)), 507, "no_room")
        monkeypatch.undo()
        assert (await client.post("/analyze", content=wav(0.5))).status_code == 200


def leaves(error: BaseException) -> list[BaseException]:
    """What a group holds, at the bottom."""
    if isinstance(error, BaseExceptionGroup):
        return [leaf for inner in error.exceptions for leaf in leaves(inner)]
    return [error]


async def test_an_upload_that_never_ends_is_ended() -> None:
    async with open_server(Settings(port=0, upload_timeout_s=0.3)) as server:
        async with await trio.open_tcp_stream(server.address.host, server.address.port) as stream:
            await stream.send_all(b"POST /analyze HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc")
            with trio.fail_after(60):
                answer = b"".join([piece async for piece in stream])  # to its end: the connection is closed, too
        assert answer.startswith(b"HTTP/1.1 408")
        assert b'"code":"request_timeout"' in answer


async def test_an_analysis_that_takes_too_long_is_stopped() -> None:
    def slow(recognizer: Any) -> None:
        time.sleep(0.05)

    factory = ScriptedRecognizers(before_feed=slow)
    settings = Settings(port=0, analysis_timeout_s=1.0)
    async with open_server(settings, factory) as server, asking(server) as client:
        problem(await client.post("/analyze", content=wav(60.0)), 503, "analysis_timeout")
        problem(await client.post("/analyze?format=lab", content=wav(60.0)), 503, "analysis_timeout")
        # Broken off, for half a timeline is none; or, where the decoder was slow to begin, refused as a whole.
        with suppress(httpx.RemoteProtocolError):
            problem(await client.post("/analyze?format=ndjson", content=wav(60.0)), 503, "analysis_timeout")
        assert (await client.get("/healthz")).json()["sessions"] == 0


async def test_only_so_many_recordings_are_heard_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(port=0, max_analyses=1, trusted_proxies="127.0.0.1")
    async with held_back(settings, monkeypatch) as (server, go):
        async with asking(server) as client, trio.open_nursery() as nursery:
            statuses: list[int] = []

            async def analyse() -> None:
                statuses.append((await client.post("/analyze", content=wav(0.5), headers=FAR)).status_code)

            nursery.start_soon(analyse)
            await until(server, client, sessions=1)
            nursery.start_soon(analyse)  # waits for its turn
            await trio.sleep(0.2)
            third = await client.post("/analyze", content=wav(0.5), headers=FAR)
            problem(third, 429, "too_many_at_once")
            assert third.headers["retry-after"] == "5"
            go.set()
        assert statuses == [200, 200]


async def test_no_free_session_is_a_503() -> None:
    async with open_server(Settings(port=0, max_sessions=1)) as server, asking(server) as client:
        async with open_client(server.address) as live:
            await live.say({"type": "start", "protocol": 1, "sample_rate": 8000})
            await live.hear()
            problem(await client.post("/analyze", content=wav(0.1)), 503, "engine_full")
            problem(await client.get("/readyz"), 503, "engine_full")
        assert (await client.post("/analyze", content=wav(0.1))).status_code == 200


async def test_a_client_that_leaves_takes_its_analysis_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with held_back(Settings(port=0), monkeypatch) as (server, go), asking(server) as client:
        for form in ("json", "ndjson"):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(partial(client.post, f"/analyze?format={form}", content=wav(5.0)))
                await until(server, client, sessions=1)
                nursery.cancel_scope.cancel()
            await until(server, client, sessions=0)
        go.set()


async def test_a_recogniser_that_crashes_is_our_fault_and_nobody_elses() -> None:
    async with open_server(Settings(port=0), ScriptedRecognizers(crash_at_s=0.2)) as server, asking(server) as client:
        problem(await client.post("/analyze", content=wav(0.5)), 500, "session_crashed")
        assert (await client.post("/analyze", content=wav(0.1))).status_code == 200


async def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    async with open_server(Settings(port=0)) as server, asking(server) as client:
        await client.get("/healthz")
        before = open_files()
        for body in (wav(0.3), b"nonsense", wav(0.3)):
            await client.post("/analyze", content=body)
            await client.post("/analyze?format=lab", files={"file": ("x", body)})
        await until(server, client, sessions=0)
        assert open_files() <= before
    assert os.listdir(tmp_path) == []


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def until(server: RunningServer, client: httpx.AsyncClient, *, sessions: int) -> None:
    """Wait until so many sessions are open."""
    with trio.fail_after(60):
        while (await client.get("/healthz")).json()["sessions"] != sessions:  # noqa: ASYNC110
            await trio.sleep(0.02)


@asynccontextmanager
async def held_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[RunningServer, trio.Event]]:
    """A server whose recordings are not heard until it is told to go."""
    go = trio.Event()
    genuine = Decoder.pieces

    async def pieces(self: Decoder) -> AsyncIterator[bytes]:
        await go.wait()
        async for piece in genuine(self):
            yield piece

    monkeypatch.setattr(Decoder, "pieces", pieces)
    async with open_server(settings) as server:
        yield server, go
