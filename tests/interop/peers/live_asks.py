"""Our transport over a client of others: jobs as lines of JSON, what came of each step back.

A job is the settings of a connection and steps: ["open"], ["get", class, name, attribute],
["set", class, name, attribute, octets], ["action", class, name, method, octets], ["negotiated"], ["close"].
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable
from typing import Any

from cosem_conformance.live import (
    Attribute,
    Connection,
    Transport,
    TransportError,
    transport,
)
from cosem_runtime import Obis

OCTETS = ("password", "key", "authentication_key")


def steps(meter: Transport) -> dict[str, Callable[..., Any]]:
    def attribute(class_id: int, name: str, number: int) -> Attribute:
        return Attribute(class_id, Obis.from_bytes(bytes.fromhex(name)), number)

    def action(class_id: int, name: str, method: int, octets: str) -> Any:
        code = Obis.from_bytes(bytes.fromhex(name))
        return meter.action(class_id, code, method, bytes.fromhex(octets))

    return {
        "open": meter.open,
        "close": meter.close,
        "negotiated": lambda: meter.negotiated().max_pdu,  # type: ignore[attr-defined]
        "get": lambda *of: meter.get(attribute(*of)),
        "set": lambda *of: meter.set(attribute(*of[:3]), bytes.fromhex(of[3])),
        "action": action,
    }


def told(step: Callable[..., Any], *arguments: Any) -> Any:
    try:
        found = step(*arguments)
    except TransportError as error:
        return {"error": str(error), "broken": error.broken, "final": error.final}
    if isinstance(found, tuple):
        result, octets = found
        return result if octets is None else octets.hex()
    return found


def main(client: str) -> None:
    for line in sys.stdin:
        job = json.loads(line)
        settings = job["connection"]
        for name in OCTETS:
            if name in settings:
                settings[name] = bytes.fromhex(settings[name])
        # A client may print.
        with contextlib.redirect_stdout(sys.stderr):
            known = steps(transport(client, Connection(**settings)))
            found = [told(known[name], *rest) for name, *rest in job["steps"]]
        print(json.dumps(found), flush=True)


main(sys.argv[1])
