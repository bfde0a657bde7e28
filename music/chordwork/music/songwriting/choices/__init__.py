"""What is decided before a note is written: mood, genre, feel, key and form, settled by the player or drawn."""
