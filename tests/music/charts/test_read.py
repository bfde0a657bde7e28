"""What is read of many small files, each of a few signs, written down: a sign that means something else is found here.

In the files of ``read/`` a case has a name, its lines behind ``>``, and what was read of them, or why it was refused. They
hold what is rather than what should be; ``python -m tests.music.charts.test_read`` writes the answers anew, to be looked
at before they are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from chordwork.music.charts import ChartFileError, read_charts
from tests.music.charts.told import of_reading

READ: Final = Path(__file__).parent / "read"


class Case(NamedTuple):
    """A file and what was read of it."""

    form: str
    name: str
    lines: tuple[str, ...]
    told: tuple[str, ...]

    @property
    def data(self) -> bytes:
        """The file."""
        return "\n".join(self.lines).encode()


def cases(place: Path) -> Iterator[Case]:
    """Those of a file that is named after its format."""
    name, lines, told = "", [], []
    for line in (*place.read_text(encoding="utf-8").split("\n"), "== "):
        if line.startswith("== "):
            if name:
                yield Case(place.stem, name, tuple(lines), tuple(told))
            name, lines, told = line.removeprefix("== "), [], []
        elif line.startswith(">"):
            lines.append(line.removeprefix(">").removeprefix(" "))
        elif line:
            told.append(line)


def read(case: Case) -> list[str]:
    """What is read of it now."""
    try:
        return list(of_reading(read_charts(case.data, form=case.form)))
    except ChartFileError as error:
        return [f"refused {error}"]


CASES: Final = [case for place in sorted(READ.glob("*.txt")) for case in cases(place)]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.form}: {case.name}" for case in CASES])
def test_a_file_is_read_as_it_was(case: Case) -> None:
    assert read(case) == list(case.told)


if __name__ == "__main__":
    for place in sorted(READ.glob("*.txt")):
        blocks = [
            "\n".join((f"== {case.name}", *(f"> {line}".rstrip() for line in case.lines), *read(case), ""))
            for case in cases(place)
        ]
        place.write_text("\n".join(blocks), encoding="utf-8")
