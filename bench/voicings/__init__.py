"""All chords on thirty tunings: is every shape true and playable? ``python -m bench voicings [--level LEVEL]``.

Every shape is judged by :mod:`bench.voicings.judge`, which shares no code with the search. The baseline is the same
judge on the same shapes moved up by one fret on one string, which it must refuse.
"""

from bench.voicings.command import add_options, run

__all__ = ["add_options", "run"]
