"""Writes docs/conformance.md: ``python -m tests.http.conformance.page``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tests.http.conformance.cases import NONE_GIVEN, cases

GROUPS: Final = {
    "1": "Framing",
    "2": "Pings and pongs",
    "3": "Reserved bits and opcodes",
    "4": "Masking",
    "5": "Fragments",
    "6": "UTF-8",
    "7": "Closing",
    "8": "Limits",
}


def page(handshakes: Iterable[str]) -> str:
    """The page."""
    rows = list(cases())
    names = list(handshakes)
    lines = [
        "# Conformance with RFC 6455",
        "",
        f"{len(rows) + len(names)} cases, each tried at both doors, `/ws` on the main port and the stream port, by a",
        "client written from the text of the RFC that shares no code with the server. All pass; CI runs them:",
        "",
        "```sh",
        "scripts/test tests/http/conformance",
        "```",
        "",
        "The server masks nothing, fragments nothing, and chooses no extension. On the stream port what is refused is",
        "explained, in an `error` message or the reason of the close frame; on the main port a malformed frame ends in",
        "the library below, with the code alone. This page is written by `python -m tests.http.conformance.page`.",
    ]
    group = ""
    for case in rows:
        first = case.number.partition(".")[0]
        if first != group:
            group = first
            lines += ["", f"## {GROUPS[group]}", "", "| case | section | | outcome |", "|---|---|---|---|"]
        outcome = (
            "goes on" if case.code is None else "closed without a code" if case.code == NONE_GIVEN else str(case.code)
        )
        lines.append(f"| {case.number} | {case.section} | {case.title} | {outcome} |")
    lines += ["", "## Opening handshake", "", "| case | section | |", "|---|---|---|"]
    lines += [f"| {name.partition(' ')[0]} | 4.2 | {name.partition(' ')[2]} |" for name in names]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    from tests.http.conformance.test_conformance import HANDSHAKES

    (Path(__file__).parents[3] / "docs/conformance.md").write_text(page(HANDSHAKES))
