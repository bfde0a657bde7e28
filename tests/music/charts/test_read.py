"""What is read of many small files, each of a few signs: a sign that comes to mean something else is found here.

In the files of ``read/`` a case has a name, its lines behind ``>``, and what was read of them, or why it was refused.
They hold what is rather than what should be; ``python -m tests.music.charts.test_read`` writes the answers anew, to be
looked at before they are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from chordwork.harmony import ProgressionError, SymbolSyntaxError
from chordwork.music import smf
from chordwork.music.charts import ChartFileError, read_chart, read_charts
from tests.music.charts.guitarpro.made import zipped
from tests.music.charts.told import of_chart, of_reading

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
    name = ""
    lines: list[str] = []
    told: list[str] = []
    for line in (*place.read_text(encoding="utf-8").split("\n"), "== "):
        if line.startswith("== "):
            if name:
                yield Case(place.stem, name, tuple(lines), tuple(told))
            name, lines, told = line.removeprefix("== "), [], []
        elif line.startswith(">"):
            lines.append(line.removeprefix(">").removeprefix(" "))
        elif line:
            told.append(line)


def midi(lines: Iterable[str]) -> bytes:
    """A MIDI file: a line ``track`` for each, and below it places in quarter notes, what stands there, and its text."""
    tracks: list[list[smf.Timed]] = []
    end = 0
    for line in lines:
        if line == "track":
            tracks.append([])
            continue
        place, kind, *words = line.split(" ")
        at = round(Fraction(place) * smf.PULSES_PER_QUARTER)
        if kind == "note":
            pitch, length, channel = int(words[0]), Fraction(words[1]), int(words[2]) if len(words) > 2 else 0
            off = at + round(length * smf.PULSES_PER_QUARTER)
            tracks[-1].append((at, 4, bytes((smf.NOTE_ON | channel, pitch, 80))))
            tracks[-1].append((off, 1, bytes((smf.NOTE_OFF | channel, pitch, 0))))
            end = max(end, off)
        elif kind == "hex":
            tracks[-1].append((at, 0, smf.meta(int(words[0], 16), bytes.fromhex("".join(words[1:])))))
        else:
            text = " ".join(words).encode().decode("unicode_escape")
            tracks[-1].append((at, 0, smf.words(_METAS[kind], text)))
        end = max(end, at)
    return smf.midi_file([smf.track(track, end) for track in tracks])


_METAS: Final = {
    "text": smf.TEXT, "copyright": 0x02, "name": smf.TRACK_NAME, "lyric": 0x05, "marker": smf.MARKER, "cue": 0x07,
}  # fmt: skip


def read(case: Case) -> list[str]:
    """What is read of it now; of ``played`` charts, what sounds."""
    try:
        if case.form == "played":
            return list(of_chart(read_chart(case.data.decode())))
        if case.form == "gp":
            return list(of_reading(read_charts(zipped(case.data), form="gp")))
        if case.form == "midi":
            return list(of_reading(read_charts(midi(case.lines), form="midi")))
        return list(of_reading(read_charts(case.data, form=case.form)))
    except (ChartFileError, SymbolSyntaxError, ProgressionError) as error:
        return [" / ".join(("refused", *str(error).split("\n")))]


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
