"""A worker of a catalogue: ``python -m chordwork.cli.catalogue.worker``; tasks come in by lines, outcomes go out.

It ends when its input ends, thus also when whoever started it is killed.
"""

from __future__ import annotations

import json
import os
import signal
import sys

from chordwork.cli.catalogue.tasks import analyse_song, to_line


def main() -> None:
    """Hear what comes, until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who hands out the songs.
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # What a library prints is no answer.
    for line in sys.stdin.buffer:
        try:
            answers.write(to_line(analyse_song(json.loads(line))))
        except BrokenPipeError:
            return


if __name__ == "__main__":
    main()
