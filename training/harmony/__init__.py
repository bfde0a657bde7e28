"""Counts and small networks for keys and suggestions, from the permissive chord progressions."""
