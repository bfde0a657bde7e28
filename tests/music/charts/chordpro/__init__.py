"""ChordPro."""
