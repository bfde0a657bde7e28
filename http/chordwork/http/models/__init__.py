"""The life of a model on a server: chosen, tried beside another, watched, corrected by players, replaced."""
