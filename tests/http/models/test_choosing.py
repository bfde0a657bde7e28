"""Models chosen, tried and taken back on servers that run: real weights, real sockets, real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import httpx
import numpy as np
import pytest
import soundfile
import trio

from chordwork.actors._rollout import place_of
from chordwork.engine import CardError, UnknownModel, bundled_model
from chordwork.http import Settings, serve
from chordwork.http.models.choice import CHOICE_FILE, Choice, ChoiceError, read_choice, write_choice
from chordwork.http.models.loader import ModelLoader
from chordwork.http.sockets.listeners import ServerAddress
from chordwork.http.testing import WireClient, open_client
from tests.engine.other_models import put_model
from tests.http.programs import program
from tests.http.rest.conftest import CLIPS
from tests.http.rest.test_worker_metrics import samples

BUNDLED = bundled_model().card.version


def band(seconds: float) -> tuple[bytes, int]:
    sound, rate = soundfile.read(CLIPS / "band.ogg", dtype="int16", always_2d=True)
    return np.ascontiguousarray(sound[: int(seconds * rate), 0]).tobytes(), rate


@asynccontextmanager
async def real_server(settings: Settings) -> AsyncIterator[ServerAddress]:
    async with trio.open_nursery() as nursery:
        yield await nursery.start(partial(serve, settings))
        nursery.cancel_scope.cancel()


async def version_of(client: WireClient) -> str:
    version: str = (await client.start())["model"]["version"]
    return version


def value_of(found: dict[str, list[tuple[dict[str, str], float]]], name: str, labels: dict[str, str]) -> float:
    return next(value for each, value in found[name] if each == labels)


def chosen(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "chordwork.cli", "models", *options, "--models", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=240)


async def until_all_say(address: ServerAddress, version: str, in_a_row: int = 8) -> None:
    """Open sessions until so many in a row were heard by that version: of all workers, that is."""
    said = 0
    with trio.fail_after(120):
        while said < in_a_row:
            async with open_client(address, timeout_s=60) as client:
                said = said + 1 if await version_of(client) == version else 0


async def test_a_share_of_sessions_is_heard_by_the_canary_and_both_are_compared(tmp_path: Path) -> None:
    put_model(tmp_path, "0.9.9", noise=0.6)
    pcm, rate = band(6.0)
    settings = Settings(
        port=0, models=str(tmp_path), canary_model="0.9.9", canary_share=0.5, max_load=100, log_level="error"
    )
    finals: dict[str, list[tuple[str, str]]] = {}
    async with real_server(settings) as address:
        for _ in range(40):
            async with open_client(address, timeout_s=120) as client:
                ready = await client.start(sample_rate=rate, pace="file", acks="none")
                version = ready["model"]["version"]
                on_trial = place_of(ready["session"]) < 0.5
                assert (version == "0.9.9") == on_trial
                if version in finals:
                    continue
                await client.say(pcm)
                await client.say({"type": "stop"})
                messages, code, _ = await client.rest()
                assert (code, messages[-1]["model"]) == (1000, ready["model"])
                finals[version] = [
                    (each["label"], each["confidence"]) for each in messages if each.get("status") == "final"
                ]
            if len(finals) == 2:
                break
        async with httpx.AsyncClient(base_url=address.url, timeout=120) as rest:
            figures = (await rest.get("/metrics")).text
            told = (await rest.get("/models")).json()
            audio = (CLIPS / "guitar.ogg").read_bytes()
            answer = await rest.post("/analyze", content=audio, params={"format": "lab"})
    assert finals.keys() == {BUNDLED, "0.9.9"}
    assert finals[BUNDLED] != finals["0.9.9"]  # other weights hear otherwise
    assert {(each["version"], each["role"], each["share"]) for each in told["models"]} == {
        (BUNDLED, "main", 0.5),
        ("0.9.9", "canary", 0.5),
    }
    found = samples(figures)
    for version in (BUNDLED, "0.9.9"):
        mine = {"model": "chordwork-chord", "version": version}
        for name in ("model_finals_total", "inference_rows_total", "inference_seconds_total"):
            assert value_of(found, f"chordwork_{name}", mine) > 0, (name, version)
        confident = value_of(found, "chordwork_model_confidence_count", {**mine, "tier": "final"})
        assert confident == value_of(found, "chordwork_model_finals_total", mine)
        assert value_of(found, "chordwork_model_window_finals_needed", mine) > confident
    assert "chordwork_model_drift_bits" not in found  # a few chords are not enough
    assert all(not each["enough"] and each["chords_bits"] is None for each in told["drift"])
    assert answer.headers["x-chordwork-model"] in {f"chordwork-chord@{BUNDLED}", "chordwork-chord@0.9.9"}


@pytest.mark.long
async def test_all_workers_follow_a_choice_and_its_being_taken_back_and_sessions_keep_their_model(
    tmp_path: Path,
) -> None:
    put_model(tmp_path, "0.9.9")
    async with program("--workers", "2", "--models", str(tmp_path), "--max-load", "100") as (address, _):
        async with open_client(address, timeout_s=300) as under_way:
            assert await version_of(under_way) == BUNDLED
            used = await trio.to_thread.run_sync(chosen, tmp_path, "use", "0.9.9")
            assert used.returncode == 0, used.stderr
            assert "new streams are heard by chordwork-chord@0.9.9" in used.stdout
            await until_all_say(address, "0.9.9")
            await under_way.say(bytes(16_000))
            await under_way.say({"type": "stop"})
            messages, _, _ = await under_way.rest()
            assert messages[-1]["model"]["version"] == BUNDLED
        write_choice(tmp_path, Choice(f"chordwork-chord@{BUNDLED}"))
        await until_all_say(address, BUNDLED)
        listed = await trio.to_thread.run_sync(chosen, tmp_path, "list")
        assert [line.split()[:3] for line in listed.stdout.splitlines()] == [
            [f"chordwork-chord@{BUNDLED}", "in", "use"],
            ["chordwork-chord@0.9.9", f"{(tmp_path / 'other.onnx').stat().st_size / 1000:.0f}", "kB"],
        ]


def test_a_damaged_model_is_not_chosen(tmp_path: Path) -> None:
    put_model(tmp_path, "0.9.9")
    (tmp_path / "other.onnx").write_bytes(b"damaged")
    used = chosen(tmp_path, "use", "0.9.9")
    assert used.returncode == 2
    assert "is not the file that its card names" in used.stderr
    assert not (tmp_path / CHOICE_FILE).exists()
    checked = chosen(tmp_path, "verify", "--quick")
    assert checked.returncode == 2
    assert "chordwork-chord@0.9.9" in checked.stderr
    assert f"chordwork-chord@{BUNDLED}" in checked.stdout


async def test_a_choice_that_cannot_be_followed_changes_nothing_and_is_a_figure(tmp_path: Path) -> None:
    put_model(tmp_path, "0.9.9")
    settings = Settings(port=0, models=str(tmp_path))
    keeper = ModelLoader(settings)
    before = keeper.rollout.main
    for text in ('{"model": "0.9.9"}', '{"model": "7.7.7"}', "nonsense", "[]", '{"model": "0.9.9", "share": 7}'):
        (tmp_path / CHOICE_FILE).write_text(text)
        if text.startswith('{"model": "0.9.9"}'):
            (tmp_path / "other.onnx").write_bytes(b"damaged")
        assert not await keeper.look(insist=True)
        assert keeper.failing
        assert keeper.rollout.main is before
    assert ModelLoader(settings).rollout.main.info.model_version == BUNDLED  # also at the start
    put_model(tmp_path, "0.9.9")
    write_choice(tmp_path, Choice("0.9.9"))
    assert await keeper.look()
    assert not keeper.failing
    assert keeper.rollout.main.info.model_version == "0.9.9"
    write_choice(tmp_path, None)
    assert await keeper.look()
    assert keeper.rollout.main.info.model_version == BUNDLED


def test_a_server_does_not_start_without_the_folder_that_it_was_given(tmp_path: Path) -> None:
    with pytest.raises(CardError, match="cannot be read"):
        ModelLoader(Settings(models=str(tmp_path / "nowhere")))
    with pytest.raises(UnknownModel):
        ModelLoader(Settings(models=str(tmp_path), model="0.9.9"))


def test_choices_are_whole_or_not_there(tmp_path: Path) -> None:
    assert read_choice(tmp_path) is None
    choice = Choice("a@1", "b@2", 0.25)
    write_choice(tmp_path, choice)
    assert read_choice(tmp_path) == choice
    assert os.listdir(tmp_path) == [CHOICE_FILE]
    with pytest.raises(ChoiceError, match="from 0 to 1"):
        Choice("a", "b", 1.5)
    with pytest.raises(ChoiceError, match="cannot be written"):
        write_choice(tmp_path / "nowhere", choice)


async def test_the_share_follows_from_the_id_alone() -> None:
    ids = [f"{number:016x}" for number in range(4000)]
    low = {each for each in ids if place_of(each) < 0.1}
    assert 0.08 < len(low) / len(ids) < 0.12
    assert low < {each for each in ids if place_of(each) < 0.2}  # a larger share keeps those that were in it
