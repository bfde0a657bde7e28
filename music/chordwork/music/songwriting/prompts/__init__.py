"""What a plan says of a song and its sections: titles, reasons for the chords, prompts for tune and words."""
