"""The lettering of sheets: a font that measures, names what it lacks, and goes into a PDF with only what is used."""

from chordwork.music.tabs.sheets.lettering.font import Font, composed, lettering

__all__ = ["Font", "composed", "lettering"]
