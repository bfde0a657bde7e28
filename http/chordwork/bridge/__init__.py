"""Chords out to other programs while they are heard: as messages of Open Sound Control, and as held MIDI notes.

    with open_bridge(osc=["127.0.0.1:9000"], midi="new") as bridge:
        async for message in stream:
            bridge.tell(message)

Messages are those of :mod:`chordwork.client`; of an event of the engine, ``parse_message(event.to_dict())``. What is
sent stands in ``docs/daw.md``. Telling never waits and never fails: a receiver that is not there, a cable that was
pulled out and a port that hangs cost their own messages, which are counted, and nothing else. When the block ends,
however it ends, no note is left sounding. Needs the extra ``daw``, and imports its packages when a bridge is opened.
"""

from chordwork.bridge._bridge import Bridge, BridgeStatistics, open_bridge
from chordwork.bridge._errors import BridgeError
from chordwork.bridge._ports import midi_ports
from chordwork.bridge._voicing import close_voicing

__all__ = ["Bridge", "BridgeError", "BridgeStatistics", "close_voicing", "midi_ports", "open_bridge"]
