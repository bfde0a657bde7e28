"""Formats that programs and terminals read: each writes a score its own way, and none knows another."""
