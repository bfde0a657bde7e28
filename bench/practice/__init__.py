"""Is wrong playing noticed, and the right string named? ``python -m bench practice [--data DIR] [--cache DIR]``.

Chords are strummed on recorded guitars that had no part in training, right and with one slip each; then the notes heard
are compared with the rendered dev clips and with a real recording. The baseline is plain chroma with the best threshold
that hindsight finds.
"""

from bench.practice.command import add_options, run

__all__ = ["add_options", "run"]
