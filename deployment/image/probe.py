#!/opt/chordwork/bin/python -IS
"""What an image without curl asks its server.

    probe healthz                               is it alive? (asked by `docker ps`)
    probe readyz                                does it take new sessions?
    probe drain --at-least 5 --at-most 300      wait for so many seconds until nobody plays any more (preStop)

Imports nothing but the standard library's sockets and JSON, for it runs every few seconds.
"""

import json
import os
import sys
import time
from http.client import HTTPConnection, HTTPException

PAUSE_S = 1.0


def ask(path, timeout_s=3.0):
    """Status and body of the server in this container."""
    host = os.environ.get("CHORDWORK_HOST", "127.0.0.1")
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)
    connection = HTTPConnection(host, int(os.environ.get("CHORDWORK_PORT", "8765")), timeout=timeout_s)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def healthy(path):
    """0 if the server says so."""
    try:
        status, body = ask(path)
    except (OSError, HTTPException) as error:
        print(f"{path}: {error!r}", file=sys.stderr)
        return 1
    print(status, body.decode(errors="replace"))
    return int(status != 200)


def drain(at_least_s, at_most_s):
    """0 once there are no sessions, or the time is over, or there is no server."""
    began = time.monotonic()
    while (waited_s := time.monotonic() - began) < at_most_s:
        try:
            _, body = ask("/healthz")
            if json.loads(body)["sessions"] == 0 and waited_s >= at_least_s:
                return 0
        except (OSError, HTTPException, ValueError, KeyError):
            return 0
        time.sleep(PAUSE_S)
    return 0


def main(arguments):
    """See above."""
    if arguments in (["healthz"], ["readyz"]):
        return healthy("/" + arguments[0])
    match arguments:
        case ["drain", "--at-least", least, "--at-most", most] if least.isdecimal() and most.isdecimal():
            return drain(int(least), int(most))
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
