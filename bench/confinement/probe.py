"""Runs in the place of a decoder, or a worker: gives up what that gives up, then attempts what is not its own.

``python -m bench.confinement.probe ORDER``, JSON; writes one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys

from bench.confinement.attempts import BECOME, Target, attempted, errno_name
from chordwork.http.confinement import Protection, confine
from chordwork.http.rest import computation_confinement
from chordwork.http.rest.analysis.confined_decoder import OUTPUT, Order, lock_down


def main() -> None:
    """Carry out the order."""
    asked = json.loads(sys.argv[1])
    target = Target(**asked["target"])
    held: frozenset[Protection] = frozenset()
    without = frozenset(map(Protection, asked["without"]))
    if asked["locked"] and asked["place"] == "decoder":
        held = lock_down(Order(descriptor=target.recording, report=OUTPUT, max_s=60.0), without=without)
    elif asked["locked"]:
        held = confine(computation_confinement.policy(), without=without)
    reasons = attempted(target)
    try:
        document = {"held": [each.value for each in held], "reasons": {**reasons, BECOME: ""}}
        said = json.dumps(document).encode() + b"\n"
        os.write(OUTPUT, said)
        os.execv("/bin/true", ["true"])
    except OSError as error:
        os.write(OUTPUT, json.dumps({BECOME: errno_name(error)}).encode())


if __name__ == "__main__":
    main()
