"""One client from its first message to the close: which dialect, which session, and how it ends."""
