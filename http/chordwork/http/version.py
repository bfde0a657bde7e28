"""Which Chordwork this is."""

from importlib import metadata
from typing import Final

try:
    _version = metadata.version("chordwork")
except metadata.PackageNotFoundError:  # run from a source tree that was never installed
    _version = "0+unknown"

VERSION: Final = _version
