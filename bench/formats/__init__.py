"""Every container and codec against the WAV it was made from: ``python -m bench formats [--keep FOLDER]``.

The same chords (majmin), the same times, nothing lost; what it takes to decode, and the memory. The baseline is the
WAV; for a codec that exists at a low rate only, the WAV at that rate. Files are made by recipes, shared with the tests.
"""

from bench.formats.command import add_options, run

__all__ = ["add_options", "run"]
