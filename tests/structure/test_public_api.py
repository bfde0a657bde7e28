"""What programs of others rely on does not change by accident."""

from __future__ import annotations

import difflib

from chordwork import actors
from chordwork.actors import aio, threads
from tests.structure.public_api import FILE, described


def test_the_public_api_is_what_is_written_down() -> None:
    written, found = FILE.read_text(encoding="utf-8").splitlines(), described().splitlines()
    changes = [
        line for line in difflib.unified_diff(written, found, lineterm="", n=0) if line[:3] not in ("---", "+++")
    ]
    assert not changes, (
        "the public API has changed: if that is meant, write it down with python -m tests.structure.public_api, and "
        "what others have to do in CHANGELOG.md\n" + "\n".join(changes)
    )


def test_what_is_promised_is_there() -> None:
    """The two calls, alike on trio, asyncio and from threads; and nobody has to import trio for the last two."""
    lines = described().splitlines()
    sections = {line: lines[at + 1 :] for at, line in enumerate(lines) if line.startswith("[")}
    calls = []
    for name in ("[chordwork.actors]", "[chordwork.actors.aio]", "[chordwork.actors.threads]"):
        section = sections[name][: sections[name].index("")]
        calls.append([line for line in section if line.startswith(("open_engine", "  Engine.open_session"))])
    assert len(calls[0]) == 2
    assert calls[0] == calls[1] == calls[2]


def test_a_session_can_do_the_same_everywhere() -> None:
    """What one on trio offers, one on asyncio and one for threads do too; ``hand_out_to`` calls back within trio."""
    on_trio = {name for name in vars(actors.Session) if not name.startswith("_")} - {"hand_out_to"}
    for module, more in ((aio, {"pour"}), (threads, {"pouring"})):
        assert {name for name in vars(module.Session) if not name.startswith("_")} == on_trio | more
    of_engine = {name for name in vars(actors.Engine) if not name.startswith("_")}
    for module in (aio, threads):
        assert {name for name in vars(module.Engine) if not name.startswith("_")} == of_engine
