"""Octets to a meter and back, and what of it is an error."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from cosem_conformance.live import Connection, TransportError, lines
from cosem_conformance.live.lines import Line, TcpLine, line

SECONDS = 60.0


@contextmanager
def meter(
    serve: Callable[[socket.socket], None], timeout: float = SECONDS
) -> Iterator[Line]:
    """A line to a socket that is served by a thread."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(SECONDS)

        def run() -> None:
            connected, _ = server.accept()
            with connected:
                serve(connected)

        thread = threading.Thread(target=run)
        thread.start()
        port = server.getsockname()[1]
        found = line(Connection(host="127.0.0.1", port=port, timeout=timeout))
        try:
            found.open()
            yield found
        finally:
            found.close()
            thread.join(SECONDS)


def echo(connected: socket.socket) -> None:
    while octets := connected.recv(100):
        connected.sendall(octets)


def test_there_and_back() -> None:
    with meter(echo) as found:
        assert isinstance(found, TcpLine)
        found.send(b"abc")
        assert found.receive(2) == b"ab"
        assert found.receive() == b"c"


def test_silence() -> None:
    with (
        meter(echo, timeout=0.2) as found,
        pytest.raises(TransportError, match="no reply within 0.2"),
    ):
        found.receive()


def test_a_meter_that_leaves() -> None:
    with meter(lambda connected: None) as found:
        with pytest.raises(TransportError, match="closed the connection") as error:
            found.receive()
        assert error.value.broken


def test_an_answer_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LIMIT", 10)
    with meter(echo) as found:
        found.begin()
        for _ in range(2):
            found.send(b"abcde")
            while len(found.receive()) < 5:
                pass
        found.send(b"f")
        with pytest.raises(TransportError, match="more than 10 octets"):
            found.receive()
        found.begin()
        found.send(b"g")
        assert found.receive() == b"g"


def test_nobody_there() -> None:
    with socket.socket() as taken:
        # Nobody listens there, and nobody else can.
        taken.bind(("127.0.0.1", 0))
        found = line(Connection(host="127.0.0.1", port=taken.getsockname()[1]))
        with pytest.raises(TransportError, match="no connection"):
            found.open()
    for use in (lambda: found.send(b"a"), found.receive):
        with pytest.raises(TransportError, match="there is no connection"):
            use()
    found.close()
