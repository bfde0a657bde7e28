"""What a person at a terminal sees, on a pseudo-terminal; and what Ctrl-C leaves."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from inspect import signature
from pathlib import Path

import attrs
import pytest

from chordwork.cli.commands.serve import serve
from chordwork.http.settings import Settings

HIDE_CURSOR, SHOW_CURSOR = b"\x1b[?25l", b"\x1b[?25h"


def _on_terminal(
    environment: dict[str, str],
    arguments: list[str],
    *,
    stdout: bool = True,
    interrupt_when: Callable[[bytes], bool] | None = None,
) -> tuple[int, bytes, bytes]:
    """Run with a terminal of 100 by 30; returns exit code, what the terminal got, and what a piped stdout got."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "chordwork.cli", *arguments],
        stdin=theirs,
        stdout=theirs if stdout else subprocess.PIPE,
        stderr=theirs,
        env={**environment, "TERM": "xterm-256color", "COLUMNS": "100"},
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl-C reaches it
    )
    os.close(theirs)
    seen = bytearray()
    interrupted = False
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                data = os.read(ours, 65_536)
            except OSError:  # Linux reports the other end's close like this.
                break
            if not data:
                break
            seen += data
        elif process.poll() is not None:
            break
        if interrupt_when is not None and not interrupted and interrupt_when(bytes(seen)):
            interrupted = True
            os.write(ours, b"\x03")
    else:
        process.kill()  # or what it still writes would never be read to its end
    piped = process.stdout.read() if process.stdout else b""
    os.close(ours)
    return process.wait(60), bytes(seen), piped


def test_a_progress_bar_on_a_terminal_only(environment: dict[str, str], song_wav: Path) -> None:
    code, terminal, piped = _on_terminal(environment, ["analyze", str(song_wav), "--format", "lab"], stdout=False)
    assert code == 0
    assert b"song.wav" in terminal
    assert b"%" in terminal
    assert terminal.rindex(SHOW_CURSOR) > terminal.rindex(HIDE_CURSOR)
    assert piped.startswith(b"0.000000\t")
    assert b"\x1b" not in piped


@pytest.mark.long
@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["convert", "{song}", "--to", "chordpro"], b"converting"),
        (["practice", "C", "{song}"], b"song.wav"),
        (["accompany", "C G Am F", "--output", "{folder}/band.wav", "--soundfont", "none"], b"playing the band"),
    ],
)
def test_who_waits_sees_a_bar(
    arguments: list[str], shown: bytes, environment: dict[str, str], song_wav: Path, tmp_path: Path
) -> None:
    named = [each.format(song=song_wav, folder=tmp_path) for each in arguments]
    code, terminal, piped = _on_terminal(environment, named, stdout=False)
    assert code == 0
    assert shown in terminal
    assert terminal.rindex(SHOW_CURSOR) > terminal.rindex(HIDE_CURSOR)
    assert b"\x1b" not in piped


def test_the_demo_draws_on_a_terminal(environment: dict[str, str]) -> None:
    code, terminal, _ = _on_terminal(environment, ["demo", "--fast", "--clip", "guitar"])
    text = terminal.decode()
    assert code == 0
    for word in ("chordwork", "decided", "truth", "tuning", "majmin"):
        assert word in text
    assert terminal.rindex(SHOW_CURSOR) > terminal.rindex(HIDE_CURSOR)


def test_ctrl_c_leaves_a_clean_terminal(environment: dict[str, str]) -> None:
    code, terminal, _ = _on_terminal(environment, ["demo"], interrupt_when=lambda seen: b"decided" in seen)
    assert code == 130
    assert b"Traceback" not in terminal
    assert terminal.rindex(SHOW_CURSOR) > terminal.rindex(HIDE_CURSOR)


def test_ctrl_c_during_an_analysis(environment: dict[str, str], tmp_path: Path, song_wav: Path) -> None:
    arguments = ["analyze", *[str(song_wav)] * 200, "--chunk-ms", "1", "--format", "csv"]
    code, terminal, _ = _on_terminal(
        environment, arguments, stdout=False, interrupt_when=lambda seen: b"song.wav" in seen
    )
    assert code == 130
    assert b"Traceback" not in terminal
    assert terminal.rindex(SHOW_CURSOR) > terminal.rindex(HIDE_CURSOR)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_serve_says_where_and_stops_when_told(environment: dict[str, str], number: signal.Signals, code: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "chordwork.cli", "serve", "--port", "0", "--log-level", "error"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**environment, "CHORDWORK_PORT": "1", "CHORDWORK_MAX_SESSIONS": "3"},
    )
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(3)]
    process.send_signal(number)
    _, error = process.communicate(timeout=120)
    assert (process.returncode, error) == (code, "")
    assert "http://127.0.0.1:" in said[0]
    assert "ws://127.0.0.1:" in said[1]
    assert said[1].rstrip().endswith("/ws")
    assert "Ctrl-C" in said[2]


def test_serve_has_a_flag_for_every_setting() -> None:
    assert set(signature(serve).parameters) - {"open"} == {field.name for field in attrs.fields(Settings)}
