"""The recordings of ``chordwork demo``, with their reference labels and credits."""
