"""Chords inferred from the notes of MIDI files, against POP909's labels: ``python -m bench.charts.from_midi``.

Each dev song's own file is read as any other: bars from its metre and tempo, drums left out, no label seen. The share
of the labelled time is given in which root, major or minor third, and sevenths agree (mir_eval's comparisons).
"""

from __future__ import annotations

import argparse
import json
import tarfile
from bisect import bisect_right
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

from chordwork.harmony import to_harte
from chordwork.harmony.score import Comparison, Segment, compare
from chordwork.music import smf
from chordwork.music.charts import read_charts
from chordwork.music.charts.midi.events import read_events
from chordwork.music.song import Song, play

COMPARISONS: Final[tuple[Comparison, ...]] = ("root", "majmin", "sevenths")
_SECONDS: Final = 0.5
"""Of a quarter note, before a file says another tempo."""


def segments(song: Song) -> Iterator[Segment]:
    """Chords, in quarter notes from the beginning."""
    now = 0.0
    for bar in play(song):
        unit = float(Fraction(4, bar.metre[1]))
        for chord, beats in bar.spans():
            start = now + float(chord.beat) * unit
            yield start, start + float(beats) * unit, to_harte(chord.symbol)
        now += float(bar.beats) * unit


def quarters(midi: bytes) -> Callable[[float], float]:
    """From seconds to quarter notes, by all tempos of a file: a song keeps one a bar."""
    file = read_events(midi, "midi")
    changes = sorted(
        (meta.at, int.from_bytes(meta.data[:3], "big"))
        for track in file.tracks
        for meta in track.metas
        if meta.kind == smf.TEMPO
    )
    points = [(0.0, 0.0, _SECONDS)]
    for at, quarter_us in changes:
        before_s, before, seconds = points[-1]
        quarter = at / file.quarter
        points.append((before_s + (quarter - before) * seconds, quarter, quarter_us / 1e6))

    def of(moment_s: float) -> float:
        start_s, start, seconds = points[max(0, bisect_right(points, (moment_s, float("inf"), 0.0)) - 1)]
        return start + (moment_s - start_s) / seconds

    return of


def shares(said: list[Segment], labels: list[Segment]) -> dict[Comparison, tuple[float, float]]:
    """Quarter notes that agree, and that could be compared."""
    result: dict[Comparison, tuple[float, float]] = dict.fromkeys(COMPARISONS, (0.0, 0.0))
    for start, end, label in labels:
        for begin, finish, name in said:
            length = min(end, finish) - max(start, begin)
            if length <= 0:
                continue
            for by in COMPARISONS:
                mark = compare(label, name, by)
                if mark is not None:
                    right, all_of_it = result[by]
                    result[by] = right + length * bool(mark), all_of_it + length
    return result


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the data pack")
    parser.add_argument("--split", choices=("dev", "train"), default="dev", help="which songs")
    parser.add_argument("--songs", type=int, default=1000, help="at most so many")
    asked = parser.parse_args()
    wanted = sorted(json.loads((asked.data / "pop909" / "split.json").read_text())[asked.split])[: asked.songs]
    totals: dict[Comparison, tuple[float, float]] = dict.fromkeys(COMPARISONS, (0.0, 0.0))
    with tarfile.open(asked.data / "pop909" / "pop909.tar.xz") as tar:
        files = {
            member.name: tar.extractfile(member) for member in tar if member.name.endswith((".mid", "chord_midi.txt"))
        }
        read = {name: file.read() for name, file in files.items() if file is not None}
    for number in wanted:
        midi, chords = read.get(f"pop909/{number}/{number}.mid"), read.get(f"pop909/{number}/chord_midi.txt")
        if midi is None or chords is None:
            continue
        rows = (line.split() for line in chords.decode().splitlines() if line.strip())
        beat = quarters(midi)
        labels: list[Segment] = [(beat(float(start)), beat(float(end)), name) for start, end, name in rows]
        for by, (right, all_of_it) in shares(list(segments(read_charts(midi).songs[0])), labels).items():
            before = totals[by]
            totals[by] = before[0] + right, before[1] + all_of_it
    print(f"{len(wanted)} songs ({asked.split})")
    for by, (right, all_of_it) in totals.items():
        print(f"{by:<10} {100 * right / max(all_of_it, 1e-9):.1f} %")


if __name__ == "__main__":
    main()
