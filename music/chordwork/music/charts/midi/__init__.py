"""MIDI files and karaoke: chord symbols where a file has them, else chords inferred from its notes."""
