"""Messages of Open Sound Control 1.0 to one receiver, by UDP."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any, Final

from chordwork.bridge._errors import BridgeError
from chordwork.harmony.extras import install_extra

ROOT: Final = "/chordwork"
"""Before every address."""


class OscSender:
    """Where messages to one receiver go out, in the turn in which they are given.

    The queue is the system's own buffer of the socket: where it is full, or the network is down, a message is lost and
    counted.
    """

    def __init__(self, receiver: str, on_trouble: Callable[[str], object]) -> None:
        """Open a socket; nothing is sent.

        Args:
            receiver: such as ``127.0.0.1:9000``, ``desk.local:8000`` or ``[::1]:9000``; a broadcast address as well.
            on_trouble: told once in words when messages are lost.

        Raises:
            BridgeError: the extra is missing, or there is no such address.
        """
        try:
            from pythonosc.osc_message_builder import OscMessageBuilder
        except ImportError:
            raise BridgeError(f"OSC needs an extra: {install_extra('daw')}") from None
        self._builder = OscMessageBuilder
        self._receiver = receiver
        self._on_trouble = on_trouble
        self._told = False
        self._socket = _connected(receiver)
        self.sent = 0
        self.lost = 0

    def send(self, address: str, *arguments: str | float) -> None:
        """Send a message now: strings as ``s``, whole numbers as ``i``, others as ``f``. Never waits, never raises."""
        message = self._builder(ROOT + address)
        for argument in arguments:
            message.add_arg(argument, "s" if isinstance(argument, str) else "i" if isinstance(argument, int) else "f")
        data = message.build().dgram
        try:
            try:
                self._socket.send(data)
            except ConnectionRefusedError:  # That is about a message before, and this one has not gone yet.
                self._trouble("nobody listens there now")
                self._socket.send(data)
        except OSError as error:
            self.lost += 1
            self._trouble(error.strerror or str(error))
        else:
            self.sent += 1

    def close(self) -> None:
        """Send no more."""
        self._socket.close()

    def _trouble(self, reason: str) -> None:
        if not self._told:
            self._told = True
            self._on_trouble(f"OSC to {self._receiver}: {reason}; listening goes on, and so do messages")


def _connected(receiver: str) -> socket.socket:
    host, _, digits = receiver.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not digits.isdecimal() or not 0 < int(digits) < 1 << 16:
        raise BridgeError(f"{receiver!r} is no address for OSC: write host and port, such as 127.0.0.1:9000")
    found: list[Any]
    try:
        found = socket.getaddrinfo(host, int(digits), type=socket.SOCK_DGRAM)
    except (OSError, UnicodeError):
        raise BridgeError(
            f"OSC to {receiver}: there is no host {host!r}; write its number, such as 192.168.1.20"
        ) from None
    family, kind, protocol, _, address = found[0]
    sender = socket.socket(family, kind, protocol)
    try:
        sender.setblocking(False)
        if family == socket.AF_INET:
            sender.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        sender.connect(address)
    except OSError as error:
        sender.close()
        raise BridgeError(f"OSC to {receiver}: {error.strerror}; choose another address") from None
    return sender
