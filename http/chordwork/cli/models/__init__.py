"""What ``chordwork models`` does: cards written and checked, and shown."""
