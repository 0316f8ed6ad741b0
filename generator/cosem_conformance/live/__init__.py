"""Reading a meter through a client that the user has installed.

A client is a small module behind `Transport`, six functions with octets in and out; an entry point of the group
`cosem.transports` makes it known. `dump_meter` walks a whole meter over one into a dump:

    meter = Connection(host="192.0.2.10", client=16)
    dump_meter(transport("gurux", meter), "meter.jsonl.gz", meter.association())

Nothing here imports a client before it is named, and nothing writes to a meter.
"""

from __future__ import annotations

from .connection import AUTHENTICATIONS, Connection, ConnectionSettingsError
from .registry import GROUP, Client, names, transport
from .transport import (
    Answer,
    Attribute,
    Negotiated,
    Negotiating,
    NotSupportedError,
    Selection,
    Transport,
    TransportError,
)
from .walk import Plan, Step, dump_meter

__all__ = [
    "AUTHENTICATIONS",
    "GROUP",
    "Answer",
    "Attribute",
    "Client",
    "Connection",
    "ConnectionSettingsError",
    "Negotiated",
    "Negotiating",
    "NotSupportedError",
    "Plan",
    "Selection",
    "Step",
    "Transport",
    "TransportError",
    "dump_meter",
    "names",
    "transport",
]
