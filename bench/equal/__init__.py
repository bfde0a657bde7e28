"""Whether two builds, or two ways of hearing, say the same about the same audio.

The same events in the same order, the same labels and times; confidences, tempos and tunings within a ten-thousandth.
What is the same to the last bit is counted apart.
"""

from __future__ import annotations

from bench.equal.command import add_options, run

__all__ = ["add_options", "run"]
