"""``chordwork listen``: the chords of what a microphone hears."""

from __future__ import annotations

import os
from typing import Annotated, Final

from cyclopts import Parameter, validators

API_KEY_VARIABLE: Final = "CHORDWORK_API_KEY"


def listen(
    *,
    device: str | None = None,
    list_devices: Annotated[bool, Parameter(negative=())] = False,
    sample_rate: Annotated[int | None, Parameter(validator=validators.Number(gte=8_000, lte=192_000))] = None,
    url: str | None = None,
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
    """
    from chordwork.cli.playing.microphone import input_devices, load_sounddevice

    sounddevice = load_sounddevice()
    if list_devices:
        for number, name, rate in input_devices(sounddevice):
            print(f"{number:>3}  {name}  ({rate} Hz)")
        return

    import trio

    api_key = None if url is None else os.environ.get(API_KEY_VARIABLE)
    trio.run(_listen, sounddevice, device, sample_rate, url, api_key)


async def _listen(
    sounddevice: object, device: str | None, sample_rate: int | None, url: str | None, api_key: str | None = None
) -> None:
    import trio
    from rich.console import Console

    from chordwork.cli.playing.microphone import open_microphone
    from chordwork.cli.playing.performance import Performance
    from chordwork.cli.playing.streams import local_streams, server_streams
    from chordwork.cli.view.screen import open_screen
    from chordwork.cli.view.state import ViewState

    console = Console(highlight=False)
    async with trio.open_nursery() as nursery:
        with open_microphone(sounddevice, device, sample_rate) as microphone:
            open_stream = server_streams(url, api_key) if url is not None else (await local_streams(nursery))[0]
            async with open_stream(sample_rate=microphone.sample_rate, channels=1, pace="live") as stream:
                with open_screen(console) as screen:
                    performance = Performance(stream, screen, ViewState(title=microphone.name), paced=True)
                    await performance.run(microphone.chunks(), lambda message, at: None)
        nursery.cancel_scope.cancel()
