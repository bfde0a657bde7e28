"""The command line, ``chordwork``. Importing this loads no audio, model or web code: each command brings its own."""

from chordwork.cli._main import main

__all__ = ["main"]
