"""What a process of ours may do once it meets what strangers sent: as little as its work needs.

A process states its :class:`Policy` and calls :func:`confine` on itself, after its imports and before the first byte
of a stranger's reaches a decoder. Nothing here can be undone by whoever takes the process over later. Everything is
reached by ``ctypes``; where a kernel lacks something, the rest is done, and what holds is said.
"""

from chordwork.http.confinement.policy import ESSENTIAL, Policy, Protection, confine

__all__ = ["ESSENTIAL", "Policy", "Protection", "confine"]
