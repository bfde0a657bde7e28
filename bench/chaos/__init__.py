"""What happens to players and results when processes, machines and networks misbehave, against what is promised."""

from bench.chaos.command import add_options, run

__all__ = ["add_options", "run"]
