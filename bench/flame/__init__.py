"""Where the processor time of a crowded server goes, as a flame graph."""

from bench.flame.command import add_options, run

__all__ = ["add_options", "run"]
