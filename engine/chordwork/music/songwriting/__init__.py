"""From a theme to a song: what its words mean, and their mood."""
