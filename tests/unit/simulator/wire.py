"""Sockets to a simulator: the wrapper, and no more."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from cosem_conformance.simulator import Simulator

from .client import Client

SECONDS = 60.0
"""After which whoever does not answer hangs."""


class Wire:
    """A connection, as one client of one server."""

    def __init__(self, simulator: Simulator, client: int = 16, server: int = 1) -> None:
        to = (simulator.host, simulator.port)
        self.socket = socket.create_connection(to, SECONDS)
        self._to, self._from = server, client

    def send(self, apdu: bytes) -> bytes:
        """An APDU, and what comes back."""
        self.socket.sendall(framed(self._from, self._to, apdu))
        source, destination, answer = received(self.socket)
        assert (source, destination) == (self._to, self._from)
        return answer

    def is_over(self) -> bool:
        """Whether the other end hangs up, after whatever it still sends."""
        try:
            while self.socket.recv(4096):
                pass
        except ConnectionResetError:
            pass
        return True

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()


def framed(source: int, destination: int, apdu: bytes) -> bytes:
    """With the header before it."""
    numbers = (1, source, destination, len(apdu))
    return b"".join(number.to_bytes(2, "big") for number in numbers) + apdu


def received(connection: socket.socket) -> tuple[int, int, bytes]:
    """Source, destination and APDU of the next frame."""
    head = _exactly(connection, 8)
    version, source, destination, size = (
        int.from_bytes(head[at : at + 2], "big") for at in range(0, 8, 2)
    )
    assert version == 1
    return source, destination, _exactly(connection, size)


def _exactly(connection: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        more = connection.recv(count - len(found))
        if not more:
            raise EOFError
        found += more
    return found


@contextmanager
def connected(simulator: Simulator, client: int = 16) -> Iterator[Client]:
    """A client that is associated."""
    password = simulator.meter.view(client).password or b""
    with Wire(simulator, client) as wire:
        found = Client(wire.send, password.decode())
        found.open()
        yield found
