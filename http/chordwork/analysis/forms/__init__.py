"""The forms in which charts are written, and read back: text, JSON, CSV, ``.lab``, JAMS, a line of chords."""
