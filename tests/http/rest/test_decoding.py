"""The decoding process, by itself and against the worst."""

from __future__ import annotations

import os
import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pytest
import trio

from chordwork.http.confinement.landlock import landlock_version
from chordwork.http.rest.analysis import confined_decoder, decoder_process
from chordwork.http.rest.analysis.decoder_process import open_decoder
from chordwork.http.wire.problems import Problem
from tests.analysis.decoding.conftest import Made, made
from tests.analysis.decoding.sounds import SECONDS, hear
from tests.http.rest.conftest import CLIPS
from tests.http.rest.test_analysis import wav

__all__ = ["made"]
PLACED = """
import json, os, sys, time
from chordwork.http.rest.analysis import confined_decoder
order = confined_decoder.Order(**json.loads(sys.argv[1]))
said = os.fdopen(order.report, "w")

def answer(duration=1):
    os.write(1, b'{"sample_rate":8000,"channels":1,"duration":%d}\\n' % duration)

def report(**document):
    confined_decoder._say(said, document)
"""
"""What comes before the code that is run in the decoder's place."""
LOCK = "confined_decoder.lock_down(order)\n"


class Instead(Protocol):
    def __call__(self, code: str, *, before: str = "", lock: bool = True) -> None: ...


@contextmanager
def file_of(content: bytes) -> Iterator[int]:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        yield file.fileno()


@pytest.fixture
def instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Instead:
    """Runs other code in the place of the decoder, locked down as it is."""

    def replace(code: str, *, before: str = "", lock: bool = True) -> None:
        (tmp_path / "another_decoder.py").write_text(PLACED + before + "\n" + (LOCK if lock else "") + code)
        monkeypatch.setattr(decoder_process, "MODULE", "another_decoder")
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


async def test_what_is_said_beside_the_answer_is_kept_apart(instead: Instead) -> None:
    instead(
        'os.write(2, b"Warning: what a stream"); answer()\n'
        'report(warnings=[{"code": "damaged_audio", "message": "m", "at": None}])',
        lock=False,
    )
    with file_of(b"") as descriptor:
        async with open_decoder(descriptor, max_audio_s=1.0) as opened:
            assert b"".join([piece async for piece in opened.pieces()]) == b""
    assert [(warning.code, warning.at) for warning in opened.warnings] == [("damaged_audio", None)]


async def test_a_decoder_that_chatters_holds_nobody_up(instead: Instead) -> None:
    """A megabyte of words, before the answer and before the report: more than a pipe holds."""
    chatter = "for _ in range(256): os.write(2, bytes(4096))\n"
    refusal = 'report(code="audio_too_long", detail="it lasts longer"); sys.exit(confined_decoder.REFUSED)'
    instead(f"{chatter}answer()\n{chatter}{refusal}", lock=False)
    with trio.fail_after(60):
        problem = await refusal_of()
    assert (problem.status, problem.code) == (413, "audio_too_long")


async def test_a_report_without_end_is_no_report(instead: Instead) -> None:
    instead('answer()\nfor _ in range(256): os.write(order.report, b" " * 4096)\nreport(warnings=[])')
    with file_of(b"") as descriptor, trio.fail_after(60):
        async with open_decoder(descriptor, max_audio_s=1.0) as opened:
            assert [piece async for piece in opened.pieces()] == []
            assert opened.warnings == []


async def test_ffmpeg_wanted_too_late_is_a_problem_of_the_recording(instead: Instead) -> None:
    instead('answer()\nreport(code=confined_decoder.NEEDS_MEDIA, detail="d"); sys.exit(confined_decoder.REFUSED)')
    assert (await refusal_of()).code == "missing_decoder"


async def test_more_sound_than_any_recording_may_have_is_not_taken(instead: Instead) -> None:
    instead("answer()\nwhile True: os.write(1, bytes(65536))")
    with trio.fail_after(60):
        assert (await refusal_of(max_audio_s=2.0)).code == "audio_too_long"


WALLS = landlock_version() > 0
"""No decoder has left threads behind, which Landlock would not reach."""
FORMATS = (
    *("AAC in M4A", "AAC (ADTS)", "Opus in WebM", "WMA 2", "FLAC", "AMR"),
    *("WAV, float", "MPEG layer II", "Ogg FLAC", "AIFF-C, little-endian", "MP3 in WAV", "ALAC in CAF"),
    "WavPack",  # FFmpeg would like threads for it
)
"""Of each way to a decoder one."""


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.long
async def test_a_locked_decoder_hears_what_a_free_one_hears(made: Made, name: str) -> None:
    content = made(name)
    free = hear(content, block_frames=confined_decoder.BLOCK_FRAMES)
    with file_of(content) as descriptor:
        async with open_decoder(descriptor, max_audio_s=60.0, require_confinement=WALLS) as opened:
            pcm = b"".join([piece async for piece in opened.pieces()])
    assert opened.head.sample_rate == free.rate_hz
    assert pcm == free.sound.astype("<f4").tobytes()
    assert [warning.code for warning in opened.warnings] == free.codes


async def test_what_takes_ffmpeg_and_does_not_begin_like_it_is_decoded_by_another_process(
    made: Made, instead: Instead, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As M4A would be, if it began like WAV."""
    orders: list[str] = []
    open_child = decoder_process.open_child

    async def noting(module: str, arguments: list[str], **options: Any) -> Any:
        orders.append(arguments[0])
        return await open_child(module, arguments, **options)

    monkeypatch.setattr(decoder_process, "open_child", noting)
    instead(
        "confined_decoder.main()",
        before="from chordwork.analysis.decoding import loading\n"
        "from chordwork.analysis.decoding.containers import sniffing\n"
        "loading.WITHOUT_MEDIA |= {sniffing.Container('media', 'M4A, MP4 or 3GP', 'mov')}",
        lock=False,
    )
    with file_of(made("AAC in M4A")) as descriptor:
        async with open_decoder(descriptor, max_audio_s=60.0) as opened:
            assert len(b"".join([piece async for piece in opened.pieces()])) > 0
    assert ['"media": true' in order for order in orders] == [False, True]


async def test_ffmpeg_counts_the_seconds_too(made: Made) -> None:
    assert (await refusal_of(made("AAC in M4A"), max_audio_s=SECONDS / 2)).code == "audio_too_long"


async def test_leaving_early_kills_the_process() -> None:
    with file_of(wav(60.0)) as descriptor:
        async with open_decoder(descriptor, max_audio_s=100.0) as opened:
            process = opened._running.process
            assert process.poll() is None
    assert process.poll() is not None


async def test_a_decoder_that_crashes_is_a_problem_of_the_recording(instead: Instead) -> None:
    instead("os.abort()")
    assert (await refusal_of()).code == "damaged_audio"
    instead("answer(); os.abort()")
    problem = await refusal_of()
    assert (problem.status, problem.code) == (422, "damaged_audio")


async def test_a_decoder_that_says_nonsense(instead: Instead) -> None:
    for said in ("hello\\n", '{\\"sample_rate\\":0,\\"channels\\":1,\\"duration\\":1}\\n', "x" * 100_000):
        instead(f'sys.stdout.write("{said}")')
        assert (await refusal_of()).code == "not_audio"


async def test_a_decoder_that_hangs_is_killed(instead: Instead, monkeypatch: pytest.MonkeyPatch) -> None:
    instead("time.sleep(1000)", lock=False)
    monkeypatch.setattr(decoder_process, "HEAD_TIMEOUT_S", 2.0)
    with trio.fail_after(60):
        assert (await refusal_of()).code == "not_audio"


async def test_a_decoder_that_computes_for_ever_is_stopped(instead: Instead) -> None:
    instead("while True: pass", before="confined_decoder.MIN_CPU_S = 1")
    with trio.fail_after(60):
        assert (await refusal_of()).code == "damaged_audio"


def test_its_processor_time_is_bounded_by_the_length_it_may_decode() -> None:
    limits = confined_decoder.policy(confined_decoder.Order(3, 4, 3600.0)).limits
    assert limits[resource.RLIMIT_CPU] == confined_decoder.MIN_CPU_S + 180
    assert limits[resource.RLIMIT_AS] == confined_decoder.MAX_MEMORY_BYTES


async def test_a_decoder_that_takes_all_memory_is_stopped(instead: Instead) -> None:
    instead("x = bytearray(8 << 30)")
    assert (await refusal_of()).code in ("damaged_audio", "not_audio")


async def test_the_decoder_knows_no_secrets(instead: Instead, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHORDWORK_REDIS_URL", "redis://:s3cret@h")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s3cret")
    instead("answer('s3cret' in repr(dict(os.environ)))")
    with file_of(b"") as descriptor:
        async with open_decoder(descriptor, max_audio_s=1.0) as opened:
            assert opened.head.duration == 0


async def test_without_its_walls_it_decodes_nothing_where_that_is_asked(
    instead: Instead, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The decoder itself, on a system that knows nothing of what it needs."""
    instead("confined_decoder.confine = lambda policy, **options: frozenset()\nconfined_decoder.main()", lock=False)
    with file_of(wav(1.0)) as descriptor:
        async with open_decoder(descriptor, max_audio_s=60.0) as opened:
            assert [piece async for piece in opened.pieces()]
        with pytest.raises(Problem) as raised:
            async with open_decoder(descriptor, max_audio_s=60.0, require_confinement=True):
                pass
    assert (raised.value.status, raised.value.code) == (503, "unconfined")
    assert "seccomp" in raised.value.detail
