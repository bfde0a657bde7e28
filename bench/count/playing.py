"""What is counted: ``playing.py SESSIONS SECONDS CHUNK_MS WAY``, a program that runs on the packages of any commit.

One session alone is fed chunk by chunk. More are sessions of an engine on one loop, a few at each of its turns, on a
clock that stands still while anything works: so how many share a batch does not depend on the speed of the machine.
Prints the hops heard. With the way ``file`` a single session is one that gives way to nobody's hurry: a recording that
is sent as fast as it is taken, as ``/analyze`` hears it.
"""

from __future__ import annotations

import sys
from typing import Any, Final

import numpy as np

RATE_HZ: Final = 16_000
HOP_S: Final = 1024 / 22_050
TURN_S: Final = 0.005
"""A turn of a busy loop: what comes within it is seen together."""
CHORD_S: Final = 2.0
VOICINGS: Final = ((45, 52, 57, 60, 64), (43, 50, 55, 59, 67))


def chunks_of_chords(chunk_s: float) -> list[bytes]:
    """A loop of two strummed chords with a little noise, s16le."""
    seconds = np.arange(round(RATE_HZ * CHORD_S)) / RATE_HZ
    chords = [
        sum(
            np.sin(2 * np.pi * 440 * 2 ** ((note - 69) / 12) * k * seconds) * np.exp(-seconds * k / 3) / k
            for note in notes
            for k in range(1, 9)
        )
        for notes in VOICINGS
    ]
    noise = np.random.default_rng(0).standard_normal(len(seconds) * len(chords))
    loop = (np.concatenate(chords) * 2000 + noise * 30).astype("<i2").tobytes()
    size = 2 * round(RATE_HZ * chunk_s)
    return [loop[at : at + size] for at in range(0, len(loop), size)]


def play_alone(chunks: list[bytes], seconds: float, chunk_s: float) -> int:
    """One recogniser, chunk by chunk; hops heard."""
    from chordwork.engine import Recognizer

    recognizer = Recognizer(RATE_HZ)
    for index in range(round(seconds / chunk_s)):
        recognizer.feed(chunks[index % len(chunks)])
    return int(recognizer.heard_seconds / HOP_S)


async def play_together(chunks: list[bytes], sessions: int, seconds: float, chunk_s: float) -> int:
    """Sessions of one engine; hops heard by all."""
    import trio

    from chordwork.actors import EngineLimits, Session, open_engine

    heard = [0.0] * sessions

    async def play(number: int) -> None:
        async with engine.open_session(sample_rate=RATE_HZ, when_full="drop_oldest") as session:
            nursery.start_soon(read, session)
            session.send_nowait(bytes(2 * int(RATE_HZ * HOP_S * number / sessions)))  # strangers begin anywhere
            await trio.sleep(TURN_S * (number % round(chunk_s / TURN_S)))
            for index in range(round(seconds / chunk_s)):
                session.send_nowait(chunks[(index + 13 * number) % len(chunks)])
                await trio.sleep(chunk_s)
            await session.finish()
            heard[number] = session.statistics().recognized_s

    async def read(session: Session) -> None:
        async for _ in session:
            pass

    async with open_engine(limits=EngineLimits(max_sessions=sessions)) as engine, trio.open_nursery() as nursery:
        for number in range(sessions):
            nursery.start_soon(play, number)
    return sum(int(each / HOP_S) for each in heard)


async def play_file(chunks: list[bytes], seconds: float, chunk_s: float) -> int:
    """A recording in a session of an engine, in no hurry where sessions know that; hops heard."""
    import inspect

    import trio

    from chordwork.actors import Engine, open_engine

    quiet: dict[str, Any] = (
        {"in_no_hurry": True} if "in_no_hurry" in inspect.signature(Engine.open_session).parameters else {}
    )
    async with (
        open_engine() as engine,
        engine.open_session(sample_rate=RATE_HZ, **quiet) as session,
        trio.open_nursery() as nursery,
    ):

        async def feed() -> None:
            for index in range(round(seconds / chunk_s)):
                await session.send(chunks[index % len(chunks)])
            await session.finish()

        nursery.start_soon(feed)
        async for _ in session:
            pass
    return int(session.statistics().recognized_s / HOP_S)


def main() -> None:
    """Play, and print the hops."""
    sessions, seconds, chunk_s, way = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]) / 1000.0, sys.argv[4]
    chunks = chunks_of_chords(chunk_s)
    if sessions == 1 and way == "live":
        print(play_alone(chunks, seconds, chunk_s))
        return

    import trio
    from trio.testing import MockClock

    clock = MockClock(autojump_threshold=0.0)
    if way == "file":
        print(trio.run(play_file, chunks, seconds, chunk_s, clock=clock))
    else:
        print(trio.run(play_together, chunks, sessions, seconds, chunk_s, clock=clock))


if __name__ == "__main__":
    main()
