"""``POST /analyze``: an uploaded recording, heard by a session like any other, written down as a timeline."""
