"""Open Sound Control 1.0 as its specification has it, apart from whatever wrote the packet."""

from __future__ import annotations

import socket
import struct
from typing import Any


def osc_message(packet: bytes) -> list[Any]:
    """Address and arguments."""

    def text(at: int) -> tuple[str, int]:
        end = packet.index(b"\0", at)
        return packet[at:end].decode("ascii"), (end // 4 + 1) * 4

    address, at = text(0)
    tags, at = text(at)
    assert tags.startswith(",")
    values: list[Any] = [address]
    for tag in tags[1:]:
        if tag == "s":
            value, at = text(at)
            values.append(value)
        else:
            values.append(struct.unpack_from({"f": ">f", "i": ">i"}[tag], packet, at)[0])
            at += 4
    assert at == len(packet)
    return values


class Receiver:
    """A socket that a bridge sends to."""

    def __init__(self, family: socket.AddressFamily = socket.AF_INET, host: str = "127.0.0.1", port: int = 0) -> None:
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        self.socket.bind((host, port))
        self.socket.setblocking(False)
        port = self.socket.getsockname()[1]
        self.address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    def got(self) -> list[list[Any]]:
        """What has come."""
        messages = []
        self.socket.setblocking(False)
        while True:
            try:
                messages.append(osc_message(self.socket.recv(4096)))
            except BlockingIOError:
                return messages

    def wait(self, longest_s: float = 240.0) -> list[list[Any]]:
        """The next message."""
        self.socket.settimeout(longest_s)
        return [osc_message(self.socket.recv(4096))]

    def close(self) -> None:
        self.socket.close()
