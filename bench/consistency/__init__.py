"""Does one recording have the same chords however it is recorded? ``python -m bench consistency [--half a|b|all]``.

Real music without labels cannot say whether a chord is right, but a recogniser can be held to itself: the same music
at another rate, through a codec, a phone or a room, in noise, equalised, with one side lost, a little flat, or moved by
semitones like a tape that runs faster, must have the same chords, moved. What agrees may still be wrong; what does not
agree is wrong at least once. Beside it stand untrained templates with the same decoder, on the same sounds.

Recordings are those of ``--recordings`` and of the data pack's ``real`` (songs, and a guitar) or, with ``--real``,
the songs and mixes of ``bench real``, which have halves of their own. Half of the others, by a hash of their names, are
for choosing (a), half for figures (b).
"""

from bench.consistency.command import add_options, run

__all__ = ["add_options", "run"]
