"""What players feel when a server of several goes: measured with two processes, simulated for any number."""

from bench.fleet.command import add_options, run

__all__ = ["add_options", "run"]
