"""Numbers that the model's two ways of reckoning share: with numpy, and without."""

from __future__ import annotations

from typing import Final

MODEL_FILE: Final = "model.npz"
MODEL_CARD: Final = "model.json"
MEMORY_CHORDS: Final = 2000
"""How far back a piece is remembered."""
LONGEST_MATCH: Final = 24
"""Chords compared backwards. Longer repetitions say nothing new."""
PRIOR: Final = 3.0
"""Chords' worth of trust in a uniform choice, before anything is known."""
ESCAPE: Final = 0.5
"""Weight of the shorter contexts against each different follower of the longer one."""
FOLLOWED_AFTER: Final = {1: 0, 2: 1, 4: 2, 8: 3}
"""Lengths of repetitions after which followers are counted, and the row of each."""
STYLE_STEPS: Final = 32
"""Steps a packed log-ratio has in one nat."""
