"""Stacks and how often each was seen, as an SVG picture and as sums by part of the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

import attrs

Stack = tuple[str, ...]

STACKS: Final = "BENCH_STACKS"
"""The variable that names the file for a server's stacks."""
WIDTH: Final = 1400
ROW: Final = 16
HEAD: Final = 24
LEAST_SHARE: Final = 0.003
"""Frames that take less of the time are left out."""
_LETTER: Final = 6.1
"""Width of a letter, in pixels."""
_COLOURS: Final = {
    "engine": "#e8a33d",
    "native": "#d9603b",
    "actors": "#b7a3d6",
    "http": "#8fbf8f",
    "music": "#cf9fb5",
    "trio": "#7fa6c9",
    "numpy": "#e3c567",
}
_OTHER: Final = "#c9c4bb"


@attrs.frozen
class _Box:
    """A function under its callers: what share of the time, from where on, how deep."""

    name: str
    start: float
    share: float
    depth: int


def flame_svg(stacks: Sequence[tuple[Stack, int]], title: str) -> str:
    """The picture: callers below, a width for each share of the time.

    Args:
        stacks: outermost function first, each with the number of samples.
        title: a line above it.

    Raises:
        ValueError: there are no samples.
    """
    total = sum(count for _, count in stacks)
    if not total:
        raise ValueError("a flame graph needs a sample at least")
    boxes = [box for box in _boxes(stacks, total, 0, 0.0) if box.share >= LEAST_SHARE]
    height = HEAD + ROW * (1 + max((box.depth for box in boxes), default=0))
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="monospace" font-size="10">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="4" y="14" font-size="12">{escape(title)}</text>',
        *(_drawn(box, height) for box in boxes),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def self_shares(stacks: Iterable[tuple[Stack, int]], depth: int = 2) -> list[tuple[str, float]]:
    """Share of the time by file of the innermost function, the largest first.

    Args:
        stacks: as for :func:`flame_svg`.
        depth: how many parts of the file's path count.
    """
    sums: Counter[str] = Counter()
    for stack, count in stacks:
        file = stack[-1].rpartition("(")[2].rstrip(")")
        sums["/".join(file.split("/")[:depth])] += count
    total = sum(sums.values()) or 1
    return [(name, count / total) for name, count in sums.most_common()]


def _boxes(stacks: Sequence[tuple[Stack, int]], total: int, depth: int, start: float) -> list[_Box]:
    """Those at a depth and above, by name, so that the same callers stand side by side."""
    by_name: dict[str, list[tuple[Stack, int]]] = {}
    for stack, count in stacks:
        if len(stack) > depth:
            by_name.setdefault(stack[depth], []).append((stack, count))
    boxes = []
    for name in sorted(by_name, key=lambda each: -sum(count for _, count in by_name[each])):
        share = sum(count for _, count in by_name[name]) / total
        boxes.append(_Box(name, start, share, depth))
        if share >= LEAST_SHARE:
            boxes += _boxes(by_name[name], total, depth + 1, start)
        start += share
    return boxes


def _drawn(box: _Box, height: int) -> str:
    function, _, file = box.name.partition(" (")
    x, width, y = WIDTH * box.start, WIDTH * box.share, height - ROW * (box.depth + 1)
    label = function[: int((width - 4) / _LETTER)] if width > 30 else ""
    text = f'<text x="{x + 2:.1f}" y="{y + 11}">{escape(label)}</text>' if label else ""
    return (
        f"<g><title>{escape(box.name)} {100 * box.share:.1f} %</title>"
        f'<rect x="{x:.1f}" y="{y}" width="{max(0.4, width - 0.4):.1f}" height="{ROW - 1}" '
        f'fill="{_COLOURS.get(file.split("/")[0], _OTHER)}"/>{text}</g>'
    )
