"""Charts converted: many files at once, with one report at the end."""
