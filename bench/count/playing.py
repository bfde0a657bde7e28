"""What is counted: ``playing.py SESSIONS SECONDS``, a program that runs on the packages of any commit.

One session alone is fed chunk by chunk. More are sessions of an engine on one loop, a few at each of its turns, on a
clock that stands still while anything works: so how many share a batch does not depend on the speed of the machine.
Prints the hops heard.
"""

from __future__ import annotations

import sys
from typing import Final

import numpy as np

RATE_HZ: Final = 16_000
CHUNK_S: Final = 0.04
HOP_S: Final = 1024 / 22_050
TURN_S: Final = 0.005
"""A turn of a busy loop: what comes within it is seen together."""
CHORD_S: Final = 2.0
VOICINGS: Final = ((45, 52, 57, 60, 64), (43, 50, 55, 59, 67))


def chunks_of_chords() -> list[bytes]:
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
    size = 2 * round(RATE_HZ * CHUNK_S)
    return [loop[at : at + size] for at in range(0, len(loop), size)]


def play_alone(chunks: list[bytes], seconds: float) -> int:
    """One recogniser, chunk by chunk; hops heard."""
    from chordwork.engine import Recognizer

    recognizer = Recognizer(RATE_HZ)
    for index in range(round(seconds / CHUNK_S)):
        recognizer.feed(chunks[index % len(chunks)])
    return int(recognizer.heard_seconds / HOP_S)


async def play_together(chunks: list[bytes], sessions: int, seconds: float) -> int:
    """Sessions of one engine; hops heard by all."""
    import trio

    from chordwork.actors import EngineLimits, Session, open_engine

    heard = [0.0] * sessions

    async def play(number: int) -> None:
        async with engine.open_session(sample_rate=RATE_HZ, when_full="drop_oldest") as session:
            nursery.start_soon(read, session)
            session.send_nowait(bytes(2 * int(RATE_HZ * HOP_S * number / sessions)))  # strangers begin anywhere
            await trio.sleep(TURN_S * (number % round(CHUNK_S / TURN_S)))
            for index in range(round(seconds / CHUNK_S)):
                session.send_nowait(chunks[(index + 13 * number) % len(chunks)])
                await trio.sleep(CHUNK_S)
            await session.finish()
            heard[number] = session.statistics().recognized_s

    async def read(session: Session) -> None:
        async for _ in session:
            pass

    async with open_engine(limits=EngineLimits(max_sessions=sessions)) as engine, trio.open_nursery() as nursery:
        for number in range(sessions):
            nursery.start_soon(play, number)
    return sum(int(each / HOP_S) for each in heard)


def main() -> None:
    """Play, and print the hops."""
    sessions, seconds = int(sys.argv[1]), float(sys.argv[2])
    chunks = chunks_of_chords()
    if sessions == 1:
        print(play_alone(chunks, seconds))
    else:
        import trio
        from trio.testing import MockClock

        print(trio.run(play_together, chunks, sessions, seconds, clock=MockClock(autojump_threshold=0.0)))


if __name__ == "__main__":
    main()
