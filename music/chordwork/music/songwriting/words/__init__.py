"""What words mean, show and rhyme with: the word table, scenes, languages, and a theme as it is read."""
