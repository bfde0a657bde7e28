"""Which Chordwork this is: said alike by ``chordwork --version``, ``/healthz``, OpenAPI, the client and every file."""

from importlib import metadata
from typing import Final

try:
    _version = metadata.version("chordwork")
except metadata.PackageNotFoundError:  # run from a source tree that was never installed
    _version = "0+unknown"

VERSION: Final = _version
"""As the tag of the release says it, such as ``1.2.0``; of a tree between two releases ``1.2.1.dev7+g1a2b3c4``."""
