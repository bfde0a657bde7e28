"""Which Chordwork this is."""

from chordwork.native.version import VERSION

__all__ = ["VERSION"]
