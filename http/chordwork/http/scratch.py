"""The folder for files that live as long as a request, checked before a server takes any."""

from __future__ import annotations

import tempfile
from typing import Final

from chordwork.http.settings import SettingsError

_WHAT_TO_DO: Final = (
    "set TMPDIR to a folder that can be written to, or mount one at /tmp (docker: --tmpfs /tmp, "
    "Kubernetes: an emptyDir)"
)


def check_scratch() -> None:
    """Make a file without a name, and throw it away.

    Raises:
        SettingsError: there is no folder for uploads, or it takes none; the message says what to set.
    """
    try:
        with tempfile.TemporaryFile(prefix="chordwork-") as file:
            file.write(b"\0")
            file.flush()
    except OSError as error:
        raise SettingsError((f"no folder for uploads can be written to ({error.strerror}): {_WHAT_TO_DO}",)) from error
