"""The environments of the programs that Chordwork is measured beside: ``python -m bench peers setup|list``.

:mod:`~bench.peers.table` says which programs there are, in which versions, and what their environments need;
:mod:`~bench.peers.environments` makes them; :mod:`~bench.peers.page` writes the table into ``bench/accuracy/PEERS.md``.
"""

from __future__ import annotations

from bench.peers.command import add_options, run

__all__ = ["add_options", "run"]
