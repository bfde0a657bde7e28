"""``chordwork demo``: the whole path, on recordings that come with the package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter, validators

if TYPE_CHECKING:
    from chordwork.cli.playing.ways_out import WaysOut


def demo(
    *,
    fast: Annotated[bool, Parameter(negative=())] = False,
    clip: str | None = None,
    osc: list[str] | None = None,
    midi: str | None = None,
    midi_channel: Annotated[int, Parameter(validator=validators.Number(gte=1, lte=16))] = 1,
) -> None:
    """Start a server, play it the bundled recordings, and watch it name the chords. Ctrl-C ends it.

    Where only the engine is installed, without the extra server, it hears them in this process.

    Parameters
    ----------
    fast
        As fast as the server takes the audio, instead of at the speed of the music.
    clip
        Only the recording of this name.
    osc
        Also tell a program by OSC, by its host and port, such as 127.0.0.1:9000; may be given several times.
    midi
        Also hold each chord's notes at a MIDI port: part of its name, or new for one that other programs see.
    midi_channel
        Of these notes, 1 to 16.
    """
    import trio

    from chordwork.cli.playing.ways_out import WaysOut

    trio.run(_demo, fast, clip, WaysOut(tuple(osc or ()), midi, midi_channel))


async def _demo(fast: bool, clip: str | None, ways: WaysOut) -> None:
    import trio
    from rich.console import Console

    from chordwork.analysis.clips.bundled import bundled_clips, choose_clips
    from chordwork.cli.playing.demonstration import play_clips
    from chordwork.cli.playing.endings import EndingWell
    from chordwork.cli.playing.score_table import report
    from chordwork.cli.playing.streams import local_streams

    console = Console(highlight=False)
    ending = EndingWell()
    verdicts = []
    with bundled_clips() as clips, ways.opened() as tell:
        chosen = choose_clips(clips, clip)
        async with trio.open_nursery() as nursery:
            await nursery.start(ending.wait, nursery.cancel_scope)
            open_stream, served = await local_streams(nursery)
            if not served:
                console.print("Heard in this process: the server is not installed.", style="dim")
            verdicts = await play_clips(open_stream, chosen, console, paced=not fast, tell=tell)
            nursery.cancel_scope.cancel()
    ending.leave()
    console.print(report(verdicts, paced=not fast))
