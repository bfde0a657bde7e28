"""Peers that vanish without a word: a telephone in a tunnel, a cable that was pulled."""

from __future__ import annotations

import socket
from typing import Final

import trio

_PROBES: Final = 3


def notice_lost_peer(sock: socket.socket | trio.socket.SocketType, timeout_s: float) -> None:
    """Let the operating system end a connection whose peer has acknowledged nothing for ``timeout_s`` seconds.

    Written data that stays without acknowledgement counts where the system knows ``TCP_USER_TIMEOUT`` (Linux); a silent
    connection is probed everywhere. A peer that is there and has nothing to say is left alone.
    """
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    every_s = max(1, round(timeout_s / (_PROBES + 1)))
    for name, value in (
        ("TCP_KEEPIDLE", every_s),
        ("TCP_KEEPALIVE", every_s),  # what macOS calls it
        ("TCP_KEEPINTVL", every_s),
        ("TCP_KEEPCNT", _PROBES),
        ("TCP_USER_TIMEOUT", round(timeout_s * 1000)),
    ):
        if hasattr(socket, name):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
