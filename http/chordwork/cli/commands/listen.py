"""``chordwork listen``: the chords of what a microphone hears."""

from __future__ import annotations

import os
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter, validators

API_KEY_VARIABLE: Final = "CHORDWORK_API_KEY"


def listen(
    *,
    device: str | None = None,
    list_devices: Annotated[bool, Parameter(negative=())] = False,
    sample_rate: Annotated[int | None, Parameter(validator=validators.Number(gte=8_000, lte=192_000))] = None,
    url: str | None = None,
    capture: Path | None = None,
    capture_sound: Annotated[bool, Parameter(negative=())] = False,
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
    """
    from chordwork.cli.errors import CommandError
    from chordwork.cli.playing.microphone import input_devices, load_sounddevice

    sounddevice = load_sounddevice()
    if list_devices:
        for number, name, rate in input_devices(sounddevice):
            print(f"{number:>3}  {name}  ({rate} Hz)")
        return

    if capture_sound and capture is None:
        raise CommandError("where to? Name a file: --capture session.jsonl --capture-sound")

    import trio

    api_key = None if url is None else os.environ.get(API_KEY_VARIABLE)
    trio.run(partial(_listen, sounddevice, device, sample_rate, url, api_key, capture, with_sound=capture_sound))


async def _listen(
    sounddevice: object,
    device: str | None,
    sample_rate: int | None,
    url: str | None,
    api_key: str | None = None,
    capture: Path | None = None,
    *,
    with_sound: bool = False,
) -> None:
    import trio
    from rich.console import Console

    from chordwork.cli.playing.capture import open_capture
    from chordwork.cli.playing.microphone import open_microphone
    from chordwork.cli.playing.performance import OnMessage, Performance
    from chordwork.cli.playing.streams import local_streams, server_streams
    from chordwork.cli.view.screen import open_screen
    from chordwork.cli.view.state import ViewState
    from chordwork.client import ChordStream

    console = Console(highlight=False)
    async with trio.open_nursery() as nursery:
        with open_microphone(sounddevice, device, sample_rate) as microphone:
            if url is not None:
                open_stream, served_by = server_streams(url, api_key), "a server"
            else:
                open_stream, served = await local_streams(nursery)
                served_by = "a server here" if served else "the engine"
            with ExitStack() as stack:
                chunks = microphone.chunks()
                on_message: OnMessage = _nothing
                kept = None
                if capture is not None:
                    kept = stack.enter_context(
                        open_capture(
                            capture, sample_rate=microphone.sample_rate, with_sound=with_sound, served_by=served_by
                        )
                    )
                    chunks, on_message = kept.passing(chunks), kept.note
                async with open_stream(sample_rate=microphone.sample_rate, channels=1, pace="live") as stream:
                    if kept is not None and isinstance(stream, ChordStream):
                        kept.note(stream.ready, 0.0)
                    with open_screen(console) as screen:
                        performance = Performance(stream, screen, ViewState(title=microphone.name), paced=True)
                        await performance.run(chunks, on_message)
        nursery.cancel_scope.cancel()


def _nothing(message: object, at: float) -> None:
    """Nobody captures."""
