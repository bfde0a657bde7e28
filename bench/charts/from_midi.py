"""Chords inferred from the notes of MIDI files, against POP909's labels: ``python -m bench.charts.from_midi``.

Each dev song's own file is read as any other: drums left out, no label seen. Bars are from its own metre and tempo, or
with ``--beats annotated`` from the annotated beats, as they would be in a file that was written rather than played. The
share of the labelled time is given in which root, major or minor third, and sevenths agree (mir_eval's comparisons).
"""

from __future__ import annotations

import argparse
import io
import json
import tarfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Final

import mido

from chordwork.harmony import to_harte
from chordwork.harmony.score import Comparison, Segment, compare
from chordwork.music import smf
from chordwork.music.charts import read_charts
from chordwork.music.charts.midi.events import read_events
from chordwork.music.song import Song, play
from evaluation.progress import tracked

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


_TICKS: Final = 480
"""Of a quarter note, in a file that is written anew."""


def on_beats(midi: bytes, beats: Sequence[tuple[float, bool]]) -> tuple[bytes, Callable[[float], float]]:
    """The same notes in a file whose quarter notes are the annotated beats, and whose bars begin where they say.

    Args:
        midi: a file that was played to no metronome.
        beats: when each falls, in seconds, ascending, and whether it begins a bar; two or more.

    Returns:
        The file, at a constant tempo, and how its quarter notes follow from seconds.
    """
    times = [time for time, _ in beats]
    firsts = [index for index, (_, begins) in enumerate(beats) if begins]
    count = Counter(after - before for before, after in pairwise(firsts)).most_common(1)[0][0] if firsts[1:] else 4
    ahead = (-(firsts[0] if firsts else 0)) % count
    before_first = times[0] / max(1e-3, times[1] - times[0])
    ahead += count * -(-max(0, int(before_first - ahead) + 1) // count)

    def of(moment_s: float) -> float:
        index = min(max(0, bisect_right(times, moment_s) - 1), len(times) - 2)
        share = (moment_s - times[index]) / max(1e-3, times[index + 1] - times[index])
        return max(0.0, ahead + index + share)

    track = mido.MidiTrack([mido.MetaMessage("time_signature", numerator=count, denominator=4)])
    now_s, written = 0.0, 0
    for message in mido.MidiFile(file=io.BytesIO(midi)):
        now_s += message.time
        if not message.is_meta:
            tick = round(of(now_s) * _TICKS)
            track.append(message.copy(time=tick - written))
            written = tick
    made, file = mido.MidiFile(type=0, ticks_per_beat=_TICKS, tracks=[track]), io.BytesIO()
    made.save(file=file)
    return file.getvalue(), of


def annotated_beats(text: str) -> list[tuple[float, bool]]:
    """POP909's ``beat_midi.txt``: a line for each beat, its time and whether it begins a bar as the first and last."""
    rows = (line.split() for line in text.splitlines() if line.strip())
    return [(float(row[0]), float(row[2]) == 1.0) for row in rows]


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
    parser.add_argument("--beats", choices=("file", "annotated"), default="file", help="what bars and beats are")
    asked = parser.parse_args()
    wanted = sorted(json.loads((asked.data / "pop909" / "split.json").read_text())[asked.split])[: asked.songs]
    read = _files(asked.data / "pop909" / "pop909.tar.xz")
    totals: dict[Comparison, tuple[float, float]] = dict.fromkeys(COMPARISONS, (0.0, 0.0))
    compared = 0
    for number in tracked(wanted, len(wanted), "songs"):
        midi, chords = read.get(f"pop909/{number}/{number}.mid"), read.get(f"pop909/{number}/chord_midi.txt")
        if midi is None or chords is None:
            continue
        if asked.beats == "annotated":
            midi, beat = on_beats(midi, annotated_beats(read[f"pop909/{number}/beat_midi.txt"].decode()))
        else:
            beat = quarters(midi)
        rows = (line.split() for line in chords.decode().splitlines() if line.strip())
        labels: list[Segment] = [(beat(float(start)), beat(float(end)), name) for start, end, name in rows]
        for by, (right, all_of_it) in shares(list(segments(read_charts(midi).songs[0])), labels).items():
            before = totals[by]
            totals[by] = before[0] + right, before[1] + all_of_it
        compared += 1
    print(f"{compared} songs ({asked.split}), beats as {'annotated' if asked.beats == 'annotated' else 'in the file'}")
    for by, (right, all_of_it) in totals.items():
        print(f"{by:<10} {100 * right / max(all_of_it, 1e-9):.1f} %")


def _files(archive: Path) -> dict[str, bytes]:
    ends = (".mid", "chord_midi.txt", "beat_midi.txt")
    with tarfile.open(archive) as tar:
        files = {member.name: tar.extractfile(member) for member in tar if member.name.endswith(ends)}
        return {name: file.read() for name, file in files.items() if file is not None}


if __name__ == "__main__":
    main()
