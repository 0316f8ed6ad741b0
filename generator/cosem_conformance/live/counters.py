"""Which invocation counter a meter takes next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cosem_runtime import CosemError, Obis, axdr

from .connection import Connection
from .registry import transport
from .transport import Attribute, TransportError

__all__ = ["counted_on"]

_PUBLIC = 16
_DATA, _VALUE = 1, 2


def counted_on(name: str, connection: Connection, code: Obis) -> Connection:
    """The same with the counter that comes after the one which the meter has in an object.

    It is the value of a Data object that the public client may read, without security; most
    meters have it below 0-b:43.1.e. Raises TransportError.
    """
    public = replace(
        connection,
        client=_PUBLIC,
        authentication="none",
        password=b"",
        key=b"",
        authentication_key=b"",
    )
    meter = transport(name, public)
    try:
        meter.open()
        answer = meter.get(Attribute(_DATA, code, _VALUE))
    finally:
        meter.close()
    try:
        found: Any = None if answer.octets is None else axdr.decode(answer.octets)
    except CosemError:
        found = None
    if answer.result or not isinstance(found, int) or not 0 <= found < 0xFFFFFFFF:
        raise TransportError(f"{code} has no invocation counter for the public client")
    return replace(connection, invocation_counter=found + 1)
