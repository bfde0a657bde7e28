"""What can be done in the place of a decoder, or a worker: ``python -m bench confinement [--alone] [--place worker]``.

A list of harmless attempts, with no protection (the baseline), with all of them, and with each switched off in turn; or
with each alone. Nothing is attempted against anything but files, sockets and processes that were made for it.
"""

from bench.confinement.command import add_options, run

__all__ = ["add_options", "run"]
