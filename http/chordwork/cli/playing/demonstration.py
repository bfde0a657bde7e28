"""The demo's programme: one clip after another to whoever recognises them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from chordwork.analysis.clips.bundled import Clip
from chordwork.cli.playing.performance import OnMessage, Performance, recorded_chunks
from chordwork.cli.playing.streams import Pace, StreamOpener
from chordwork.cli.playing.transcript import Transcript, Verdict
from chordwork.cli.view.screen import open_screen
from chordwork.cli.view.state import Span, ViewState
from chordwork.harmony.chord import parse_label
from chordwork.harmony.errors import ChordSyntaxError
from chordwork.harmony.score import Segment


async def play_clips(
    open_stream: StreamOpener, clips: Sequence[Clip], console: Console, *, paced: bool, tell: Sequence[OnMessage] = ()
) -> list[tuple[str, Verdict]]:
    """Play clips and judge what was heard, by the clip's name; at the speed of the music if ``paced``.

    ``tell``: also told each message.
    """
    verdicts: list[tuple[str, Verdict]] = []
    for clip in clips:
        console.print(Text.assemble((clip.title, "bold"), (f"  {clip.credit}" if clip.credit else "", "dim")))
        verdicts.append((clip.name, await _play(open_stream, clip, console, tell, paced=paced)))
    return verdicts


async def _play(
    open_stream: StreamOpener, clip: Clip, console: Console, tell: Sequence[OnMessage], *, paced: bool
) -> Verdict:
    pcm, sample_rate = clip.read()
    duration = len(pcm) / sample_rate
    transcript = Transcript()
    state = ViewState(
        title=clip.title, duration=duration, reference=tuple(_span(segment) for segment in clip.reference)
    )
    pace: Pace = "live" if paced else "file"
    async with open_stream(sample_rate=sample_rate, channels=pcm.shape[1], pace=pace) as stream:
        with open_screen(console) as screen:
            performance = Performance(stream, screen, state, paced=paced)
            await performance.run(recorded_chunks(pcm, sample_rate, paced=paced), *tell, transcript.add)
    return transcript.judge(clip.reference, duration)


def _span(segment: Segment) -> Span:
    """A reference may use chords that the recogniser has no word for; those are shown as they are written."""
    start, end, label = segment
    try:
        symbol = parse_label(label).symbol
    except ChordSyntaxError:
        symbol = label.replace(":", " ")
    return Span(start, end, label, symbol)
