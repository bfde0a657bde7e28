from __future__ import annotations

import socket

from chordwork.http.sockets.accepted import notice_lost_peer


def test_a_peer_that_has_gone_already_is_no_failure() -> None:
    """Some systems refuse options for its socket; nobody else may notice."""
    gone = socket.socket()
    gone.close()
    notice_lost_peer(gone, 20.0)
