"""All chords on thirty tunings: is every shape true and playable? ``python -m bench voicings [--level LEVEL]``.

Every shape is judged by :mod:`bench.voicings.judge`, which shares no code with the search. The baseline is the same
judge on the same shapes moved up by one fret on one string, which it must refuse. Then the first shape of every chord
is held to the rules of :mod:`bench.voicings.rules`, on every instrument at every level, and to a public list of shapes
where that is installed (``npm ci --prefix bench/voicings/web``).
"""

from bench.voicings.command import add_options, run

__all__ = ["add_options", "run"]
