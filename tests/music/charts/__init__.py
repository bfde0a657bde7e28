"""Formats of charts."""
