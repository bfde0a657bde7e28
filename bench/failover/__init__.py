"""What is lost when a server, or the store that servers share, dies in the middle of a song; and what it costs."""

from bench.failover.command import add_options, run

__all__ = ["add_options", "run"]
