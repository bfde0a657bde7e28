"""``chordwork listen``: the chords of what a microphone hears."""

from __future__ import annotations

import os
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter, validators

if TYPE_CHECKING:
    from chordwork.cli.playing.ways_out import WaysOut

API_KEY_VARIABLE: Final = "CHORDWORK_API_KEY"


def listen(
    *,
    device: str | None = None,
    list_devices: Annotated[bool, Parameter(negative=())] = False,
    sample_rate: Annotated[int | None, Parameter(validator=validators.Number(gte=8_000, lte=192_000))] = None,
    url: str | None = None,
    capture: Path | None = None,
    capture_sound: Annotated[bool, Parameter(negative=())] = False,
    osc: list[str] | None = None,
    midi: str | None = None,
    midi_channel: Annotated[int, Parameter(validator=validators.Number(gte=1, lte=16))] = 1,
    rest_s: Annotated[float | None, Parameter(validator=validators.Number(gte=0.0, lte=5.0))] = None,
) -> None:
    """Name the chords that the microphone hears, until Ctrl-C.

    Parameters
    ----------
    device
        Number or part of the name of a microphone. Default: the system's.
    list_devices
        Print the microphones and stop.
    sample_rate
        In Hz, 8000 to 192000. Default: the microphone's own.
    url
        Send the sound to this server, such as wss://host/ws, instead of one started here. If it wants an API key, put
        yours into the environment, as CHORDWORK_API_KEY: other users of this machine can read arguments.
    capture
        Also write down all that is said, and on what machine, into this new file, for a bug report. No sound.
    capture_sound
        Keep the sound of the first 15 minutes, too, beside it as .wav.
    osc
        Also tell a program by OSC, by its host and port, such as 127.0.0.1:9000; may be given several times.
    midi
        Also hold each chord's notes at a MIDI port: part of its name, or new for one that other programs see.
    midi_channel
        Of these notes, 1 to 16.
    rest_s
        Shortest rest in seconds, 0 to 5: as long is a chord held on the screen after it fell silent. Default: as the
        model has it, mostly 0.25.
    """
    from chordwork.cli.errors import CommandError
    from chordwork.cli.playing.microphone import input_devices, load_sounddevice
    from chordwork.cli.playing.ways_out import WaysOut

    sounddevice = load_sounddevice()
    if list_devices:
        for number, name, rate in input_devices(sounddevice):
            print(f"{number:>3}  {name}  ({rate} Hz)")
        return

    if capture_sound and capture is None:
        raise CommandError("where to? Name a file: --capture session.jsonl --capture-sound")

    import trio

    api_key = None if url is None else os.environ.get(API_KEY_VARIABLE)
    ways = WaysOut(tuple(osc or ()), midi, midi_channel)
    listening = partial(_listen, sounddevice, device, sample_rate, url, api_key, capture, with_sound=capture_sound)
    trio.run(partial(listening, rest_s=rest_s, ways=ways))


async def _listen(
    sounddevice: object,
    device: str | None,
    sample_rate: int | None,
    url: str | None,
    api_key: str | None = None,
    capture: Path | None = None,
    *,
    with_sound: bool = False,
    rest_s: float | None = None,
    ways: WaysOut | None = None,
) -> None:
    import trio
    from rich.console import Console

    from chordwork.cli.playing.capture import open_capture
    from chordwork.cli.playing.endings import EndingWell
    from chordwork.cli.playing.microphone import open_microphone
    from chordwork.cli.playing.performance import Performance
    from chordwork.cli.playing.streams import local_streams, server_streams
    from chordwork.cli.view.screen import open_screen
    from chordwork.cli.view.state import ViewState
    from chordwork.client import ChordStream

    console = Console(highlight=False)
    ending = EndingWell()
    async with trio.open_nursery() as nursery:
        await nursery.start(ending.wait, nursery.cancel_scope)
        with ExitStack() as stack:
            tell = [] if ways is None else stack.enter_context(ways.opened())
            microphone = stack.enter_context(open_microphone(sounddevice, device, sample_rate))
            if url is not None:
                open_stream, served_by = server_streams(url, api_key), "a server"
            else:
                open_stream, served = await local_streams(nursery)
                served_by = "a server here" if served else "the engine"
            chunks = microphone.chunks()
            kept = None
            if capture is not None:
                kept = stack.enter_context(
                    open_capture(
                        capture, sample_rate=microphone.sample_rate, with_sound=with_sound, served_by=served_by
                    )
                )
                chunks, tell = kept.passing(chunks), [*tell, kept.note]
            async with open_stream(
                sample_rate=microphone.sample_rate, channels=1, pace="live", rest_s=rest_s
            ) as stream:
                if kept is not None and isinstance(stream, ChordStream):
                    kept.note(stream.ready, 0.0)
                with open_screen(console) as screen:
                    performance = Performance(stream, screen, ViewState(title=microphone.name), paced=True)
                    await performance.run(chunks, *tell)
        nursery.cancel_scope.cancel()
    ending.leave()
