"""Octets to a meter and back, for clients that bring none of it: TCP, or a serial line."""

from __future__ import annotations

import socket
from typing import Any, Final

from .connection import Connection
from .registry import imported
from .transport import TransportError

__all__ = ["LIMIT", "Line", "SerialLine", "TcpLine", "line"]

LIMIT: Final = 16 * 1024 * 1024
"""Octets of one answer, in all its blocks and frames."""
_AT_ONCE: Final = 64 * 1024


class Line:
    """A line that waits `timeout` seconds at most for each octet. Errors are TransportError."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._left = LIMIT

    def open(self) -> None:
        """Connect."""
        raise NotImplementedError

    def close(self) -> None:
        """Disconnect; raises nothing, also where nothing is connected."""
        raise NotImplementedError

    def send(self, octets: bytes) -> None:
        """Send all of it."""
        raise NotImplementedError

    def begin(self) -> None:
        """Another answer is waited for: the limit is its own."""
        self._left = LIMIT

    def receive(self, most: int = _AT_ONCE) -> bytes:
        """What has come, at least an octet and no more than `most`."""
        octets = self._received(most)
        if not octets:
            raise TransportError(
                f"no reply within {self._connection.timeout:g} seconds"
            )
        self._left -= len(octets)
        if self._left < 0:
            raise TransportError(f"an answer of more than {LIMIT} octets")
        return octets

    def _received(self, most: int) -> bytes:
        raise NotImplementedError


class TcpLine(Line):
    """A TCP connection."""

    _socket: socket.socket | None = None

    def open(self) -> None:
        meter = self._connection
        try:
            self._socket = socket.create_connection(
                (meter.host, meter.port), meter.timeout
            )
        except OSError as error:
            raise TransportError(f"no connection: {error.strerror or error}") from None

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def send(self, octets: bytes) -> None:
        try:
            self._connected().sendall(octets)
        except OSError as error:
            raise TransportError(f"sending: {error.strerror or error}") from None

    def _received(self, most: int) -> bytes:
        try:
            octets = self._connected().recv(most)
        except TimeoutError:
            return b""
        except OSError as error:
            raise TransportError(f"receiving: {error.strerror or error}") from None
        if not octets:
            raise TransportError("the meter has closed the connection")
        return octets

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise TransportError("there is no connection")
        return self._socket


class SerialLine(Line):
    """A serial line of 8 data bits without parity, by pyserial."""

    _port: Any = None

    def open(self) -> None:
        meter = self._connection
        serial = imported("serial", "pyserial")
        try:
            # Also a URL of pyserial, as rfc2217://host:port.
            self._port = serial.serial_for_url(
                meter.serial,
                baudrate=meter.baud,
                timeout=meter.timeout,
                write_timeout=meter.timeout,
            )
        except (OSError, ValueError) as error:
            raise TransportError(f"no connection: {error}") from None

    def close(self) -> None:
        if self._port is not None:
            self._port.close()
            self._port = None

    def send(self, octets: bytes) -> None:
        try:
            self._connected().write(octets)
        except OSError as error:
            raise TransportError(f"sending: {error}") from None

    def _received(self, most: int) -> bytes:
        port = self._connected()
        try:
            octets: bytes = port.read(min(most, max(1, port.in_waiting)))
        except OSError as error:
            raise TransportError(f"receiving: {error}") from None
        return octets

    def _connected(self) -> Any:
        if self._port is None:
            raise TransportError("there is no connection")
        return self._port


def line(connection: Connection) -> Line:
    """The line that leads to a meter; not open yet."""
    return SerialLine(connection) if connection.serial else TcpLine(connection)
