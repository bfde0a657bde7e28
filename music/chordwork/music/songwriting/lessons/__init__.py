"""How the song gets into the hands: chords to learn, steps to follow, what to practise when."""
