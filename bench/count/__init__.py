"""What hearing costs, counted and not timed: instructions, and misses of caches whose size is said.

Clocks differ from machine to machine, and on a busy one from hour to hour; counts hardly differ at all. Cachegrind
runs the program on a processor that it imagines. Start-up is taken off: each program runs for two lengths, and what the
longer one did more is divided by the hops that it heard more.
"""

from __future__ import annotations

from bench.count.command import add_options, run

__all__ = ["add_options", "run"]
