"""The manual page says what the commands say."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from chordwork.cli.usage import COMMANDS

from .manual_page import ANEW, PAGE, page


def test_the_page_is_that_of_the_commands() -> None:
    assert PAGE.read_text() == page(), ANEW


def test_every_command_has_its_part() -> None:
    assert all(f".SS {command}\n" in page() or f".SS {command} " in page() for command in COMMANDS)


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_a_typesetter_has_nothing_to_say_against_it() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", str(PAGE)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr == ""
    assert "chordwork tabs" in done.stdout
