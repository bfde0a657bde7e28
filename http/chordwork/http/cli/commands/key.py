"""``chordwork key``: an API key, and the line that makes a server accept it."""

from __future__ import annotations

import sys

from chordwork.http.cli._main import OK


def key(name: str, /) -> int:
    """Make an API key.

    The key goes to standard error, to be given to its owner: it is shown this once and kept nowhere. The line for the
    server goes to standard output: chordwork key studio >> keys.txt; chordwork serve --api-keys-file keys.txt

    Parameters
    ----------
    name
        Whose key it is: letters, digits, and . _ @ -
    """
    from chordwork.http.security.keys import KeyRing, digest_of, new_key

    secret = new_key()
    line = f"{name} {digest_of(secret)}"
    KeyRing.parse(line)  # refuses a name that the server would refuse
    print(f"API key of {name}: {secret}", file=sys.stderr)
    print(line)
    return OK
