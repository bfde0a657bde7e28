"""How many sessions one core carries: the stream port, ``/ws``, and the design that both replace."""

from bench.capacity.command import add_options, run

__all__ = ["add_options", "run"]
