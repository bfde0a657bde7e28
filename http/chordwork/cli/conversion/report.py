"""What became of each file: read, lost, refused."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import attrs

from chordwork.cli.music.chart_files import remark_text
from chordwork.music.charts import Remark
from chordwork.music.song import Lost

MAX_REFUSED_SHOWN: Final = 20


@attrs.frozen
class Written:
    """A song that was written.

    Attributes:
        source: what it was read from.
        form: name of the format that this was in.
        title: of the song.
        place: file that holds it; empty for standard output.
        remarks: of the reader.
        lost: what the file does not hold.
    """

    source: str
    form: str
    title: str
    place: str
    remarks: tuple[Remark, ...] = ()
    lost: tuple[Lost, ...] = ()


@attrs.frozen
class Refused:
    """A file, or a song of one, of which nothing could be made.

    Attributes:
        source: its name.
        reason: with its place, and what to do.
        code: machine readable.
    """

    source: str
    reason: str
    code: str


@attrs.define
class Report:
    """What a run did."""

    files: int = 0
    written: list[Written] = attrs.field(factory=list)
    refused: list[Refused] = attrs.field(factory=list)

    def lines(self) -> list[str]:
        """For people: figures, then what was lost and refused."""
        remarks = sum(len(each.remarks) for each in self.written)
        told = [
            f"read {_counted(self.files, 'file')}, wrote {_counted(len(self.written), 'song')}, "
            f"refused {len(self.refused)}" + (f"; {_counted(remarks, 'remark')}" if remarks else "")
        ]
        lost: Counter[str] = Counter()
        songs: Counter[str] = Counter()
        for each in self.written:
            for one in each.lost:
                lost[one.what] += one.times
            songs.update({one.what for one in each.lost})
        told += [
            f"lost: {what} ({times} times in {_counted(songs[what], 'song')})" for what, times in lost.most_common()
        ]
        told += [f"refused: {each.source}: {each.reason}" for each in self.refused[:MAX_REFUSED_SHOWN]]
        if len(self.refused) > MAX_REFUSED_SHOWN:
            told.append(f"and {len(self.refused) - MAX_REFUSED_SHOWN} more were refused: see them with --report")
        return told

    def to_dict(self) -> dict[str, Any]:
        """For programs: everything."""
        return {
            "files": self.files,
            "written": [
                {
                    "source": each.source,
                    "format": each.form,
                    "title": each.title,
                    "file": each.place,
                    "remarks": [
                        remark_text(remark.text, remark.line, remark.column, remark.place) for remark in each.remarks
                    ],
                    "lost": [str(one) for one in each.lost],
                }
                for each in self.written
            ],
            "refused": [attrs.asdict(each) for each in self.refused],
        }


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
