"""How many hours of audio a core hears in a minute, from files: decoded, recognised and charted.

Each run is a process of its own; start-up, which a library pays once, is not counted. CPU time counts, not the clock's,
and builds take turns, so that a machine which is busy, or whose speed drifts, treats them alike.
"""

from __future__ import annotations

from bench.throughput.command import add_options, run

__all__ = ["add_options", "run"]
