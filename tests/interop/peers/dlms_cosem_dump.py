"""Read a live target with dlms-cosem's own client and print what it said, as JSON.

Run with the Python of an environment that has ``dlms-cosem``; knows nothing of ours:

    python dlms_cosem_dump.py HOST PORT [CLIENT_SAP] [PASSWORD]

The document on standard output:

    {"client": ..., "objects": [{"class_id": 3, "version": 0,
      "logical_name": "1.0.1.8.0.255",
      "attributes": {"2": {"access": 3, "hex": "06..."}, "3": {..., "error": "..."}}}]}

Every attribute of the object list is asked for, also those published as not readable:
the refusal is part of the dump.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator

import structlog
from dlms_cosem import enumerations
from dlms_cosem.client import DlmsClient
from dlms_cosem.cosem import CosemAttribute, Obis
from dlms_cosem.io import BlockingTcpIO, TcpTransport
from dlms_cosem.security import (
    LowLevelSecurityAuthentication,
    NoSecurityAuthentication,
)
from dlms_cosem.utils import parse_as_dlms_data

CURRENT_ASSOCIATION = Obis(0, 0, 40, 0, 0, 255)
SERVER_SAP = 1
SECONDS = 60
"""For an answer, on a busy machine."""


class Target:
    """One association with the target, opened again after every failure.

    The client's state machine is unusable after an exception, so a fresh connection
    is the only way on.
    """

    def __init__(self, host: str, port: int, sap: int, password: bytes | None) -> None:
        self._address = (host, port)
        self._sap = sap
        self._password = password
        self._client: DlmsClient | None = None

    def get(self, class_id: int, logical_name: Obis, attribute: int) -> bytes:
        if self._client is None:
            self._client = self._associate()
        # The class id is sent as a number: ids outside the client's enumeration go too.
        known = enumerations.CosemInterface._value2member_map_
        reference = CosemAttribute(
            known.get(class_id, class_id), logical_name, attribute
        )
        try:
            return bytes(self._client.get(reference))
        except BaseException:
            self.close(clean=False)
            raise

    def close(self, clean: bool = True) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        try:
            if clean:
                client.release_association()
        finally:
            client.disconnect()

    def _associate(self) -> DlmsClient:
        host, port = self._address
        client = DlmsClient(
            transport=TcpTransport(
                client_logical_address=self._sap,
                server_logical_address=SERVER_SAP,
                io=BlockingTcpIO(host=host, port=port, timeout=SECONDS),
            ),
            authentication=(
                LowLevelSecurityAuthentication(secret=self._password)
                if self._password
                else NoSecurityAuthentication()
            ),
            block_transfer=True,
        )
        client.connect()
        client.associate()
        return client


def entries(object_list: bytes) -> Iterator[tuple[int, int, Obis, dict[int, int]]]:
    """Class, version, logical name and attribute access of every entry."""
    for class_id, version, name, (attributes, _) in parse_as_dlms_data(object_list):
        access = {number: mode for number, mode, _ in attributes}
        yield class_id, version, Obis.from_bytes(name), access


def dump(target: Target) -> list[dict[str, object]]:
    objects: list[dict[str, object]] = []
    object_list = target.get(15, CURRENT_ASSOCIATION, 2)
    for class_id, version, name, access in entries(object_list):
        attributes: dict[str, dict[str, object]] = {}
        for number, mode in sorted(access.items()):
            row: dict[str, object] = {"access": mode}
            try:
                row["hex"] = target.get(class_id, name, number).hex()
            except Exception as error:
                row["error"] = f"{type(error).__name__}: {error}"
            attributes[str(number)] = row
        objects.append(
            {
                "class_id": class_id,
                "version": version,
                "logical_name": name.to_string("."),
                "attributes": attributes,
            }
        )
    return objects


def main(host: str, port: str, sap: str = "16", password: str = "") -> None:
    # The client logs every frame, by default on standard output: that is for the JSON.
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    target = Target(host, int(port), int(sap), password.encode() or None)
    objects = dump(target)
    target.close()
    json.dump({"client": "dlms-cosem 25.1.0", "objects": objects}, sys.stdout, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
