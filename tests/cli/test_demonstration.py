"""The demo's programme against the real server with a scripted recogniser."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import soundfile
import trio
from rich.console import Console

from chordwork.actors.testing import ScriptedRecognizer
from chordwork.analysis.clips.bundled import Clip, bundled_clips, choose_clips, read_clips
from chordwork.analysis.errors import ClipError
from chordwork.cli.commands.listen import _listen
from chordwork.cli.playing.demonstration import play_clips
from chordwork.cli.playing.score_table import report
from chordwork.cli.playing.streams import server_streams
from chordwork.client import ServerError
from chordwork.harmony.lab import LabError
from chordwork.http.serving.server import serve
from chordwork.http.settings import Settings

from .pretended_sounddevice import PretendedSoundDevice

LAB = "0 0.5 C\n0.5 1.0 G\n1.0 1.5 A:min\n1.5 2.0 F:maj7(9)\n"


@pytest.fixture
def clips(tmp_path: Path) -> list[Clip]:
    for name in ("two", "one", "alone"):
        soundfile.write(tmp_path / f"{name}.flac", np.zeros((16_000, 2)), 8000)
    for name in ("two", "one", "silent"):
        (tmp_path / f"{name}.lab").write_text(LAB)
    (tmp_path / "clips.json").write_text(json.dumps({"two": {"title": "Number two", "credit": "A", "licence": "CC0"}}))
    return read_clips(tmp_path)


@asynccontextmanager
async def scripted_server(crash_at_s: float = float("inf")) -> AsyncIterator[str]:
    async with trio.open_nursery() as nursery:
        factory = partial(ScriptedRecognizer, crash_at_s=crash_at_s)
        address = await nursery.start(partial(serve, Settings(port=0), recognizer_factory=factory))
        yield address.ws_url
        nursery.cancel_scope.cancel()


def test_clips_are_pairs_in_the_order_of_the_index(clips: list[Clip]) -> None:
    assert [(clip.name, clip.title, clip.credit) for clip in clips] == [
        ("two", "Number two", "A, CC0"),
        ("one", "one", ""),
    ]
    assert choose_clips(clips, "one") == clips[1:]
    with pytest.raises(ClipError, match="two, one"):
        choose_clips(clips, "three")


def test_a_broken_lab_says_where(tmp_path: Path, clips: list[Clip]) -> None:
    (tmp_path / "one.lab").write_text("0 1\n")
    with pytest.raises(LabError, match=r"one\.lab, line 1"):
        read_clips(tmp_path)


def test_the_bundled_clips_are_whole() -> None:
    with bundled_clips() as clips:
        for clip in clips:
            pcm, rate = clip.read()
            assert clip.credit
            assert clip.reference[-1][1] == pytest.approx(len(pcm) / rate, abs=1.0)


@pytest.mark.parametrize("paced", [False, True])
async def test_a_perfect_listener_scores_in_full(clips: list[Clip], paced: bool) -> None:
    console = Console(file=io.StringIO(), width=100)
    async with scripted_server() as url:
        ((name, verdict),) = await play_clips(server_streams(url), clips[:1], console, paced=paced)
    assert name == "two"
    assert verdict.final.root.fraction == pytest.approx(1.0)
    assert verdict.final.sevenths.fraction == pytest.approx(0.75)  # It says F, the truth is Fmaj7.
    assert (verdict.missed, verdict.heard_after_s.count) == (0, 4)
    assert verdict.server_ms.count == 8
    if not paced:  # in real time a busy machine hears in larger pieces, and so says later what it heard
        assert verdict.live.root.fraction > 0.8
        assert verdict.heard_after_s.median is not None
        assert verdict.heard_after_s.median < 0.1


async def test_real_time_takes_real_time(clips: list[Clip]) -> None:
    begun = trio.current_time()
    async with scripted_server() as url:
        await play_clips(server_streams(url), clips[:1], Console(file=io.StringIO()), paced=True)
    assert trio.current_time() - begun > 1.9


async def test_listening_shows_what_the_microphone_hears(capsys: pytest.CaptureFixture[str]) -> None:
    async with scripted_server() as url:
        seen = ""
        with trio.fail_after(60):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(_listen, PretendedSoundDevice(), None, 16_000, url)
                while not any(line.split()[1:2] == ["C"] for line in seen.splitlines()):
                    await trio.sleep(0.05)
                    seen += capsys.readouterr().out
                nursery.cancel_scope.cancel()


async def test_a_session_that_crashes_is_a_typed_error(clips: list[Clip]) -> None:
    with pytest.RaisesGroup(ServerError, flatten_subgroups=True):
        async with scripted_server(crash_at_s=1.0) as url:
            await play_clips(server_streams(url), clips[:1], Console(file=io.StringIO()), paced=False)


async def test_the_report_has_a_row_for_every_clip(clips: list[Clip]) -> None:
    async with scripted_server() as url:
        verdicts = await play_clips(server_streams(url), clips, Console(file=io.StringIO()), paced=False)
    console = Console(file=io.StringIO(), width=80, record=True)
    console.print(report(verdicts, paced=False))
    text = console.export_text()
    assert text.count("decided ") >= 2
    assert text.count("4 of 4") == 2
    assert "100.0%" in text
