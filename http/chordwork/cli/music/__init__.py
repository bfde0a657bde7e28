"""What the commands about chords share: reading them, showing them, and where results go."""
