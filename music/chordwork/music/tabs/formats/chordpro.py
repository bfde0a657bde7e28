"""ChordPro: a chart that song-sheet programs read, with a definition of every shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from chordwork.harmony import transpose_key, write_name
from chordwork.music.fretboard import MUTED, Voicing
from chordwork.music.tabs.model import Bar, Score, diagram_frets


def chordpro(score: Score) -> str:
    """A ChordPro song: meta data, ``{define}`` for each shape, and the chords on a grid, one cell a beat.

    As the format has it, chords are named by their shapes where ``{capo}`` is given, and ``{key}`` is that of the
    shapes; a comment says what sounds.
    """
    lines = ["{title: " + plain(score.title or "Untitled") + "}"]
    if score.key is not None:
        lines.append(f"{{key: {_key(score)}}}")
    lines += [f"{{time: {score.metre}}}", f"{{tempo: {score.tempo_bpm:g}}}"]
    if score.board.capo:
        lines.append(f"{{capo: {score.board.capo}}}")
        lines.append(f"{{comment: {plain(score.capo_text)}}}")
    return "\n".join([*lines, *definitions([score]), *_song(score)]) + "\n"


def _key(score: Score) -> str:
    """Of the shapes, as the format wants it; a church mode by name of its tonic and third."""
    assert score.key is not None
    key = transpose_key(score.key, -score.board.capo)
    return write_name(key.tonic, score.notation) + ("m" if key.mode.is_minor else "")


def _song(score: Score) -> Iterator[str]:
    """The grid, or one for each section under its name."""
    held = ""
    for part in score.parts:
        if section := score.section_at(part.start):
            yield f"{{comment: {plain(section)}}}"
        rows, held = _grid(score, part, held)
        yield from rows


def definitions(scores: Iterable[Score]) -> list[str]:
    """``{define}`` lines for the shapes of some scores, each name once."""
    defined: dict[str, str] = {}
    for score in scores:
        for voicing in score.voicings:
            name = score.shape_name(voicing.tones)
            defined.setdefault(name, _definition(name, voicing))
    return list(defined.values())


def grid(score: Score) -> list[str]:
    """The chords of a score on a grid, four bars a line."""
    return _grid(score, range(len(score.bars)), "")[0]


def _grid(score: Score, bars: range, held: str) -> tuple[list[str], str]:
    """A grid of some bars, and the chord held at its end."""
    lines = [f"{{start_of_grid: 1+4x{score.metre.beats}+1}}"]
    rows = [score.bars[begin : min(begin + 4, bars.stop)] for begin in range(bars.start, bars.stop, 4)]
    for row in rows:
        cells: list[str] = []
        for bar in row:
            text, held = _cells(bar, score, held)
            cells.append(text)
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, "{end_of_grid}"], held


def plain(text: str) -> str:
    """A text that no directive can end early, on one line."""
    return " ".join(text.replace("{", "(").replace("}", ")").split())


def _definition(name: str, voicing: Voicing) -> str:
    base = diagram_frets(voicing).start
    frets = " ".join("x" if f == MUTED else "0" if f == 0 else str(f - base + 1) for f in voicing.frets)
    fingers = " ".join(str(finger) for finger in voicing.fingers)
    return f"{{define: {plain(name)} base-fret {base} frets {frets} fingers {fingers}}}"


def _cells(bar: Bar, score: Score, held: str) -> tuple[str, str]:
    """One cell a beat; chords that begin within one beat are joined with ``~``. Returns the chord held, too."""
    cells: list[list[str]] = [[] for _ in range(score.metre.beats)]
    for mark in bar.marks:
        held = "N.C." if mark.tones is None else score.shape_name(mark.tones)
        cells[int(Fraction(mark.start, score.metre.beat_ticks))].append(held)
    first = cells[0] or [held or "."]
    return " ".join("~".join(cell) or "." for cell in (first, *cells[1:])), held
