"""``chordwork api-key``: an API key, and the line that makes a server accept it."""

from __future__ import annotations

import sys

from chordwork.cli.exits import OK, warn


def api_key(name: str, /) -> int:
    """Make an API key.

    The key goes to standard error, to be given to its owner: it is shown this once and kept nowhere. The line for the
    server goes to standard output: chordwork api-key studio >> keys.txt; chordwork serve --api-keys-file keys.txt

    Parameters
    ----------
    name
        Whose key it is: letters, digits, and . _ @ -
    """
    from chordwork.cli.errors import CommandError
    from chordwork.http.security.keys import KeyFileError, KeyRing, digest_of, new_key

    secret = new_key()
    line = f"{name} {digest_of(secret)}"
    try:
        KeyRing.parse(line)
    except KeyFileError:
        raise CommandError(
            f"{name[:40]!r} cannot name a key: take letters, digits, and . _ @ - as in chordwork api-key studio"
        ) from None
    print(f"API key of {name}: {secret}", file=sys.stderr)
    print(line)
    return OK


def key(name: str, /) -> int:
    """The older name of api-key.

    Parameters
    ----------
    name
        Whose key it is.
    """
    warn("this command is called api-key now; key still works")
    return api_key(name)
