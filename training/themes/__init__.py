"""What words mean to a song: a small table distilled from a sentence encoder, and how well it reads themes."""
