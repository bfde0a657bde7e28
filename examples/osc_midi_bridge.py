"""Chords out to a DAW: as OSC messages by UDP, and as held notes on a MIDI port; docs/daw.md says which.

python examples/osc_midi_bridge.py --osc 127.0.0.1:9000        # pip install '.[daw,mic]' in a clone
python examples/osc_midi_bridge.py --midi new

`chordwork listen` has the same options; this is what they are made of, in a program with threads.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import partial

from listening import listen, options

from chordwork.actors.threads import open_engine
from chordwork.bridge import open_bridge
from chordwork.client import parse_message


def main() -> None:
    """Bridge until the sound ends or Ctrl-C is pressed."""
    parser = options(__doc__)
    parser.add_argument("--osc", metavar="HOST:PORT", action="append", default=[], help="may be given several times")
    parser.add_argument("--midi", metavar="NAME", help="part of a port's name, or new for a port of its own")
    told = parser.parse_args()
    with (
        open_bridge(osc=told.osc, midi=told.midi, on_trouble=partial(print, file=sys.stderr)) as bridge,
        listen(told.file, told.speed) as (ring, sample_rate),
        open_engine() as engine,
        engine.open_session(sample_rate=sample_rate) as session,
        session.pouring(ring),
    ):
        for event in session:
            if hasattr(event, "to_dict"):  # notices of the engine itself have no message
                bridge.tell(parse_message(event.to_dict()))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
