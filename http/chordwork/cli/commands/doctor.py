"""``chordwork doctor``: what works here, what is missing, and what to do."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from chordwork.cli.exits import OK

NOT_WELL = 1
"""Exit code where something that hearing or serving needs does not work."""


def doctor(
    *,
    url: str | None = None,
    record: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Look at everything that Chordwork uses: what works here, what is missing, and what to do about it.

    Nothing is changed, and nothing leaves this machine unless a server is named. Exit code 0 where all that is needed
    works, 1 otherwise.

    Parameters
    ----------
    url
        Also send a second of silence to this server, such as wss://host/ws; an API key goes into CHORDWORK_API_KEY.
    record
        Also listen to the microphone for two seconds.
    json
        For programs.
    """
    from functools import partial

    from chordwork.cli.doctor.checks import checks, reached
    from chordwork.cli.doctor.finding import BROKEN, looked_at
    from chordwork.cli.doctor.report import as_json, summary, write_line

    asked = [*checks(record=record)]
    if url is not None:
        asked.append((f"server at {url}", partial(reached, url)))
    findings = []
    for what, check in asked:
        finding = looked_at(what, check)
        findings.append(finding)
        if not json:
            write_line(finding)
    print(as_json(findings) if json else summary(findings))
    return NOT_WELL if any(each.state == BROKEN for each in findings) else OK
