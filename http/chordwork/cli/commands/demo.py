"""``chordwork demo``: the whole path, on recordings that come with the package."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter


def demo(*, fast: Annotated[bool, Parameter(negative=())] = False, clip: str | None = None) -> None:
    """Start a server, play it the bundled recordings, and watch it name the chords. Ctrl-C ends it.

    Where only the engine is installed, without the extra server, it hears them in this process.

    Parameters
    ----------
    fast
        As fast as the server takes the audio, instead of at the speed of the music.
    clip
        Only the recording of this name.
    """
    import trio

    trio.run(_demo, fast, clip)


async def _demo(fast: bool, clip: str | None) -> None:
    import trio
    from rich.console import Console

    from chordwork.analysis.clips.bundled import bundled_clips, choose_clips
    from chordwork.cli.playing.demonstration import play_clips
    from chordwork.cli.playing.score_table import report
    from chordwork.cli.playing.streams import local_streams

    console = Console(highlight=False)
    with bundled_clips() as clips:
        chosen = choose_clips(clips, clip)
        async with trio.open_nursery() as nursery:
            open_stream, served = await local_streams(nursery)
            if not served:
                console.print("Heard in this process: the server is not installed.", style="dim")
            verdicts = await play_clips(open_stream, chosen, console, paced=not fast)
            nursery.cancel_scope.cancel()
    console.print(report(verdicts, paced=not fast))
