"""Does the server keep anything of those who have left? Hours of coming, going, breaking and misbehaving."""

from bench.soak.command import add_options, run

__all__ = ["add_options", "run"]
