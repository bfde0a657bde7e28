"""Recordings against a chart: each bar with its score, and what was wrong or missed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.text import Text

from chordwork.analysis.analyser import Analyser
from chordwork.analysis.sources.pcm import PcmFormat
from chordwork.cli.analysis.standard_input import is_stdin, open_input
from chordwork.cli.music.delivery import new_console
from chordwork.cli.progress import progress_bar
from chordwork.harmony import NO_SYMBOL, parse_symbol
from chordwork.harmony.errors import ChordworkError
from chordwork.music.practice.performance import HeardChord, SongFeedback, check_song
from chordwork.music.song import Song

BARS_A_LINE = 8
_BLOCKS = "▁▂▃▄▅▆▇█"
MAX_FAULTS_SHOWN = 40


def compare_all(
    files: Sequence[Path],
    song: Song,
    analyser: Analyser,
    *,
    pcm: PcmFormat | None,
    as_json: bool,
    on_failure: Callable[[str], None],
) -> int:
    """Hear each recording, and print how it was played.

    Returns:
        How many failed.
    """
    failures = 0
    for path in files:
        try:
            feedback = _compared(path, song, analyser, pcm)
        except ChordworkError as error:
            failures += 1
            on_failure(str(error) if str(path) in str(error) else f"{path}: {error}")
            continue
        if as_json:
            print(json.dumps({"file": str(path), **feedback.to_dict()}, ensure_ascii=False))
        else:
            new_console().print(feedback_text(path.name, feedback), end="", soft_wrap=True)
    return failures


def _compared(path: Path, song: Song, analyser: Analyser, pcm: PcmFormat | None) -> SongFeedback:
    with (
        open_input(path, pcm) as audio,
        progress_bar(audio.name if is_stdin(path) else path.name, audio.duration) as progress,
    ):
        analysis = analyser.analyse(audio, progress=progress)
    heard = [
        HeardChord(chord.start, chord.end, symbol if symbol.is_chord else NO_SYMBOL)
        for chord in analysis.chords
        for symbol in [parse_symbol(chord.label)]
    ]
    tracked = None if analysis.beat_grid is None else analysis.beat_grid.bpm
    return check_song(song, heard, tempo_bpm=tracked)


def feedback_text(name: str, feedback: SongFeedback) -> Text:
    """For people: the score, a picture of the bars, and chords that were wrong or missed."""
    text = Text()
    text.append(f"{name}: {feedback.score:.0%}", style="bold")
    text.append(f" of {len(feedback.bars)} bars right, {feedback.tempo_bpm:g} bpm")
    if feedback.transposed_by:
        text.append(f", played {feedback.transposed_by:+d} semitones from the chart")
    text.append("\n")
    section = None
    column = 0
    for bar in feedback.bars:
        if bar.section != section:
            section, column = bar.section, 0
            text.append(f"\n{section or 'bars'}")
        if column % BARS_A_LINE == 0:
            text.append(f"\n{bar.number:>4} ", style="dim")
        column += 1
        style = "green" if bar.score >= 0.75 else "yellow" if bar.score >= 0.4 else "red"
        block = _BLOCKS[min(len(_BLOCKS) - 1, int(bar.score * len(_BLOCKS)))]
        text.append(f"{block * 2} ", style=style)
        text.append(f"{' '.join(bar.expected):<10} ")
    text.append("\n")
    if feedback.faults:
        text.append("\n")
    for fault in feedback.faults[:MAX_FAULTS_SHOWN]:
        minutes, seconds = divmod(fault.at, 60)
        told = "heard" if fault.kind == "wrong" else "missed, heard"
        text.append(f"{int(minutes):>3}:{seconds:04.1f}  ", style="dim")
        text.append(f"{fault.expected}: {told} {fault.heard}\n", style="red" if fault.kind == "wrong" else "yellow")
    if len(feedback.faults) > MAX_FAULTS_SHOWN:
        text.append(f"and {len(feedback.faults) - MAX_FAULTS_SHOWN} more\n")
    if feedback.left_out:
        text.append(f"not played: bars {', '.join(map(str, feedback.left_out[:30]))}\n", style="dim")
    return text
