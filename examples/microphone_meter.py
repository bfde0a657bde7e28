"""A meter for the terminal: how loud it is, and which chord rings. No loop, no async: plain threads.

python examples/microphone_meter.py
python examples/microphone_meter.py --file song.wav
"""

from __future__ import annotations

from listening import listen, options

from chordwork.actors.threads import open_engine
from chordwork.engine import ChordEvent, LevelEvent

WIDTH = 30
FLOOR_DBFS = -60.0


def main() -> None:
    """Draw until the sound ends or Ctrl-C is pressed."""
    told = options(__doc__).parse_args()
    bar, chord = "", ""
    with (
        listen(told.file, told.speed) as (ring, sample_rate),
        open_engine() as engine,
        engine.open_session(sample_rate=sample_rate) as session,
        session.pouring(ring),
    ):
        for event in session:
            if isinstance(event, LevelEvent):
                bar = "█" * round(WIDTH * (1 - max(FLOOR_DBFS, event.peak_dbfs) / FLOOR_DBFS))
            elif isinstance(event, ChordEvent) and event.status == "provisional":
                chord = event.chord.symbol
            else:
                continue
            print(f"\r{bar:<{WIDTH}} {chord:<8}", end="", flush=True)
    print()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print()
