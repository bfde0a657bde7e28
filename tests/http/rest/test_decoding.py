"""The decoding process, by itself and against the worst."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import trio

from chordwork.http.rest.analysis import decoder, decoding
from chordwork.http.rest.analysis.decoder import open_decoder
from chordwork.http.rest.problems import Problem
from tests.http.decoding.conftest import Made, made
from tests.http.decoding.sounds import SECONDS
from tests.http.rest.conftest import CLIPS
from tests.http.rest.test_analysis import wav

__all__ = ["made"]
Instead = Callable[[str], None]
LIMITED = "import sys, os\nfrom chordwork.http.rest.analysis.decoding import _limit_itself\n_limit_itself(10.0)\n"


@contextmanager
def file_of(content: bytes) -> Iterator[int]:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        yield file.fileno()


@pytest.fixture
def instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Instead:
    """Runs other code in the place of the decoder, after its limits."""

    def replace(code: str) -> None:
        module = tmp_path / "evil_decoder.py"
        module.write_text(
            "import sys, os\nfrom chordwork.http.rest.analysis.decoding import _limit_itself\n_limit_itself(10.0)\n"
            + code
        )
        monkeypatch.setattr(decoder, "MODULE", "evil_decoder")
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))

    return replace


async def refusal_of(content: bytes = b"", *, max_audio_s: float = 10.0) -> Problem:
    with file_of(content) as descriptor, pytest.RaisesGroup(Problem, allow_unwrapped=True) as raised:
        async with open_decoder(descriptor, max_audio_s=max_audio_s) as opened:
            async for _ in opened.pieces():
                pass
    error: BaseException = raised.value
    assert isinstance(error, Problem)
    return error


async def test_what_comes_out_is_what_soundfile_reads() -> None:
    import soundfile

    expected, rate = soundfile.read(CLIPS / "band.ogg", dtype="float32")
    with file_of((CLIPS / "band.ogg").read_bytes()) as descriptor:
        async with open_decoder(descriptor, max_audio_s=60.0) as opened:
            pcm = b"".join([piece async for piece in opened.pieces()])
    assert (opened.head.sample_rate, opened.head.channels) == (rate, 2)
    assert np.array_equal(np.frombuffer(pcm, "<f4").reshape(-1, 2), expected)


async def test_what_is_wrong_with_a_recording_comes_at_its_end() -> None:
    whole = wav(4.0)
    with file_of(whole[: len(whole) // 2]) as descriptor:
        async with open_decoder(descriptor, max_audio_s=60.0) as opened:
            assert opened.warnings == []
            assert len(b"".join([piece async for piece in opened.pieces()])) == pytest.approx(2 * 16_000 * 4, abs=100)
    assert [warning.code for warning in opened.warnings] == ["shorter_than_promised"]
    assert "promises 4.0 s" in opened.warnings[0].message
    assert opened.warnings[0].at == pytest.approx(2.0, abs=0.01)


async def test_what_decoders_print_is_kept_apart(instead: Instead) -> None:
    instead(
        "from chordwork.http.rest.analysis.decoding import _keep_decoders_quiet, _say\n"
        'said = _keep_decoders_quiet(); os.write(2, b"Warning: what a stream")\n'
        'sys.stdout.write(\'{"sample_rate":8000,"channels":1,"duration":1}\\n\'); sys.stdout.flush()\n'
        '_say(said, {"warnings": [{"code": "damaged_audio", "message": "m", "at": None}]})'
    )
    with file_of(b"") as descriptor:
        async with open_decoder(descriptor, max_audio_s=1.0) as opened:
            assert b"".join([piece async for piece in opened.pieces()]) == b""
    assert [(warning.code, warning.at) for warning in opened.warnings] == [("damaged_audio", None)]


@pytest.mark.parametrize("name", ["AAC in M4A", "Opus in WebM, as a browser records", "WMA 2", "FLAC, 32 bit"])
async def test_ffmpeg_works_within_the_same_limits(made: Made, name: str) -> None:
    with file_of(made(name)) as descriptor:
        async with open_decoder(descriptor, max_audio_s=60.0) as opened:
            pcm = b"".join([piece async for piece in opened.pieces()])
    seconds = len(pcm) / 4 / opened.head.channels / opened.head.sample_rate
    assert seconds == pytest.approx(SECONDS, abs=0.07)
    assert (await refusal_of(made(name), max_audio_s=SECONDS / 2)).code == "audio_too_long"


async def test_leaving_early_kills_the_process() -> None:
    with file_of(wav(60.0)) as descriptor:
        async with open_decoder(descriptor, max_audio_s=100.0) as opened:
            process = opened._process
            assert process.poll() is None
    assert process.poll() is not None


async def test_a_decoder_that_crashes_is_a_problem_of_the_recording(instead: Instead) -> None:
    instead("os.abort()")
    assert (await refusal_of()).code == "damaged_audio"
    instead('sys.stdout.write(\'{"sample_rate":8000,"channels":1,"duration":1}\\n\'); sys.stdout.flush(); os.abort()')
    problem = await refusal_of()
    assert (problem.status, problem.code) == (422, "damaged_audio")


async def test_a_decoder_that_says_nonsense(instead: Instead) -> None:
    for said in ("hello\\n", '{\\"sample_rate\\":0,\\"channels\\":1,\\"duration\\":1}\\n', "x" * 100_000):
        instead(f'sys.stdout.write("{said}")')
        assert (await refusal_of()).code == "not_audio"


async def test_a_decoder_that_hangs_is_killed(instead: Instead, monkeypatch: pytest.MonkeyPatch) -> None:
    instead("import time\ntime.sleep(1000)")
    monkeypatch.setattr(decoder, "HEAD_TIMEOUT_S", 2.0)
    with trio.fail_after(60):
        assert (await refusal_of()).code == "not_audio"


async def test_a_decoder_that_computes_for_ever_is_stopped(instead: Instead, monkeypatch: pytest.MonkeyPatch) -> None:
    instead("import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass")
    with trio.fail_after(60):
        assert (await refusal_of()).code == "damaged_audio"


def test_its_processor_time_is_bounded_by_the_length_it_may_decode() -> None:
    code = (
        "import resource\nfrom chordwork.http.rest.analysis.decoding import _limit_itself\n_limit_itself(3600.0)\n"
        "print(resource.getrlimit(resource.RLIMIT_CPU)[0], resource.getrlimit(resource.RLIMIT_AS)[0],"
        " resource.getrlimit(resource.RLIMIT_FSIZE)[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, memory, size = map(int, done.stdout.split())
    assert (seconds, memory, size) == (decoding.MIN_CPU_S + 180, decoding.MAX_MEMORY_BYTES, 0)


async def test_a_decoder_that_takes_all_memory_is_stopped(instead: Instead) -> None:
    instead("x = bytearray(8 << 30)")
    assert (await refusal_of()).code in ("damaged_audio", "not_audio")


async def test_the_decoder_may_not_write(instead: Instead, tmp_path: Path) -> None:
    target = tmp_path / "written"
    instead(f"open({str(target)!r}, 'wb').write(b'x' * 10)")
    assert (await refusal_of()).code in ("damaged_audio", "not_audio")
    assert not target.exists() or target.stat().st_size == 0


async def test_the_decoder_knows_no_secrets(instead: Instead, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHORDWORK_REDIS_URL", "redis://:s3cret@h")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s3cret")
    instead(
        "secret = 's3cret' in repr(dict(os.environ))\n"
        'sys.stdout.write(\'{"sample_rate":8000,"channels":1,"duration":%d}\\n\' % secret); sys.stdout.flush()'
    )
    with file_of(b"") as descriptor:
        async with open_decoder(descriptor, max_audio_s=1.0) as opened:
            assert opened.head.duration == 0
