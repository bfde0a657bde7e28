"""``python -m bench web``: what the web client costs while it listens, and whether that grows."""

from bench.web.command import add_options, run

__all__ = ["add_options", "run"]
