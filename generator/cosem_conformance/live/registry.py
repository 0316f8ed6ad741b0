"""The clients that meters can be read through, each imported when it is named and not before."""

from __future__ import annotations

import importlib
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final, Protocol

from cosem_runtime.errors import did_you_mean, quote

from .connection import Connection
from .transport import Transport, TransportError

__all__ = ["GROUP", "Client", "client", "imported", "names", "transport"]

GROUP: Final = "cosem.transports"


class Client(Protocol):
    """A client of others. `name` is what users call it by, `title` what they install."""

    name: str
    title: str

    def connect(self, connection: Connection) -> Transport:
        """A transport that is not open yet.

        Raises TransportError where the client is not installed, and NotSupportedError where it
        cannot connect in this way.
        """


def names() -> list[str]:
    """All that are known, whether they are installed or not; none of them is imported."""
    return sorted(_points())


def client(name: str) -> Client:
    """The client of that name. Raises TransportError."""
    points = _points()
    if name not in points:
        known = ", ".join(sorted(points)) or f"no entry points of {GROUP}"
        hint = did_you_mean(name, list(points)) or f"; there are {known}"
        raise TransportError(f"no client {quote(name)}{hint}")
    try:
        found: Any = points[name].load()
    except Exception as error:
        raise TransportError(
            f"the client {name} cannot be loaded: {type(error).__name__}: {error}"
        ) from None
    loaded: Client = found
    return loaded


def transport(name: str, connection: Connection) -> Transport:
    """A meter through the client of that name; `open` connects. Raises TransportError."""
    return client(name).connect(connection)


def imported(module: str, title: str) -> Any:
    """A module of a client; untyped, as most of them are.

    Raises TransportError where it is not installed, or is another version than is known here.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise TransportError(
            f"{title} is needed here, and cannot be imported ({error}); its licence is not ours, "
            f'so look at it, then: python -m pip install "{title}"',
            final=True,
        ) from None


def _points() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}
