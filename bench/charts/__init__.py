"""Are charts of recordings what a musician would write? ``python -m bench charts [--half a|b] [--songs N]``.

Whole songs of POP909 that had no part in training are played by a soundfont that had none either, heard, and written
down as lead sheets. Every half bar of the annotation is compared with what the sheet says there; bar lines are compared
with its bar lines; and the edits are counted that make one row of half bars the other. Beside it stand the decided
chords put on the nearest beat, and whichever peer wrote labels for the same audio (``--peer NAME=FOLDER``).
"""

from bench.charts.command import add_options, run

__all__ = ["add_options", "run"]
