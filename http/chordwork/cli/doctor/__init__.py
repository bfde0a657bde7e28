"""What of this installation works, what is missing, and what to do about it."""
