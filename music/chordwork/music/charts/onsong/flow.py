"""In which order sections are played: ``Flow: Verse 1, Chorus, Verse 2, Chorus``, or ``V1 C V2 C`` for short."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from chordwork.music.charts.errors import ChartTooLargeError
from chordwork.music.charts.text.lines import times_in
from chordwork.music.song import Section
from chordwork.music.song.playing import MAX_TIMES

MAX_FLOW: Final = 1_000
"""Most sections of a flow."""
MAX_SECTIONS: Final = 10_000
"""Most that are played in all; those without a name count, too."""
MAX_NOTES: Final = 20
_PAGE_BREAK: Final = re.compile(r"-{3,}")


def short(name: str) -> frozenset[str]:
    """What a section is called in a flow for short: the first letters of its words, in small letters."""
    words = re.findall(r"[^\W_]+", name.lower())
    numbered = "".join(word if word.isdigit() else word[0] for word in words)
    return frozenset({"".join(word[0] for word in name.lower().split()), numbered})


def items(flow: str) -> list[str]:
    """The parts of a flow, as written."""
    parts = flow.split(",") if "," in flow else flow.split()
    return [part.strip() for part in parts if part.strip()]


def in_order(sections: Sequence[Section], flow: str, form: str) -> tuple[tuple[Section, ...], list[str]]:
    """The sections as they are played, and what could not be followed, in words.

    Args:
        sections: as written; one without a name belongs to the one before.
        flow: the value of the line.
        form: name of the format.

    Raises:
        ChartTooLargeError: more than 1,000 parts.
    """
    groups: list[list[Section]] = []
    for section in sections:
        if groups and not section.name:
            groups[-1].append(section)
        else:
            groups.append([section])
    wanted = items(flow)
    if len(wanted) > MAX_FLOW:
        raise ChartTooLargeError(form, f"a flow of {len(wanted)} sections: give at most {MAX_FLOW}")
    made: list[Section] = []
    played: set[int] = set()
    notes: list[str] = []
    for item in wanted:
        index = _found(groups, item)
        if index is not None:
            made += _again(groups[index]) if index in played else groups[index]
            played.add(index)
            if len(made) > MAX_SECTIONS:
                raise ChartTooLargeError(form, f"a flow of more than {MAX_SECTIONS} sections: give fewer")
        elif _PAGE_BREAK.fullmatch(item):
            continue
        elif made and (times := times_in(item.strip("()"))[1]) > 1:
            made[-1] = attrs.evolve(made[-1], times=min(MAX_TIMES, times))
        else:
            if len(notes) == MAX_NOTES:
                continue
            notes.append(f"no section is called so, and the flow goes on without it: {item}")
    if not played:
        return tuple(sections), notes
    first = [] if 0 in played or groups[0][0].name else groups[0]
    left = [group[0].name for index, group in enumerate(groups) if index not in played and group is not first]
    if left:
        notes.append(f"not in the flow, and left out: {', '.join(left)}")
    return (*first, *made), notes


def _found(groups: Sequence[Sequence[Section]], item: str) -> int | None:
    name = item.lower().strip()
    for index, group in enumerate(groups):
        if group[0].name.lower() == name:
            return index
    for index, group in enumerate(groups):
        if group[0].name and name in short(group[0].name):
            return index
    return None


def _again(group: Sequence[Section]) -> Iterator[Section]:
    for section in group:
        if section.name and section.bars:
            yield Section(section.name, of=section.name.lower(), times=section.times)
        else:
            yield attrs.evolve(section, texts=()) if section.bars else section


def flow_of(sections: Sequence[Section]) -> str:
    """The flow that says which sections are played again; empty where none are, or a flow could not tell them."""
    names = [section.name for section in sections]
    written = [section for section in sections if not section.of]
    if len(written) == len(sections) or not all(names):
        return ""
    own = [section.name.lower() for section in written]
    plain = all(section.bars and not _PAGE_BREAK.fullmatch(section.name) for section in written)
    if not plain or len(set(own)) < len(own) or any("(" in name for name in names):
        return ""
    return ", ".join(names)
