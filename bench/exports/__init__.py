"""Are the exports what other programs read? ``python -m bench exports [--keep DIR]``.

Every song goes out in every format and comes back through a reader that somebody else wrote: the schema of MusicXML,
MuseScore, music21, PyGuitarPro, alphaTab, mido, FluidSynth, ChordSheetJS, Poppler, librsvg and Pillow. Notes that come
back are compared with the score. What is not installed is left out, and said.
"""

from bench.exports.command import add_options, run

__all__ = ["add_options", "run"]
