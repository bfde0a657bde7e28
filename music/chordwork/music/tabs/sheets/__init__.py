"""Sheets that people read: diagrams and tab as one drawing, which SVG, PNG and PDF each put on their paper."""
