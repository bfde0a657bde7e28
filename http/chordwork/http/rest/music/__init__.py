"""What is behind each address: requests and results as attrs classes, and the call of ``chordwork.music``."""

from typing import Final

from chordwork.http.rest.computation import Computation
from chordwork.http.rest.music.accompaniment import ACCOMPANIMENT
from chordwork.http.rest.music.charts import CHARTS
from chordwork.http.rest.music.harmony import HARMONY
from chordwork.http.rest.music.instructions import INSTRUCTIONS
from chordwork.http.rest.music.practice import PRACTICE
from chordwork.http.rest.music.suggest import SUGGEST
from chordwork.http.rest.music.tabs import TABS

COMPUTATIONS: Final[tuple[Computation, ...]] = (INSTRUCTIONS, TABS, SUGGEST, HARMONY, ACCOMPANIMENT, PRACTICE, CHARTS)

__all__ = ["ACCOMPANIMENT", "CHARTS", "COMPUTATIONS", "HARMONY", "INSTRUCTIONS", "PRACTICE", "SUGGEST", "TABS"]
